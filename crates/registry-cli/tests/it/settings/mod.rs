//! Settings beside credentials: rate, clock, proxy and root certificates.

mod wrong;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;
use test_support::{CERTIFICATE, SecureServer};

use crate::own_sandbox::OwnSandbox;
use crate::process::{Entreg, Run, entreg};
use crate::stand_in::{Reply, StandIn};

const DONE: &str = r#"{"UnitTypeList":[],"ResultCode":1}"#;

/// A run with this configuration file, whose default profile is `one`.
fn with_file(folder: &Path, text: &str, words: &[&str]) -> Run {
    let file = folder.join("config.toml");
    fs::write(&file, format!("default_profile = \"one\"\n{text}")).unwrap();
    let file = file.to_str().unwrap();
    Entreg::new(words.iter().copied().chain(["--config", file])).run()
}

#[track_caller]
fn found(run: &Run, vendor: &str, subject: &str) -> String {
    let findings = run.json();
    let findings = findings.as_array().unwrap();
    let finding = findings
        .iter()
        .find(|it| it["vendor"] == vendor && it["subject"] == subject)
        .unwrap_or_else(|| panic!("nothing about {subject} of {vendor}: {run:#?}"));
    finding["found"].as_str().unwrap().to_owned()
}

const PROFILE: &str = r#"
[profiles.one]
proxy = "http://user:CANARY@127.0.0.1:1"
root_certificates = "own.pem"
[profiles.one.idcode]
access_token = "a-token"
auth_code = "a-secret"
base_url = "http://localhost:1"
dialect = "form=query"
calls_per_second = 5
correct_clock = "10m"
[profiles.one.ihuyi]
account = "somebody"
api_key = "a-password"
base_url = "http://localhost:1"
auth = "static"
max_spend = 100
calls_per_second = 0.5
correct_clock = "1h30m"
"#;

#[test]
fn the_doctor_shows_every_setting_with_its_value_and_origin() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("own.pem"), CERTIFICATE).unwrap();
    let words = ["doctor", "--output", "json"];
    let run = with_file(folder.path(), PROFILE, &words).expect_code(3);
    for (vendor, subject, value) in [
        ("both", "proxy", ""),
        ("idcode", "base_url", "http://localhost:1, "),
        ("idcode", "calls_per_second", "5, "),
        ("idcode", "correct_clock", "10m, "),
        ("ihuyi", "auth", "static, "),
        ("ihuyi", "max_spend", "100, "),
        ("ihuyi", "calls_per_second", "0.5, "),
        ("ihuyi", "correct_clock", "1h 30m, "),
    ] {
        let wanted = format!("{value}from the profile one");
        assert_eq!(found(&run, vendor, subject), wanted, "{subject}");
    }
    let certificates = found(&run, "both", "root_certificates");
    assert!(
        certificates.ends_with("own.pem, from the profile one"),
        "{certificates}"
    );
    let dialect = found(&run, "idcode", "dialect");
    assert!(dialect.contains("form=query"), "{dialect}");
    assert!(!run.stdout.contains("CANARY"), "{run:#?}");
}

#[test]
fn the_environment_sets_everything_that_a_profile_does() {
    let folder = tempfile::tempdir().unwrap();
    let pem = folder.path().join("own.pem");
    fs::write(&pem, CERTIFICATE).unwrap();
    let settings = [
        ("both", "proxy", "ENTREG_PROXY", "http://127.0.0.1:1"),
        (
            "both",
            "root_certificates",
            "ENTREG_ROOT_CERTIFICATES",
            pem.to_str().unwrap(),
        ),
        ("idcode", "access_token", "IDCODE_ACCESS_TOKEN", "a-token"),
        ("idcode", "auth_code", "IDCODE_AUTH_CODE", "a-secret"),
        (
            "idcode",
            "base_url",
            "IDCODE_BASE_URL",
            "http://localhost:1",
        ),
        ("idcode", "dialect", "IDCODE_DIALECT", "form=query"),
        ("idcode", "calls_per_second", "IDCODE_CALLS_PER_SECOND", "5"),
        ("idcode", "correct_clock", "IDCODE_CORRECT_CLOCK", "10m"),
        ("ihuyi", "account", "IHUYI_ACCOUNT", "somebody"),
        ("ihuyi", "api_key", "IHUYI_API_KEY", "a-password"),
        ("ihuyi", "base_url", "IHUYI_BASE_URL", "http://localhost:1"),
        ("ihuyi", "auth", "IHUYI_AUTH", "static"),
        ("ihuyi", "max_spend", "IHUYI_MAX_SPEND", "100"),
        ("ihuyi", "calls_per_second", "IHUYI_CALLS_PER_SECOND", "0.5"),
        ("ihuyi", "correct_clock", "IHUYI_CORRECT_CLOCK", "10m"),
    ];
    let run = settings
        .iter()
        .fold(
            Entreg::new(["doctor", "--output", "json"]),
            |entreg, (_, _, variable, value)| entreg.env(variable, value),
        )
        .run()
        .expect_code(3);
    let help = entreg(["--help"]).expect_code(0).stdout;
    for (vendor, subject, variable, _) in settings {
        let found = found(&run, vendor, subject);
        assert!(found.ends_with(&format!("from {variable}")), "{found}");
        assert!(help.contains(variable), "{variable} is not in the help");
    }
    // And nothing else can be set.
    let told = run.json();
    let told = told.as_array().unwrap();
    let is_setting = |it: &&Value| it["found"].as_str().unwrap().contains("from ");
    assert_eq!(told.iter().filter(is_setting).count(), settings.len());
}

#[test]
fn the_profile_of_the_help_is_valid_and_has_every_setting() {
    let help = entreg(["--help"]).expect_code(0).stdout;
    let (_, example) = help.split_once("config.toml:\n").unwrap();
    let (example, _) = example.split_once("\n\n").unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("company-ca.pem"), CERTIFICATE).unwrap();
    let file = folder.path().join("config.toml");
    // No vendor is called.
    let example = example.replace("https://...", "http://localhost:1");
    fs::write(&file, example.replace("3128", "1")).unwrap();
    let run = Entreg::new(["doctor", "--output", "json", "--config"])
        .arg(&file)
        .run()
        .expect_code(3);
    let told = run.json();
    let told = told.as_array().unwrap();
    let is_set = |it: &&Value| it["found"].as_str().unwrap().ends_with("the profile work");
    assert_eq!(told.iter().filter(is_set).count(), 15, "{run:#?}");
}

#[test]
fn only_the_programs_own_variable_sets_a_proxy() {
    let proxy = StandIn::always(Reply::body(DONE));
    Entreg::new(["call", "idcode", "105"])
        .at("http://localhost:1")
        .env("ENTREG_PROXY", &proxy.base_url())
        .run()
        .expect_code(0);
    let request = proxy.request();
    assert!(request.starts_with("GET http://localhost:1/"), "{request}");
}

#[test]
fn a_certificate_of_a_file_is_trusted_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("own.pem"), CERTIFICATE).unwrap();
    let body = DONE.len();
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {body}\r\n\r\n{DONE}");
    let server = SecureServer::start(answer.into_bytes());
    let profile = |more: &str| {
        format!(
            "[profiles.one]\n{more}[profiles.one.idcode]\naccess_token = \"t\"\nauth_code = \"c\"\n\
             base_url = \"{}\"\n",
            server.url()
        )
    };
    let words = ["call", "idcode", "105"];
    with_file(folder.path(), &profile(""), &words)
        .expect_code(3)
        .expect_on_stderr("ENTREG_ROOT_CERTIFICATES");
    assert!(server.requests().is_empty());
    // Relative to the configuration file, wherever the program runs.
    let trusting = profile("root_certificates = \"own.pem\"\n");
    with_file(folder.path(), &trusting, &words).expect_code(0);
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn calls_leave_no_faster_than_configured() {
    // Only the least duration can be measured from outside, and that is enough.
    let vendor = StandIn::always(Reply::body(r#"{"code":2,"msg":"","num":5}"#));
    let began = Instant::now();
    Entreg::new(["balance"])
        .at(&vendor.base_url())
        .env("IHUYI_CALLS_PER_SECOND", "20")
        .run()
        .expect_code(0);
    let took = began.elapsed();
    let calls = u32::try_from(vendor.requests().len()).unwrap();
    assert!(calls > 2);
    let least = Duration::from_millis(1012) / 20 * (calls - 1);
    assert!(took >= least, "{calls} calls in {took:?}");
}

#[test]
fn signatures_carry_the_vendors_time_if_allowed_and_near_enough() {
    let sandbox = OwnSandbox::start_with(["--clock-offset", "3600"]);
    let verify = [
        "verify",
        "--name",
        "样例（北京）科技有限公司",
        "--code",
        "91110108MAXXXX015B",
        "--person",
        "张三",
    ];
    sandbox
        .run(&verify)
        .expect_code(1)
        .expect_on_stderr("IHUYI_CORRECT_CLOCK");
    let near = [("IHUYI_CORRECT_CLOCK", "30m")];
    sandbox.run_with(&verify, &near).expect_code(1);
    let far = [("IHUYI_CORRECT_CLOCK", "2h")];
    sandbox.run_with(&verify, &far).expect_code(0);

    let unit = ["unit", "i.86.110108.52"];
    sandbox.run_with(&unit, &far).expect_code(1);
    let far = [("IDCODE_CORRECT_CLOCK", "2h")];
    sandbox.run_with(&unit, &far).expect_code(0);
    let words = ["doctor", "idcode", "--output", "json"];
    let run = sandbox.run_with(&words, &far).expect_code(0);
    let findings = run.json();
    let findings = findings.as_array().unwrap();
    let clock = findings.iter().find(|it| it["subject"] == "clock").unwrap();
    assert_eq!(clock["state"], "notice", "{clock}");
    let help = clock["help"].as_str().unwrap();
    assert!(help.starts_with("signatures use the vendor's time"));
}
