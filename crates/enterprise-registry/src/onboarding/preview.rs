//! Lists the steps ahead of an onboarding.

use super::division;
use super::plan::is_fresh;
use super::plan::{
    ExistingUnitPolicy, Goal, OnboardingPlan, RecordSource, RegistrationMethod, SmsSender,
    Verification,
};
use super::state::OnboardingState;
use crate::flow::{Entry, PlannedStep, Preview, Step, StepForecast};

pub(super) fn preview(plan: &OnboardingPlan, state: &OnboardingState, now_ms: u64) -> Preview {
    // If the unit exists already, its certificate and data may be there too.
    let may_exist = !matches!(plan.existing, ExistingUnitPolicy::Ask)
        || state.register.how() == Some(crate::flow::Confirmation::Found);
    let mut steps = vec![
        PlannedStep::new(
            Step::Check,
            &[],
            StepForecast::Will,
            "checks identifiers and all requests offline",
        ),
        verify(plan, state, now_ms),
        look_up(plan, state),
    ];
    steps.extend(register(plan, state));
    steps.push(match &plan.certification {
        None => skipped(Step::Certify, &["304"], "the plan has no certificate"),
        Some(_) => {
            let will = will_or_may(may_exist);
            let what = "submits certificate and licence";
            PlannedStep::new(
                Step::Certify,
                &["304"],
                StepForecast::from_entry(&state.certify, will),
                what,
            )
        }
    });
    steps.push(query_record(plan, state));
    steps.push(match &plan.completion {
        None => skipped(Step::Complete, &["305"], "the plan has no data to complete"),
        Some(_) => {
            let will = will_or_may(may_exist);
            let what = "sets industry, address and the other data of the plan";
            PlannedStep::new(
                Step::Complete,
                &["305"],
                StepForecast::from_entry(&state.complete, will),
                what,
            )
        }
    });
    steps.push(match plan.goal {
        Goal::None => skipped(Step::AwaitStatus, &["308"], "the plan does not wait"),
        Goal::Verified => {
            let what = "waits until the unit is verified";
            PlannedStep::new(Step::AwaitStatus, &["308"], StepForecast::Will, what)
        }
        Goal::Approved => {
            let what = "waits until the unit is verified and its review passed";
            PlannedStep::new(Step::AwaitStatus, &["308"], StepForecast::Will, what)
        }
    });
    Preview { steps }
}

fn will_or_may(may_exist: bool) -> StepForecast {
    if may_exist {
        StepForecast::May
    } else {
        StepForecast::Will
    }
}

fn skipped(step: Step, operations: &'static [&'static str], why: &str) -> PlannedStep {
    PlannedStep::new(step, operations, StepForecast::Not, why)
}

fn verify(plan: &OnboardingPlan, state: &OnboardingState, now_ms: u64) -> PlannedStep {
    const OPERATIONS: &[&str] = &["ent3f.Submit"];
    let ahead = match &plan.verification {
        Verification::Skip => {
            return skipped(Step::Verify, OPERATIONS, "the plan does not verify");
        }
        Verification::Known {
            at_ms, fresh_for, ..
        } if is_fresh(*at_ms, *fresh_for, now_ms) => {
            let what = "a recent result was supplied";
            return skipped(Step::Verify, OPERATIONS, what);
        }
        _ => StepForecast::Will,
    };
    let what = "verifies name, credit code and legal representative; costs one query";
    PlannedStep::new(
        Step::Verify,
        OPERATIONS,
        StepForecast::from_entry(&state.verify, ahead),
        what,
    )
}

fn look_up(plan: &OnboardingPlan, state: &OnboardingState) -> PlannedStep {
    let forecast = if state.register.is_done() {
        StepForecast::Done
    } else {
        StepForecast::Will
    };
    if division::needs_look_up(plan, state) {
        let what = "looks up the division, and a unit of this name";
        return PlannedStep::new(Step::LookUp, &["101", "307"], forecast, what);
    }
    let what = "looks up a unit of this name";
    PlannedStep::new(Step::LookUp, &["307"], forecast, what)
}

fn register(plan: &OnboardingPlan, state: &OnboardingState) -> Vec<PlannedStep> {
    let is_adopted = matches!(plan.existing, ExistingUnitPolicy::Adopt(Some(_)));
    let ahead = match (&plan.existing, state.register.is_unknown()) {
        (ExistingUnitPolicy::Adopt(_), _) | (_, true) => StepForecast::May,
        (ExistingUnitPolicy::Ask, false) => StepForecast::Will,
    };
    let sms = match &plan.registration.method {
        RegistrationMethod::Login {
            sms: SmsSender::Platform,
            ..
        } => Some(("sends an SMS with a code to the phone", &["303"] as &[&str])),
        RegistrationMethod::Login {
            sms: SmsSender::Caller,
            ..
        } => Some(("requests a code for an SMS", &["302"] as _)),
        _ => None,
    };
    let mut steps = Vec::new();
    if let Some((what, operations)) = sms {
        let forecast = match (is_adopted, state.register.is_done()) {
            (true, _) => StepForecast::Not,
            (_, true) => StepForecast::Done,
            _ if operations == ["302"] => ahead,
            _ => StepForecast::from_entry(&state.send_sms, ahead),
        };
        steps.push(PlannedStep::new(Step::SendSms, operations, forecast, what));
    }
    if is_adopted && !state.register.is_done() {
        let what = "adopts the unit of the plan's main code, if it has the company's name";
        steps.push(skipped(Step::Register, &["306"], what));
        return steps;
    }
    let (what, operations): (_, &[&str]) = match plan.registration.method {
        RegistrationMethod::Login { .. } => (
            "registers the unit, with a user name and a password",
            &["301"],
        ),
        RegistrationMethod::Licence { .. } => (
            "registers the unit, with the licence number as user name",
            &["309"],
        ),
    };
    let forecast = match &state.register {
        // The flow first looks up whether the unit belongs to the company.
        Entry::Refused { .. } => StepForecast::May,
        entry => StepForecast::from_entry(entry, ahead),
    };
    steps.push(PlannedStep::new(Step::Register, operations, forecast, what));
    steps
}

fn query_record(plan: &OnboardingPlan, state: &OnboardingState) -> PlannedStep {
    const OPERATIONS: &[&str] = &["entinfov2.Submit"];
    let source = plan
        .completion
        .as_ref()
        .map(|completion| &completion.record);
    match source {
        None | Some(RecordSource::None) => {
            skipped(Step::QueryRecord, OPERATIONS, "the plan does not query it")
        }
        Some(RecordSource::Known(_)) => {
            skipped(Step::QueryRecord, OPERATIONS, "the record was supplied")
        }
        Some(RecordSource::Ask) if state.complete.is_done() => PlannedStep::new(
            Step::QueryRecord,
            OPERATIONS,
            StepForecast::Done,
            "the data is complete",
        ),
        Some(RecordSource::Ask) => PlannedStep::new(
            Step::QueryRecord,
            OPERATIONS,
            StepForecast::from_entry(&state.query_record, StepForecast::Will),
            "queries address and capital of the register; costs one query",
        ),
    }
}
