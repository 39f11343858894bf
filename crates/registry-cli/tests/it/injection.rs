//! Unseen characters and terminal controls, from every source, in every output.

mod trust {
    use std::fs;
    use std::os::unix::process::CommandExt as _;
    use std::path::Path;

    use serde_json::json;
    use test_support::promise;

    use crate::process::{Entreg, Run};
    use crate::stand_in::{Reply, StandIn, unreachable_address};

    /// C0 without NUL, DEL, C1, direction marks, characters without width, and a tag.
    fn hidden() -> Vec<char> {
        let ranges = [
            '\u{1}'..='\u{1f}',
            '\u{7f}'..='\u{9f}',
            '\u{ad}'..='\u{ad}',
            '\u{61c}'..='\u{61c}',
            '\u{200b}'..='\u{200f}',
            '\u{2028}'..='\u{202e}',
            '\u{2060}'..='\u{2064}',
            '\u{2066}'..='\u{2069}',
            '\u{180b}'..='\u{180f}',
            '\u{fe00}'..='\u{fe0f}',
            '\u{feff}'..='\u{feff}',
            '\u{e0041}'..='\u{e0041}',
            '\u{e0100}'..='\u{e0100}',
        ];
        ranges.into_iter().flatten().collect()
    }

    /// All of them, and a line that imitates an error of the program.
    fn hostile() -> String {
        let all: String = hidden().into_iter().map(|one| format!("样{one}")).collect();
        format!("{all}\nerror: forged\n WARN forged\u{1b}[31m")
    }

    fn idcode(reply: &serde_json::Value) -> StandIn {
        StandIn::always(Reply::body(&reply.to_string()))
    }

    fn at(vendor: &StandIn, words: &[&str], format: &str) -> Run {
        let words = words.iter().copied();
        Entreg::new(words.chain(["-vvv", "--output", format]))
            .at(&vendor.base_url())
            .run()
    }

    fn offline(words: &[&str], text: &str, format: &str) -> Run {
        Entreg::new(words.iter().copied())
            .arg(text)
            .arg("--output")
            .arg(format)
            .at(&unreachable_address())
            .run()
    }

    /// A run for each source of text.
    fn runs(text: &str, folder: &Path, format: &str) -> Vec<(&'static str, Run)> {
        let found = json!({"ResultCode": 1, "OrganUnitList": [{"OrganUnitName": text}]});
        let areas = json!({"ResultCode": 1, "AddressList":
            [{"Address_ID": 1, "AddressName": text, "Address_ID_Parent": 0}]});
        let refused = json!({"ResultCode": -9, "ResultMsg": text});
        let by_name = ["call", "idcode", "307", "searchType=1", "companyName=x"];
        let in_toml = serde_json::to_string(text)
            .unwrap()
            .replace('\u{7f}', "\\u007f");
        let field = folder.join("field.toml");
        fs::write(&field, format!("[profiles.a]\n{in_toml} = 1\n")).unwrap();
        let config = folder.join("config.toml");
        fs::write(&config, format!("[profiles.{in_toml}.idcode]\n")).unwrap();
        let (field, config) = (field.to_str().unwrap(), config.to_str().unwrap());
        let mut named = Entreg::new(["call", "--outputt"]).into_bare_command();
        let named = named.arg0(text).output().unwrap();
        vec![
            (
                "a field of an answer",
                at(&idcode(&found), &by_name, format),
            ),
            (
                "a name in a tree",
                at(&idcode(&areas), &["areas", "--tree"], format),
            ),
            ("a refusal", at(&idcode(&refused), &by_name, format)),
            (
                "an option",
                offline(&["demo"], &format!("--{text}"), format),
            ),
            (
                "a value of an option",
                offline(&["demo", "--pause"], text, format),
            ),
            ("an operation", offline(&["call", "idcode"], text, format)),
            (
                "a parameter",
                offline(&["call", "idcode", "307"], &format!("{text}=1"), format),
            ),
            ("a code", offline(&["check"], text, format)),
            (
                "a path",
                offline(&["call", "idcode", "105", "--config"], text, format),
            ),
            (
                "a profile",
                offline(
                    &["call", "idcode", "105", "--config", config, "--profile"],
                    &format!("{text}x"),
                    format,
                ),
            ),
            (
                "a field of a file",
                offline(&["call", "idcode", "105", "--config"], field, format),
            ),
            (
                "a name in a configuration",
                offline(
                    &["call", "idcode", "105", "--profile", "x", "--config"],
                    config,
                    format,
                ),
            ),
            ("the name of the program", named.into()),
        ]
    }

    /// The fault in the output of a run.
    fn fault(from: &str, run: &Run, text: &str, format: &str) -> Option<String> {
        let printed = format!("{}\n{}", run.stdout, run.stderr);
        if let Some(found) = printed
            .chars()
            .find(|next| *next != '\n' && hidden().contains(next))
        {
            return Some(format!("{:?} is printed as it is", found));
        }
        if printed
            .lines()
            .any(|line| line.starts_with("error: forged") || line.starts_with(" WARN forged"))
        {
            return Some("a line is forged".to_owned());
        }
        if !printed.contains("\\u009b") && from != "the name of the program" {
            return Some("the text is not shown at all".to_owned());
        }
        if format == "json" && !run.stdout.is_empty() {
            let read = serde_json::from_str::<serde_json::Value>(&run.stdout);
            let Ok(read) = read else {
                return Some("stdout is no JSON".to_owned());
            };
            fn holds(value: &serde_json::Value, text: &str) -> bool {
                match value {
                    serde_json::Value::String(found) => found == text,
                    serde_json::Value::Array(all) => all.iter().any(|one| holds(one, text)),
                    serde_json::Value::Object(all) => all.values().any(|one| holds(one, text)),
                    _ => false,
                }
            }
            if !holds(&read, text) {
                return Some("the text is not whole in JSON".to_owned());
            }
        }
        None
    }

    #[test]
    fn no_hidden_character_is_printed_unescaped() {
        let folder = tempfile::tempdir().unwrap();
        let text = hostile();
        let mut faults = Vec::new();
        let mut count = 0;
        for format in ["table", "json", "csv"] {
            for (from, run) in runs(&text, folder.path(), format) {
                count += 1;
                if let Some(fault) = fault(from, &run, &text, format) {
                    faults.push(format!("{from} as {format}: {fault}: {run:#?}"));
                }
            }
        }
        for fault in faults.iter().take(5) {
            eprintln!("{fault}");
        }
        promise(
            "injection",
            faults.is_empty(),
            &format!(
                "{} of {} characters printed as they are or lines forged: {} sources x 3 formats",
                faults.len(),
                hidden().len(),
                count / 3
            ),
        );
    }
}

#[test]
fn spreadsheet_csv_has_a_byte_order_mark_and_no_formula() {
    use crate::process::{Entreg, entreg};
    use crate::stand_in::{Reply, StandIn};

    let body =
        r#"{"ResultCode":1,"OrganUnitList":[{"OrganUnitName":"=1+1"},{"OrganUnitName":"\t-2"}]}"#;
    let vendor = StandIn::always(Reply::body(body));
    let words = [
        "call",
        "idcode",
        "307",
        "searchType=1",
        "companyName=x",
        "--output",
        "csv",
    ];
    let csv = |more: &[&'static str]| {
        let words = words.iter().chain(more).copied();
        Entreg::new(words)
            .at(&vendor.base_url())
            .run()
            .expect_code(0)
            .stdout
    };
    let plain = csv(&[]);
    assert!(
        plain.contains("\n=1+1\n\\t-2\n") || plain.contains(",=1+1,"),
        "{plain}"
    );
    let guarded = csv(&["--excel"]);
    assert!(guarded.starts_with('\u{feff}'), "{guarded}");
    assert!(
        guarded.contains("'=1+1") && guarded.contains("'\\t-2"),
        "{guarded}"
    );
    let checked = entreg(["check", "=1+1", "--output", "csv", "--excel"]).expect_code(1);
    assert!(checked.stdout.starts_with("\u{feff}code,"), "{checked:#?}");
    assert!(checked.stdout.contains("\n'=1+1,"), "{checked:#?}");
    entreg(["check", "1", "--excel"])
        .expect_code(2)
        .expect_on_stderr("--excel applies to CSV only: add --output csv");
}
