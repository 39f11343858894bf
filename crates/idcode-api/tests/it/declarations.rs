//! Compares the declarations of all operations with each other. `catalogue` compares them with the
//! document.

use endpoint_core::Need::Required;
use endpoint_core::{Endpoint, Spec, Vendor, Visit};
use idcode_api::{Idcode, endpoints};

struct Specs(Vec<Spec>);

impl Visit<Idcode> for Specs {
    fn endpoint<E: Endpoint<Vendor = Idcode>>(&mut self) {
        self.0.push(E::SPEC);
    }
}

fn specs() -> Vec<Spec> {
    let mut specs = Specs(Vec::new());
    endpoints(&mut specs);
    specs.0
}

#[test]
fn the_operations_are_in_the_order_of_their_numbers() {
    let specs = specs();
    let numbers = specs.iter().filter_map(|spec| spec.number);
    assert!(numbers.is_sorted());
}

#[test]
fn only_success_is_not_a_refusal() {
    for spec in specs() {
        for row in spec.codes.iter().chain(spec.observed_codes) {
            let is_success = row.code == Idcode::ENVELOPE.success;
            assert_eq!(row.kind.is_none(), is_success, "{} {}", spec.name, row.code);
        }
    }
}

#[test]
fn no_code_is_declared_twice() {
    for spec in specs() {
        let mut codes: Vec<_> = spec.codes.iter().map(|row| row.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), spec.codes.len(), "{}", spec.name);
    }
}

#[test]
fn every_request_adds_token_time_and_hash_to_its_parameters() {
    let names: Vec<_> = Idcode::COMMON
        .iter()
        .map(|param| (param.name, param.need))
        .collect();
    let expected = [
        ("access_token", Required),
        ("time", Required),
        ("hash", Required),
    ];
    assert_eq!(names, expected);
    for spec in specs() {
        for (name, _) in expected {
            assert_eq!(spec.param(name), None, "{}", spec.name);
        }
    }
}

#[test]
fn nothing_is_billed() {
    assert!(specs().iter().all(|spec| !spec.billed));
}
