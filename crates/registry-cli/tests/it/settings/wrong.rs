//! Errors of invalid settings.

use super::with_file;
use crate::process::Entreg;
use crate::stand_in::unreachable_address;

#[test]
fn an_invalid_setting_is_reported_with_its_line_and_a_valid_example() {
    let folder = tempfile::tempdir().unwrap();
    for (table, line, column, field, wrong) in [
        (
            "one.idcode",
            "calls_per_second = 0",
            1,
            "idcode.calls_per_second",
            "must be a number above 0, such as 5 or 0.5",
        ),
        (
            "one.ihuyi",
            "  calls_per_second = \"5\"",
            3,
            "ihuyi.calls_per_second",
            "must be a number, but has type string",
        ),
        (
            "one.ihuyi",
            "correct_clock = \"10\"",
            1,
            "ihuyi.correct_clock",
            "must be a time such as 10m or 1h30m, at most 24h",
        ),
        (
            "one.idcode",
            "correct_clock = \"3d\"",
            1,
            "idcode.correct_clock",
            "must be a time such as 10m",
        ),
        (
            "one.idcode",
            "correct_clock = 600",
            1,
            "idcode.correct_clock",
            "must be a text in quotes, but has type integer",
        ),
        (
            "one.idcode",
            "base_url = \"CANARY\"",
            1,
            "idcode.base_url",
            "the base address is not a URL such as https://host",
        ),
        (
            "one.ihuyi",
            "base_url = \"http://example.com\"",
            1,
            "ihuyi.base_url",
            "ihuyi is called over https only",
        ),
        (
            "one.ihuyi",
            "auth = \"CANARY\"",
            1,
            "ihuyi.auth",
            "must be `dynamic` or `static`",
        ),
        (
            "one",
            "proxy = \"CANARY\"",
            1,
            "proxy",
            "the proxy address is not a URL such as http://127.0.0.1:3128",
        ),
        (
            "one",
            "root_certificates = \"nowhere.pem\"",
            1,
            "root_certificates",
            "nowhere.pem",
        ),
        (
            "one",
            "root_certificates = \"config.toml\"",
            1,
            "root_certificates",
            "the root certificates are not PEM text with at least one certificate",
        ),
    ] {
        let text = format!("[profiles.{table}]\n{line}\n");
        let words = ["call", "idcode", "105", "--output", "json"];
        let run = with_file(folder.path(), &text, &words).expect_code(2);
        assert_eq!(run.stdout, "", "{line}");
        let error = run.error();
        assert_eq!(error["kind"], "configuration", "{error}");
        let message = error["message"].as_str().unwrap();
        let place = format!("config.toml, line 3, column {column}: `profiles.one.{field}`");
        assert!(message.contains(&place), "no {place} in {message}");
        assert!(message.contains(wrong), "no {wrong} in {message}");
        assert!(error["remedy"].is_string(), "{error}");
        assert!(!run.stderr.contains("CANARY"), "{run:#?}");
    }
}

#[test]
fn the_doctor_reports_an_invalid_setting_even_if_no_other_is_set() {
    let run = Entreg::new(["doctor", "--output", "json"])
        .env("IHUYI_CORRECT_CLOCK", "CANARY")
        .run()
        .expect_code(2);
    let findings = run.json();
    let findings = findings.as_array().unwrap();
    let is_it = |it: &&serde_json::Value| it["vendor"] == "ihuyi" && it["state"] == "bad";
    assert!(findings.iter().any(|it| is_it(&it)), "{run:#?}");
    let error = run.error();
    assert_eq!(error["parameter"], "IHUYI_CORRECT_CLOCK", "{error}");
}

#[test]
fn an_invalid_variable_is_reported_by_its_name() {
    for (variable, value, wrong) in [
        (
            "IDCODE_CALLS_PER_SECOND",
            "CANARY",
            "must be a number above 0, such as 5 or 0.5",
        ),
        (
            "IHUYI_CORRECT_CLOCK",
            "CANARY",
            "must be a time such as 10m or 1h30m, at most 24h",
        ),
        (
            "IHUYI_MAX_SPEND",
            "-1",
            "must be a whole number of at least 0",
        ),
        // A variable that a script left empty differs from an unset one.
        (
            "IHUYI_MAX_SPEND",
            "",
            "it is empty; must be a whole number of at least 0",
        ),
        (
            "IHUYI_CALLS_PER_SECOND",
            "",
            "it is empty; must be a number above 0",
        ),
        (
            "IDCODE_CALLS_PER_SECOND",
            "",
            "it is empty; must be a number above 0",
        ),
        ("IHUYI_CORRECT_CLOCK", "", "it is empty; must be a time"),
        ("IDCODE_CORRECT_CLOCK", "", "it is empty; must be a time"),
        (
            "IDCODE_DIALECT",
            "CANARY",
            "unknown option in part 1 of the dialect; use sort, hashed",
        ),
        (
            "IDCODE_BASE_URL",
            "CANARY",
            "the base address is not a URL such as https://host",
        ),
        (
            "IHUYI_BASE_URL",
            "",
            "the base address is not a URL such as https://host",
        ),
        (
            "ENTREG_PROXY",
            "CANARY",
            "the proxy address is not a URL such as http://127.0.0.1:3128",
        ),
        (
            "ENTREG_PROXY",
            "",
            "it is empty; must be a URL such as http://127.0.0.1:3128",
        ),
        (
            "ENTREG_ROOT_CERTIFICATES",
            "",
            "it is empty; must name a file of certificates in PEM text",
        ),
        (
            "ENTREG_ROOT_CERTIFICATES",
            "nowhere.pem",
            "cannot read the file nowhere.pem",
        ),
    ] {
        let run = |words: [&str; 3]| {
            let entreg = Entreg::new(words).at(&unreachable_address());
            entreg.env(variable, value).run()
        };
        let (idcode, ihuyi) = (["call", "idcode", "105"], ["call", "ihuyi", "ent3f.GetNum"]);
        let (whose, others) = match variable.split_once('_') {
            Some(("IDCODE", _)) => (idcode, Some(ihuyi)),
            Some(("IHUYI", _)) => (ihuyi, Some(idcode)),
            _ => (idcode, None),
        };
        // An invalid setting of one vendor does not stop calls of the other.
        if let Some(others) = others.filter(|_| !value.is_empty()) {
            run(others).expect_code(3);
        }
        let run = run(whose).expect_code(2);
        let first = run.stderr.lines().next().unwrap();
        let named = format!("error: the environment variable {variable}");
        assert!(first.starts_with(&named), "{run:#?}");
        assert!(first.contains(wrong), "no {wrong} in {first}");
        assert!(run.stderr.contains("\nhelp: "), "{run:#?}");
        assert!(!run.stderr.contains("CANARY"), "{run:#?}");
    }
}
