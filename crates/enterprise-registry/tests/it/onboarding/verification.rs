//! When is a company verified by a query, when by what is known, and when not at all?

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
async fn a_fresh_result_saves_a_query_and_an_old_one_does_not() {
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
async fn a_result_of_the_future_is_refused_instead_of_being_fresh_for_ever() {
    let rig = Rig::new();
    let now = 1_790_000_000_000;
    let plan_at = |at_ms| {
        plan(by_licence())
            .with_verification(Verification::known(matched(MatchStatus::Match), at_ms))
    };
    // A clock that goes some minutes ahead is no future.
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
async fn a_mismatch_stops_it_before_anything_is_registered_and_is_not_paid_for_twice() {
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

    // Corrected, it is asked again where a person says so.
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
