//! Tests that operations on a unit refuse the code of a category or an item.

use endpoint_core::{Endpoint, Params, Visit};
use idcode_api::{Idcode, endpoints};

use crate::requests::full;

/// Calls every operation with a `companyIDcode` that names more than a unit, and expects refusal.
struct OfAUnit(usize);

impl Visit<Idcode> for OfAUnit {
    fn endpoint<E: Endpoint<Vendor = Idcode>>(&mut self) {
        let Some(sample) = full()
            .into_iter()
            .find(|sample| sample.spec.name == E::SPEC.name)
        else {
            return;
        };
        if E::SPEC.param("companyIDcode").is_none() {
            return;
        }
        self.0 += 1;
        for (code, is_right) in [
            ("i.86.110108.52", true),
            ("i.86.110108.52/", true),
            ("i.86.110108.52/10.46100000.1/", false),
            ("i.86.110108.52/10.46100000.1/A-001", false),
        ] {
            let mut params = Params::default();
            for (name, value) in sample.params.iter() {
                let value = match name {
                    "companyIDcode" => code.into(),
                    _ => value.clone(),
                };
                params.push(E::SPEC.param(name).unwrap().name, value);
            }
            let checked = params.into_typed::<E>().unwrap().validate();
            match (is_right, checked) {
                (true, Ok(())) => {}
                (false, Err(invalid)) => assert_eq!(invalid.names(), ["companyIDcode"]),
                (_, checked) => panic!("{} {code}: {checked:?}", E::SPEC.name),
            }
        }
    }
}

#[test]
fn the_code_of_a_unit_has_neither_category_nor_item() {
    let mut visit = OfAUnit(0);
    endpoints(&mut visit);
    let samples = full();
    let about_a_unit = samples.iter();
    let about_a_unit = about_a_unit.filter(|sample| sample.spec.param("companyIDcode").is_some());
    assert_eq!(visit.0, about_a_unit.count());
}
