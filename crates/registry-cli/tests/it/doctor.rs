//! `doctor` reports the settings, the dialect that the host accepts, and the balances.

use serde_json::Value;
use test_support::{CERTIFICATE, EXPIRED, SecureServer, response};

use crate::own_sandbox::OwnSandbox;
use crate::process::{ACCESS_TOKEN, API_KEY, AUTH_CODE, Entreg, Run, entreg};
use crate::stand_in::{Reply, StandIn, unreachable_address};

/// The finding on this subject, as state and text.
#[track_caller]
fn finding(run: &Run, vendor: &str, subject: &str) -> (String, String) {
    let findings = run.json();
    let found = findings
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["vendor"] == vendor && it["subject"] == subject)
        .unwrap_or_else(|| panic!("nothing about {subject} of {vendor} in {findings:#}"));
    let text = |key: &str| found[key].as_str().unwrap().to_owned();
    (text("state"), text("found"))
}

#[track_caller]
fn expect(run: &Run, subject: &str, state: &str, found: &str) {
    let (has_state, has_found) = finding(run, "idcode", subject);
    assert_eq!(
        (has_state.as_str(), has_found.as_str()),
        (state, found),
        "{subject}"
    );
}

#[test]
fn with_the_sandbox_all_is_well_and_nothing_is_spent() {
    let run = entreg(["--sandbox", "doctor", "--output", "json"]).expect_code(0);
    expect(&run, "access_token", "good", "from the sandbox");
    expect(&run, "hashed", "good", "accepted: raw");
    expect(&run, "sort", "good", "accepted: code-point");
    expect(
        &run,
        "form",
        "good",
        "accepted: body; query; credentials-in-query",
    );
    expect(&run, "order", "good", "accepted: sorted; declared");
    expect(&run, "unset", "good", "accepted: leave-out; send-empty");
    let (state, _) = finding(&run, "idcode", "multipart");
    assert_eq!(state, "untried");
    let (state, found) = finding(&run, "ihuyi", "balance of ent3f");
    assert_eq!((state.as_str(), found.as_str()), ("good", "100"));
}

#[test]
fn the_dialect_that_a_host_requires_is_found_and_then_accepted() {
    for dialect in [
        "sort=ignore-case",
        "hashed=encoded",
        "hashed=encoded,encoding=dotnet,form=query",
        "form=credentials-in-query,coverage=query-only",
    ] {
        let sandbox = OwnSandbox::start_with(["--dialect", dialect]);
        let words = ["doctor", "idcode", "--output", "json"];
        let wrong = sandbox
            .run_with(&words, &[("IDCODE_DIALECT", "default")])
            // The host was called, so it is not 2.
            .expect_code(3);
        let error = wrong.error();
        let remedy = error["remedy"].as_str().unwrap();
        let named = remedy
            .strip_prefix("set IDCODE_DIALECT=")
            .and_then(|rest| rest.split_once(", or"))
            .map(|(named, _)| named.to_owned())
            .unwrap_or_else(|| panic!("{error:#}"));
        let right = sandbox.run_with(&words, &[("IDCODE_DIALECT", &named)]);
        right.expect_code(0);
        // The sandbox printed it under the same name.
        sandbox.run_with(&words, &[]).expect_code(0);
    }
}

#[test]
fn a_wrong_authorisation_code_is_reported_before_any_dialect_is_tried() {
    let sandbox = OwnSandbox::start();
    let run = sandbox
        .run_with(
            &["doctor", "idcode", "--output", "json"],
            &[("IDCODE_AUTH_CODE", AUTH_CODE)],
        )
        .expect_code(1);
    let (state, _) = finding(&run, "idcode", "credentials");
    assert_eq!(state, "bad");
    assert_eq!(run.error()["operation"], "GetUnitType");
    assert!(!run.stdout.contains("\"sort\""), "{run:#?}");
}

#[test]
fn a_host_that_accepts_any_signature_reveals_no_dialect() {
    let host = StandIn::with(|line| {
        Reply::body(if line.contains("GetUnitType") {
            r#"{"UnitTypeList":[],"ResultCode":1}"#
        } else {
            r#"{"ResultCode":0,"ResultMsg":"没有"}"#
        })
    });
    let run = Entreg::new(["doctor", "idcode", "--output", "json"])
        .at(&host.base_url())
        .run()
        .expect_code(0);
    expect(
        &run,
        "sort",
        "notice",
        "the host responds alike to right and wrong signatures",
    );
}

#[test]
fn a_vendor_without_settings_is_an_error_only_if_it_was_named() {
    let host = StandIn::with(|line| {
        Reply::body(if line.contains("GetUnitType") {
            r#"{"UnitTypeList":[],"ResultCode":1}"#
        } else {
            r#"{"ResultCode":-2,"ResultMsg":"未授权！"}"#
        })
    });
    let run = |words: &[&str]| {
        Entreg::new(words.iter().copied())
            .env("IDCODE_ACCESS_TOKEN", ACCESS_TOKEN)
            .env("IDCODE_AUTH_CODE", AUTH_CODE)
            .env("IDCODE_BASE_URL", &host.base_url())
            .run()
    };
    let both = run(&["doctor", "--output", "json"]).expect_code(0);
    assert_eq!(
        finding(&both, "ihuyi", "configuration"),
        ("untried".to_owned(), "not configured".to_owned())
    );
    let one = run(&["doctor", "ihuyi", "--output", "json"]).expect_code(2);
    assert_eq!(
        finding(&one, "ihuyi", "api_key"),
        ("bad".to_owned(), "not set".to_owned())
    );
    entreg(["doctor"])
        .expect_code(2)
        .expect_on_stderr("neither vendor is configured");
}

#[test]
fn a_host_that_does_not_respond_is_a_transport_failure() {
    let run = Entreg::new(["doctor", "idcode", "--output", "json"])
        .at(&unreachable_address())
        .run()
        .expect_code(3);
    let (state, _) = finding(&run, "idcode", "credentials");
    assert_eq!(state, "bad");
}

#[test]
fn no_credential_is_shown() {
    let host = StandIn::always(Reply::body("{}"));
    for format in ["table", "json", "csv"] {
        let run = Entreg::new(["-vvv", "doctor", "--output", format])
            .at(&host.base_url())
            .run();
        for secret in [ACCESS_TOKEN, AUTH_CODE, API_KEY] {
            assert!(!run.stdout.contains(secret), "{run:#?}");
            assert!(!run.stderr.contains(secret), "{run:#?}");
        }
    }
}

#[test]
fn findings_are_one_json_array_with_the_same_members() {
    let run = entreg(["--sandbox", "doctor", "idcode", "--output", "json"]).expect_code(0);
    for finding in run.json().as_array().unwrap() {
        let keys: Vec<&String> = finding.as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            ["found", "help", "state", "subject", "vendor"],
            "{finding}"
        );
        assert!(matches!(finding["help"], Value::Null | Value::String(_)));
    }
}

#[test]
fn the_reason_why_a_certificate_is_not_accepted_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let roots = folder.path().join("roots.pem");
    std::fs::write(&roots, EXPIRED).unwrap();
    let server = SecureServer::showing(EXPIRED, Vec::new());
    let unknown = SecureServer::start(Vec::new());
    let run = Entreg::new(["doctor", "idcode", "--output", "json"])
        .with_credentials()
        .at(&server.url())
        .env("ENTREG_ROOT_CERTIFICATES", roots.to_str().unwrap())
        .run()
        .expect_code(3);
    let (state, found) = finding(&run, "idcode", "credentials");
    assert_eq!(state, "bad");
    let why = "the server's certificate is not accepted: it expired on Fri, 01 Jan 2021";
    assert!(found.contains(why), "{found}");
    let called = Entreg::new(["call", "idcode", "GetUnitType"])
        .with_credentials()
        .at(&unknown.url())
        .run()
        .expect_code(3);
    called.expect_on_stderr("the server's certificate is not accepted: its issuer is unknown");
}

#[test]
fn a_skipped_root_certificate_is_warned_of_and_the_others_are_trusted() {
    let folder = tempfile::tempdir().unwrap();
    let roots = folder.path().join("roots.pem");
    let broken = EXPIRED.replacen("MII", "M!!", 1);
    std::fs::write(&roots, format!("\u{feff}{broken}{CERTIFICATE}")).unwrap();
    let body = br#"{"UnitTypeList":[{"Code":1}],"ResultCode":1,"ResultMsg":""}"#;
    let server = SecureServer::start(response("200 OK", body));
    let warning = "root certificate 1 of 2, at line 1, is left out: it is not base64";
    let run = |words: &[&str]| {
        Entreg::new(words.iter().copied())
            .with_credentials()
            .at(&server.url())
            .env("ENTREG_ROOT_CERTIFICATES", roots.to_str().unwrap())
            .run()
    };
    let called = run(&["call", "idcode", "GetUnitType"]).expect_code(0);
    assert_eq!(called.stderr, format!("warning: {warning}\n"));
    let doctor = run(&["doctor", "idcode", "--output", "json"]);
    assert!(
        !doctor.stderr.contains(warning),
        "it is told once: {doctor:#?}"
    );
    let findings = doctor.json();
    let found = findings.as_array().unwrap().iter();
    assert!(
        found
            .filter(|it| it["subject"] == "root_certificates" && it["state"] == "notice")
            .any(|it| it["found"] == warning),
        "{findings:#}"
    );
}
