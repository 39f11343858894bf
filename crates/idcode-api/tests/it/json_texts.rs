//! Tests that 402 travels as one JSON text, with its credentials where the dialect puts them.

use core::time::Duration;

use endpoint_core::wire::{Body, Received, Request};
use endpoint_core::{AuthError, Endpoint, Invalid, Method, Params, Value, Vendor, admit};
use idcode_api::operations::{BatchRegistIDcode, CategoryApplication};
use idcode_api::{Application, FormPlacement, Idcode, IdcodeKeys, JsonCredentials};

use crate::received::received;
use crate::requests::{TIME_MS, keys, unit};
use crate::wire::{in_dialect, sign, signed};

const SPEC: endpoint_core::Spec = BatchRegistIDcode::SPEC;

fn pairs(request: &Request) -> Vec<(String, String)> {
    let received = received(request);
    received
        .params()
        .map(|(name, value)| match value {
            Value::Text(text) => (name.to_owned(), text.clone()),
            Value::File(_) => panic!("no file is sent"),
        })
        .collect()
}

fn names(request: &Request) -> Vec<String> {
    pairs(request).into_iter().map(|(name, _)| name).collect()
}

fn with(json: JsonCredentials) -> IdcodeKeys {
    in_dialect(|dialect| dialect.json = json)
}

#[test]
fn the_token_is_inside_and_time_and_hash_are_beside() {
    let request = signed(&keys(), "BatchRegistIDcode");
    assert_eq!(names(&request), ["jsonStr", "time", "hash"]);
    assert!(pairs(&request)[0].1.starts_with(
        r#"{"access_token":"J7X4LuOOfURXeAAEAAAAAABSK","companyIDcode":"i.86.120103.1021","CategoryRegList":[{"IndustryCategory_ID":10127,"CodeUse_ID":73,"CategoryCode":"10000000""#
    ));
    assert_eq!(pairs(&request)[2].1, "7C0F804C071DA7D971EA3AC52E79AD7F");
}

#[test]
fn the_token_may_be_beside_as_well() {
    let request = signed(
        &with(JsonCredentials::TokenInsideAndBeside),
        "BatchRegistIDcode",
    );
    assert_eq!(names(&request), ["access_token", "jsonStr", "time", "hash"]);
    assert_eq!(pairs(&request)[3].1, "763F7B58BF1818C4CA5F968EC487F644");
}

#[test]
fn all_credentials_may_be_inside() {
    let request = signed(&with(JsonCredentials::AllInside), "BatchRegistIDcode");
    assert_eq!(request.target, SPEC.path);
    assert_eq!(names(&request), ["jsonStr"]);
    let text = &pairs(&request)[0].1;
    assert!(text.starts_with(
        r#"{"access_token":"J7X4LuOOfURXeAAEAAAAAABSK","time":"1497587696789","companyIDcode":"#
    ));
    assert!(
        text.ends_with(r#"}],"hash":"42D2B1E095A8AF70E2E58B5A43B6EF8E"}"#),
        "{text}"
    );
}

#[test]
fn the_text_may_travel_in_the_query() {
    let keys = in_dialect(|dialect| {
        dialect.form = FormPlacement::Query;
        dialect.json = JsonCredentials::AllInside;
    });
    let request = signed(&keys, "BatchRegistIDcode");
    assert_eq!(request.method, Method::Post);
    assert_eq!(request.body, Body::Empty);
    assert_eq!(names(&request), ["jsonStr"]);
}

/// The parameters as typed by a user.
fn typed(list: &str) -> Params {
    let given = vec![
        ("CategoryRegList".to_owned(), list.into()),
        ("companyIDcode".to_owned(), "i.86.120103.1021".into()),
    ];
    admit(&SPEC, given).unwrap()
}

#[test]
fn members_given_as_json_text_are_inserted_unchanged() {
    let list =
        r#"[ {"IndustryCategory_ID":1,"CodeUse_ID":10,"CodePayType":5,"GotoUrl":"http://a"} ]"#;
    let request = sign(&keys(), &SPEC, &typed(list));
    assert_eq!(
        pairs(&request)[0].1,
        format!(
            r#"{{"access_token":"J7X4LuOOfURXeAAEAAAAAABSK","companyIDcode":"i.86.120103.1021","CategoryRegList":{list}}}"#
        )
    );
    let arrived = Idcode::verify(&keys(), &SPEC, received(&request), TIME_MS).unwrap();
    let typed: BatchRegistIDcode = admit(&SPEC, arrived).unwrap().into_typed().unwrap();
    let row = CategoryApplication::new(1_u64, 10_u64, Application::Filed, "http://a");
    assert_eq!(typed, BatchRegistIDcode::new(unit(), vec![row]));
}

#[test]
fn members_may_be_null_text_or_number_as_clients_write_them() {
    let list = r#"[{"IndustryCategory_ID":"1","CodeUse_ID":10,"CodePayType":"5","GotoUrl":"http://a","CategoryCode":46100000,"CategoryMemo":null,"ModelNumber":""}]"#;
    let typed: BatchRegistIDcode = typed(list).into_typed().unwrap();
    let row = &typed.categories[0];
    assert_eq!(row.category_code.as_deref(), Some("46100000"));
    assert_eq!((&row.memo, &row.model_name), (&None, &None));
    assert_eq!(
        row.doubtful(),
        ["ModelNumber", "ModelNumberCode", "SampleUrl"]
    );
}

#[test]
fn a_list_that_is_not_json_or_not_a_list_is_refused_by_name() {
    let given = |list: &str| {
        let given = vec![
            ("companyIDcode".to_owned(), "i.86.120103.1021".into()),
            ("CategoryRegList".to_owned(), list.into()),
        ];
        admit(&SPEC, given)
    };
    for list in ["[{]", "canary", "[]x"] {
        let refused = given(list).unwrap_err();
        assert_eq!(refused.names(), ["CategoryRegList"]);
        assert!(!refused.to_string().contains("canary"), "{refused}");
    }
    assert_eq!(
        given(" ").unwrap_err().to_string(),
        "parameter `CategoryRegList` is missing"
    );
    for list in [
        "7",
        r#"[{"CodeUse_ID":1}]"#,
        r#"[{"IndustryCategory_ID":"x"}]"#,
    ] {
        let refused = given(list)
            .unwrap()
            .into_typed::<BatchRegistIDcode>()
            .unwrap_err();
        assert_eq!(refused.names(), ["CategoryRegList"], "{list}");
    }
    let mut params = Params::default();
    params.push("CategoryRegList", "[{]".into());
    let refused = Idcode::sign(&keys(), &SPEC, &params, TIME_MS).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "parameter `CategoryRegList`: is not JSON"
    );
    let mut params = Params::default();
    params.push("canary", "1".into());
    let refused = Idcode::sign(&keys(), &SPEC, &params, TIME_MS).unwrap_err();
    assert!(matches!(refused, Invalid::Value { .. }));
}

/// The full sample as received, with a change.
fn arrived(keys: &IdcodeKeys, change: impl FnOnce(&mut Received)) -> Result<usize, AuthError> {
    let mut received = received(&signed(keys, "BatchRegistIDcode"));
    change(&mut received);
    Idcode::verify(keys, &SPEC, received, TIME_MS).map(|params| params.len())
}

fn set(received: &mut Received, name: &str, change: impl FnOnce(&str) -> String) {
    let (_, value) = received
        .body
        .iter_mut()
        .find(|(given, _)| given == name)
        .unwrap();
    let Value::Text(text) = value else {
        panic!("{name} is a file")
    };
    *text = change(text);
}

const TOKEN: &str = "J7X4LuOOfURXeAAEAAAAAABSK";

#[test]
fn only_the_same_token_is_accepted_beside_signed_or_not() {
    let beside = |token: &str| {
        let token = token.to_owned();
        move |received: &mut Received| {
            received
                .body
                .push(("access_token".to_owned(), token.into()));
        }
    };
    assert_eq!(arrived(&keys(), |_| {}), Ok(2));
    assert_eq!(arrived(&keys(), beside(TOKEN)), Ok(2));
    assert_eq!(arrived(&keys(), beside("other")), Err(AuthError::Account));
    let signed_beside = signed(
        &with(JsonCredentials::TokenInsideAndBeside),
        "BatchRegistIDcode",
    );
    assert!(Idcode::verify(&keys(), &SPEC, received(&signed_beside), TIME_MS).is_ok());
}

#[test]
fn a_token_that_the_dialect_puts_beside_is_required() {
    let keys = with(JsonCredentials::TokenInsideAndBeside);
    let without =
        |received: &mut Received| received.body.retain(|(name, _)| name != "access_token");
    assert_eq!(
        arrived(&keys, without),
        Err(AuthError::Missing("access_token"))
    );
}

#[test]
fn a_changed_text_is_refused() {
    for json in [
        JsonCredentials::TokenInside,
        JsonCredentials::TokenInsideAndBeside,
        JsonCredentials::AllInside,
    ] {
        let keys = with(json);
        let spoil = |from: &'static str, to: &'static str| {
            arrived(&keys, |received| {
                set(received, "jsonStr", |text| text.replacen(from, to, 1))
            })
        };
        assert_eq!(
            spoil("10127", "10128"),
            Err(AuthError::Mismatch),
            "{json:?}"
        );
        assert_eq!(spoil(TOKEN, "other"), Err(AuthError::Account), "{json:?}");
        assert_eq!(
            spoil("\"access_token\"", "\"token\""),
            Err(AuthError::Missing("access_token")),
            "{json:?}"
        );
    }
}

#[test]
fn a_signed_text_that_is_not_json_is_unreadable() {
    let keys = keys();
    let pairs = [("jsonStr", "{")];
    let signed = sign_core::idcode::sign(
        SPEC.path,
        &pairs,
        "RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
        TIME_MS,
        keys.dialect().signature,
    );
    let request = Request {
        method: Method::Post,
        target: signed.into_target(),
        body: Body::Empty,
    };
    let refused = Idcode::verify(&keys, &SPEC, received(&request), TIME_MS).unwrap_err();
    assert_eq!(refused, AuthError::Unreadable("jsonStr"));
    assert_eq!(refused.to_string(), "parameter `jsonStr` cannot be read");
}

#[test]
fn missing_or_repeated_credentials_inside_are_named() {
    let keys = with(JsonCredentials::AllInside);
    for name in ["access_token", "time", "hash"] {
        let spoil = |to: String| {
            arrived(&keys, |received| {
                set(received, "jsonStr", |text| {
                    text.replacen(&format!("\"{name}\":"), &to, 1)
                });
            })
        };
        assert_eq!(
            spoil("\"other\":".to_owned()),
            Err(AuthError::Missing(name))
        );
        let twice = format!("\"{name}\":\"7\",\"{name}\":");
        assert_eq!(spoil(twice), Err(AuthError::Repeated(name)));
    }
    let unreadable = |received: &mut Received| set(received, "jsonStr", |_| "{".to_owned());
    assert_eq!(
        arrived(&keys, unreadable),
        Err(AuthError::Unreadable("jsonStr"))
    );
}

#[test]
fn the_time_window_applies_inside_and_beside() {
    for json in [JsonCredentials::TokenInside, JsonCredentials::AllInside] {
        let keys = with(json).with_time_window(Duration::from_secs(1));
        let request = received(&signed(&keys, "BatchRegistIDcode"));
        let at = |now_ms| Idcode::verify(&keys, &SPEC, request.clone(), now_ms);
        assert!(at(TIME_MS + 1000).is_ok());
        assert_eq!(at(TIME_MS + 1001), Err(AuthError::Expired));
    }
}
