//! Tests that a request changed after signing is refused with the right reason.

use core::time::Duration;

use endpoint_core::wire::Received;
use endpoint_core::{AuthError, Endpoint, File, Params, Spec, Value, Vendor};
use idcode_api::operations::{GetCompanyInfo, Matching};
use idcode_api::{Coverage, Dialect, FormPlacement, Idcode, IdcodeKeys};
use proptest::prelude::*;

use crate::pairs::as_form;
use crate::received::received;
use crate::requests::{TIME_MS, full, keys};

/// A signed request in the default dialect, for tests that tamper with it.
fn good(operation: &str) -> (Spec, Received) {
    let samples = full();
    let sample = samples
        .iter()
        .find(|sample| sample.spec.name == operation)
        .unwrap();
    let request = Idcode::sign(&keys(), &sample.spec, &sample.params, TIME_MS).unwrap();
    (sample.spec, received(&request))
}

fn values(received: &mut Received) -> impl Iterator<Item = &mut (String, Value)> {
    received.query.iter_mut().chain(&mut received.body)
}

fn set(received: &mut Received, name: &str, text: &str) {
    let (_, value) = values(received).find(|(given, _)| given == name).unwrap();
    *value = text.into();
}

fn refusal(spec: &Spec, received: Received) -> AuthError {
    Idcode::verify(&keys(), spec, received, TIME_MS).unwrap_err()
}

#[test]
fn a_changed_value_of_any_text_is_refused() {
    for sample in full() {
        let (spec, untouched) = good(sample.spec.name);
        let texts = untouched
            .params()
            .filter(|(_, value)| matches!(value, Value::Text(_)));
        for (name, value) in texts.filter(|(name, _)| *name != "hash") {
            let mut spoilt = untouched.clone();
            let is_seven = matches!(value, Value::Text(text) if text == "7");
            set(&mut spoilt, name, if is_seven { "8" } else { "7" });
            let expected = match name {
                "access_token" => AuthError::Account,
                _ => AuthError::Mismatch,
            };
            assert_eq!(refusal(&spec, spoilt), expected, "{} {name}", spec.name);
        }
    }
}

#[test]
fn an_added_a_removed_and_a_renamed_parameter_are_refused() {
    let (spec, untouched) = good("ModifyCompanyInfo");
    let mut added = untouched.clone();
    added.query.push(("Email".to_owned(), "".into()));
    assert_eq!(refusal(&spec, added), AuthError::Mismatch);
    let mut removed = untouched.clone();
    removed.query.retain(|(name, _)| name != "email");
    assert_eq!(refusal(&spec, removed), AuthError::Mismatch);
    let mut renamed = untouched;
    values(&mut renamed)
        .find(|(name, _)| name == "email")
        .unwrap()
        .0 = "Email".to_owned();
    assert_eq!(refusal(&spec, renamed), AuthError::Mismatch);
}

#[test]
fn another_path_is_refused() {
    let (spec, mut received) = good("GetCompanyBaseInfo");
    received.path = "/AllInterFace/GetOrganUnitStatus".to_owned();
    assert_eq!(refusal(&spec, received), AuthError::Mismatch);
}

#[test]
fn another_authorisation_code_is_refused() {
    let (spec, received) = good("GetAllAreaInfo");
    let others = IdcodeKeys::new("J7X4LuOOfURXeAAEAAAAAABSK", "another");
    assert_eq!(
        Idcode::verify(&others, &spec, received, TIME_MS).unwrap_err(),
        AuthError::Mismatch
    );
}

#[test]
fn another_token_is_an_unknown_account() {
    let (spec, received) = good("GetAllAreaInfo");
    let others = IdcodeKeys::new("another", "RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7");
    assert_eq!(
        Idcode::verify(&others, &spec, received, TIME_MS).unwrap_err(),
        AuthError::Account
    );
}

#[test]
fn a_missing_token_time_or_hash_is_named() {
    for name in ["access_token", "time", "hash"] {
        let (spec, untouched) = good("GetCompanyBaseInfo");
        let mut missing = untouched.clone();
        missing.query.retain(|(given, _)| given != name);
        assert_eq!(refusal(&spec, missing), AuthError::Missing(name));
        let mut empty = untouched.clone();
        set(&mut empty, name, "");
        assert_eq!(refusal(&spec, empty), AuthError::Missing(name));
        let mut repeated = untouched;
        let twice = repeated
            .query
            .iter()
            .find(|(given, _)| given == name)
            .unwrap()
            .clone();
        repeated.body.push(twice);
        assert_eq!(refusal(&spec, repeated), AuthError::Repeated(name));
    }
}

#[test]
fn a_time_that_is_not_a_number_is_malformed() {
    let (spec, mut received) = good("GetAllAreaInfo");
    set(&mut received, "time", "yesterday");
    assert_eq!(refusal(&spec, received), AuthError::MalformedTime);
}

#[test]
fn the_hash_may_be_in_lower_case() {
    let (spec, mut received) = good("GetAllAreaInfo");
    set(&mut received, "hash", "6a18530f61b974c47d2b44221d0c1aeb");
    assert!(Idcode::verify(&keys(), &spec, received, TIME_MS).is_ok());
}

#[test]
fn any_time_is_accepted_without_a_window() {
    let (spec, received) = good("GetAllAreaInfo");
    let day = 24 * 60 * 60 * 1000;
    let at = |keys: &IdcodeKeys, now_ms| Idcode::verify(keys, &spec, received.clone(), now_ms);
    assert!(at(&keys(), TIME_MS + day).is_ok());
    let strict = keys().with_time_window(Duration::from_secs(300));
    for apart in [0, 1, 300_000] {
        assert!(at(&strict, TIME_MS + apart).is_ok());
        assert!(at(&strict, TIME_MS - apart).is_ok());
    }
    assert_eq!(at(&strict, TIME_MS + 300_001), Err(AuthError::Expired));
    assert_eq!(at(&strict, TIME_MS - 300_001), Err(AuthError::Expired));
}

#[test]
fn files_are_not_signed() {
    let (spec, mut received) = good("VerifyCompanyInfo");
    let (_, file) = values(&mut received)
        .find(|(name, _)| name == "file1")
        .unwrap();
    *file = File::new("other.png", &b"other bytes"[..]).into();
    let arrived = Idcode::verify(&keys(), &spec, received, TIME_MS).unwrap();
    let (_, file) = arrived.iter().find(|(name, _)| name == "file1").unwrap();
    assert_eq!(*file, File::new("other.png", &b"other bytes"[..]).into());
}

#[test]
fn if_only_the_query_is_signed_the_body_may_change() {
    let keys = keys().with_dialect(Dialect {
        coverage: Coverage::QueryOnly,
        form: FormPlacement::CredentialsInQuery,
        ..Dialect::default()
    });
    let samples = full();
    let sample = samples
        .iter()
        .find(|sample| sample.spec.name == "GetCompanyInfo")
        .unwrap();
    let spec = as_form(sample);
    let request = Idcode::sign(&keys, &spec, &sample.params, TIME_MS).unwrap();
    let mut in_body = received(&request);
    set(&mut in_body, "companyName", "X");
    assert!(Idcode::verify(&keys, &spec, in_body, TIME_MS).is_ok());
    let mut in_query = received(&request);
    in_query.query.push(("companyName".to_owned(), "X".into()));
    assert_eq!(
        Idcode::verify(&keys, &spec, in_query, TIME_MS),
        Err(AuthError::Mismatch)
    );
}

proptest! {
    #[test]
    fn any_other_text_is_refused(name in any::<String>(), other in any::<String>()) {
        prop_assume!(name != other);
        let spec = GetCompanyInfo::SPEC;
        let params = Params::from_request(&GetCompanyInfo::new(name, Matching::Exact)).unwrap();
        let request = Idcode::sign(&keys(), &spec, &params, TIME_MS).unwrap();
        let mut spoilt = received(&request);
        set(&mut spoilt, "companyName", &other);
        prop_assert_eq!(refusal(&spec, spoilt), AuthError::Mismatch);
    }
}
