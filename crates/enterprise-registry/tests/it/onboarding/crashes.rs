//! Killed anywhere and run again, does it end in the same state, with everything done once?

use enterprise_registry::flow::{End, Event, FlowError, Question, Step};
use enterprise_registry::idcode::operations::{GetCompanyBaseInfo, GetOrganUnitStatus};
use enterprise_registry::onboarding::{Onboarding, Plan, Report};
use enterprise_registry::sandbox::sample::{self, DEMO};

use super::{ONCE, by_licence, by_sms, done, open, plan, run, run_told};
use crate::rig::{Rig, Script, Side};

const SIDES: [Side; 2] = [Side::Before, Side::After];

fn operation_of(step: Step) -> &'static str {
    ONCE.iter().find(|(known, _)| *known == step).unwrap().1
}

/// What a person answers who knows what the vendor has: asked and settled truthfully.
async fn answer(rig: &Rig, flow: &mut Onboarding, question: Question) {
    match question {
        Question::SmsCode(_) => match rig.sandbox.sms_code(sample::PHONE) {
            Some(code) => flow.with_sms_code(code),
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

/// Runs it to its end, as a person would who is asked. Nothing may be repeated unasked.
async fn resume(rig: &Rig, plan: &Plan) -> Report {
    for _ in 0..10 {
        let mut flow = open(rig, plan.clone()).await;
        match flow.run().await.unwrap() {
            End::Done(report) => return report,
            End::Asks(question) => {
                // Run again without an answer, it asks the same and does nothing.
                let writes = paid_or_written(rig);
                let again = open(rig, plan.clone()).await.run().await.unwrap();
                if !matches!(question, Question::SmsCode(_)) {
                    assert_eq!(again, End::Asks(question.clone()));
                }
                assert_eq!(paid_or_written(rig), writes, "{question:?}");
                let mut flow = open(rig, plan.clone()).await;
                answer(rig, &mut flow, question).await;
                if let End::Done(report) = flow.run().await.unwrap() {
                    return report;
                }
            }
            other => panic!("{other:?}"),
        }
    }
    panic!("it does not end")
}

fn paid_or_written(rig: &Rig) -> Vec<usize> {
    let once = ONCE.iter().map(|(_, operation)| *operation);
    once.chain(["UnitRegist"])
        .map(|name| rig.called(name))
        .collect()
}

/// What the vendors have at the end.
async fn state_of(rig: &Rig, report: &Report) -> String {
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

async fn expect_the_same(rig: &Rig, plan: &Plan, wanted: &str, about: &str) {
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

async fn killed_everywhere(mut plan: Plan) {
    // Where the register's answer is lost, the address has to come from somewhere else.
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
async fn killed_anywhere_with_an_sms_it_ends_the_same_with_everything_done_once() {
    killed_everywhere(plan(by_sms())).await;
}

#[tokio::test]
async fn killed_anywhere_with_a_licence_it_ends_the_same_with_everything_done_once() {
    killed_everywhere(plan(by_licence())).await;
}

#[tokio::test]
async fn an_answer_that_is_lost_is_an_error_first_and_settled_by_the_next_run() {
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
        let (ended, told) = run_told(&rig, plan(by_licence())).await;
        done(ended.unwrap());
        assert_eq!(rig.called("UnitRegist"), 1, "{side:?}");
        let settled = told
            .iter()
            .filter(|one| matches!(one, Event::Settled { .. }));
        let happened = Event::Settled {
            step: Step::Register,
            happened: side == Side::After,
        };
        assert_eq!(settled.collect::<Vec<_>>(), [&happened]);
    }
}

#[tokio::test]
async fn no_counts_only_after_the_schedule_for_what_may_be_on_its_way() {
    use core::time::Duration;
    use enterprise_registry::flow::Schedule;

    tokio::time::pause();
    let rig = Rig::new();
    rig.script(Script::Lose("/AllInterFace/UnitRegist", Side::Before));
    let plan = plan(by_licence()).with_settling(Schedule::new(
        Duration::from_secs(1),
        Duration::from_secs(2),
        Duration::from_secs(3),
    ));
    run(&rig, plan.clone()).await.unwrap_err();
    assert_eq!(rig.called("GetCompanyInfo"), 1, "nothing was unknown yet");
    done(run(&rig, plan).await.unwrap());
    assert_eq!(rig.called("GetCompanyInfo"), 1 + 3);
    assert_eq!(rig.called("UnitRegist"), 1);
}
