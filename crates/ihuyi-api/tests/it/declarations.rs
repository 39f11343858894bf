//! Compares the declarations of all operations with each other. `catalogue` compares them with the
//! documents. Two facts are not printed there: types (every value travels as text), and for
//! entinfov2 the column of required parameters, which the rule "one of the four" replaces.

use endpoint_core::Need::Required;
use endpoint_core::{Endpoint, Evidence, Sensitivity, Spec, Vendor, Visit};
use ihuyi_api::{Ihuyi, endpoints};

struct Specs(Vec<Spec>);

impl Visit<Ihuyi> for Specs {
    fn endpoint<E: Endpoint<Vendor = Ihuyi>>(&mut self) {
        self.0.push(E::SPEC);
    }
}

fn specs() -> Vec<Spec> {
    let mut specs = Specs(Vec::new());
    endpoints(&mut specs);
    specs.0
}

#[test]
fn every_summary_is_one_sentence() {
    let specs = specs();
    for spec in &specs {
        let is_sentence = spec.summary.len() > 20 && spec.summary.ends_with('.');
        assert!(is_sentence, "{}: {}", spec.name, spec.summary);
        let same = specs.iter().filter(|one| one.summary == spec.summary);
        assert_eq!(same.count(), 1, "{}: {}", spec.name, spec.summary);
    }
}

#[test]
fn only_success_is_not_a_refusal() {
    for spec in specs() {
        for row in spec.codes {
            let is_success = row.code == Ihuyi::ENVELOPE.success;
            assert_eq!(row.kind.is_none(), is_success, "{} {}", spec.name, row.code);
        }
    }
}

#[test]
fn every_call_carries_account_and_password_and_the_dynamic_one_a_time() {
    let params: Vec<_> = Ihuyi::COMMON
        .iter()
        .map(|param| (param.name, param.need == Required, param.sensitivity))
        .collect();
    assert_eq!(
        params,
        [
            ("account", true, Sensitivity::Secret),
            ("password", true, Sensitivity::Secret),
            ("time", false, Sensitivity::Open),
        ]
    );
}

#[test]
fn codes_of_other_tables_are_marked() {
    let observed = specs().into_iter().filter_map(|spec| {
        let codes: Vec<_> = spec.observed_codes.iter().map(|row| row.code).collect();
        (!codes.is_empty()).then_some((spec.name, codes))
    });
    assert_eq!(
        observed.collect::<Vec<_>>(),
        [
            ("entmark.Submit", vec![406]),
            ("entcopy.Submit", vec![408, 4201])
        ]
    );
}

/// The document of entcopy lacks this operation (`entcopy-get-num`).
#[test]
fn every_declaration_has_a_document_except_the_balance_of_entcopy() {
    for spec in specs() {
        let evidence = match spec.name {
            "entcopy.GetNum" => Evidence::Analogy,
            _ => Evidence::Document,
        };
        assert_eq!(spec.evidence, evidence, "{}", spec.name);
    }
}

#[test]
fn each_product_has_a_query_that_is_billed_and_a_balance_that_is_free() {
    let specs = specs();
    assert!(specs.len().is_multiple_of(2));
    for pair in specs.chunks(2) {
        let [query, balance] = pair else {
            panic!("a query stands alone")
        };
        assert_eq!(query.product(), balance.product());
        let (app, call) = query.name.split_once('.').unwrap();
        assert_eq!((call, query.billed), ("Submit", true));
        assert_eq!(balance.name, format!("{app}.GetNum"));
        assert!(!balance.billed);
        for (spec, call) in [(query, "Submit"), (balance, "GetNum")] {
            assert_eq!(spec.path, format!("/idcard/{app}/{call}.json"));
        }
    }
}
