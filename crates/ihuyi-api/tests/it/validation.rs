//! Is what cannot be right refused before it costs money, and is the parameter named?

use endpoint_core::{Endpoint, Invalid, Params, Spec, admit};
use ihuyi_api::products::{Ent3fSubmit, Entinfov2Submit};
use ihuyi_api::{Ihuyi, Subject};

use crate::requests::{COMPANY, credit_code, organization_code, registration_number};

const BLANK: [&str; 3] = ["", " ", "\u{3000}\t"];

fn check<E: Endpoint<Vendor = Ihuyi>>(request: &E, parameter: &str) -> String {
    let invalid = request.validate().unwrap_err();
    assert_eq!(invalid.names(), [parameter]);
    invalid.to_string()
}

#[test]
fn three_elements_are_all_there() {
    assert_eq!(
        Ent3fSubmit::new(COMPANY, credit_code(), "样例人").validate(),
        Ok(())
    );
    for blank in BLANK {
        assert_eq!(
            check(
                &Ent3fSubmit::new(blank, credit_code(), "样例人"),
                "ent_name"
            ),
            "parameter `ent_name`: must not be empty"
        );
        assert_eq!(
            check(&Ent3fSubmit::new(COMPANY, credit_code(), blank), "name"),
            "parameter `name`: must not be empty"
        );
    }
}

#[test]
fn a_name_that_is_a_subject_is_not_blank() {
    for blank in BLANK {
        assert_eq!(
            check(
                &Entinfov2Submit::new(Subject::Name(blank.to_owned())),
                "ent_name"
            ),
            "parameter `ent_name`: must not be empty"
        );
    }
}

#[test]
fn a_subject_sets_its_own_parameter_and_no_other() {
    let subjects = [
        (Subject::Name(COMPANY.to_owned()), "ent_name", COMPANY),
        (credit_code().into(), "ent_code", "91110108MA0000015T"),
        (registration_number().into(), "reg_no", "110108000000016"),
        (organization_code().into(), "organization_code", "MA0000015"),
    ];
    for (subject, name, text) in subjects {
        let request = Entinfov2Submit::new(subject);
        assert_eq!(request.validate(), Ok(()));
        let params = Params::of(&request).unwrap();
        assert_eq!(params.texts().collect::<Vec<_>>(), [(name, text)]);
    }
}

/// The refusal of a company that is named by these parameters.
fn by(set: [bool; 4]) -> Result<(), Invalid> {
    let mut request = Entinfov2Submit::new(credit_code());
    request.company = set[0].then(|| COMPANY.to_owned());
    request.code = set[1].then(credit_code);
    request.registration_number = set[2].then(registration_number);
    request.organization_code = set[3].then(organization_code);
    request.validate()
}

#[test]
fn a_company_is_named_by_exactly_one_of_the_four() {
    for number in 0..16_u32 {
        let set = [0, 1, 2, 3].map(|bit| number >> bit & 1 == 1);
        let count = number.count_ones();
        if count == 1 {
            assert_eq!(by(set), Ok(()));
            continue;
        }
        let invalid = by(set).unwrap_err();
        assert_eq!(
            invalid.to_string(),
            format!(
                "give exactly one of `ent_name`, `ent_code`, `reg_no`, `organization_code`: \
                 {count} are given"
            )
        );
        let names = ["ent_name", "ent_code", "reg_no", "organization_code"];
        assert_eq!(invalid.names(), names);
    }
}

fn typed<E: Endpoint>(spec: &Spec, given: &[(&str, &str)]) -> Result<E, Invalid> {
    let given = given
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).into()));
    admit(spec, given.collect())?.into_typed()
}

fn refused<E: Endpoint>(given: &[(&str, &str)]) -> String {
    match typed::<E>(&E::SPEC, given) {
        Ok(_) => panic!("{given:?} pass"),
        Err(invalid) => invalid.to_string(),
    }
}

#[test]
fn identifiers_with_a_wrong_check_character_are_refused_by_position() {
    assert_eq!(
        refused::<Entinfov2Submit>(&[("ent_code", "91110108MA00000150")]),
        "parameter `ent_code`: unified social credit code: position 18: check character is '0', \
         expected 'T'"
    );
    assert_eq!(
        refused::<Entinfov2Submit>(&[("organization_code", "MA0000016")]),
        "parameter `organization_code`: organisation code: position 9: check character is '6', \
         expected '5'"
    );
    assert_eq!(
        refused::<Entinfov2Submit>(&[("reg_no", "110108000000017")]),
        "parameter `reg_no`: registration number: position 15: check character is '7', expected '6'"
    );
    assert_eq!(
        refused::<Ent3fSubmit>(&[
            ("ent_name", "x"),
            ("ent_code", "91xxxxxxxxxxN"),
            ("name", "x")
        ]),
        "parameter `ent_code`: unified social credit code: position 3: found 'x', expected a \
         digit"
    );
}

#[test]
fn names_that_are_not_declared_are_refused_with_the_nearest() {
    assert_eq!(
        refused::<Ent3fSubmit>(&[("entname", "x")]),
        "unknown parameter `entname`, did you mean `ent_name`?"
    );
    assert_eq!(
        refused::<Ent3fSubmit>(&[("ent_name", "x"), ("name", "x")]),
        "parameter `ent_code` is missing"
    );
}
