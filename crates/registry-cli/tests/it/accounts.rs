//! `sandbox --accounts` reads accounts of ihuyi from a file.

use crate::process::{Entreg, Run, entreg};
use crate::sandbox::Sandbox;

const FILE: &str = r#"
[[accounts]]
account = "first one"
api_key = "CANARYKEYone"
balance = 5
balances = { ent3f = 1 }
refusals = { entinfov2 = 4010 }

[[accounts]]
account = "second"
api_key = "CANARYKEYtwo"
frozen = true
contract = false
allowed_addresses = ["127.0.0.1", "::1"]
registered_address = "127.0.0.1"
not_activated = ["entinfov2"]
"#;

fn written(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("accounts.toml");
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

#[test]
fn accounts_of_a_file_replace_the_sample_account() {
    let (_folder, path) = written(FILE);
    let mut sandbox = Sandbox::start(["--accounts", &path]);
    let environment = sandbox.environment();
    let value = |name: &str| {
        let found = environment.iter().find(|(given, _)| given == name);
        found.unwrap().1.clone()
    };
    // As a shell would read it.
    assert_eq!(value("IHUYI_ACCOUNT"), "'first one'");
    assert_eq!(value("IHUYI_API_KEY"), "CANARYKEYone");
    let base_url = value("IHUYI_BASE_URL");
    let run = |account: &str, key: &str, words: &[&str]| -> Run {
        Entreg::new(words.iter().copied())
            .env("IHUYI_ACCOUNT", account)
            .env("IHUYI_API_KEY", key)
            .env("IHUYI_BASE_URL", &base_url)
            .run()
    };
    let verify = ["verify", "--name", "样例（北京）科技有限公司"];
    let verify = [
        &verify[..],
        &["--code", "91110108MAXXXX015B", "--person", "张三"],
    ]
    .concat();
    let first = |words: &[&str]| run("first one", "CANARYKEYone", words);
    first(&verify).expect_code(0);
    first(&verify).expect_code(1).expect_on_stderr("4051");
    first(&["lookup", "91110108MAXXXX015B"])
        .expect_code(1)
        .expect_on_stderr("4010");
    run("second", "CANARYKEYtwo", &verify)
        .expect_code(1)
        .expect_on_stderr("4050");
    // The sample account no longer exists.
    run("sandbox-account", "sandbox-key-0000", &verify)
        .expect_code(1)
        .expect_on_stderr("405");
}

#[test]
fn errors_of_the_file_name_place_and_field_and_no_value() {
    let head = "[[accounts]]\naccount = \"a\"\napi_key = \"CANARYKEY\"\n";
    for (text, message) in [
        (String::new(), "is missing: write [[accounts]]"),
        (
            "[[acounts]]\n".to_owned(),
            "line 1, column 3: unknown field `acounts`",
        ),
        (
            "accounts = 1\n".to_owned(),
            "`accounts` must be a list of tables, but has type integer",
        ),
        (
            "[[accounts]]\naccount = \"a\"\n".to_owned(),
            "line 1, column 1: `accounts[1].api_key` is missing",
        ),
        (
            format!("{head}ballance = 1\n"),
            "line 4, column 1: unknown field `ballance` of `accounts[1]`",
        ),
        (
            format!("{head}balance = -1\n"),
            "`accounts[1].balance` must be a whole number that is not negative",
        ),
        (
            format!("{head}frozen = \"CANARYKEY\"\n"),
            "`accounts[1].frozen` must be a truth value (true or false), but has type string",
        ),
        (
            format!("{head}allowed_addresses = [\"CANARYKEY\"]\n"),
            "line 4, column 22: `accounts[1].allowed_addresses` must hold IP addresses only",
        ),
        (
            format!("{head}not_activated = [\"CANARYKEY\"]\n"),
            "line 4, column 18: `accounts[1].not_activated` must hold products of ihuyi",
        ),
        (
            format!("{head}balances = {{ ent3 = 1 }}\n"),
            "line 4, column 14: unknown field `ent3` of `accounts[1].balances`",
        ),
        (
            format!("{head}{head}"),
            "line 5, column 1: `accounts[2].account` repeats the name of an account above",
        ),
    ] {
        let (_folder, path) = written(&text);
        let run = entreg(["sandbox", "--accounts", &path]).expect_code(2);
        assert!(run.stderr.contains(message), "no {message:?} in {run:#?}");
        assert!(!run.stderr.contains("CANARY"), "{run:#?}");
    }
    entreg(["sandbox", "--accounts", "/nowhere/accounts.toml"])
        .expect_code(2)
        .expect_on_stderr("the accounts file /nowhere/accounts.toml does not exist");
    entreg(["sandbox", "--accounts", "x", "--balance", "1"]).expect_code(2);
}

#[test]
fn a_sandbox_with_a_shifted_clock_refuses_passwords_as_expired() {
    for offset in ["3600", "-3600"] {
        let mut sandbox = Sandbox::start(["--clock-offset", offset]);
        let environment = sandbox.environment();
        let entreg = Entreg::new(["balance"]);
        let run = environment
            .iter()
            .fold(entreg, |entreg, (name, value)| entreg.env(name, value))
            .run()
            .expect_code(1);
        assert!(run.stderr.contains("40501"), "{run:#?}");
    }
}
