//! Signs the texts of a request as the dialect says, and verifies received ones.

use std::borrow::Cow;

use endpoint_core::wire::{Body, Received, Request};
use endpoint_core::{AuthError, Params, Placement, Spec, Value};
use sign_core::idcode;

use crate::dialect::{Coverage, Order};
use crate::keys::IdcodeKeys;
use crate::placement::{HASH, Place, TIME, compose};

/// Signs the texts that the dialect covers, and places all of them as it says.
pub(crate) fn sign_texts(
    keys: &IdcodeKeys,
    spec: &Spec,
    params: &Params,
    texts: &[(&str, &str)],
    now_ms: u64,
) -> Request {
    let dialect = keys.dialect();
    let place = Place::new(spec.placement, dialect);
    let covered: Cow<'_, [_]> = match dialect.coverage {
        Coverage::AllTexts => Cow::Borrowed(texts),
        Coverage::QueryOnly => {
            let in_query = texts.iter().filter(|(name, _)| place.is_in_query(name));
            Cow::Owned(in_query.copied().collect())
        }
    };
    let signed = idcode::sign(
        spec.path,
        &covered,
        keys.authorisation_code(),
        now_ms,
        dialect.signature,
    );
    let is_whole = covered.len() == texts.len()
        && dialect.order == Order::Sorted
        && spec.placement != Placement::Multipart;
    match place {
        // Nearly every request sends exactly the text that was hashed.
        Place::Query if is_whole => Request {
            method: spec.method,
            target: signed.into_target(),
            body: Body::Empty,
        },
        Place::Form if is_whole => Request {
            method: spec.method,
            target: spec.path.to_owned(),
            body: Body::Form(signed.into_query()),
        },
        _ => compose(spec, params, texts, &signed, place, dialect.order),
    }
}

/// The texts of a received request that the signature covers.
pub(crate) fn covered_texts<'a>(
    keys: &IdcodeKeys,
    received: &'a Received,
) -> Vec<(&'a str, &'a str)> {
    match keys.dialect().coverage {
        Coverage::AllTexts => texts(received.params()).collect(),
        Coverage::QueryOnly => {
            let in_query = received
                .query
                .iter()
                .map(|(name, value)| (name.as_str(), value));
            let proof = received
                .body
                .iter()
                .filter(|(name, _)| matches!(name.as_str(), TIME | HASH))
                .map(|(name, value)| (name.as_str(), value));
            texts(in_query.chain(proof)).collect()
        }
    }
}

/// Verifies the signature over `covered`, and returns its time.
pub(crate) fn verify_texts(
    keys: &IdcodeKeys,
    path: &str,
    covered: &[(&str, &str)],
) -> Result<u64, AuthError> {
    idcode::verify(
        path,
        covered,
        keys.authorisation_code(),
        keys.dialect().signature,
    )
    .map_err(auth_error)
}

/// Refuses a time that is too far from now, if a window is set.
pub(crate) fn check_time(keys: &IdcodeKeys, time_ms: u64, now_ms: u64) -> Result<(), AuthError> {
    let apart = u128::from(time_ms.abs_diff(now_ms));
    match keys.window() {
        Some(window) if apart > window.as_millis() => Err(AuthError::Expired),
        _ => Ok(()),
    }
}

fn texts<'a>(
    params: impl Iterator<Item = (&'a str, &'a Value)>,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    params.filter_map(|(name, value)| match value {
        Value::Text(text) => Some((name, text.as_str())),
        Value::File(_) => None,
    })
}

fn auth_error(reason: idcode::VerifyError) -> AuthError {
    use idcode::VerifyError as Reason;
    match reason {
        Reason::MalformedTime => AuthError::MalformedTime,
        // `Received::take` has already found one time and one hash.
        _ => AuthError::Mismatch,
    }
}
