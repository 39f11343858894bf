//! Tests that one half of the vendor verifies exactly what the other signs.

use core::time::Duration;

use endpoint_core::wire::Received;
use endpoint_core::{AuthError, Endpoint, Params, Spec, Value, Vendor, admit};
use ihuyi_api::products::{Entinfov2GetNum, Entinfov2Submit};
use ihuyi_api::{Auth, Ihuyi, IhuyiKeys, SendBy};
use proptest::prelude::*;

use crate::received::received;
use crate::requests::{TIME_MS, all, keys};

/// Every way in which calls authenticate and are sent.
fn every_way() -> Vec<IhuyiKeys> {
    let mut ways = Vec::new();
    for auth in [Auth::Dynamic, Auth::Static] {
        for send_by in [SendBy::Post, SendBy::Get] {
            ways.push(keys().with_auth(auth).with_send_by(send_by));
        }
    }
    ways
}

fn pairs(params: &Params) -> Vec<(String, Value)> {
    let pairs = params.iter();
    pairs
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect()
}

#[test]
fn signed_requests_are_verified_in_every_way() {
    for keys in every_way() {
        for sample in all() {
            let request = Ihuyi::sign(&keys, &sample.spec, &sample.params, TIME_MS).unwrap();
            let arrived = Ihuyi::verify(&keys, &sample.spec, received(&request), TIME_MS).unwrap();
            assert_eq!(
                arrived,
                pairs(&sample.params),
                "{} {keys:?}",
                sample.spec.name
            );
            let admitted = admit(&sample.spec, arrived).unwrap();
            assert!(sample.is_same(admitted).unwrap(), "{}", sample.spec.name);
        }
    }
}

/// A call for `sample`, signed with a dynamic password or the static one.
fn good(sample: usize, auth: Auth) -> (Spec, Received) {
    let sample = all().swap_remove(sample);
    let keys = keys().with_auth(auth);
    let request = Ihuyi::sign(&keys, &sample.spec, &sample.params, TIME_MS).unwrap();
    (sample.spec, received(&request))
}

fn set(received: &mut Received, name: &str, text: &str) {
    let (_, value) = received
        .body
        .iter_mut()
        .find(|(given, _)| given == name)
        .unwrap();
    *value = text.into();
}

fn refusal(spec: &Spec, received: Received) -> AuthError {
    Ihuyi::verify(&keys(), spec, received, TIME_MS).unwrap_err()
}

#[test]
fn a_changed_value_that_the_password_covers_is_refused() {
    let (spec, untouched) = good(0, Auth::Dynamic);
    for name in ["ent_name", "ent_code", "name", "time", "password"] {
        let mut spoilt = untouched.clone();
        set(&mut spoilt, name, "1");
        assert_eq!(refusal(&spec, spoilt), AuthError::Mismatch, "{name}");
    }
}

#[test]
fn a_value_that_the_password_does_not_cover_may_change() {
    for (sample, name) in [
        (4, "reg_no"),
        (5, "organization_code"),
        (7, "page_index"),
        (12, "owner"),
    ] {
        let (spec, mut changed) = good(sample, Auth::Dynamic);
        set(&mut changed, name, "1");
        assert!(
            Ihuyi::verify(&keys(), &spec, changed, TIME_MS).is_ok(),
            "{name}"
        );
    }
}

#[test]
fn the_password_of_one_product_is_invalid_for_another() {
    let (_, ent3f) = good(1, Auth::Dynamic);
    let entinfov2 = Entinfov2GetNum::SPEC;
    assert_eq!(refusal(&entinfov2, ent3f), AuthError::Mismatch);
}

#[test]
fn another_key_is_refused() {
    let others = IhuyiKeys::new("test", "another");
    let (spec, dynamic) = good(0, Auth::Dynamic);
    assert_eq!(
        Ihuyi::verify(&others, &spec, dynamic, TIME_MS),
        Err(AuthError::Mismatch)
    );
    let (spec, plain) = good(0, Auth::Static);
    assert_eq!(
        Ihuyi::verify(&others, &spec, plain, TIME_MS),
        Err(AuthError::Account)
    );
}

#[test]
fn another_account_is_refused() {
    for auth in [Auth::Dynamic, Auth::Static] {
        let (spec, mut received) = good(1, auth);
        set(&mut received, "account", "another");
        assert_eq!(refusal(&spec, received), AuthError::Account);
    }
}

#[test]
fn a_missing_account_or_password_is_named() {
    for name in ["account", "password"] {
        let (spec, untouched) = good(0, Auth::Dynamic);
        let mut missing = untouched.clone();
        missing.body.retain(|(given, _)| given != name);
        assert_eq!(refusal(&spec, missing), AuthError::Missing(name));
        let mut empty = untouched.clone();
        set(&mut empty, name, "");
        assert_eq!(refusal(&spec, empty), AuthError::Missing(name));
    }
}

#[test]
fn account_password_and_time_are_given_once() {
    for name in ["account", "password", "time"] {
        let (spec, mut repeated) = good(0, Auth::Dynamic);
        let twice = repeated
            .body
            .iter()
            .find(|(given, _)| given == name)
            .unwrap()
            .clone();
        repeated.query.push(twice);
        assert_eq!(refusal(&spec, repeated), AuthError::Repeated(name));
    }
}

#[test]
fn without_time_a_dynamic_password_is_verified_as_a_static_one() {
    let (spec, mut received) = good(0, Auth::Dynamic);
    received.body.retain(|(name, _)| name != "time");
    assert_eq!(refusal(&spec, received), AuthError::Account);
}

#[test]
fn with_a_time_the_key_is_not_a_password() {
    let (spec, mut received) = good(0, Auth::Static);
    received.body.push(("time".to_owned(), "1651544941".into()));
    assert_eq!(refusal(&spec, received), AuthError::Mismatch);
}

#[test]
fn the_password_is_in_lower_case() {
    let (spec, mut received) = good(1, Auth::Dynamic);
    set(
        &mut received,
        "password",
        "0DC5B0A3C42B3971C6BAF4D322B2820E",
    );
    assert_eq!(refusal(&spec, received), AuthError::Mismatch);
}

#[test]
fn any_time_is_accepted_without_a_window() {
    let (spec, received) = good(1, Auth::Dynamic);
    let at = |keys: &IhuyiKeys, now_ms| Ihuyi::verify(keys, &spec, received.clone(), now_ms);
    assert!(at(&keys(), TIME_MS + 86_400_000).is_ok());
    let strict = keys().with_time_window(Duration::from_secs(300));
    for apart in [0, 300_000] {
        assert!(at(&strict, TIME_MS + apart).is_ok());
        assert!(at(&strict, TIME_MS - apart).is_ok());
    }
    assert_eq!(at(&strict, TIME_MS + 301_000), Err(AuthError::Expired));
    assert_eq!(at(&strict, TIME_MS - 301_000), Err(AuthError::Expired));
}

#[test]
fn only_code_40501_says_that_signing_anew_may_help() {
    assert!(Ihuyi::is_expired(40501));
    for code in [0, 2, 405, 4050, 40502, 40505] {
        assert!(!Ihuyi::is_expired(code), "{code}");
    }
}

proptest! {
    #[test]
    fn any_text_arrives_as_it_was_in_any_way(
        name in any::<String>(),
        code in any::<String>(),
        keys in proptest::sample::select(every_way()),
        time_ms in any::<u64>(),
    ) {
        let mut params = Params::default();
        params.push("ent_name", name.into());
        params.push("ent_code", code.into());
        let spec = Entinfov2Submit::SPEC;
        let request = Ihuyi::sign(&keys, &spec, &params, time_ms).unwrap();
        let arrived = Ihuyi::verify(&keys, &spec, received(&request), time_ms).unwrap();
        prop_assert_eq!(arrived, pairs(&params));
    }

    #[test]
    fn any_other_name_is_refused(name in any::<String>(), other in any::<String>()) {
        prop_assume!(name != other);
        let mut params = Params::default();
        params.push("ent_name", name.into());
        let spec = Entinfov2Submit::SPEC;
        let request = Ihuyi::sign(&keys(), &spec, &params, TIME_MS).unwrap();
        let mut spoilt = received(&request);
        set(&mut spoilt, "ent_name", &other);
        prop_assert_eq!(refusal(&spec, spoilt), AuthError::Mismatch);
    }
}
