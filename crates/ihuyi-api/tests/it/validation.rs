//! Tests that invalid requests are refused by parameter before they cost money.

use endpoint_core::{Endpoint, Invalid, Params, Spec, admit};
use ihuyi_api::products::{
    CopyrightKind, Ent3fSubmit, EntcopySubmit, Entinfov2Submit, EntmarkSubmit,
};
use ihuyi_api::{Identifiers, Ihuyi, Subject};
use registry_model::jiff::civil::date;
use registry_model::{UnifiedSocialCreditCode, Warning};

use crate::requests::{COMPANY, credit_code, organization_code, registration_number};

const BLANK: [&str; 3] = ["", " ", "\u{3000}\t"];

fn check<E: Endpoint<Vendor = Ihuyi>>(request: &E, parameter: &str) -> String {
    let invalid = request.validate().unwrap_err();
    assert_eq!(invalid.names(), [parameter]);
    invalid.to_string()
}

#[test]
fn none_of_the_three_elements_may_be_missing() {
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
fn a_name_must_not_be_blank() {
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
        let params = Params::from_request(&request).unwrap();
        assert_eq!(params.texts().collect::<Vec<_>>(), [(name, text)]);
    }
}

/// Identifiers of the company, those selected by `set`.
fn known(set: [bool; 4]) -> Identifiers {
    Identifiers {
        name: set[0].then(|| COMPANY.to_owned()),
        credit_code: set[1].then(credit_code),
        registration_number: set[2].then(registration_number),
        organization_code: set[3].then(organization_code),
    }
}

/// A request read from parameters.
fn by<E: Endpoint>(set: [bool; 4]) -> E {
    let Identifiers {
        name,
        credit_code,
        organization_code,
        registration_number,
    } = known(set);
    let given = [
        ("ent_name", name),
        ("ent_code", credit_code.map(|code| code.to_string())),
        ("reg_no", registration_number.map(|no| no.to_string())),
        (
            "organization_code",
            organization_code.map(|code| code.to_string()),
        ),
    ];
    let given = given.iter();
    let given: Vec<_> = given
        .filter_map(|(name, value)| Some((*name, value.as_deref()?)))
        .collect();
    typed(&E::SPEC, &given).unwrap()
}

fn sets() -> impl Iterator<Item = ([bool; 4], u32)> {
    (0..16_u32).map(|number| {
        let set = [0, 1, 2, 3].map(|bit| number >> bit & 1 == 1);
        (set, number.count_ones())
    })
}

fn exactly_one<E: Endpoint>() {
    for (set, count) in sets() {
        let request = by::<E>(set);
        if count == 1 {
            assert_eq!(request.validate(), Ok(()));
            continue;
        }
        let invalid = request.validate().unwrap_err();
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

#[test]
fn a_company_is_named_by_exactly_one_of_the_four() {
    exactly_one::<Entinfov2Submit>();
    exactly_one::<EntmarkSubmit>();
    exactly_one::<EntcopySubmit>();
}

#[test]
fn several_identifiers_are_sent_on_request_only() {
    for (set, count) in sets() {
        let several = Subject::several(known(set));
        if count < 2 {
            let invalid = several.unwrap_err().to_string();
            assert!(invalid.starts_with("give at least two of"), "{invalid}");
            continue;
        }
        let request = EntcopySubmit::new(several.unwrap());
        assert_eq!(request.validate(), Ok(()));
        assert_eq!(request.identifiers(), known(set));
        let params = Params::from_request(&request).unwrap();
        assert_eq!(params.texts().count(), count as usize);
    }
}

#[test]
fn an_identifier_in_place_of_a_name_is_refused_before_it_costs_money() {
    let cases = [
        (
            "91110108MA0000015T",
            "unified social credit code",
            "give it as `ent_code`",
        ),
        (
            "91110108MA0000015X",
            "unified social credit code",
            "give it as `ent_code`",
        ),
        (
            "MA0000015",
            "organisation code",
            "give it as `organization_code`",
        ),
        (
            "110108000000016",
            "registration number",
            "give it as `reg_no`",
        ),
        ("11010519491231002X", "resident id", "it is personal data"),
        ("110105194912310021", "resident id", "it is personal data"),
    ];
    for (text, kind, remedy) in cases {
        for (invalid, parameter) in [
            (
                check(
                    &EntmarkSubmit::new(Subject::Name(text.to_owned())),
                    "ent_name",
                ),
                "ent_name",
            ),
            (
                check(&Ent3fSubmit::new(text, credit_code(), "样例人"), "ent_name"),
                "ent_name",
            ),
            (
                check(&Ent3fSubmit::new(COMPANY, credit_code(), text), "name"),
                "name",
            ),
        ] {
            assert!(
                invalid.starts_with(&format!("parameter `{parameter}`: has the form of")),
                "{invalid}"
            );
            assert!(
                invalid.contains(kind) && invalid.contains(remedy),
                "{invalid}"
            );
            assert!(!invalid.contains(text), "{invalid}");
        }
    }
}

#[test]
fn names_with_digits_are_names() {
    for name in [
        "4399网络",
        "360安全网",
        "123456网络",
        "3M",
        "7-ELEVEN 便利店",
        "58同城信息技术有限公司",
    ] {
        let request = EntmarkSubmit::new(Subject::Name(name.to_owned()));
        assert_eq!(request.validate(), Ok(()), "{name}");
    }
}

#[test]
fn a_text_is_read_as_the_identifier_of_its_form() {
    let parsed = |text: &str| Subject::parse(text);
    assert_eq!(parsed(" 91110108MA0000015T "), Ok(credit_code().into()));
    assert_eq!(parsed("MA0000015"), Ok(organization_code().into()));
    assert_eq!(parsed("110108000000016"), Ok(registration_number().into()));
    assert_eq!(parsed(COMPANY), Ok(Subject::Name(COMPANY.to_owned())));
    assert_eq!(parsed("4399网络"), Ok(Subject::Name("4399网络".to_owned())));
    for (text, parameter) in [
        ("", "ent_name"),
        ("91110108MA00000150", "ent_code"),
        ("MA0000016", "organization_code"),
        ("110108000000017", "reg_no"),
        ("11010519491231002X", "ent_name"),
        ("i.86.110108.52", "ent_name"),
        ("110108", "ent_name"),
    ] {
        assert_eq!(parsed(text).unwrap_err().names(), [parameter], "{text}");
    }
}

#[test]
fn a_credit_code_that_may_be_an_identity_number_is_a_warning() {
    let plain = Subject::from(credit_code());
    assert!(plain.warnings().is_empty());
    // Chosen to satisfy GB 32100, GB 11714 and GB 11643 at once.
    let odd: UnifiedSocialCreditCode = "110105194901011614".parse().unwrap();
    assert!(
        Subject::from(odd)
            .warnings()
            .contains(Warning::AlsoResidentId)
    );
}

#[test]
fn pages_are_counted_from_one_and_no_larger_than_the_product_allows() {
    let pages = |page, rows| {
        EntmarkSubmit::new(credit_code())
            .with_page(page)
            .with_page_size(rows)
    };
    assert_eq!(pages(1, 20).validate(), Ok(()));
    assert_eq!(pages(u32::MAX, 1).validate(), Ok(()));
    assert_eq!(
        check(&pages(0, 1), "page_index"),
        "parameter `page_index`: pages are counted from 1"
    );
    for rows in [0, 21, 50] {
        assert_eq!(
            check(&pages(1, rows), "page_size"),
            "parameter `page_size`: must be a number of rows from 1 to 20"
        );
    }
    let of_copyrights = |rows| EntcopySubmit::new(credit_code()).with_page_size(rows);
    assert_eq!(of_copyrights(50).validate(), Ok(()));
    assert_eq!(
        check(&of_copyrights(51), "page_size"),
        "parameter `page_size`: must be a number of rows from 1 to 50"
    );
}

#[test]
fn filters_that_cannot_match_are_not_paid_for() {
    let marks = || EntmarkSubmit::new(credit_code());
    let backwards = marks()
        .with_applied_from(date(2025, 1, 2))
        .with_applied_to(date(2025, 1, 1));
    assert_eq!(
        backwards.validate().unwrap_err().to_string(),
        "`begin_date` is after `end_date`"
    );
    for class in [0, 46] {
        check(&marks().with_class(class), "int_category");
    }
    assert_eq!(marks().with_class(45).validate(), Ok(()));
    check(&marks().with_application_number(" "), "application_number");
    let works = || EntcopySubmit::new(credit_code());
    check(&works().with_year(999), "year");
    assert_eq!(works().with_year(2024).validate(), Ok(()));
    check(&works().with_work_number(""), "reg_num");
    check(&works().with_work_name(" "), "copyright_name");
    check(&works().with_owner(""), "owner");
    check(
        &works().with_kind(CopyrightKind::from("")),
        "copyright_type",
    );
}

#[test]
fn days_are_written_as_the_document_requires() {
    for wrong in [
        "2025-1-1",
        "20250101",
        "2025-02-30",
        "2025-01-01T00:00",
        "heute",
    ] {
        assert_eq!(
            refused::<EntmarkSubmit>(&[("ent_name", "x"), ("begin_date", wrong)]),
            "parameter `begin_date`: must be a day such as 2025-01-31"
        );
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
fn undeclared_parameters_are_refused_with_the_nearest_name() {
    assert_eq!(
        refused::<Ent3fSubmit>(&[("entname", "x")]),
        "unknown parameter `entname`, did you mean `ent_name`?"
    );
    assert_eq!(
        refused::<Ent3fSubmit>(&[("ent_name", "x"), ("name", "x")]),
        "parameter `ent_code` is missing"
    );
}

#[test]
fn values_outside_a_closed_list_are_refused_before_they_cost_money() {
    for kind in ["", "3", "画"] {
        let request = EntcopySubmit::new(credit_code()).with_kind(CopyrightKind::from(kind));
        assert_eq!(request.validate().unwrap_err().names(), ["copyright_type"]);
    }
    for (code, _) in CopyrightKind::VALUES {
        let request = EntcopySubmit::new(credit_code()).with_kind(CopyrightKind::from(*code));
        assert_eq!(request.validate(), Ok(()));
    }
}

#[test]
fn no_paid_operation_takes_text_of_a_program_or_a_second_name_for_a_name() {
    let mut tried = 0;
    for sample in crate::requests::with_unverified() {
        let names: Vec<_> = sample
            .params
            .texts()
            .map(|(name, _)| name.to_owned())
            .filter(|name| ["ent_name", "name"].contains(&name.as_str()))
            .collect();
        for name in names {
            // Any word is a part of a name.
            let is_part = sample.spec.name.starts_with("entfuz");
            let joined = ["样例厂 张三", "张三和李四", "样例有限公司 13800138000"];
            for text in [
                "entName＝样例有限公司",
                "{\"entName\":\"样例有限公司\"}",
                "={{name}}",
                "<%= name %>",
                "=A1&B1",
                "sample@example.com",
                "https://example.com/样例",
                "#REF!",
                "undefined",
                "%E6%A0%B7%E4%BE%8B",
            ]
            .into_iter()
            .chain(joined.into_iter().filter(|_| !is_part))
            .filter(|text| !is_part || !text.starts_with("entName"))
            {
                let mut params = Params::default();
                for (key, value) in sample.params.texts() {
                    let value = if key == name { text } else { value };
                    let key = sample.spec.param(key).unwrap().name;
                    params.push(key, value.to_owned().into());
                }
                let refused = sample.is_same(params).unwrap_err();
                assert_eq!(refused.names(), [name.as_str()], "{text}: {refused}");
                tried += 1;
            }
        }
    }
    assert!(tried >= 60, "{tried}");
}
