//! Declarations contain what was put into them.

use endpoint_core::{
    ClockOffset, Endpoint, Evidence, Kind, Knowledge, Method, Need, Param, Placement, RefusalKind,
    Sensitivity, Spec,
};

use crate::depot::{FindUnits, UnitStatus};

#[test]
fn a_parameter_is_optional_and_not_sensitive_by_default() {
    let plain = Param::text("a");
    assert_eq!((plain.kind, plain.need), (Kind::Text, Need::Optional));
    assert_eq!((plain.default, plain.values), (None, &[][..]));
    assert_eq!(plain.sensitivity, Sensitivity::Open);
    assert_eq!(Param::int("a").kind, Kind::Int);
    assert_eq!(Param::decimal("a").kind, Kind::Decimal);
    assert_eq!(Param::picture("a").kind, Kind::Picture);
    assert_eq!(Param::json("a").kind, Kind::Json);
    let file = Param::file("a");
    assert_eq!((file.kind, file.need), (Kind::File, Need::Required));
    const VALUES: &[(&str, &str)] = &[("1", "one")];
    let full = Param::int("a")
        .conditional()
        .default("1")
        .values(VALUES)
        .personal();
    assert_eq!((full.need, full.default), (Need::Conditional, Some("1")));
    assert_eq!(
        (full.values, full.sensitivity),
        (VALUES, Sensitivity::Personal)
    );
    assert_eq!(full.secret().sensitivity, Sensitivity::Secret);
    assert_eq!(full.required().need, Need::Required);
}

#[test]
fn documented_codes_go_before_observed_ones() {
    let spec = UnitStatus::SPEC;
    assert_eq!(spec.code(1).and_then(|row| row.kind), None);
    assert_eq!(spec.message(1), Some("成功"));
    assert_eq!(
        spec.code(10_001).and_then(|row| row.kind),
        Some(RefusalKind::Auth)
    );
    assert_eq!(spec.message(10_001), Some("授权失败"));
    assert_eq!(spec.code(7), None);
    assert_eq!(FindUnits::SPEC.message(0), Some("未找到"));
}

#[test]
fn parameters_are_found_by_their_exact_name() {
    assert_eq!(
        FindUnits::SPEC.param("level").map(|param| param.kind),
        Some(Kind::Int)
    );
    assert_eq!(FindUnits::SPEC.param("Level"), None);
}

#[test]
fn the_billed_product_is_the_name_up_to_its_first_point() {
    let product = |name| {
        let spec = Spec {
            name,
            ..UnitStatus::SPEC
        };
        spec.product()
    };
    assert_eq!(product("ent3f.Submit"), "ent3f");
    assert_eq!(product("ent3f.GetNum"), "ent3f");
    assert_eq!(product("a.b.c"), "a");
    assert_eq!(product("GetCompanyInfo"), "GetCompanyInfo");
}

#[test]
fn only_what_a_document_describes_is_documented() {
    let said = [Evidence::Document, Evidence::Observed, Evidence::Analogy]
        .map(|evidence| (evidence.as_str(), evidence.is_documented()));
    let expected = [("document", true), ("observed", false), ("analogy", false)];
    assert_eq!(said, expected);
}

#[test]
fn an_offset_of_clocks_has_a_side_and_a_size() {
    for ms in [-90_000_i64, -1, 0, 1, 600_000, i64::MIN] {
        let offset = ClockOffset::from_ms(ms);
        assert_eq!(offset.as_ms(), ms);
        assert_eq!(offset.apart().as_millis(), u128::from(ms.unsigned_abs()));
    }
}

#[test]
fn words_for_listings_are_those_of_the_documents() {
    assert_eq!(
        [Method::Get, Method::Post].map(Method::as_str),
        ["GET", "POST"]
    );
    assert_eq!(
        [
            Placement::Query,
            Placement::Form,
            Placement::Multipart,
            Placement::JsonText("jsonStr"),
            Placement::Page
        ]
        .map(Placement::as_str),
        ["query", "form", "multipart", "json", "page"]
    );
    assert_eq!(
        [
            Kind::Text,
            Kind::Int,
            Kind::Decimal,
            Kind::Picture,
            Kind::Json,
            Kind::File
        ]
        .map(Kind::as_str),
        ["string", "int", "decimal", "string", "json", "file"]
    );
    assert_eq!(
        [Knowledge::No, Knowledge::Yes, Knowledge::Unknown].map(Knowledge::as_str),
        ["no", "yes", "unknown"]
    );
}

#[test]
fn each_kind_of_refusal_has_its_own_word() {
    let words = [
        RefusalKind::Auth,
        RefusalKind::Parameter,
        RefusalKind::NotFound,
        RefusalKind::Exists,
        RefusalKind::Balance,
        RefusalKind::Account,
        RefusalKind::RateLimited,
        RefusalKind::VendorFault,
        RefusalKind::Unknown,
    ]
    .map(|kind| kind.to_string());
    assert_eq!(
        words,
        [
            "auth",
            "parameter",
            "not_found",
            "exists",
            "balance",
            "account",
            "rate_limited",
            "vendor_fault",
            "unknown"
        ]
    );
}
