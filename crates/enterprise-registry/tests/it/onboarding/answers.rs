//! The caller's answers: which are taken, which are refused.

use enterprise_registry::flow::{
    Confirmation, FlowError, FlowOutcome, Question, SmsCodeState, Step, StepState,
};
use enterprise_registry::sandbox::{Config, sample};

use super::{by_licence, by_sms, done, open, plan, run};
use crate::rig::{Rig, Script, Side};

#[tokio::test]
async fn after_a_wrong_code_the_flow_asks_again_without_another_sms() {
    let rig = Rig::new();
    let mut flow = open(&rig, plan(by_sms())).await;
    assert_eq!(
        flow.run().await.unwrap(),
        FlowOutcome::Asks(Question::SmsCode(SmsCodeState::Sent))
    );
    flow.set_sms_code("000000");
    assert_eq!(
        flow.run().await.unwrap(),
        FlowOutcome::Asks(Question::SmsCode(SmsCodeState::Wrong))
    );
    flow.set_sms_code(rig.sandbox.sms_code(sample::PHONE).unwrap());
    done(flow.run().await.unwrap());
    assert_eq!(rig.called("SendVerifyInfo"), 1);
    assert_eq!(rig.called("RegCompanyInfo"), 2);
    assert_eq!(rig.succeeded("RegCompanyInfo"), 1);
}

#[tokio::test]
async fn after_an_expired_code_the_caller_orders_another_sms() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    let now = Arc::new(AtomicU64::new(1_790_000_000_000));
    let theirs = Arc::clone(&now);
    let config = Config::default()
        .with_sms(true)
        .with_time_window(None)
        .with_clock(move || theirs.load(Ordering::Relaxed));
    let rig = Rig::with(config);
    let mut flow = open(&rig, plan(by_sms())).await;
    flow.run().await.unwrap();
    now.fetch_add(11 * 60 * 1000, Ordering::Relaxed);
    flow.set_sms_code(rig.sandbox.sms_code(sample::PHONE).unwrap());
    assert_eq!(
        flow.run().await.unwrap(),
        FlowOutcome::Asks(Question::SmsCode(SmsCodeState::Expired))
    );
    flow.repeat(Step::SendSms).await.unwrap();
    flow.run().await.unwrap();
    flow.set_sms_code(rig.sandbox.sms_code(sample::PHONE).unwrap());
    done(flow.run().await.unwrap());
    assert_eq!(rig.called("SendVerifyInfo"), 2);
}

#[tokio::test]
async fn a_code_supplied_at_the_beginning_saves_the_sms() {
    let rig = Rig::new();
    let (idcode, _) = rig.clients();
    let sent = enterprise_registry::idcode::operations::SendVerifyInfo::new(sample::PHONE);
    idcode.call(sent).await.unwrap();
    let mut flow = open(&rig, plan(by_sms())).await;
    flow.set_sms_code(rig.sandbox.sms_code(sample::PHONE).unwrap());
    done(flow.run().await.unwrap());
    assert_eq!(rig.called("SendVerifyInfo"), 1);
}

#[tokio::test]
async fn a_lost_paid_response_is_accepted_or_paid_again_only_by_the_caller() {
    for (side, queries) in [(Side::Before, 0), (Side::After, 1)] {
        let rig = Rig::new();
        rig.script(Script::Lose("/idcard/ent3f/Submit.json", side));
        run(&rig, plan(by_licence())).await.unwrap_err();
        for _ in 0..2 {
            let FlowOutcome::Asks(Question::Unknown { step, checked, .. }) =
                run(&rig, plan(by_licence())).await.unwrap()
            else {
                unreachable!()
            };
            assert_eq!((step, checked.len()), (Step::Verify, 0));
        }
        assert_eq!(rig.called("ent3f.Submit"), queries);

        let mut flow = open(&rig, plan(by_licence())).await;
        flow.accept(Step::Verify).await.unwrap();
        done(flow.run().await.unwrap());
        assert_eq!(flow.steps()[0].how, Some(Confirmation::Accepted));
        assert_eq!(rig.called("ent3f.Submit"), queries);
    }
}

#[tokio::test]
async fn a_lost_record_is_not_accepted_if_nothing_else_has_an_address() {
    let rig = Rig::new();
    rig.script(Script::Lose("/idcard/entinfov2/Submit.json", Side::After));
    run(&rig, plan(by_licence())).await.unwrap_err();
    let mut flow = open(&rig, plan(by_licence())).await;
    let error = flow.accept(Step::QueryRecord).await.unwrap_err();
    assert!(error.to_string().contains("completion.address"), "{error}");
    let asks = flow.run().await.unwrap();
    assert!(
        matches!(asks, FlowOutcome::Asks(Question::Unknown { .. })),
        "{asks:?}"
    );

    let mut with_address = plan(by_licence());
    with_address.completion.as_mut().unwrap().address = Some(sample::DEMO.address.to_owned());
    let mut flow = open(&rig, with_address).await;
    flow.accept(Step::QueryRecord).await.unwrap();
    done(flow.run().await.unwrap());
    assert_eq!(rig.called("entinfov2.Submit"), 1);
}

#[tokio::test]
async fn a_response_without_a_verdict_is_left_to_the_caller() {
    let rig = Rig::new();
    let body = r#"{"idcardid":"17","code":2,"msg":"","result":{"status":3}}"#;
    let path = "/idcard/ent3f/Submit.json";
    rig.script(Script::Answer(path, body.to_owned()));
    for _ in 0..2 {
        assert_eq!(
            run(&rig, plan(by_licence())).await.unwrap(),
            FlowOutcome::Asks(Question::Undetermined { step: Step::Verify })
        );
    }
    let mut flow = open(&rig, plan(by_licence())).await;
    flow.accept(Step::Verify).await.unwrap();
    rig.heal();
    done(flow.run().await.unwrap());
    assert_eq!(
        rig.called("ent3f.Submit"),
        0,
        "the sandbox was never called"
    );
}

#[tokio::test]
async fn only_a_step_that_was_begun_is_accepted() {
    let rig = Rig::new();
    let mut flow = open(&rig, plan(by_sms())).await;
    for step in [
        Step::Verify,
        Step::Certify,
        Step::QueryRecord,
        Step::Register,
    ] {
        let error = flow.accept(step).await.unwrap_err();
        assert!(matches!(error, FlowError::Answer { .. }), "{error:?}");
    }
    assert!(flow.accept(Step::Upload(1)).await.is_err());
    assert_eq!(rig.text(), None, "and nothing was written");
}

#[tokio::test]
async fn a_step_that_is_done_is_repeated_only_by_the_caller() {
    let rig = Rig::new();
    done(run(&rig, plan(by_licence())).await.unwrap());
    let mut flow = open(&rig, plan(by_licence())).await;
    assert!(flow.repeat(Step::Register).await.is_err());
    flow.repeat(Step::Certify).await.unwrap();
    done(flow.run().await.unwrap());
    assert_eq!(rig.called("VerifyCompanyInfo"), 2);
    assert!(
        flow.steps()
            .iter()
            .filter(|step| step.step != Step::SendSms)
            .all(|step| step.state == StepState::Done)
    );
}

#[tokio::test]
async fn a_truncated_or_empty_journal_is_damaged_and_starts_nothing() {
    let rig = Rig::new();
    done(run(&rig, plan(by_licence())).await.unwrap());
    let text = rig.text().unwrap();
    for (text, about) in [
        (&text[..text.len() / 2], "not the state of a flow (line "),
        ("", "it is empty"),
        ("\n", "it is empty"),
        ("{}", "not the state of a flow (line 1"),
    ] {
        let rig = Rig::new().with_text(text);
        let error = plan(by_licence()).preview(rig.clone()).await.unwrap_err();
        assert!(matches!(error, FlowError::Damaged(_)), "{error:?}");
        assert!(error.to_string().contains(about), "{error}");
    }
}

#[tokio::test]
async fn a_response_that_cannot_be_saved_is_returned_in_the_error() {
    use enterprise_registry::Knowledge;

    let rig = Rig::new();
    rig.fill_after("/idcard/ent3f/Submit.json");
    let mut flow = open(&rig, plan(by_licence())).await;
    let Err(FlowError::Journal { after, unsaved, .. }) = flow.run().await else {
        panic!("it continued without its journal")
    };
    let unsaved = unsaved.unwrap();
    assert_eq!(after, Some(Step::Verify));
    assert_eq!(unsaved.charged, Knowledge::Yes);
    assert!(unsaved.result.starts_with("match (serial "), "{unsaved:?}");

    // A process that gets the text does not query again; neither does this one.
    rig.heal();
    let other = rig.stranger().with_text(&unsaved.text);
    done(run(&other, plan(by_licence())).await.unwrap());
    assert_eq!(rig.called("ent3f.Submit"), 1);

    let rig = Rig::new();
    rig.fill_after("/AllInterFace/UnitRegist");
    let mut flow = open(&rig, plan(by_licence())).await;
    match flow.run().await {
        Err(FlowError::Journal { after, unsaved, .. }) => {
            assert_eq!(after, Some(Step::Register));
            assert_eq!(unsaved.unwrap().charged, Knowledge::No);
        }
        other => panic!("{other:?}"),
    }
    rig.heal();
    done(flow.run().await.unwrap());
    assert_eq!(rig.called("UnitRegist"), 1);
}

#[tokio::test]
async fn a_journal_of_another_company_host_flow_or_version_is_refused() {
    let rig = Rig::new();
    done(run(&rig, plan(by_licence())).await.unwrap());
    let text = rig.text().unwrap();
    for (from, to, about) in [
        ("\"schema\": 3", "\"schema\": 4", "its version is 4"),
        (
            "91110108MAXXXX015B",
            "91310115MAXXXX023P",
            "it belongs to 9131",
        ),
        ("onboarding", "issue-codes", "another flow"),
        (
            "https://api.idcode.org.cn",
            "http://127.0.0.1:1",
            "calls of idcode to http://127.0.0.1:1",
        ),
        ("{", "[", "is damaged: not the state of a flow (line 2"),
    ] {
        let rig = Rig::new().with_text(&text.replacen(from, to, 1));
        let (idcode, ihuyi) = rig.clients();
        let flow = enterprise_registry::onboarding::Onboarding::open(
            plan(by_licence()),
            idcode,
            Some(ihuyi),
            rig.clone(),
        );
        let error = flow.await.unwrap_err().to_string();
        assert!(error.contains(about), "{error}");
        assert_eq!(rig.text().unwrap(), text.replacen(from, to, 1));
    }
}
