//! What an onboarding would do.

use super::division;
use super::plan::{
    ExistingUnitPolicy, Goal, OnboardingPlan, RecordSource, RegistrationMethod, SmsSender,
    Verification,
};
use super::state::OnboardingState;
use super::verify::is_fresh;
use crate::flow::{Entry, PlannedStep, Preview, Prospect, Step};

pub(super) fn preview(plan: &OnboardingPlan, state: &OnboardingState, now_ms: u64) -> Preview {
    // Where a unit exists already, what is said of it may have been done before.
    let may_exist = !matches!(plan.existing, ExistingUnitPolicy::Ask)
        || state.register.how() == Some(crate::flow::Confirmation::Found);
    let mut steps = vec![
        PlannedStep::new(
            Step::Check,
            &[],
            Prospect::Will,
            "identifiers and all requests, offline",
        ),
        verify(plan, state, now_ms),
        look_up(plan, state),
    ];
    steps.extend(register(plan, state));
    steps.push(match &plan.certification {
        None => not(Step::Certify, &["304"], "the plan has no certificate"),
        Some(_) => {
            let will = will_or_may(may_exist);
            let what = "certificate and licence go to the platform";
            PlannedStep::new(
                Step::Certify,
                &["304"],
                Prospect::from_entry(&state.certify, will),
                what,
            )
        }
    });
    steps.push(query_record(plan, state));
    steps.push(match &plan.completion {
        None => not(Step::Complete, &["305"], "the plan has no data to complete"),
        Some(_) => {
            let will = will_or_may(may_exist);
            let what = "industry, address and what else the plan has";
            PlannedStep::new(
                Step::Complete,
                &["305"],
                Prospect::from_entry(&state.complete, will),
                what,
            )
        }
    });
    steps.push(match plan.goal {
        Goal::None => not(Step::AwaitStatus, &["308"], "the plan waits for nothing"),
        Goal::Verified => {
            let what = "until the unit is verified";
            PlannedStep::new(Step::AwaitStatus, &["308"], Prospect::Will, what)
        }
        Goal::Approved => {
            let what = "until the unit is verified and its review passed";
            PlannedStep::new(Step::AwaitStatus, &["308"], Prospect::Will, what)
        }
    });
    Preview { steps }
}

fn will_or_may(may_exist: bool) -> Prospect {
    if may_exist {
        Prospect::May
    } else {
        Prospect::Will
    }
}

fn not(step: Step, operations: &'static [&'static str], why: &str) -> PlannedStep {
    PlannedStep::new(step, operations, Prospect::Not, why)
}

fn verify(plan: &OnboardingPlan, state: &OnboardingState, now_ms: u64) -> PlannedStep {
    const OPERATIONS: &[&str] = &["ent3f.Submit"];
    let ahead = match &plan.verification {
        Verification::Skip => return not(Step::Verify, OPERATIONS, "the plan does not verify"),
        Verification::Known {
            at_ms, fresh_for, ..
        } if is_fresh(*at_ms, *fresh_for, now_ms) => {
            let what = "a result that is fresh enough was handed in";
            return not(Step::Verify, OPERATIONS, what);
        }
        _ => Prospect::Will,
    };
    let what = "name, credit code and legal representative; costs one query";
    PlannedStep::new(
        Step::Verify,
        OPERATIONS,
        Prospect::from_entry(&state.verify, ahead),
        what,
    )
}

fn look_up(plan: &OnboardingPlan, state: &OnboardingState) -> PlannedStep {
    let prospect = if state.register.is_done() {
        Prospect::Done
    } else {
        Prospect::Will
    };
    if division::is_to_be_looked_up(plan, state) {
        let what = "does the platform have the division, and is a unit of this name registered?";
        return PlannedStep::new(Step::LookUp, &["101", "307"], prospect, what);
    }
    let what = "is a unit of this name registered?";
    PlannedStep::new(Step::LookUp, &["307"], prospect, what)
}

fn register(plan: &OnboardingPlan, state: &OnboardingState) -> Vec<PlannedStep> {
    let is_adopted = matches!(plan.existing, ExistingUnitPolicy::Adopt(Some(_)));
    let ahead = match (&plan.existing, state.register.is_unknown()) {
        (ExistingUnitPolicy::Adopt(_), _) | (_, true) => Prospect::May,
        (ExistingUnitPolicy::Ask, false) => Prospect::Will,
    };
    let sms = match &plan.registration.method {
        RegistrationMethod::Login {
            sms: SmsSender::Platform,
            ..
        } => Some(("an SMS with a code goes to the phone", &["303"] as &[&str])),
        RegistrationMethod::Login {
            sms: SmsSender::Caller,
            ..
        } => Some(("a code is made for an SMS", &["302"] as _)),
        _ => None,
    };
    let mut steps = Vec::new();
    if let Some((what, operations)) = sms {
        let prospect = match (is_adopted, state.register.is_done()) {
            (true, _) => Prospect::Not,
            (_, true) => Prospect::Done,
            _ if operations == ["302"] => ahead,
            _ => Prospect::from_entry(&state.send_sms, ahead),
        };
        steps.push(PlannedStep::new(Step::SendSms, operations, prospect, what));
    }
    if is_adopted && !state.register.is_done() {
        let what = "the unit of the plan's main code is taken, if it has the company's name";
        steps.push(not(Step::Register, &["306"], what));
        return steps;
    }
    let (what, operations): (_, &[&str]) = match plan.registration.method {
        RegistrationMethod::Login { .. } => ("the unit, with a user and a password", &["301"]),
        RegistrationMethod::Licence { .. } => {
            ("the unit, with the licence number as user", &["309"])
        }
    };
    let prospect = match &state.register {
        // It is looked up first whose the unit is.
        Entry::Refused { .. } => Prospect::May,
        entry => Prospect::from_entry(entry, ahead),
    };
    steps.push(PlannedStep::new(Step::Register, operations, prospect, what));
    steps
}

fn query_record(plan: &OnboardingPlan, state: &OnboardingState) -> PlannedStep {
    const OPERATIONS: &[&str] = &["entinfov2.Submit"];
    let source = plan
        .completion
        .as_ref()
        .map(|completion| &completion.record);
    match source {
        None | Some(RecordSource::None) => not(
            Step::QueryRecord,
            OPERATIONS,
            "the plan does not ask for it",
        ),
        Some(RecordSource::Known(_)) => {
            not(Step::QueryRecord, OPERATIONS, "the record was handed in")
        }
        Some(RecordSource::Ask) if state.complete.is_done() => PlannedStep::new(
            Step::QueryRecord,
            OPERATIONS,
            Prospect::Done,
            "the data are complete",
        ),
        Some(RecordSource::Ask) => PlannedStep::new(
            Step::QueryRecord,
            OPERATIONS,
            Prospect::from_entry(&state.query_record, Prospect::Will),
            "address and capital of the register; costs one query",
        ),
    }
}
