use registry_model::{IdentifierErrorKind, IdentifierKind as Kind, Warning, identify};

#[test]
fn valid_identifiers_of_every_kind_are_told_apart() {
    for (text, kind, name) in [
        ("91310116761614322N", Kind::CreditCode, "credit_code"),
        ("91110108MA0000015T", Kind::CreditCode, "credit_code"),
        ("914403001922038216", Kind::CreditCode, "credit_code"),
        ("761614322", Kind::OrganizationCode, "organization_code"),
        ("76161432-2", Kind::OrganizationCode, "organization_code"),
        (
            "310116002008277",
            Kind::RegistrationNumber,
            "registration_number",
        ),
        ("310116", Kind::DivisionCode, "division_code"),
        ("i.86.110108.52", Kind::IdCode, "id_code"),
        ("i.86.120103.102122", Kind::IdCode, "id_code"),
        ("MA.156.1003.1629/73.10000000.6/", Kind::IdCode, "id_code"),
        ("11010519491231002X", Kind::ResidentId, "resident_id"),
        ("11010519491231002x", Kind::ResidentId, "resident_id"),
    ] {
        let found = identify(text);
        assert_eq!((found.kind(), found.error()), (kind, None), "{text}");
        assert!(found.is_valid() && found.warnings().is_empty(), "{text}");
        assert_eq!(found.kind().as_str(), name);
        assert_eq!(found.is_personal(), kind == Kind::ResidentId, "{text}");
    }
}

#[test]
fn an_invalid_text_gets_the_nearest_kind_and_its_error() {
    for (text, kind, position) in [
        ("91310116761614322A", Kind::CreditCode, 18),
        ("91310116761614323N", Kind::CreditCode, 17),
        ("91310116761614322n", Kind::CreditCode, 18),
        (" 91310116761614322N", Kind::CreditCode, 1),
        ("91310116761614322", Kind::CreditCode, 18),
        ("91310116761614322NN", Kind::CreditCode, 19),
        ("9131011676161432ON", Kind::CreditCode, 17),
        ("9131011676161432２N", Kind::CreditCode, 17),
        ("761614323", Kind::OrganizationCode, 9),
        ("76161432", Kind::OrganizationCode, 9),
        ("310116002008278", Kind::RegistrationNumber, 15),
        ("31011600200827", Kind::RegistrationNumber, 15),
        ("31011A", Kind::DivisionCode, 6),
        ("3101160", Kind::DivisionCode, 7),
        ("i.86", Kind::IdCode, 5),
        (" i.86.110108.52", Kind::IdCode, 1),
        ("110105194912310021", Kind::ResidentId, 18),
    ] {
        let found = identify(text);
        let at = found.error().and_then(|error| error.position());
        assert_eq!((found.kind(), at), (kind, Some(position)), "{text}");
        assert!(!found.is_valid());
    }
}

#[test]
fn text_that_resembles_no_identifier_is_unknown() {
    for text in [
        "",
        "   ",
        "上海样例网络科技有限公司",
        "样例（北京）有限公司统一社会信用代码证",
        "INTERNATIONALTRADE",
        "13800138000",
        "www.example.com",
        "a@b.cn",
        "2026-11-22",
        "1.5",
        "😀😀😀😀😀😀",
    ] {
        let found = identify(text);
        assert_eq!(found.kind(), Kind::Unknown, "{text}");
        let error = found.error().unwrap();
        assert_eq!(
            (error.position(), error.reason()),
            (None, IdentifierErrorKind::NoKnownShape)
        );
        assert_eq!(error.to_string(), "identifier: of no known kind");
    }
}

#[test]
fn warnings_of_valid_identifiers_are_passed_on() {
    let found = identify("990101");
    assert!(found.is_valid());
    assert!(found.warnings().contains(Warning::UnknownRegion));
}

#[test]
fn a_valid_identifier_costs_no_allocation() {
    for text in [
        "91310116761614322N",
        "76161432-2",
        "310116002008277",
        "310116",
        "i.86.110108.52/91.12000000.1/xxxx",
        "11010519491231002X",
    ] {
        let used = allocation_counter::measure(|| assert!(identify(text).is_valid()));
        assert_eq!(used.count_total, 0, "{text}");
    }
}

/// Made for this test: a number in the form of a card that both standards let pass.
#[test]
fn a_number_that_is_both_is_a_credit_code_under_a_warning() {
    let found = identify(BOTH);
    assert_eq!((found.kind(), found.is_valid()), (Kind::CreditCode, true));
    assert!(found.warnings().contains(Warning::AlsoResidentId));
    assert!(found.is_personal());
}

const BOTH: &str = "110105199001030134";
