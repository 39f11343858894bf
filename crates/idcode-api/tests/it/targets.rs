//! Tests that every request is sent as the document shows it.
//!
//! The expected texts (`signed` in each `document.json`) were computed outside this workspace, by
//! the rules of section 4. Those of 101, 307, 401 to 405, 501 to 503, 601 to 603 and 606 were
//! also computed by others.

use std::path::Path;

use endpoint_core::wire::{Body, FORM};
use endpoint_core::{Method, Placement, Vendor};
use idcode_api::Idcode;
use test_support::catalogue::Document;

use crate::requests::{TIME_MS, full, keys};

/// The full sample of an operation, signed outside this workspace: its body if it has one, or else
/// its request line.
pub(crate) fn signed_elsewhere(operation: &str) -> String {
    let document = Document::read::<Idcode>(Path::new(env!("CARGO_MANIFEST_DIR")), operation);
    document.signed().concat()
}

#[test]
fn every_request_has_the_method_of_the_document() {
    for sample in full() {
        let spec = sample.spec;
        let expected = signed_elsewhere(spec.name);
        let request = Idcode::sign(&keys(), &spec, &sample.params, TIME_MS).unwrap();
        match spec.placement {
            Placement::Query | Placement::Page => {
                assert_eq!(request.method, Method::Get, "{}", spec.name);
                assert_eq!(request.target, expected);
                assert_eq!(request.body, Body::Empty, "{}", spec.name);
            }
            Placement::Form | Placement::JsonText(_) => {
                assert_eq!(request.method, Method::Post, "{}", spec.name);
                assert_eq!(request.target, format!("/AllInterFace/{}", spec.name));
                assert_eq!(request.body.content_type().unwrap(), FORM);
                assert_eq!(request.body, Body::Form(expected), "{}", spec.name);
            }
            // The whole body of such an upload is in `wire`.
            Placement::Multipart => assert_eq!(expected, "", "{}", spec.name),
        }
    }
}
