//! Tests that one half of the vendor verifies what the other signs.

use endpoint_core::wire::Request;
use endpoint_core::{
    AuthError, Endpoint, Method, Need, Params, Placement, Spec, Value, Vendor, admit,
};
use idcode_api::operations::GetCompanyInfo;
use idcode_api::{
    Coverage, Dialect, FormPlacement, Idcode, IdcodeKeys, JsonCredentials, MultipartPlacement,
    Order, Unset,
};
use proptest::prelude::*;
use test_support::SampleRequest;

use crate::received::received;
use crate::requests::{TIME_MS, full, keys, smallest};

/// Every combination of the dialect options that affect this placement.
fn dialects_of(placement: Placement) -> Vec<Dialect> {
    let credentials = [
        JsonCredentials::TokenInside,
        JsonCredentials::TokenInsideAndBeside,
        JsonCredentials::AllInside,
    ];
    let credentials = match placement {
        Placement::JsonText(_) => &credentials[..],
        _ => &credentials[..1],
    };
    let dialects = dialects();
    let with = |json: &JsonCredentials| -> Vec<Dialect> {
        let json = *json;
        dialects
            .iter()
            .map(|dialect| Dialect { json, ..*dialect })
            .collect()
    };
    credentials.iter().flat_map(with).collect()
}

/// Every combination of the dialect options that affect all operations.
fn dialects() -> Vec<Dialect> {
    let mut all = Vec::new();
    for signature in sign_core::idcode::SignatureDialect::ALL {
        for form in [
            FormPlacement::Body,
            FormPlacement::Query,
            FormPlacement::CredentialsInQuery,
        ] {
            for coverage in [Coverage::AllTexts, Coverage::QueryOnly] {
                for multipart in [MultipartPlacement::Parts, MultipartPlacement::Query] {
                    for order in [Order::Sorted, Order::Declared] {
                        for unset in [Unset::LeaveOut, Unset::SendEmpty] {
                            all.push(Dialect {
                                signature,
                                form,
                                coverage,
                                multipart,
                                order,
                                unset,
                                ..Dialect::default()
                            });
                        }
                    }
                }
            }
        }
    }
    all
}

/// The operation as it would be if the document sent it as a form.
pub(crate) fn as_form(sample: &SampleRequest) -> Spec {
    Spec {
        method: Method::Post,
        placement: Placement::Form,
        ..sample.spec
    }
}

fn verify(
    keys: &IdcodeKeys,
    spec: &Spec,
    request: &Request,
) -> Result<Vec<(String, Value)>, AuthError> {
    Idcode::verify(keys, spec, received(request), TIME_MS)
}

fn by_name(mut params: Vec<(String, Value)>) -> Vec<(String, Value)> {
    params.sort_by(|one, other| one.0.cmp(&other.0));
    params
}

/// The parameters that should arrive, with empty ones if the dialect sends them.
fn expected(spec: &Spec, params: &Params, unset: Unset) -> Vec<(String, Value)> {
    let mut expected: Vec<(String, Value)> = params
        .iter()
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect();
    if unset == Unset::SendEmpty {
        for param in spec.params {
            if param.need != Need::Required && params.text(param.name).is_none() {
                expected.push((param.name.to_owned(), "".into()));
            }
        }
    }
    by_name(expected)
}

fn arrives_in_every_dialect(sample: &SampleRequest, spec: &Spec) {
    for dialect in dialects_of(spec.placement) {
        let keys = keys().with_dialect(dialect);
        let request = Idcode::sign(&keys, spec, &sample.params, TIME_MS).unwrap();
        let arrived = verify(&keys, spec, &request)
            .unwrap_or_else(|why| panic!("{} in {dialect:?}: {why}", spec.name));
        assert_eq!(
            by_name(arrived.clone()),
            expected(spec, &sample.params, dialect.unset),
            "{} in {dialect:?}",
            spec.name
        );
        let admitted = admit(spec, arrived).unwrap();
        // Free text that is sent empty is read as empty text.
        let is_same = sample
            .is_same(admitted)
            .unwrap_or_else(|why| panic!("{} in {dialect:?}: {why}", spec.name));
        assert!(
            dialect.unset == Unset::SendEmpty || is_same,
            "{} in {dialect:?}",
            spec.name
        );
    }
}

#[test]
fn signed_requests_are_verified_in_every_dialect() {
    for sample in full().iter().chain(&smallest()) {
        arrives_in_every_dialect(sample, &sample.spec);
    }
}

#[test]
fn signed_forms_are_verified_in_every_dialect() {
    for sample in full().iter().chain(&smallest()) {
        if sample.params.files().next().is_none() {
            arrives_in_every_dialect(sample, &as_form(sample));
        }
    }
}

#[test]
fn numbers_that_are_sent_empty_count_as_not_sent() {
    let keys = keys().with_dialect(Dialect {
        unset: Unset::SendEmpty,
        ..Dialect::default()
    });
    for sample in smallest() {
        let request = Idcode::sign(&keys, &sample.spec, &sample.params, TIME_MS).unwrap();
        let arrived = verify(&keys, &sample.spec, &request).unwrap();
        let admitted = admit(&sample.spec, arrived).unwrap();
        for param in sample.spec.params {
            let is_text = param.kind == endpoint_core::Kind::Text;
            assert!(
                is_text || admitted.text(param.name) != Some(""),
                "{}",
                param.name
            );
        }
    }
}

fn params(name: &str, matching: &str) -> Params {
    let mut params = Params::default();
    params.push("companyName", name.into());
    params.push("searchType", matching.into());
    params
}

proptest! {
    #[test]
    fn any_text_arrives_as_it_was_in_any_dialect(
        name in any::<String>(),
        matching in any::<String>(),
        dialect in proptest::sample::select(dialects()),
        form in any::<bool>(),
        time_ms in any::<u64>(),
    ) {
        let placement = if form { Placement::Form } else { Placement::Query };
        let spec = Spec { placement, ..GetCompanyInfo::SPEC };
        let keys = keys().with_dialect(dialect);
        let params = params(&name, &matching);
        let request = Idcode::sign(&keys, &spec, &params, time_ms).unwrap();
        let arrived = Idcode::verify(&keys, &spec, received(&request), time_ms).unwrap();
        prop_assert_eq!(by_name(arrived), expected(&spec, &params, Unset::LeaveOut));
    }
}
