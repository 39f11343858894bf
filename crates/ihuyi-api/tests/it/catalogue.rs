//! Do declarations and fixtures say the same?

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
fn every_answer_is_read_as_its_snapshot_says() {
    catalogue::answers_are_read_as_their_snapshots_say::<All>();
}

#[test]
fn every_operation_has_a_successful_and_an_irregular_answer() {
    catalogue::no_case_is_missing::<All>();
}

#[test]
fn the_field_tables_are_taken_whole_and_under_the_documents_names() {
    catalogue::field_tables_are_taken_whole::<All>();
}

#[test]
fn what_is_sealed_is_opened_as_the_same() {
    catalogue::what_is_sealed_is_opened_as_the_same::<All>();
}

#[test]
fn the_fields_of_every_request_are_its_declared_parameters_in_order() {
    catalogue::fields_of_requests_are_their_declared_parameters::<All>();
}

#[test]
fn every_refusal_of_the_tables_is_read_as_what_it_is() {
    catalogue::every_refusal_of_the_tables_is_read::<All>();
}

#[test]
fn every_declaration_says_what_the_document_says() {
    catalogue::declarations_say_what_the_documents_say::<All>();
}
