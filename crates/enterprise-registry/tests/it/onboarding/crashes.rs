//! An onboarding that is killed anywhere and run again ends in the same state, with every write
//! sent once.

use core::time::Duration;

use enterprise_registry::flow::{Event, FlowError, FlowOutcome, LookupPolicy, Question, Step};
use enterprise_registry::idcode::operations::{GetCompanyBaseInfo, GetOrganUnitStatus};
use enterprise_registry::onboarding::{Onboarding, OnboardingPlan, OnboardingReport};
use enterprise_registry::sandbox::sample::{self, DEMO};

use super::{ONCE, by_licence, by_sms, done, open, plan, run, run_with_events};
use crate::rig::{Rig, Script, Side};

const SIDES: [Side; 2] = [Side::Before, Side::After];

fn operation_of(step: Step) -> &'static str {
    ONCE.iter().find(|(known, _)| *known == step).unwrap().1
}

/// Answers a question truthfully, by the state of the vendor.
async fn answer(rig: &Rig, flow: &mut Onboarding, question: Question) {
    match question {
        Question::SmsCode(_) => match rig.sandbox.sms_code(sample::PHONE) {
            Some(code) => flow.set_sms_code(code),
            None => flow.repeat(Step::SendSms).await.unwrap(),
        },
        Question::Unknown { step, .. } => {
            if rig.succeeded(operation_of(step)) > 0 {
                flow.accept(step).await.unwrap();
            } else {
                flow.repeat(step).await.unwrap();
            }
        }
        other => panic!("{other:?}"),
    }
}

/// Runs the flow to its end and answers its questions. The flow must not repeat a write by itself.
async fn resume(rig: &Rig, plan: &OnboardingPlan) -> OnboardingReport {
    for _ in 0..10 {
        let mut flow = open(rig, plan.clone()).await;
        match flow.run().await.unwrap() {
            FlowOutcome::Done(report) => return report,
            FlowOutcome::Asks(question) => {
                // A run without an answer asks the same and does nothing.
                let writes = paid_or_written(rig);
                let again = open(rig, plan.clone()).await.run().await.unwrap();
                if !matches!(question, Question::SmsCode(_)) {
                    assert_eq!(again, FlowOutcome::Asks(question.clone()));
                }
                assert_eq!(paid_or_written(rig), writes, "{question:?}");
                let mut flow = open(rig, plan.clone()).await;
                answer(rig, &mut flow, question).await;
                if let FlowOutcome::Done(report) = flow.run().await.unwrap() {
                    return report;
                }
            }
            other => panic!("{other:?}"),
        }
    }
    panic!("the flow does not end")
}

fn paid_or_written(rig: &Rig) -> Vec<usize> {
    let once = ONCE.iter().map(|(_, operation)| *operation);
    once.chain(["UnitRegist"])
        .map(|name| rig.called(name))
        .collect()
}

/// The state of the vendors at the end.
async fn state_of(rig: &Rig, report: &OnboardingReport) -> String {
    let (idcode, _) = rig.clients();
    let unit = idcode
        .call(GetCompanyBaseInfo::new(report.unit.clone()))
        .await;
    let status = idcode
        .call(GetOrganUnitStatus::new(report.unit.clone()))
        .await;
    let balances = ["ent3f", "entinfov2"].map(|product| rig.sandbox.balance(product));
    format!("{:?} {:?} {balances:?}", unit.unwrap(), status.unwrap())
}

async fn expect_the_same(rig: &Rig, plan: &OnboardingPlan, wanted: &str, about: &str) {
    rig.heal();
    let report = resume(rig, plan).await;
    assert_eq!(state_of(rig, &report).await, wanted, "{about}");
    for (operation, count) in ONCE.iter().map(|(_, name)| *name).zip(paid_or_written(rig)) {
        let is_of_the_plan = rig.succeeded(operation) > 0;
        assert!(
            !is_of_the_plan || count == 1,
            "{operation} {count} times, {about}"
        );
    }
}

async fn killed_everywhere(mut plan: OnboardingPlan) {
    // If the register's response is lost, the address has to come from the plan.
    if let Some(completion) = &mut plan.completion {
        completion.address = Some(DEMO.address.to_owned());
    }
    let plan = &plan;
    let untouched = Rig::new();
    let report = done(run(&untouched, plan.clone()).await.unwrap());
    let (calls, saves) = untouched.counts();
    assert!(calls >= 7 && saves >= 11, "{calls} {saves}");
    let wanted = state_of(&untouched, &report).await;

    for side in SIDES {
        for call in 0..calls {
            let rig = Rig::new();
            rig.script(Script::Die(call, side));
            let ended = rig.or_dies(run(&rig, plan.clone())).await;
            assert!(ended.is_none(), "it did not die in call {call}");
            expect_the_same(&rig, plan, &wanted, &format!("{side:?} call {call}")).await;
        }
        for save in 0..saves {
            let rig = Rig::new();
            rig.die_at_save(save, side);
            let ended = rig.or_dies(run(&rig, plan.clone())).await;
            assert!(ended.is_none(), "it did not die in save {save}");
            expect_the_same(&rig, plan, &wanted, &format!("{side:?} save {save}")).await;
        }
    }
}

#[tokio::test]
async fn killed_anywhere_with_an_sms_it_ends_in_the_same_state_with_every_write_sent_once() {
    killed_everywhere(plan(by_sms())).await;
}

#[tokio::test]
async fn killed_anywhere_with_a_licence_it_ends_in_the_same_state_with_every_write_sent_once() {
    killed_everywhere(plan(by_licence())).await;
}

#[tokio::test]
async fn a_lost_response_is_an_error_first_and_looked_up_by_the_next_run() {
    for side in SIDES {
        let rig = Rig::new();
        rig.script(Script::Lose("/AllInterFace/UnitRegist", side));
        let error = run(&rig, plan(by_licence())).await.unwrap_err();
        assert!(
            matches!(
                error,
                FlowError::Call {
                    step: Step::Register,
                    then: None,
                    ..
                }
            ),
            "{error:?}"
        );
        let (ended, events) = run_with_events(&rig, plan(by_licence())).await;
        let settled = events
            .iter()
            .filter(|one| matches!(one, Event::Settled { .. }));
        let settled: Vec<_> = settled.collect();
        match side {
            Side::After => {
                let step = Step::Register;
                done(ended.unwrap());
                assert_eq!(settled, [&Event::Settled { step }]);
                assert_eq!(rig.called("UnitRegist"), 1);
            }
            // Absence from a list proves nothing.
            Side::Before => {
                let step = Step::Register;
                let asks = matches!(
                    ended.unwrap(),
                    FlowOutcome::Asks(Question::Unknown { step: asked, .. }) if asked == step
                );
                assert!(asks && settled.is_empty());
                assert_eq!(rig.called("UnitRegist"), 0);
                let mut flow = open(&rig, plan(by_licence())).await;
                flow.repeat(step).await.unwrap();
                done(flow.run().await.unwrap());
                assert_eq!(rig.called("UnitRegist"), 1);
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_lost_request_is_looked_for_as_long_as_the_call_and_the_lists_may_take() {
    let rig = Rig::lagging(Duration::ZERO);
    rig.script(Script::Lose("/AllInterFace/UnitRegist", Side::Before));
    let plan = plan(by_licence()).with_lookup_policy(LookupPolicy::default());
    run(&rig, plan.clone()).await.unwrap_err();
    assert_eq!(rig.called("GetCompanyInfo"), 1, "nothing was unknown yet");
    let began = tokio::time::Instant::now();
    let (ended, events) = run_with_events(&rig, plan).await;
    let asks = matches!(ended.unwrap(), FlowOutcome::Asks(Question::Unknown { .. }));
    assert!(asks);
    // A call may take one minute, and lists another.
    assert_eq!(began.elapsed().as_secs(), 120);
    assert_eq!(rig.called("UnitRegist"), 0);
    assert_eq!(rig.called("LoginVerify"), 2, "accounts may be locked");
    let waits = events.iter().filter_map(|event| match event {
        Event::Waiting { wait, .. } => Some(*wait),
        _ => None,
    });
    assert_eq!(
        waits.sum::<Duration>().as_secs(),
        120,
        "reported while waiting"
    );
}

#[tokio::test(start_paused = true)]
async fn a_registration_that_a_proxy_sent_twice_is_recognised_by_its_login() {
    for (path, method) in [
        ("/AllInterFace/UnitRegist", by_licence()),
        ("/AllInterFace/RegCompanyInfo", by_sms()),
    ] {
        for lag in [0, 40] {
            let rig = Rig::lagging(Duration::from_secs(lag));
            rig.script(Script::Twice(path));
            let mut plan = plan(method.clone());
            plan.goal = enterprise_registry::onboarding::Goal::None;
            let report = done(run(&rig, plan.clone()).await.unwrap());
            assert!(!report.adopted, "{path}");
            let name = path.rsplit('/').next().unwrap();
            assert_eq!((rig.called(name), rig.succeeded(name)), (2, 1));
            done(run(&rig, plan).await.unwrap());
            assert_eq!(rig.called(name), 2);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn killed_after_a_duplicate_registration_was_refused_it_sends_none_and_finds_it() {
    for kind in ["refused", "answered"] {
        let rig = Rig::lagging(Duration::from_secs(40));
        let plan = plan(by_licence()).with_lookup_policy(LookupPolicy::default());
        rig.script(Script::Twice("/AllInterFace/UnitRegist"));
        // Saves: verify begun and done, the host of 307, register begun, then the refusal's entry.
        rig.die_at_save(
            5,
            if kind == "refused" {
                Side::After
            } else {
                Side::Before
            },
        );
        let ended = rig.or_dies(run(&rig, plan.clone())).await;
        assert!(ended.is_none());
        assert_eq!(rig.called("UnitRegist"), 2);
        rig.heal();
        let mut plan = plan;
        plan.goal = enterprise_registry::onboarding::Goal::None;
        done(run(&rig, plan).await.unwrap());
        assert_eq!(rig.called("UnitRegist"), 2, "{kind}");
    }
}
