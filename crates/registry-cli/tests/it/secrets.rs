//! No output holds a credential, password, hash or signed address, at any verbosity.

use std::fs;

use crate::process::{ACCESS_TOKEN, Entreg, Run};
use crate::stand_in::{Reply, StandIn, unreachable_address};

const PASSWORD: &str = "CANARYPASSWORDr4WzTq";
const PERSON: &str = "CANARYPERSONm9";
const PHONE: &str = "13912345678";

/// Runs with the highest verbosity.
fn loud(words: &[&str], base_url: &str) -> Run {
    Entreg::new(words.iter().copied().chain(["-vvv"]))
        .at(base_url)
        .env("RUST_LOG", "trace")
        .run()
}

/// Whether a text holds the form of a signature of either vendor.
fn has_signature(text: &str) -> bool {
    let mut digits = 0;
    for next in text.chars() {
        digits = if next.is_ascii_hexdigit() {
            digits + 1
        } else {
            0
        };
        if digits >= 32 {
            return true;
        }
    }
    false
}

#[track_caller]
fn is_clean(run: &Run) {
    for text in [&run.stdout, &run.stderr] {
        for secret in ["CANARY", PHONE, "13912345678"] {
            assert!(!text.contains(secret), "{secret} in {run:#?}");
        }
        assert!(!has_signature(text), "a signature in {run:#?}");
    }
}

/// The calls that carry the most secrets: query, form and multipart.
fn calls(folder: &str) -> Vec<Vec<String>> {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let picture = format!("file1=@{folder}/licence.png");
    let mut upload: Vec<String> = words(&[
        "call",
        "idcode",
        "304",
        "companyIDcode=i.86.110108.52",
        "Organizationcode=91310116761614322N",
        "codePayType=2",
    ]);
    upload.push(picture);
    let password = format!("loginPassword={PASSWORD}");
    let person = format!("linkMan={PERSON}");
    let phone = format!("linkPhone={PHONE}");
    let mut register: Vec<String> = words(&[
        "call",
        "idcode",
        "301",
        "loginName=CANARYLOGIN",
        "organunitName=样例",
        "code=1003",
        "province_ID=110000",
        "city_ID=110000",
        "area_ID=110105",
        "smsVerifyCode=CANARYSMS",
        "email=CANARYMAIL",
    ]);
    register.extend([password, person, phone]);
    let mut verify: Vec<String> = words(&[
        "verify",
        "--name",
        "样例",
        "--code",
        "91310116761614322N",
        "--person",
    ]);
    verify.push(PERSON.to_owned());
    vec![
        upload,
        register,
        verify,
        words(&["balance"]),
        words(&["trademarks", "91310116761614322N", "--balance"]),
        words(&["copyrights", "91310116761614322N", "--owner", PERSON]),
        words(&["lookup", "91310116761614322N"]),
        words(&["call", "idcode", "306", "companyIDcode=i.86.110108.52"]),
    ]
}

fn all_are_clean(base_url: impl Fn() -> String, codes: &[i32]) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("licence.png"), "picture").unwrap();
    // Each format is tried with every kind of failure, though not with every call.
    let formats = ["table", "json"].into_iter().cycle();
    for (call, format) in calls(folder.path().to_str().unwrap()).iter().zip(formats) {
        let words = call.iter().map(String::as_str).chain(["--output", format]);
        let run = loud(&words.collect::<Vec<_>>(), &base_url());
        assert!(codes.contains(&run.code.unwrap()), "{run:#?}");
        // The log is on: the masked request is there.
        assert!(run.stderr.contains("http_transport"), "{run:#?}");
        assert!(run.stderr.contains("=[redacted]") || run.stderr.contains(": [redacted]"));
        is_clean(&run);
    }
}

#[test]
fn successes_are_clean() {
    let vendor = StandIn::with(|line| {
        Reply::body(if line.contains("GetNum") {
            r#"{"code":2,"num":1}"#
        } else if line.contains("ent3f") {
            r#"{"code":2,"idcardid":"0","result":{"status":2}}"#
        } else if line.contains("entmark") {
            r#"{"code":2,"idcardid":"0","result":{"list":[{"trademarkName":"x"}]}}"#
        } else if line.contains("entcopy") {
            r#"{"code":2,"idcardid":"0","result":{"lists":[{"copyrightName":"x"}]}}"#
        } else if line.contains("entinfov2") {
            r#"{"code":2,"idcardid":"0","result":{"info":{"basic":{"entname":"x"}}}}"#
        } else {
            r#"{"ResultCode":1,"ResultMsg":""}"#
        })
    });
    let base_url = vendor.base_url();
    all_are_clean(|| base_url.clone(), &[0]);
}

#[test]
fn refusals_are_clean() {
    let vendor = StandIn::always(Reply::body(
        r#"{"ResultCode":0,"ResultMsg":"异常错误！","code":405,"msg":"API ID或API KEY不正确"}"#,
    ));
    let base_url = vendor.base_url();
    all_are_clean(|| base_url.clone(), &[1]);
}

#[test]
fn transport_failures_are_clean() {
    all_are_clean(unreachable_address, &[3]);
    let lost = StandIn::always(Reply::Nothing);
    let base_url = lost.base_url();
    all_are_clean(|| base_url.clone(), &[3, 4]);
}

#[test]
fn malformed_replies_are_clean() {
    let vendor = StandIn::always(Reply::body("<html>CANARYBODY</html>"));
    let base_url = vendor.base_url();
    all_are_clean(|| base_url.clone(), &[5]);
}

#[test]
fn the_sandbox_and_its_own_log_are_clean() {
    let run = loud(&["demo"], "http://127.0.0.1:1").expect_code(0);
    assert!(run.stderr.contains("registry_sandbox"), "{run:#?}");
    assert!(!has_signature(&run.stderr), "{run:#?}");
    for sample in [
        "J7X4LuOOfURXeAAEAAAAAABSK",
        "RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
        "sandbox-account",
        "sandbox-key-0000",
        "demo-password",
    ] {
        assert!(!run.stderr.contains(sample), "{sample} in {run:#?}");
        assert!(!run.stdout.contains(sample), "{sample} in {run:#?}");
    }
}

#[test]
fn one_v_shows_the_masked_request_and_its_outcome() {
    let vendor = StandIn::always(Reply::body(r#"{"ResultCode":1}"#));
    let run = Entreg::new([
        "-v",
        "call",
        "idcode",
        "306",
        "companyIDcode=i.86.110108.52",
    ])
    .at(&vendor.base_url())
    .run()
    .expect_code(0);
    assert!(
        run.stderr.contains(
            "GET /AllInterFace/GetCompanyBaseInfo?access_token=[redacted]\
             &companyIDcode=i.86.110108.52&time="
        ),
        "{run:#?}"
    );
    assert!(run.stderr.contains("&hash=[redacted]"), "{run:#?}");
    assert!(run.stderr.contains("status=200"), "{run:#?}");
    is_clean(&run);
}

#[test]
fn without_v_nothing_is_logged_and_rust_log_is_honoured() {
    let vendor = StandIn::always(Reply::body(r#"{"ResultCode":1}"#));
    let run = |log: Option<&str>| {
        let words = ["call", "idcode", "306", "companyIDcode=i.86.110108.52"];
        let entreg = Entreg::new(words).at(&vendor.base_url());
        match log {
            Some(log) => entreg.env("RUST_LOG", log).run(),
            None => entreg.run(),
        }
        .expect_code(0)
        .stderr
    };
    assert_eq!(run(None), "");
    assert_eq!(run(Some("registry_sandbox=trace")), "");
    assert!(run(Some("http_transport=debug")).contains("sending"));
}

#[test]
fn plain_http_to_another_host_is_warned_about_unless_quiet() {
    // No connection to port 0 succeeds, and the host is this machine under a name that is not
    // known to be loopback.
    let words = ["call", "idcode", "306", "companyIDcode=i.86.110108.52"];
    let run = Entreg::new(words)
        .at("http://0.0.0.0:0")
        .run()
        .expect_code(3);
    assert!(run.stderr.contains("plain HTTP"), "{run:#?}");
    let run = Entreg::new(words.into_iter().chain(["-q"]))
        .at("http://0.0.0.0:0")
        .run()
        .expect_code(3);
    assert!(!run.stderr.contains("plain HTTP"), "{run:#?}");
}

#[test]
fn a_misplaced_secret_on_the_command_line_is_not_repeated() {
    for words in [
        ["call", "idcode", "105", "CANARYTOKEN"].as_slice(),
        &["call", "idcode", "105", "access_token=CANARYTOKEN"],
        &["call", "idcode", "306", "companyIDcode=CANARYTOKEN"],
        &["call", "idcode", "301", "loginPasword=CANARYTOKEN"],
        &["call", "--access-token=CANARYTOKEN", "idcode", "105"],
        &["balance", "--api-key", "CANARYTOKEN"],
        &["balance", "CANARYTOKEN", "--output", "json"],
    ] {
        let run = Entreg::new(words.iter().copied()).run().expect_code(2);
        is_clean(&run);
    }
}

#[test]
fn json_with_texts_that_are_too_hard_to_search_is_whole_and_clean() {
    // Each backslash may begin an escape that contains the next ones.
    let hard = r"4\\\\\\".repeat(1_500);
    let percent: String = ACCESS_TOKEN
        .bytes()
        .map(|byte| format!("%{byte:02x}"))
        .collect();
    let body = format!(
        r#"{{"ResultCode":1,"ResultMsg":"","OrganUnitName":"{hard} a {ACCESS_TOKEN} b","OrganUnitAddress":"{hard} {percent}","LinkMan":"{hard}","Email":"end"}}"#
    );
    let vendor = StandIn::always(Reply::body(&body));
    let words = ["call", "idcode", "306", "companyIDcode=i.86.110108.52"];
    let run = Entreg::new(words.into_iter().chain(["--output", "json"]))
        .at(&vendor.base_url())
        .run();
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for shown in [&run.stdout, &run.stderr] {
        assert!(!shown.contains("CANARY") && !shown.contains(&percent));
    }
    let warnings = run.stderr.matches("too many readings").count();
    assert_eq!(warnings, 1, "{}", run.stderr);
    let unit: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let name = format!("{} a [redacted] b", hard.replace(r"\\", r"\"));
    assert!(unit["OrganUnitName"] == *name);
    assert_eq!(unit["Email"], "end");
}
