//! Tests the typed values in the rows of list products.

use std::fs;

use endpoint_core::pages::Paged;
use endpoint_core::{Knowledge, OpenError, QueryOutcome, Vendor};
use ihuyi_api::Ihuyi;
use ihuyi_api::products::{
    CopyrightKind, Copyrights, Ent3fSubmit, EntcopySubmit, Entinfov2Submit, EntmarkSubmit,
    MatchStatus, Trademarks,
};
use registry_model::jiff::civil::date;
use registry_model::{Amount, RegistrationState, RegistryDate};

use crate::requests::credit_code;

fn body(operation: &str, case: &str) -> bytes::Bytes {
    let path = format!(
        "{}/../../fixtures/ihuyi/{operation}/{case}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    fs::read(path).unwrap().into()
}

fn marks(case: &str) -> Trademarks {
    Ihuyi::open::<EntmarkSubmit>(&body("entmark.Submit", case)).unwrap()
}

fn works(case: &str) -> Copyrights {
    Ihuyi::open::<EntcopySubmit>(&body("entcopy.Submit", case)).unwrap()
}

fn day(date: Option<&RegistryDate>) -> Option<registry_model::jiff::civil::Date> {
    date.and_then(RegistryDate::day)
}

#[test]
fn a_trademark_has_its_dates_flags_and_events() {
    let answer = marks("success");
    assert_eq!(answer.serial.unwrap().as_str(), "25071713393242455");
    assert_eq!(answer.result.total, Some(25));
    let [mark] = answer.result.rows.as_slice() else {
        panic!("the sample has one row")
    };
    assert_eq!(mark.application_number.as_deref(), Some("81477709"));
    assert_eq!(mark.class.as_ref().unwrap().value(), Some(&20));
    assert_eq!(mark.is_history.as_ref().unwrap().value(), Some(&false));
    assert_eq!(mark.application_year.as_ref().unwrap().value(), Some(&2024));
    assert_eq!(day(mark.applied.as_ref()), Some(date(2024, 10, 19)));
    assert_eq!(day(mark.valid_to.as_ref()), Some(date(2035, 6, 13)));
    assert_eq!(mark.priority, None);
    let term = mark.exclusive_period.as_ref().unwrap().value().unwrap();
    assert_eq!(
        (term.from, term.to),
        (date(2025, 6, 14), Some(date(2035, 6, 13)))
    );
    let steps = mark.steps.items().unwrap();
    let named: Vec<_> = steps
        .iter()
        .map(|step| {
            (
                step.name.as_deref().unwrap(),
                day(step.on.as_ref()).unwrap(),
            )
        })
        .collect();
    assert_eq!(
        named,
        [
            ("申请收文", date(2024, 10, 19)),
            ("等待受理通知书发文", date(2024, 11, 8))
        ]
    );
    let goods = &mark.goods.items().unwrap()[0];
    assert_eq!(goods.is_refused.as_ref().unwrap().value(), Some(&false));
    let announcement = &mark.announcements.items().unwrap()[0];
    assert_eq!(announcement.gazette.as_deref(), Some("1939"));
    assert_eq!(announcement.assignee, None);
}

#[test]
fn unreadable_values_are_kept_and_leave_the_rest_readable() {
    let answer = marks("irregular");
    let mark = &answer.result.rows[0];
    assert_eq!(mark.is_history.as_ref().unwrap().value(), Some(&false));
    let unread = mark.registered.as_ref().unwrap();
    assert_eq!((unread.day(), unread.as_str()), (None, "待公告"));
    assert_eq!(
        mark.goods.items().unwrap()[0].group.as_deref(),
        Some("2003")
    );
    let why = mark.steps.items().unwrap_err().to_string();
    assert_eq!(
        why,
        "expected a text, found the end of the response at byte 28 at [0]"
    );
    assert_eq!(mark.steps.text(), r#"[{"stepName":"申请收文","#);
    let single = mark.announcements.items().unwrap();
    assert_eq!(single[0].gazette.as_deref(), Some("1939"));
}

#[test]
fn a_copyright_has_its_dates_kind_and_relations() {
    let answer = works("success");
    assert_eq!(answer.result.total, Some(1));
    assert_eq!(answer.result.rows.len(), 3);
    let work = &answer.result.rows[2];
    assert_eq!(work.kind, Some(CopyrightKind::Software));
    assert_eq!(day(work.finished.as_ref()), Some(date(2017, 3, 8)));
    assert_eq!(
        work.finished.as_ref().unwrap().as_str(),
        "2017-03-08T00:00:00"
    );
    assert_eq!(work.publication_year.as_ref().unwrap().value(), Some(&2017));
    assert_eq!(work.state_since, None);
    let related = &work.related.items().unwrap()[0];
    assert_eq!(related.item.as_deref(), Some("2141***"));
    assert_eq!(related.kind.as_deref(), Some("E"));
    let odd = works("irregular").result;
    assert_eq!(odd.rows[0].kind, Some(CopyrightKind::Other("X".to_owned())));
    assert_eq!(day(odd.rows[0].published.as_ref()), Some(date(2017, 7, 12)));
    assert_eq!(day(odd.rows[0].registered.as_ref()), None);
    assert_eq!(odd.rows[0].related.items(), Ok(&[][..]));
    assert!(odd.rows[2].related.items().is_err());
}

#[test]
fn a_record_has_its_capital_dates_and_status() {
    let record = Ihuyi::open::<Entinfov2Submit>(&body("entinfov2.Submit", "success")).unwrap();
    let basic = record.result.info.basic.unwrap();
    let capital = basic.capital().unwrap();
    assert_eq!(capital.ten_thousands(), Some(Amount::new(1000)));
    assert_eq!(capital.amount(), Some(Amount::new(10_000_000)));
    assert_eq!(capital.currency().unwrap().code(), Some("CNY"));
    assert_eq!(day(basic.established.as_ref()), Some(date(2004, 4, 20)));
    assert_eq!(basic.term_to, None);
    assert_eq!(
        basic.status.unwrap().registration_state(),
        RegistrationState::InBusiness
    );
    let officer = &record.result.info.officers[0];
    assert_eq!(officer.total.as_ref().unwrap().value(), Some(&2));
    let certificate = &record.result.info.certificates[1];
    assert_eq!(
        certificate.is_history.as_ref().unwrap().value(),
        Some(&true)
    );
}

#[test]
fn a_status_is_a_match_a_mismatch_or_undetermined_and_never_unreadable() {
    let undetermined = |text: &str| MatchStatus::Undetermined(text.to_owned());
    for (sent, expected) in [
        ("{\"status\":2}", MatchStatus::Match),
        ("{\"status\":\"2\"}", MatchStatus::Match),
        ("{\"status\":1}", MatchStatus::Mismatch),
        (
            "{\"status\":\" 1 \",\"info\":{\"x\":[1]}}",
            MatchStatus::Mismatch,
        ),
        ("{\"status\":0}", undetermined("0")),
        ("{\"status\":-1}", undetermined("-1")),
        ("{\"status\":\"通过\"}", undetermined("通过")),
        ("{\"status\":true}", undetermined("true")),
        ("{\"status\":null}", undetermined("")),
        ("{\"status\":\"\"}", undetermined("")),
    ] {
        let body = format!(r#"{{"code":2,"msg":"","idcardid":"1","result":{sent}}}"#);
        let matched = Ihuyi::open::<Ent3fSubmit>(&body.into()).unwrap();
        assert_eq!(matched.result.status, expected, "{sent}");
        let sealed = Ihuyi::seal::<Ent3fSubmit>(Ok(&matched));
        let again = Ihuyi::open::<Ent3fSubmit>(&sealed.into()).unwrap();
        assert_eq!(again, matched, "{sent}");
    }
}

#[test]
fn a_response_without_a_status_is_a_decode_error() {
    for result in ["{}", r#"{"info":{}}"#, r#""later""#, "null"] {
        let body = format!(r#"{{"code":2,"msg":"","idcardid":"1","result":{result}}}"#);
        let opened = Ihuyi::open::<Ent3fSubmit>(&body.into());
        assert!(matches!(opened, Err(OpenError::Malformed(_))), "{result}");
    }
}

#[test]
fn an_empty_result_with_success_was_charged() {
    for case in ["irregular-empty", "irregular-absent"] {
        let QueryOutcome::NotFound(nothing) =
            QueryOutcome::from_output::<EntcopySubmit>(works(case))
        else {
            panic!("{case} has no rows")
        };
        assert_eq!(nothing.charged(), Knowledge::Yes);
        assert!(nothing.output().unwrap().serial.is_some() && nothing.refusal().is_none());
    }
    assert!(
        QueryOutcome::from_output::<EntmarkSubmit>(marks("irregular-empty"))
            .found()
            .is_none()
    );
    assert!(
        QueryOutcome::from_output::<EntmarkSubmit>(marks("success"))
            .found()
            .is_some()
    );
    let record = |info: &str| {
        let body = format!(r#"{{"code":2,"msg":"","result":{{"info":{info}}}}}"#);
        QueryOutcome::from_output::<Entinfov2Submit>(
            Ihuyi::open::<Entinfov2Submit>(&body.into()).unwrap(),
        )
    };
    assert!(record("{}").found().is_none());
    assert!(record("[]").found().is_none());
    assert!(record(r#"{"basic":{}}"#).found().is_some());
}

#[test]
fn a_request_is_paged() {
    let request = EntmarkSubmit::new(credit_code()).with_class(9);
    assert_eq!((Paged::page(&request), Paged::page_size(&request)), (1, 20));
    let third = request.at(3, 10);
    assert_eq!(third, request.clone().with_page(3).with_page_size(10));
    let works = EntcopySubmit::new(credit_code()).with_page(2);
    assert_eq!((Paged::page(&works), Paged::page_size(&works)), (2, 50));
}
