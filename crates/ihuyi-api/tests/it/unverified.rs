//! Tests that products without a document are declared separately and marked.

use endpoint_core::pages::Paged;
use endpoint_core::{Covered, Endpoint, Evidence, Params, QueryOutcome, Spec, Vendor, Visit};
use ihuyi_api::products::{
    Ent3fv2Submit, EntfuzSubmit, EntpatSubmit, FoundBy, MatchStatus, NameResult, PatentKind,
    StatusResult,
};
use ihuyi_api::{Ihuyi, endpoints, unverified_endpoints};
use registry_model::jiff::civil::date;

use crate::requests::credit_code;

struct Specs(Vec<Spec>);

impl Visit<Ihuyi> for Specs {
    fn endpoint<E: Endpoint<Vendor = Ihuyi>>(&mut self) {
        self.0.push(E::SPEC);
    }
}

#[test]
fn they_are_in_a_separate_catalogue_and_marked() {
    let mut unverified = Specs(Vec::new());
    unverified_endpoints(&mut unverified);
    let mut documented = Specs(Vec::new());
    endpoints(&mut documented);
    for spec in &unverified.0 {
        let (app, call) = spec.name.split_once('.').unwrap();
        assert_eq!(spec.path, format!("/idcard/{app}/{call}.json"));
        let evidence = match call {
            "Submit" => Evidence::Observed,
            _ => Evidence::Analogy,
        };
        assert_eq!((spec.evidence, spec.billed), (evidence, call == "Submit"));
        assert!(!documented.0.iter().any(|other| other.name == spec.name));
    }
    for spec in unverified.0.iter().filter(|spec| spec.billed) {
        assert_eq!(spec.codes, [], "{}", spec.name);
        assert!(spec.code(2).unwrap().kind.is_none(), "{}", spec.name);
        assert!(Ihuyi::is_expired(40501) && spec.code(40501).is_some());
    }
}

#[test]
fn their_parameters_are_those_of_the_web_pages() {
    let names = |spec: Spec| -> Vec<_> { spec.params.iter().map(|param| param.name).collect() };
    assert_eq!(names(Ent3fv2Submit::SPEC), ["ent_name", "ent_code", "name"]);
    assert_eq!(
        names(EntfuzSubmit::SPEC),
        ["ent_name", "page_index", "page_size"]
    );
    assert_eq!(
        names(EntpatSubmit::SPEC),
        [
            "ent_name",
            "ent_code",
            "organization_code",
            "reg_no",
            "app_begin_date",
            "app_end_date",
            "begin_date",
            "end_date",
            "type",
            "page_index",
            "page_size"
        ]
    );
    assert_eq!(
        Ent3fv2Submit::SPEC.covered,
        Covered::These(&["name", "ent_name", "ent_code"])
    );
}

#[test]
fn requests_carry_what_was_set() {
    let patents = EntpatSubmit::new(credit_code())
        .with_applied(date(2020, 1, 1), date(2020, 12, 31))
        .with_published(date(2021, 1, 1), date(2021, 12, 31))
        .with_kind(PatentKind::UtilityModel)
        .at(2, 50);
    patents.validate().unwrap();
    let params = Params::from_request(&patents).unwrap();
    assert_eq!(
        params.texts().collect::<Vec<_>>(),
        [
            ("ent_code", "91110108MA0000015T"),
            ("app_begin_date", "2020-01-01"),
            ("app_end_date", "2020-12-31"),
            ("begin_date", "2021-01-01"),
            ("end_date", "2021-12-31"),
            ("type", "2"),
            ("page_index", "2"),
            ("page_size", "50"),
        ]
    );
    assert_eq!(params.into_typed::<EntpatSubmit>().unwrap(), patents);
    let backwards =
        EntpatSubmit::new(credit_code()).with_published(date(2021, 1, 2), date(2021, 1, 1));
    assert_eq!(
        backwards.validate().unwrap_err().to_string(),
        "`begin_date` is after `end_date`"
    );
    let names = EntfuzSubmit::new("样例");
    assert_eq!((names.page(), names.page_size()), (1, 10));
    assert!(names.at(1, 200).validate().is_ok());
    assert!(names.at(1, 201).validate().is_err());
    assert!(
        EntpatSubmit::new(credit_code())
            .at(1, 51)
            .validate()
            .is_err()
    );
}

#[test]
fn the_documented_part_of_their_replies_is_read() {
    let body = r#"{"code":2,"msg":"","idcardid":"1","result":{"status":"2","info":{"entinfo":
        {"esdate":"2004-04-20","ent_name_result":"1","entstatus_result":2}}}}"#;
    let matched = Ihuyi::open::<Ent3fv2Submit>(&body.into()).unwrap().result;
    assert_eq!(matched.status, MatchStatus::Match);
    let company = matched.info.unwrap().company.unwrap();
    assert_eq!(company.established.unwrap().day(), Some(date(2004, 4, 20)));
    assert_eq!(company.name, Some(NameResult::Same));
    assert_eq!(company.status, Some(StatusResult::NotOperating));

    for key in ["list", "lists"] {
        let body = format!(
            r#"{{"code":2,"msg":"","result":{{"{key}":[{{"hitReason":2,"creditCode":"91110108MA0000015T",
            "entityStatus":"1","entityName":"样例公司","shortName":"样例","matchedName":"样例"}}]}}}}"#
        );
        let rows = EntfuzSubmit::rows(Ihuyi::open::<EntfuzSubmit>(&body.into()).unwrap());
        assert_eq!(rows[0].found_by, Some(FoundBy::ShortName));
        assert_eq!(
            rows[0].credit_code.as_ref().unwrap().get(),
            Some(&credit_code())
        );
        assert_eq!(rows[0].short_name.as_deref(), Some("样例"));
    }

    let body = r#"{"code":2,"msg":"","result":{"total":"1","lists":[{"whatever":["x"]}]}}"#;
    let patents = Ihuyi::open::<EntpatSubmit>(&body.into()).unwrap();
    assert_eq!(patents.result.rows[0].0["whatever"][0], "x");
    assert_eq!(format!("{:?}", patents.result.rows[0]), "Patent");
    let none = r#"{"code":2,"msg":"","result":""}"#;
    let none = Ihuyi::open::<EntpatSubmit>(&none.into()).unwrap();
    assert!(
        QueryOutcome::from_output::<EntpatSubmit>(none)
            .found()
            .is_none()
    );
}

/// The balance that an operation finds in its reply.
struct Shown(Vec<(Spec, bool)>);

impl Visit<Ihuyi> for Shown {
    fn endpoint<E: Endpoint<Vendor = Ihuyi>>(&mut self) {
        let needs_nothing = Params::default().into_typed::<E>().is_ok();
        self.0.push((E::SPEC, needs_nothing));
    }
}

struct EachBalance(usize);

impl Visit<Ihuyi> for EachBalance {
    fn endpoint<E: Endpoint<Vendor = Ihuyi>>(&mut self) {
        let mut shown = Shown(Vec::new());
        E::balance_operation(&mut shown);
        let shown = shown.0.iter();
        let shown: Vec<_> = shown
            .map(|(spec, needs_nothing)| (spec.product(), spec.billed, *needs_nothing))
            .collect();
        let expected = if E::SPEC.billed {
            vec![(E::SPEC.product(), false, true)]
        } else {
            Vec::new()
        };
        assert_eq!(shown, expected, "{}", E::SPEC.name);
        self.0 += expected.len();
    }
}

#[test]
fn every_paid_operation_names_the_free_one_that_returns_its_balance() {
    let mut each = EachBalance(0);
    endpoints(&mut each);
    unverified_endpoints(&mut each);
    assert!(each.0 > 0);
}

#[test]
fn any_word_is_searched_for_as_a_part_of_a_name_but_no_text_of_a_program() {
    for word in [
        "58",
        "公司",
        "无",
        "没有",
        "有限",
        "A&B",
        "1314",
        "名称",
        "NULL咖啡",
        "张三和李四",
        "2008",
        "R&D",
        "科技 有限",
    ] {
        let search = EntfuzSubmit::new(word).with_names_as_written();
        assert_eq!(search.validate(), Ok(()), "{word}");
    }
    for word in [
        "58",
        "公司",
        "无",
        "没有",
        "有限",
        "A&B",
        "1314",
        "名称",
        "张三和李四",
        "R&D",
    ] {
        assert_eq!(EntfuzSubmit::new(word).validate(), Ok(()), "{word}");
    }
    for text in [
        "#N/A",
        "null",
        "{{word}}",
        "=A1",
        "[\"样例\"]",
        "样例\u{fffd}",
        "",
        "<b>样例</b>",
    ] {
        let refused = EntfuzSubmit::new(text).validate().unwrap_err();
        assert_eq!(refused.names(), ["ent_name"], "{text}");
    }
    let written = EntfuzSubmit::new("{{word}}").with_names_as_written();
    assert_eq!(written.validate(), Ok(()));
    let doubt = written.doubts().remove(0).to_string();
    assert!(doubt.contains("sent as written"), "{doubt}");
}
