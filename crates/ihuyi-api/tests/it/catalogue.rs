//! Compares declarations with fixtures.

use endpoint_core::Visit;
use ihuyi_api::{Ihuyi, endpoints};
use test_support::catalogue::{self, Catalogue};

struct All;

impl Catalogue for All {
    type Vendor = Ihuyi;
    const CRATE: &'static str = env!("CARGO_MANIFEST_DIR");

    fn each(visitor: &mut impl Visit<Ihuyi>) {
        endpoints(visitor);
    }
}

#[test]
fn every_response_is_read_as_its_snapshot_says() {
    catalogue::answers_are_read_as_their_snapshots_say::<All>();
}

#[test]
fn every_operation_has_a_successful_and_an_irregular_response() {
    catalogue::no_case_is_missing::<All>();
}

#[test]
fn the_field_tables_are_complete_and_use_the_documents_names() {
    catalogue::field_tables_are_taken_whole::<All>();
}

#[test]
fn a_sealed_reply_is_opened_unchanged() {
    catalogue::a_sealed_reply_is_opened_unchanged::<All>();
}

#[test]
fn the_fields_of_every_request_are_its_declared_parameters_in_order() {
    catalogue::fields_of_requests_are_their_declared_parameters::<All>();
}

#[test]
fn every_refusal_of_the_tables_is_classified() {
    catalogue::every_refusal_of_the_tables_is_read::<All>();
}

#[test]
fn every_declaration_matches_the_document() {
    catalogue::declarations_say_what_the_documents_say::<All>();
}
