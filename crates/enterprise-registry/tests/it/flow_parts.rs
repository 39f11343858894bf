//! Small parts of flows: steps, schedules, journals in memory, questions, and refusals that the
//! table does not have.

use enterprise_registry::flow::{
    Journal as _, ListedUpload, MemoryJournal, Question, RefusalAction, Schedule, SmsCodeState,
    Step, refusal_action,
};
use enterprise_registry::idcode::operations::{GetCompanyInfo, LoginVerify};
use enterprise_registry::ihuyi::products::Ent3fSubmit;
use enterprise_registry::{Endpoint, Refusal, RefusalKind};

#[test]
fn a_step_parses_from_its_own_text() {
    let steps = [
        (Step::Check, "check"),
        (Step::Verify, "verify"),
        (Step::LookUp, "look-up"),
        (Step::SendSms, "send-sms"),
        (Step::Register, "register"),
        (Step::Certify, "certify"),
        (Step::QueryRecord, "query-record"),
        (Step::Complete, "complete"),
        (Step::AwaitStatus, "await-status"),
        (Step::Apply, "apply"),
        (Step::Upload(1), "upload-1"),
        (Step::AwaitConversion(2), "await-conversion-2"),
        (Step::FetchPictures(30), "fetch-pictures-30"),
    ];
    for (step, text) in steps {
        assert_eq!(step.to_string(), text);
        assert_eq!(text.parse(), Ok(step));
    }
    for text in [
        "",
        "upload",
        "upload-",
        "upload-0",
        "upload--1",
        "verify-1",
        "Verify",
    ] {
        assert!(text.parse::<Step>().is_err(), "{text}");
    }
}

#[test]
fn processing_is_read_for_half_an_hour_and_a_list_every_ten_seconds() {
    let seconds =
        |schedule: Schedule| -> Vec<u64> { schedule.waits().map(|wait| wait.as_secs()).collect() };
    assert_eq!(
        seconds(Schedule::for_processing()),
        [10, 20, 40, 80, 160, 300, 300, 300, 300, 290]
    );
    let list = Schedule::for_list(core::time::Duration::from_secs(40));
    assert_eq!(seconds(list), [1, 2, 4, 8, 10, 10, 5]);
}

#[tokio::test]
async fn a_journal_in_memory_returns_the_last_save() {
    let mut journal = MemoryJournal::new();
    assert_eq!(journal.load().await.unwrap(), None);
    journal.save("one").await.unwrap();
    journal.save("two").await.unwrap();
    assert_eq!(journal.load().await.unwrap().as_deref(), Some("two"));
    let mut journal = MemoryJournal::with_text("before");
    assert_eq!(journal.load().await.unwrap().as_deref(), Some("before"));
}

#[test]
fn a_question_says_what_is_needed_and_which_operations_did_not_show_it() {
    let step = Step::Verify;
    let unknown = |checked| Question::Unknown {
        step,
        since_ms: 0,
        checked,
        listed: Vec::new(),
    };
    let listing = |uploads: &[(u64, Option<u64>)]| {
        let listed = uploads
            .iter()
            .map(|(upload, codes)| ListedUpload::new(*upload, codes.map(Into::into)));
        Question::Unknown {
            step,
            since_ms: 0,
            checked: &["502"],
            listed: listed.collect(),
        }
    };
    let exists = |login_refused| Question::UnitExists {
        id: None,
        login_refused,
    };
    let questions = [
        (
            Question::SmsCode(SmsCodeState::Sent),
            "the code of the SMS is needed",
        ),
        (
            Question::SmsCode(SmsCodeState::MaybeSent),
            "the code of the SMS is needed, and it is unknown whether one was sent",
        ),
        (
            Question::SmsCode(SmsCodeState::Wrong),
            "the code of the SMS is wrong",
        ),
        (
            Question::SmsCode(SmsCodeState::Expired),
            "the code of the SMS has expired",
        ),
        (
            unknown(&[]),
            "it is unknown whether `verify` was done; no free operation shows it",
        ),
        (
            unknown(&["a", "b"]),
            "it is unknown whether `verify` was done; a and b did not show it",
        ),
        (
            listing(&[(7, Some(1))]),
            "it is unknown whether `verify` was done; 502 did not show it; new in the list: upload \
             7 with 1 code, which may be this upload or another",
        ),
        (
            listing(&[(7, Some(20)), (8, None)]),
            "it is unknown whether `verify` was done; 502 did not show it; new in the list: upload \
             7 with 20 codes, and upload 8; one of them may be this upload",
        ),
        (
            Question::Refused { step, code: 408 },
            "`verify` was refused with code 408, and the query may have been charged",
        ),
        (
            Question::Undetermined { step },
            "`verify` was answered without a verdict",
        ),
        (exists(false), "a unit of this name is registered already"),
        (
            exists(true),
            "a unit of this name is registered already, and the login of the plan does not open \
             it",
        ),
    ];
    for (question, text) in questions {
        assert_eq!(question.to_string(), text);
    }
}

fn refused<E: Endpoint>(code: i64, kind: RefusalKind) -> RefusalAction {
    refusal_action(&Refusal::new(
        "vendor",
        &E::SPEC,
        code,
        "",
        kind,
        Default::default(),
    ))
}

#[test]
fn a_code_without_a_row_is_judged_by_its_kind_and_by_money() {
    for kind in [RefusalKind::RateLimited, RefusalKind::VendorFault] {
        assert_eq!(
            refused::<GetCompanyInfo>(777, kind),
            RefusalAction::RetryLater
        );
        assert_eq!(refused::<Ent3fSubmit>(777, kind), RefusalAction::RetryLater);
    }
    for kind in [RefusalKind::NotFound, RefusalKind::Unknown] {
        // A paid query may have been charged.
        assert_eq!(refused::<Ent3fSubmit>(777, kind), RefusalAction::Ask);
        assert_eq!(refused::<GetCompanyInfo>(777, kind), RefusalAction::Stop);
    }
    let kind = RefusalKind::Parameter;
    assert_eq!(refused::<Ent3fSubmit>(777, kind), RefusalAction::Stop);
}

#[test]
fn refused_credentials_of_the_client_do_not_answer_a_login() {
    let asks = refused::<LoginVerify>(0, RefusalKind::NotFound);
    assert_eq!(asks, RefusalAction::Ask);
    let stops = refused::<LoginVerify>(0, RefusalKind::Auth);
    assert_eq!(stops, RefusalAction::Stop);
}
