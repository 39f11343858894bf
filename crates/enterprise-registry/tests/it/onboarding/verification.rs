//! A company is verified by a query, by a supplied result, or not at all.

use enterprise_registry::flow::{
    Confirmation, FlowError, FlowOutcome, HaltReason, Question, Step, StepState,
};
use enterprise_registry::ihuyi::Serial;
use enterprise_registry::ihuyi::products::{MatchResult, MatchStatus, Matched};
use enterprise_registry::onboarding::Verification;
use enterprise_registry::sandbox::sample::DEMO;

use super::{by_licence, by_sms, done, open, plan};
use crate::rig::Rig;

fn matched(status: MatchStatus) -> Matched {
    Matched {
        serial: Some(Serial::new("17000000000000001")),
        result: MatchResult::new(status),
    }
}

#[tokio::test]
async fn a_fresh_result_saves_a_query_and_an_old_result_does_not() {
    const DAY_MS: u64 = 24 * 60 * 60 * 1000;
    for (age, queries) in [(29 * DAY_MS, 0), (31 * DAY_MS, 1)] {
        let rig = Rig::new();
        let now = 1_790_000_000_000;
        let known = Verification::known(matched(MatchStatus::Match), now - age);
        let plan = plan(by_licence()).with_verification(known);
        let mut flow = open(&rig, plan).await.with_clock(move || now);
        assert_eq!(flow.preview().billed_calls(), queries + 1, "and entinfov2");
        done(flow.run().await.unwrap());
        assert_eq!(rig.called("ent3f.Submit"), queries);
        let verified = &flow.steps()[0];
        assert_eq!(verified.state, StepState::Done);
        let how = if queries == 0 {
            Confirmation::HandedIn
        } else {
            Confirmation::Answered
        };
        assert_eq!(verified.how, Some(how));
        assert!(verified.serial.is_some());
    }
}

#[tokio::test]
async fn a_result_dated_in_the_future_is_refused() {
    let rig = Rig::new();
    let now = 1_790_000_000_000;
    let plan_at = |at_ms| {
        plan(by_licence())
            .with_verification(Verification::known(matched(MatchStatus::Match), at_ms))
    };
    // A clock may be some minutes ahead.
    let ahead = open(&rig, plan_at(now + 60_000)).await;
    done(ahead.with_clock(move || now).run().await.unwrap());
    assert_eq!(rig.called("ent3f.Submit"), 0);

    let rig = Rig::new();
    let mut flow = open(&rig, plan_at(now + 600_000))
        .await
        .with_clock(move || now);
    match flow.run().await {
        Err(FlowError::Plan { field, .. }) => assert_eq!(field, "verification.matched_on"),
        other => panic!("{other:?}"),
    }
    assert_eq!(rig.counts(), (0, 0));
}

#[tokio::test]
async fn a_mismatch_stops_the_flow_before_registration_and_is_paid_once() {
    let rig = Rig::new();
    let mut plan = plan(by_sms());
    plan.company.representative = "王五".to_owned();
    for _ in 0..2 {
        let error = open(&rig, plan.clone()).await.run().await.unwrap_err();
        let FlowError::Halted { step, reason } = error else {
            panic!("{error:?}")
        };
        assert_eq!((step, reason), (Step::Verify, HaltReason::Mismatch));
    }
    assert_eq!(rig.sandbox.calls().len(), 1);

    // With a corrected plan, the caller has it queried again.
    plan.company.representative = DEMO.representative.to_owned();
    let mut flow = open(&rig, plan.clone()).await;
    flow.accept(Step::Verify).await.unwrap_err();
    flow.repeat(Step::Verify).await.unwrap();
    assert!(matches!(
        flow.run().await.unwrap(),
        FlowOutcome::Asks(Question::SmsCode(_))
    ));
    assert_eq!(rig.called("ent3f.Submit"), 2);
}
