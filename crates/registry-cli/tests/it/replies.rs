//! Undecodable replies are saved, and credentials in replies are redacted.

use std::fs;
use std::path::Path;

use crate::process::{ACCESS_TOKEN, API_KEY, AUTH_CODE, Entreg, Run, entreg};
use crate::stand_in::{Reply, StandIn};

/// A paid query.
const PAID: [&str; 5] = [
    "call",
    "ihuyi",
    "ent3f.Submit",
    "ent_name=样例有限公司",
    "ent_code=91310116761614322N",
];

/// A reply of a register, cut off.
const TORN: &str = r#"{"result":{"status":2,"legal":"张三"},"code":2,"ms"#;

fn paid(words: &[&str], state: &Path, reply: Reply) -> Run {
    let vendor = StandIn::always(reply);
    Entreg::new(
        PAID.into_iter()
            .chain(["name=谢**"])
            .chain(words.iter().copied()),
    )
    .at(&vendor.base_url())
    .env("XDG_STATE_HOME", state.to_str().unwrap())
    .run()
}

/// The only reply that is saved below this state folder.
fn only_reply(state: &Path) -> std::path::PathBuf {
    let files: Vec<_> = fs::read_dir(state.join("entreg/replies"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    let [file] = files.as_slice() else {
        panic!("{files:?}");
    };
    file.clone()
}

#[test]
fn a_paid_reply_is_saved_in_a_file_and_not_shown() {
    let state = tempfile::tempdir().unwrap();
    let run = paid(&[], state.path(), Reply::body(TORN)).expect_code(5);
    let file = only_reply(state.path());
    assert_eq!(fs::read_to_string(&file).unwrap(), TORN);
    let line = format!("reply: saved to {}\n", file.display());
    assert!(run.stderr.contains(&line), "{run:#?}");
    assert!(
        !run.stderr.contains("张三") && run.stdout.is_empty(),
        "{run:#?}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn the_json_error_names_the_file() {
    let state = tempfile::tempdir().unwrap();
    let run = paid(&["--output", "json"], state.path(), Reply::body(TORN)).expect_code(5);
    let file = only_reply(state.path());
    assert_eq!(run.error()["reply_file"], file.to_str().unwrap());
}

#[test]
fn a_gateways_page_in_reply_to_a_paid_query_is_saved_too() {
    let state = tempfile::tempdir().unwrap();
    let page = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 13\r\n\r\n<html></html>";
    paid(&[], state.path(), Reply::Raw(page.into())).expect_code(4);
    let kept = fs::read_to_string(only_reply(state.path())).unwrap();
    assert_eq!(kept, "<html></html>");
}

#[test]
fn the_named_file_is_used() {
    let state = tempfile::tempdir().unwrap();
    let named = state.path().join("named.json");
    let words = ["--save-reply", named.to_str().unwrap()];
    paid(&words, state.path(), Reply::body(TORN)).expect_code(5);
    assert_eq!(fs::read_to_string(&named).unwrap(), TORN);
    assert!(!state.path().join("entreg").exists());
}

#[test]
fn an_unusable_file_is_refused_before_anything_is_sent_or_planned() {
    let state = tempfile::tempdir().unwrap();
    let there = state.path().join("there.json");
    fs::write(&there, "older").unwrap();
    let nowhere = state.path().join("nowhere").join("reply.json");
    let below_a_file = there.join("reply.json");
    let vendor = StandIn::always(Reply::body(TORN));
    for (named, wrong) in [
        (there.as_path(), "the file exists"),
        (state.path(), "the file exists"),
        (nowhere.as_path(), "its folder does not exist"),
        (below_a_file.as_path(), "the file cannot be created"),
    ] {
        for words in [
            &["lookup", "91310116761614322N"][..],
            &["issue-codes", "plan.toml", "--dry-run"],
        ] {
            let run = Entreg::new(words.iter().copied())
                .arg("--save-reply")
                .arg(named)
                .at(&vendor.base_url())
                .run()
                .expect_code(2);
            run.expect_on_stderr(wrong);
        }
    }
    assert_eq!(vendor.requests().len(), 0);
    assert_eq!(fs::read_to_string(&there).unwrap(), "older");
}

#[test]
fn a_free_reply_is_saved_on_request() {
    let state = tempfile::tempdir().unwrap();
    let vendor = StandIn::always(Reply::body("[1]"));
    let free = |words: &[&str]| {
        Entreg::new(
            ["call", "idcode", "105"]
                .into_iter()
                .chain(words.iter().copied()),
        )
        .at(&vendor.base_url())
        .env("XDG_STATE_HOME", state.path().to_str().unwrap())
        .run()
        .expect_code(5)
    };
    free(&[]).expect_on_stderr("--save-reply FILE saves the reply");
    assert!(!state.path().join("entreg").exists());
    let named = state.path().join("named");
    free(&["--save-reply", named.to_str().unwrap()]);
    assert_eq!(fs::read_to_string(named).unwrap(), "[1]");
}

#[test]
fn credentials_that_a_reply_repeats_are_not_printed() {
    let body = format!(
        r#"{{"OrganUnit_ID":1,"OrganUnitName":"{ACCESS_TOKEN} {AUTH_CODE}","OrganUnitAddress":"x{API_KEY}x","ResultCode":1}}"#
    );
    let vendor = StandIn::always(Reply::body(&body));
    for format in ["json", "table", "csv"] {
        let run = Entreg::new([
            "call",
            "idcode",
            "306",
            "companyIDcode=i.86.110108.52",
            "--output",
            format,
        ])
        .at(&vendor.base_url())
        .run()
        .expect_code(0);
        assert!(!run.stdout.contains("CANARY"), "{run:#?}");
        assert!(run.stdout.contains("[redacted] [redacted]"), "{run:#?}");
        assert!(run.stdout.contains("x[redacted]x"), "{run:#?}");
    }
}

fn registration(output: &str) -> Run {
    let unit = r#"{"OrganUnitIDcode":null,"OrganUnitResultInfo":{"OrganUnitName":"样例有限公司","LinkMan":"张三","Fax":null,"LinkPhone":"13800138000"},"ResultCode":2,"ResultMsg":"单位已注册！"}"#;
    let vendor = StandIn::always(Reply::body(unit));
    Entreg::new([
        "call",
        "idcode",
        "301",
        "loginName=a",
        "loginPassword=abcdefg",
        "organunitName=样例有限公司",
        "code=1003",
        "province_ID=110000",
        "city_ID=110000",
        "area_ID=110108",
        "linkPhone=13800138000",
        "--output",
        output,
    ])
    .at(&vendor.base_url())
    .run()
    .expect_code(1)
}

#[test]
fn the_existing_unit_is_shown_with_the_refusal() {
    let run = registration("table");
    assert!(
        run.stderr.contains(
            "existing unit:\n  LinkMan: 张三\n  LinkPhone: 13800138000\n  OrganUnitName: 样例有限公司\n"
        ),
        "{run:#?}"
    );
    let error = registration("json").error();
    assert_eq!(error["details"]["OrganUnitName"], "样例有限公司");
    assert_eq!(error["details"]["Fax"], serde_json::Value::Null);
}

#[test]
fn other_refusals_have_no_details() {
    let run = entreg(["--sandbox", "--output", "json", "unit", "i.86.110108.9"]).expect_code(1);
    assert_eq!(run.error()["details"], serde_json::Value::Null);
}
