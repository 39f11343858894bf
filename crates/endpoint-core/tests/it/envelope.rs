//! Sealing and opening a response are inverse, and refusals and unreadable bodies are
//! distinguished.

use bytes::Bytes;
use endpoint_core::{
    Endpoint, Knowledge, OpenError, Refusal, RefusalKind, Spec, Vendor, Visit, open_reporting,
};
use proptest::prelude::*;

use crate::depot::{
    Depot, Existing, ExistingUnit, FindUnits, Matching, RegisterUnit, Registered, Status, Unit,
    UnitStatus, UploadLicence, endpoints,
};

fn open<E: Endpoint<Vendor = Depot>>(body: &str) -> Result<E::Output, OpenError> {
    Depot::open::<E>(&Bytes::copy_from_slice(body.as_bytes()))
}

fn refused<E: Endpoint<Vendor = Depot>>(body: &str) -> Refusal {
    match open::<E>(body) {
        Err(OpenError::Refused(refusal)) => *refusal,
        Err(OpenError::Malformed(error)) => panic!("malformed: {error}"),
        Ok(_) => panic!("a success"),
    }
}

fn malformed<E: Endpoint<Vendor = Depot>>(body: &str) -> String {
    match open::<E>(body) {
        Err(OpenError::Malformed(error)) => error.to_string(),
        Err(refused) => panic!("{refused}"),
        Ok(_) => panic!("a success"),
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\\x00-\\x7f]{0,12}",
        Just("\"},\"ResultCode\":0,{\"".to_owned()),
    ]
}

fn filled() -> impl Strategy<Value = String> {
    text().prop_filter("empty text is nothing", |text| !text.trim().is_empty())
}

fn matching() -> impl Strategy<Value = Matching> {
    any::<i64>().prop_map(Matching::from)
}

fn unit() -> impl Strategy<Value = Unit> {
    (
        any::<u128>(),
        text(),
        prop::option::of(filled()),
        prop::option::of(matching()),
        prop::option::of(any::<i64>()),
        any::<f64>(),
        any::<bool>(),
        prop::collection::vec(text(), 0..4),
    )
        .prop_map(
            |(id, name, contact, matching, balance, score, open, tags)| Unit {
                id,
                name,
                contact,
                matching,
                balance,
                score,
                open,
                tags,
            },
        )
}

fn existing() -> impl Strategy<Value = Existing> {
    (text(), prop::option::of(filled())).prop_map(|(name, contact)| Existing {
        unit: ExistingUnit { name, contact },
    })
}

proptest! {
    #[test]
    fn a_list_that_was_sealed_is_opened_as_it_was(
        units in prop::collection::vec(unit(), 0..6)
    ) {
        let body = Bytes::from(Depot::seal::<FindUnits>(Ok(&units)));
        prop_assert_eq!(Depot::open::<FindUnits>(&body).unwrap(), units);
    }

    #[test]
    fn an_object_that_was_sealed_is_opened_as_it_was(
        verified: i64,
        days in prop::option::of(filled()),
    ) {
        let status = Status { verified, days };
        let body = Bytes::from(Depot::seal::<UnitStatus>(Ok(&status)));
        prop_assert_eq!(Depot::open::<UnitStatus>(&body).unwrap(), status);
    }

    #[test]
    fn a_refusal_that_was_sealed_is_opened_with_its_details(
        code in any::<i64>().prop_filter("1 is success", |code| *code != 1),
        message in text(),
        details in existing(),
    ) {
        let body = serde_json::to_vec(&details).unwrap();
        let sent = Refusal::new(
            "depot", &RegisterUnit::SPEC, code, message, RefusalKind::Unknown, body.into(),
        );
        let sealed = Bytes::from(Depot::seal::<RegisterUnit>(Err(&sent)));
        let Err(OpenError::Refused(came)) = Depot::open::<RegisterUnit>(&sealed) else {
            return Err(TestCaseError::fail("not refused"));
        };
        prop_assert_eq!(came.code, code);
        prop_assert_eq!(&came.message, &sent.message);
        prop_assert_eq!(came.details::<Existing>().unwrap(), details);
        // An opened response can be sealed again.
        let again = Bytes::from(Depot::seal::<RegisterUnit>(Err(&came)));
        let Err(OpenError::Refused(again)) = Depot::open::<RegisterUnit>(&again) else {
            return Err(TestCaseError::fail("not refused the second time"));
        };
        prop_assert_eq!((again.code, &again.message), (code, &sent.message));
    }
}

#[test]
fn a_sealed_response_is_strict_json_under_the_vendors_names() {
    let registered = Registered {
        code: "i.86.110108.52".to_owned(),
    };
    assert_eq!(
        Depot::seal::<RegisterUnit>(Ok(&registered)),
        r#"{"OrganUnitIDcode":"i.86.110108.52","ResultCode":1,"ResultMsg":"注册成功！"}"#
            .as_bytes()
    );
    assert_eq!(
        Depot::seal::<FindUnits>(Ok(&Vec::new())),
        r#"{"OrganUnitList":[],"ResultCode":1,"ResultMsg":"成功"}"#.as_bytes()
    );
}

#[test]
fn an_operation_may_return_nothing_but_its_code() {
    let body = Depot::seal::<UploadLicence>(Ok(&()));
    assert_eq!(body, r#"{"ResultCode":1,"ResultMsg":"成功"}"#.as_bytes());
    open::<UploadLicence>(r#"{"ResultCode":1,"New":{"a":[1]}}"#).unwrap();
    assert_eq!(refused::<UploadLicence>(r#"{"ResultCode":0}"#).code, 0);
    assert_eq!(
        malformed::<UploadLicence>("{}"),
        "member `ResultCode` is missing"
    );
    assert!(malformed::<UploadLicence>("null").starts_with("expected an object"));
    let (_, untaken) =
        open_reporting::<UploadLicence>(&Bytes::from_static(br#"{"ResultCode":1,"New":0}"#))
            .unwrap();
    assert_eq!(untaken, ["New"]);
}

#[test]
fn a_refusal_without_details_is_sealed_without_members() {
    for body in ["", "{}", " { } ", "{,}", "no object"] {
        let refusal = Refusal::new(
            "depot",
            &UnitStatus::SPEC,
            -7,
            "a \"quoted\"\nword",
            RefusalKind::Unknown,
            Bytes::copy_from_slice(body.as_bytes()),
        );
        let sealed = Depot::seal::<UnitStatus>(Err(&refusal));
        assert_eq!(
            sealed, br#"{"ResultCode":-7,"ResultMsg":"a \"quoted\"\nword"}"#,
            "{body:?}"
        );
    }
}

#[test]
fn the_code_may_stand_anywhere_and_be_a_text() {
    for body in [
        r#"{"ResultCode":"1","IsAuthen":1}"#,
        r#"{"IsAuthen":1,"resultcode":1.0}"#,
        r#"{"ResultMsg":null," ResultCode ":"01","IsAuthen":1}"#,
        r#"{"Result\u0043ode":1,"IsAuthen":1}"#,
    ] {
        assert_eq!(open::<UnitStatus>(body).unwrap().verified, 1, "{body}");
    }
}

#[test]
fn the_code_under_the_exact_name_counts_and_the_first_message() {
    for body in [
        r#"{"ResultCode":1,"esultCode":0,"ResultMsg":"a","ResultMsg":"b","IsAuthen":1}"#,
        r#"{"esultCode":0,"ResultCode":1,"ResultMsg":"a","ResultMsg":"b","IsAuthen":1}"#,
        r#"{"resultcode":0,"ResultCode":1,"RESULTCODE":2,"IsAuthen":1}"#,
        r#"{"ResultCode":1,"ResultCode":"1","IsAuthen":1,"resultcode":"01"}"#,
    ] {
        assert_eq!(open::<UnitStatus>(body).unwrap().verified, 1, "{body}");
    }
    let body = r#"{"ResultCode":0,"ResultMsg":"a","ResultMsg":"b","esultCode":1}"#;
    let refusal = refused::<UnitStatus>(body);
    assert_eq!((refusal.code, refusal.message.as_str()), (0, "a"));
}

#[test]
fn a_response_that_contradicts_itself_is_malformed() {
    let code = "expected one value, found two that differ at ResultCode";
    for body in [
        r#"{"ResultCode":1,"IsAuthen":1,"ResultCode":0}"#,
        r#"{"ResultCode":0,"IsAuthen":1,"ResultCode":1}"#,
        r#"{"ResultCode":-1,"ResultCode":0}"#,
        r#"{"esultCode":0,"IsAuthen":1,"resultcode":1}"#,
    ] {
        assert_eq!(malformed::<UnitStatus>(body), code, "{body}");
        assert_eq!(malformed::<FindUnits>(body), code, "{body}");
    }
    assert_eq!(
        malformed::<UnitStatus>(r#"{"ResultCode":1,"IsAuthen":1,"IsAuthen":2}"#),
        "expected one value, found two that differ at IsAuthen"
    );
    assert_eq!(
        malformed::<FindUnits>(
            r#"{"OrganUnitList":[],"OrganUnitList":[{"OrganUnit_ID":7}],"ResultCode":1}"#
        ),
        "expected one value, found two that differ at OrganUnitList"
    );
    // A refusal need not have the content of a success.
    let body = r#"{"ResultCode":0,"IsAuthen":1,"IsAuthen":2}"#;
    assert_eq!(refused::<UnitStatus>(body).code, 0);
}

#[test]
fn a_list_under_its_exact_key_counts_before_another_spelling() {
    let row = r#"[{"OrganUnit_ID":7,"OrganUnitName":"x","Score":0,"Open":1}]"#;
    for body in [
        format!(r#"{{"OrganUnitList":{row},"organunitlist":[],"ResultCode":1}}"#),
        format!(r#"{{"organunitlist":[],"OrganUnitList":{row},"ResultCode":1}}"#),
        format!(r#"{{"OrganUnitList":{row},"ResultCode":1,"OrganUnitList": {row}}}"#),
    ] {
        let units = open::<FindUnits>(&body).unwrap();
        assert_eq!(units.iter().map(|unit| unit.id).collect::<Vec<_>>(), [7]);
    }
}

#[test]
fn a_response_without_code_is_malformed() {
    assert_eq!(
        malformed::<UnitStatus>(r#"{"IsAuthen":1}"#),
        "member `ResultCode` is missing"
    );
    assert_eq!(
        malformed::<FindUnits>(r#"{"OrganUnitList":[]}"#),
        "member `ResultCode` is missing"
    );
    assert_eq!(
        malformed::<UnitStatus>(r#"{"ResultCode":null,"IsAuthen":1}"#),
        "expected a whole number, found null at ResultCode"
    );
    for body in ["[]", "5", "null", "\"\"", ""] {
        assert!(
            malformed::<FindUnits>(body).starts_with("expected an object"),
            "{body}"
        );
        assert!(
            malformed::<UnitStatus>(body).starts_with("expected an object"),
            "{body}"
        );
    }
}

#[test]
fn a_success_without_its_content_is_malformed() {
    assert_eq!(
        malformed::<UnitStatus>(r#"{"ResultCode":1}"#),
        "member `IsAuthen` is missing"
    );
    assert_eq!(
        malformed::<FindUnits>(r#"{"ResultCode":1,"OrganUnitList":5}"#),
        "expected an object, found something else at byte 32 at OrganUnitList"
    );
}

#[test]
fn a_success_without_its_list_is_an_empty_list() {
    for body in [
        r#"{"ResultCode":1}"#,
        r#"{"ResultCode":1,"OrganUnitList":null}"#,
        r#"{"ResultCode":1,"OrganUnitList":""}"#,
    ] {
        assert_eq!(open::<FindUnits>(body).unwrap(), [], "{body}");
    }
}

#[test]
fn a_list_under_another_key_is_no_empty_list() {
    for body in [
        r#"{"ResultCode":1,"Units":[{"OrganUnit_ID":7}]}"#,
        r#"{"Unit":{"OrganUnit_ID":7},"ResultCode":1}"#,
    ] {
        assert_eq!(
            malformed::<FindUnits>(body),
            "member `OrganUnitList` is missing"
        );
    }
    let beside = r#"{"ResultCode":1,"Pages":[],"OrganUnitList":null}"#;
    assert_eq!(open::<FindUnits>(beside).unwrap(), []);
}

#[test]
fn one_object_in_place_of_the_list_is_a_list_of_one() {
    let body = r#"{"organUnitList":{"OrganUnit_ID":"7","OrganUnitName":"x","Score":0,"Open":1},
        "ResultCode":1}"#;
    let units = open::<FindUnits>(body).unwrap();
    assert_eq!(units.iter().map(|unit| unit.id).collect::<Vec<_>>(), [7]);
}

#[test]
fn a_refusal_need_not_have_the_content_of_a_success() {
    for body in [
        r#"{"ResultCode":-1,"ResultMsg":"参数错误"}"#,
        r#"{"OrganUnitList":null,"ResultCode":-1,"ResultMsg":"参数错误"}"#,
        r#"{"OrganUnitList":[{}],"ResultCode":-1,"ResultMsg":"参数错误"}"#,
        r#"{"ResultMsg":"参数错误","OrganUnitList":[[["x"]]],"ResultCode":"-1"}"#,
    ] {
        let refusal = refused::<FindUnits>(body);
        assert_eq!((refusal.vendor, refusal.operation), ("depot", "FindUnits"));
        assert_eq!((refusal.code, refusal.message.as_str()), (-1, "参数错误"));
        assert_eq!(refusal.kind, RefusalKind::Parameter);
        assert_eq!(refusal.body(), body.as_bytes());
        assert_eq!(
            refusal.to_string(),
            "depot refused FindUnits with code -1 (parameter): 参数错误"
        );
    }
    let silent = refused::<FindUnits>(r#"{"ResultCode":99}"#);
    assert_eq!(
        silent.to_string(),
        "depot refused FindUnits with code 99 (unknown)"
    );
}

#[test]
fn a_code_means_what_the_operations_own_table_says() {
    assert_eq!(
        refused::<FindUnits>(r#"{"ResultCode":0}"#).kind,
        RefusalKind::NotFound
    );
    assert_eq!(
        refused::<UnitStatus>(r#"{"ResultCode":0}"#).kind,
        RefusalKind::Parameter
    );
    assert_eq!(
        refused::<UnitStatus>(r#"{"ResultCode":10001}"#).kind,
        RefusalKind::Auth
    );
    assert_eq!(
        refused::<UnitStatus>(r#"{"ResultCode":5}"#).kind,
        RefusalKind::Unknown
    );
}

#[test]
fn only_paid_queries_that_may_have_got_a_response_may_have_been_charged() {
    let charged = |kind, billed| refused_as(kind, true, billed).charged();
    assert_eq!(charged(RefusalKind::NotFound, true), Knowledge::Unknown);
    assert_eq!(charged(RefusalKind::Unknown, true), Knowledge::Unknown);
    for kind in [
        RefusalKind::Auth,
        RefusalKind::Parameter,
        RefusalKind::Balance,
        RefusalKind::Account,
        RefusalKind::RateLimited,
        RefusalKind::VendorFault,
        RefusalKind::Exists,
    ] {
        assert_eq!(charged(kind, true), Knowledge::No, "{kind}");
    }
    assert_eq!(charged(RefusalKind::NotFound, false), Knowledge::No);
    assert_eq!(charged(RefusalKind::Unknown, false), Knowledge::No);
}

/// A refusal of this kind to an operation of this nature.
fn refused_as(kind: RefusalKind, idempotent: bool, billed: bool) -> Refusal {
    let spec = Spec {
        idempotent,
        billed,
        ..FindUnits::SPEC
    };
    Refusal::new("depot", &spec, 0, "", kind, Bytes::new())
}

#[test]
fn only_free_and_idempotent_calls_may_be_repeated_after_a_vendor_fault() {
    let retryable = |idempotent, billed| {
        refused_as(RefusalKind::VendorFault, idempotent, billed).is_retryable()
    };
    assert!(retryable(true, false));
    assert!(!retryable(true, true));
    assert!(!retryable(false, false));
    assert!(!retryable(false, true));
}

#[test]
fn a_rate_limited_call_may_be_repeated_and_other_refused_calls_may_not() {
    for (idempotent, billed) in [(true, false), (true, true), (false, false), (false, true)] {
        let retryable = |kind| refused_as(kind, idempotent, billed).is_retryable();
        assert!(retryable(RefusalKind::RateLimited));
        for kind in [
            RefusalKind::Auth,
            RefusalKind::Parameter,
            RefusalKind::NotFound,
            RefusalKind::Exists,
            RefusalKind::Balance,
            RefusalKind::Account,
            RefusalKind::Unknown,
        ] {
            assert!(!retryable(kind), "{kind}");
        }
    }
}

#[test]
fn a_catalogue_shows_each_operation_with_its_type() {
    struct Names(Vec<&'static str>);
    impl Visit<Depot> for Names {
        fn endpoint<E: Endpoint<Vendor = Depot>>(&mut self) {
            self.0.push(E::SPEC.name);
        }
    }
    let mut names = Names(Vec::new());
    endpoints(&mut names);
    assert_eq!(
        names.0,
        ["FindUnits", "RegisterUnit", "UploadLicence", "UnitStatus"]
    );
}
