//! The configuration file: the profile that is used, and errors of a file of secrets.

mod wrong;

use std::fs;

use crate::process::{ACCESS_TOKEN, AUTH_CODE, Entreg, Run};
use crate::stand_in::{Reply, StandIn};

const DONE: &str = r#"{"UnitTypeList":[],"ResultCode":1}"#;
const WORDS: [&str; 3] = ["call", "idcode", "105"];

fn with_file(text: &str, words: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap();
    Entreg::new(
        WORDS
            .into_iter()
            .chain(["--config", file])
            .chain(words.iter().copied()),
    )
    .run()
}

fn profile(name: &str, token: &str, base_url: &str) -> String {
    format!(
        "[profiles.{name}.idcode]\naccess_token = \"{token}\"\nauth_code = \"{AUTH_CODE}\"\n\
         base_url = \"{base_url}\"\n"
    )
}

#[test]
fn the_default_profile_is_used_unless_another_is_named() {
    let vendor = StandIn::always(Reply::body(DONE));
    let text = format!(
        "default_profile = \"one\"\n{}{}",
        profile("one", "token-one", &vendor.base_url()),
        profile("two", "token-two", &vendor.base_url()),
    );
    with_file(&text, &[]).expect_code(0);
    with_file(&text, &["--profile", "two"]).expect_code(0);
    let requests = vendor.requests();
    assert!(
        requests[0].contains("access_token=token-one&"),
        "{requests:#?}"
    );
    assert!(
        requests[1].contains("access_token=token-two&"),
        "{requests:#?}"
    );
}

#[test]
fn the_environment_overrides_the_profile() {
    let vendor = StandIn::always(Reply::body(DONE));
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("entreg")).unwrap();
    let text = profile("one", "token-one", &vendor.base_url());
    let file = folder.path().join("entreg/config.toml");
    fs::write(file, format!("default_profile = \"one\"\n{text}")).unwrap();
    Entreg::new(WORDS)
        .env("XDG_CONFIG_HOME", folder.path().to_str().unwrap())
        .env("IDCODE_ACCESS_TOKEN", ACCESS_TOKEN)
        .run()
        .expect_code(0);
    let request = vendor.request();
    assert!(
        request.contains(&format!("access_token={ACCESS_TOKEN}&")),
        "{request}"
    );
}

#[test]
fn the_default_path_without_xdg_is_below_home() {
    let vendor = StandIn::always(Reply::body(DONE));
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".config/entreg");
    fs::create_dir_all(&folder).unwrap();
    let text = profile("one", "token-one", &vendor.base_url());
    fs::write(
        folder.join("config.toml"),
        format!("default_profile = \"one\"\n{text}"),
    )
    .unwrap();
    Entreg::new(WORDS)
        .env("XDG_CONFIG_HOME", "")
        .env("HOME", home.path().to_str().unwrap())
        .run()
        .expect_code(0);
    assert_eq!(vendor.requests().len(), 1);
}

#[test]
fn a_proxy_is_used_only_if_a_profile_names_it() {
    let proxy = StandIn::always(Reply::body(DONE));
    let target = "http://localhost:1";
    let text = format!(
        "default_profile = \"one\"\n[profiles.one]\nproxy = \"{}\"\n{}",
        proxy.base_url(),
        profile("one", "token-one", target),
    );
    with_file(&text, &[]).expect_code(0);
    assert!(
        proxy
            .request()
            .starts_with("GET http://localhost:1/AllInterFace/GetUnitType?")
    );

    Entreg::new(WORDS)
        .at(target)
        .env("HTTP_PROXY", &proxy.base_url())
        .env("http_proxy", &proxy.base_url())
        .env("ALL_PROXY", &proxy.base_url())
        .run()
        .expect_code(3);
    assert_eq!(proxy.requests().len(), 1);
}

#[test]
fn no_failure_shows_the_password_of_a_proxy() {
    for proxy in [
        "http://user:CANARY@127.0.0.1:1",
        "http://user:CANARY@[",
        "CANARY",
    ] {
        let text = format!(
            "default_profile = \"one\"\n[profiles.one]\nproxy = \"{proxy}\"\n{}",
            profile("one", "CANARYTOKEN", "http://localhost:1"),
        );
        let run = with_file(&text, &["-vvv"]);
        assert!(matches!(run.code, Some(2 | 3)), "{run:#?}");
        assert!(!run.stderr.contains("CANARY"), "{run:#?}");
    }
}

#[test]
fn a_named_file_or_profile_must_exist() {
    Entreg::new(
        WORDS
            .into_iter()
            .chain(["--config", "/nowhere/config.toml"]),
    )
    .run()
    .expect_code(2)
    .expect_on_stderr("/nowhere/config.toml does not exist");
    Entreg::new(WORDS.into_iter().chain(["--profile", "work"]))
        .run()
        .expect_code(2);
    with_file(
        &profile("one", "t", "http://127.0.0.1"),
        &["--profile", "work"],
    )
    .expect_code(2)
    .expect_on_stderr("has no profile `work`")
    .expect_on_stderr("its profiles: one");
}

#[test]
fn missing_credentials_are_named_by_the_keys_of_the_profile() {
    let text = "default_profile = \"one\"\n[profiles.one.idcode]\naccess_token = \"t\"\n";
    with_file(text, &[])
        .expect_code(2)
        .expect_on_stderr("or `auth_code` under [profiles.one.idcode]");
}

#[test]
fn without_a_selected_profile_the_available_ones_are_named() {
    let text = profile("one", "t", "http://127.0.0.1") + &profile("two", "t", "http://127.0.0.1");
    with_file(&text, &[])
        .expect_code(2)
        .expect_on_stderr("no profile is selected; the configuration file has one, two")
        .expect_on_stderr("select one with --profile one, or write default_profile = \"one\"");
}

#[test]
fn an_unknown_authentication_of_ihuyi_is_refused() {
    Entreg::new(["call", "ihuyi", "ent3f.GetNum"])
        .with_credentials()
        .env("IHUYI_AUTH", "CANARY")
        .run()
        .expect_code(2)
        .expect_on_stderr("the environment variable IHUYI_AUTH: must be `dynamic` or `static`");
}

#[test]
fn the_spend_budget_of_the_profile_is_not_exceeded() {
    let vendor = StandIn::always(Reply::body(r#"{"code":2,"result":{"status":2}}"#));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    let verify = |max_spend: &str| {
        let text = format!(
            "default_profile = \"one\"\n[profiles.one.ihuyi]\naccount = \"a\"\n\
             api_key = \"k\"\nbase_url = \"{}\"\nmax_spend = {max_spend}\n",
            vendor.base_url()
        );
        fs::write(&file, text).unwrap();
        let file = file.to_str().unwrap();
        let words = [
            "verify",
            "--name",
            "某某公司",
            "--code",
            "91310116761614322N",
        ];
        Entreg::new(
            words
                .into_iter()
                .chain(["--person", "谢某", "--config", file]),
        )
        .run()
    };
    verify("1").expect_code(0);
    assert_eq!(vendor.requests().len(), 1);
    verify("0")
        .expect_code(2)
        .expect_on_stderr("of 0 paid queries that may be spent, 0 are")
        .expect_on_stderr("nothing was charged");
    verify("\"0\"")
        .expect_code(2)
        .expect_on_stderr("`profiles.one.ihuyi.max_spend` must be a number, but has type string");
    verify("0x1").expect_code(0);
    verify("-1")
        .expect_code(2)
        .expect_on_stderr("`profiles.one.ihuyi.max_spend` must be a whole number of at least 0");
    assert_eq!(vendor.requests().len(), 2);
}

#[test]
fn the_profile_sets_the_dialect_of_requests() {
    let vendor = StandIn::always(Reply::body(r#"{"ResultCode":1,"ResultMsg":"x"}"#));
    let text = profile("one", "token-one", &vendor.base_url())
        + "dialect = \"form=query,order=declared\"\n";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    let words = [
        "call",
        "idcode",
        "606",
        "SampleUrl=http://a.example/",
        "GoToUrl=http://a.example/",
        "--profile",
        "one",
        "--config",
        file.to_str().unwrap(),
    ];
    fs::write(&file, &text).unwrap();
    Entreg::new(words).run().expect_code(0);
    let request = vendor.request();
    assert!(
        request.starts_with("POST /AllInterFace/ApplyGoToUrlWhiteList?GoToUrl="),
        "{request}"
    );
    fs::write(&file, text.replace("form", "from")).unwrap();
    Entreg::new(words).run().expect_code(2).expect_on_stderr(
        "`profiles.one.idcode.dialect`: unknown option in part 1 of the dialect; use sort, hashed",
    );
}
