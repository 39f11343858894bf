//! `sign` shows the steps of a signature, reproduces the documents' examples and hides secrets.

use crate::process::{ACCESS_TOKEN, Entreg, Run};

/// The worked example of section 4 of IDcode's document, with its published credentials.
const TOKEN: &str = "J7X4LuOOfURXeAAEAAAAAABSK";
const CODE: &str = "RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7";

fn with_document_keys(words: &[&str]) -> Run {
    Entreg::new(words.iter().copied())
        .env("IDCODE_ACCESS_TOKEN", TOKEN)
        .env("IDCODE_AUTH_CODE", CODE)
        .env("IHUYI_ACCOUNT", "test")
        .env("IHUYI_API_KEY", "1q784322ba1******")
        .run()
}

#[test]
fn the_documents_example_is_reproduced_byte_for_byte() {
    let path = format!("/abc/def?access_token={TOKEN}&name=zhangsan&id=123");
    let run = with_document_keys(&[
        "sign",
        "idcode",
        &path,
        "--time",
        "1497587696789",
        "--output",
        "json",
    ])
    .expect_code(0);
    let signed = run.json();
    assert_eq!(signed["hash"], "4E5B67B75447486AFC147BE5DEBF7758");
    assert_eq!(
        signed["path"],
        format!(
            "/abc/def?access_token={TOKEN}&id=123&name=zhangsan&time=1497587696789\
             &hash=4E5B67B75447486AFC147BE5DEBF7758"
        )
    );
    assert_eq!(
        signed["steps"]["string_to_sign"],
        "/abc/def?access_token=[redacted]&id=123&name=zhangsan&time=1497587696789[redacted]"
    );
    assert!(!run.stdout.contains(CODE));
}

#[test]
fn a_path_is_signed_in_the_configured_dialect() {
    let sign = |dialect: &str| {
        let path = "/abc/def?name=a%20b&ID=1";
        Entreg::new(["sign", "idcode", path, "--time", "1497587696789"])
            .env("IDCODE_ACCESS_TOKEN", TOKEN)
            .env("IDCODE_AUTH_CODE", CODE)
            .env("IDCODE_DIALECT", dialect)
            .run()
    };
    let plain = sign("default").expect_code(0);
    assert!(plain.stdout.contains("/abc/def?ID=1&access_token="));
    let encoded = sign("sort=ignore-case,encoding=dotnet,hashed=encoded").expect_code(0);
    assert!(encoded.stdout.contains("&ID=1&name=a+b&"), "{encoded:#?}");
    sign("sort=backwards").expect_code(2);
}

#[test]
fn a_path_with_its_token_needs_the_authorisation_code_alone() {
    let path = format!("/abc/def?access_token={TOKEN}&name=zhangsan&id=123&time=1497587696789");
    let run = Entreg::new(["sign", "idcode", &path])
        .env("IDCODE_AUTH_CODE", CODE)
        .run()
        .expect_code(0);
    assert!(
        run.stdout
            .contains("&hash=4E5B67B75447486AFC147BE5DEBF7758"),
        "{run:#?}"
    );
    Entreg::new(["sign", "idcode", &path])
        .run()
        .expect_code(2)
        .expect_on_stderr("missing: IDCODE_AUTH_CODE\n");
}

#[test]
fn a_token_that_was_not_typed_is_signed_and_not_shown() {
    let words = [
        "sign",
        "idcode",
        "/abc/def?name=zhangsan&id=123",
        "--time",
        "1497587696789",
    ];
    let run = with_document_keys(&words).expect_code(0);
    assert!(!run.stdout.contains(TOKEN), "{run:#?}");
    assert!(
        run.stdout.contains("hash=4E5B67B75447486AFC147BE5DEBF7758"),
        "{run:#?}"
    );
    assert!(
        run.stdout
            .contains("access_token=[redacted]&id=123&name=zhangsan"),
        "{run:#?}"
    );
}

#[test]
fn a_path_may_be_encoded_plain_or_a_whole_signed_url() {
    let hash = |target: &str| {
        let words = ["sign", "idcode", target, "--time", "1", "--output", "json"];
        with_document_keys(&words).expect_code(0).json()["hash"].clone()
    };
    let plain = hash("/a?name=张 三&t=");
    assert_eq!(hash("/a?t&name=%E5%BC%A0%20%e4%b8%89"), plain);
    assert_eq!(hash("/a?name=a+b"), hash("/a?name=a%2Bb"));
    assert_ne!(hash("/a?name=a+b"), hash("/a?name=a%20b"));
    assert_eq!(
        hash("https://api.idcode.org.cn/a?hash=X&name=张 三&t=&time=7"),
        plain
    );
    assert_ne!(hash("/a?name=张%2B三&t="), plain);
}

#[test]
fn the_time_of_the_query_is_kept_unless_another_is_given() {
    let words = [
        "sign",
        "idcode",
        "/a?time=1497587696789",
        "--output",
        "json",
    ];
    let path = with_document_keys(&words).expect_code(0).json()["path"].clone();
    assert!(
        path.as_str().unwrap().contains("time=1497587696789&hash="),
        "{path}"
    );
}

#[test]
fn the_dynamic_password_of_the_balance_is_reproduced() {
    let words = [
        "sign",
        "ihuyi",
        "ent3f",
        "--time",
        "1651544941",
        "--output",
        "json",
    ];
    let run = with_document_keys(&words).expect_code(0);
    let signed = run.json();
    assert_eq!(signed["operation"], "ent3f.GetNum");
    assert_eq!(signed["password"], "f807887a36de765ba0b912e4d580225e");
    assert_eq!(signed["time"], 1_651_544_941);
    assert_eq!(
        signed["steps"]["formula"],
        serde_json::json!(["account", "api_key", "app", "time"])
    );
    assert_eq!(
        signed["steps"]["string_to_sign"],
        "[redacted][redacted]ent3f1651544941"
    );
}

#[test]
fn parameters_enter_the_password_in_the_order_of_the_formula() {
    let words = [
        "sign",
        "ihuyi",
        "ent3f",
        "ent_code=C",
        "ent_name=N",
        "name=P",
        "--time",
        "1651544941",
    ];
    let run = with_document_keys(&words).expect_code(0);
    assert!(
        run.stdout
            .contains("account + api_key + app + name + ent_name + ent_code + time")
    );
    assert!(
        run.stdout
            .contains("[redacted][redacted]ent3fPNC1651544941"),
        "{run:#?}"
    );
    assert!(!run.stdout.contains("1q784322ba1"), "{run:#?}");
}

#[test]
fn a_static_password_is_never_shown() {
    let run = Entreg::new(["sign", "ihuyi", "ent3f"])
        .with_credentials()
        .env("IHUYI_AUTH", "static")
        .run()
        .expect_code(0);
    assert!(
        run.stdout.contains("static mode sends the API KEY itself"),
        "{run:#?}"
    );
    assert!(!run.stdout.contains("CANARY"), "{run:#?}");
}

#[test]
fn no_credential_of_the_environment_is_shown() {
    for words in [
        ["sign", "idcode", "/a?loginPassword=x", "-vvv"],
        ["sign", "ihuyi", "ent3f", "-vvv"],
    ] {
        let run = Entreg::new(words).with_credentials().run().expect_code(0);
        assert!(!run.stdout.contains("CANARY"), "{run:#?}");
        assert!(!run.stderr.contains("CANARY"), "{run:#?}");
    }
    // Except a token that was typed: the caller has it.
    let typed = format!("/a?access_token={ACCESS_TOKEN}");
    let run = Entreg::new(["sign", "idcode", &typed])
        .with_credentials()
        .run()
        .expect_code(0);
    assert_eq!(run.stdout.matches(ACCESS_TOKEN).count(), 1, "{run:#?}");
}

#[test]
fn input_that_cannot_be_signed_is_refused() {
    let refused = |words: &[&str], why: &str| {
        let run = with_document_keys(words).expect_code(2);
        let _ = run.expect_on_stderr(why);
    };
    refused(&["sign", "idcode", "abc"], "PATH?QUERY is not a path");
    refused(&["sign", "idcode", "/a?b=c#d"], "write # in a value as %23");
    refused(&["sign", "idcode", "/a?b=%ff"], "not UTF-8");
    refused(&["sign", "ihuyi", "ent4f"], "write `ent3f`");
    refused(&["sign", "ihuyi", "ent3f", "entname=x"], "write `ent_name`");
    refused(&["sign", "ihuyi", "ent3f", "x"], "parameter 1 has no `=`");
    Entreg::new(["sign", "idcode", "/a"])
        .run()
        .expect_code(2)
        .expect_on_stderr("IDCODE_AUTH_CODE");
}

#[test]
fn no_step_shows_an_identity_card_number() {
    for target in [
        "/A/B?companyName=11010519491231002X",
        "/A/B?companyName=张三%2011010519491231002X&access_token=T0KEN",
        "/A/B?companyName=110105491231002",
        "/A/11010519491231002X?a=1",
    ] {
        for output in ["table", "json"] {
            let run = Entreg::new(["sign", "idcode", target, "--output", output])
                .with_credentials()
                .run()
                .expect_code(0);
            assert!(run.stdout.contains("[redacted]"), "{run:#?}");
            assert!(!run.stdout.contains("491231"), "{run:#?}");
        }
    }
}

#[test]
fn no_step_of_a_dynamic_password_shows_a_persons_name() {
    for number in [
        "11010519491231002X",
        "11010519491231002x",
        "'11010519491231002X",
        "11010519491231002×",
        "110105 19491231 002X",
        "110105491231002",
    ] {
        for parameter in ["name", "ent_name", "ent_code"] {
            for output in ["table", "json"] {
                let given = format!("{parameter}={number}");
                let words = ["sign", "ihuyi", "ent3f", &given, "--output", output];
                let run = Entreg::new(words).with_credentials().run().expect_code(0);
                assert!(!run.stdout.contains(number), "{run:#?}");
                assert!(!run.stdout.contains("491231"), "{run:#?}");
                assert!(!run.stdout.contains("CANARY"), "{run:#?}");
                assert!(run.stdout.contains("[redacted]"), "{run:#?}");
            }
        }
    }
}
