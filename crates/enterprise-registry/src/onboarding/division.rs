//! Tells whether a unit can be registered in the division of the plan.
//!
//! It is told before anything is paid: by the embedded table, where the feature `divisions` has it,
//! and for a code that the table does not have, which may be newer, by the platform's own list.

use idcode_api::operations::GetAllAreaInfo;
use registry_model::DivisionCode;

use super::Onboarding;
use super::plan::{ExistingUnitPolicy, OnboardingPlan};
use super::state::OnboardingState;
use crate::flow::{Confirmation, Event, FlowError, Halt, HaltReason, Step, StepResult};

const STEP: Step = Step::LookUp;

impl Onboarding {
    /// Asks the platform for a division that the table does not know (101, free of charge).
    pub(super) async fn look_up_division(&mut self) -> StepResult<()> {
        if !is_to_be_looked_up(&self.plan, &self.engine.state) {
            return Ok(());
        }
        let code = self.plan.registration.locality.district();
        let request = GetAllAreaInfo::new();
        let listed = self
            .engine
            .read_or_halt(STEP, &self.idcode, request)
            .await?;
        let code = code.to_string();
        if !listed.iter().any(|area| area.id.to_string() == code) {
            return Err(Halt::because(STEP, HaltReason::NoSuchDivision { code }));
        }
        self.engine.report(&Event::Done {
            step: STEP,
            how: Confirmation::Answered,
            result: format!("the platform has the division {code}"),
        });
        Ok(())
    }
}

/// Whether only the platform can tell. What was begun went through this, and what is registered
/// lies where it does.
pub(super) fn is_to_be_looked_up(plan: &OnboardingPlan, state: &OnboardingState) -> bool {
    let may_have_begun = state.register.is_unknown() || state.register.is_done();
    !may_have_begun && registers(plan) && !is_known(plan.registration.locality.district())
}

/// Whether it may come to a registration.
fn registers(plan: &OnboardingPlan) -> bool {
    !matches!(plan.existing, ExistingUnitPolicy::Adopt(Some(_)))
}

#[cfg(feature = "divisions")]
fn is_known(code: DivisionCode) -> bool {
    registry_model::divisions::find(code).is_some()
}

#[cfg(not(feature = "divisions"))]
fn is_known(_: DivisionCode) -> bool {
    false
}

/// Refuses a division of which the table knows that none can be registered in it.
#[cfg(feature = "divisions")]
pub(super) fn check(plan: &OnboardingPlan) -> Result<(), FlowError> {
    use registry_model::divisions::{self, DivisionState};

    let code = plan.registration.locality.district();
    let Some(division) = divisions::find(code).filter(|_| registers(plan)) else {
        return Ok(());
    };
    let name = division.name();
    let reason = match division.state() {
        DivisionState::Withdrawn { year } => {
            format!(
                "{code} ({name}) was withdrawn in {year}: {}",
                today(division)
            )
        }
        DivisionState::Bracket => {
            format!(
                "{code} ({name}) stands for the divisions of {}: name one of them",
                division.parent().unwrap_or(division).path()
            )
        }
        DivisionState::Zone => {
            let city = division.parent().unwrap_or(division);
            format!(
                "{code} ({name}) is not in GB/T 2260: name the district of {} that it lies in",
                city.path()
            )
        }
        _ if division.three_levels().is_none() => {
            format!("{code} ({name}) has divisions of its own: name one of them")
        }
        _ => return Ok(()),
    };
    Err(FlowError::plan("company.division", reason))
}

/// What to name instead.
#[cfg(feature = "divisions")]
fn today(withdrawn: registry_model::divisions::Division) -> String {
    let today = withdrawn.today();
    let named =
        |one: &registry_model::divisions::Division| format!("{} ({})", one.code(), one.name());
    match &today[..] {
        [] => "name that of today".to_owned(),
        [one] if one.three_levels().is_none() => {
            format!(
                "today it is {}, which has divisions of its own: name one of them",
                named(one)
            )
        }
        [one] if withdrawn.may_be_elsewhere() => format!(
            "today it is mainly {}, and parts may lie in districts beside it: name the one of the address",
            named(one)
        ),
        [one] => format!("today it is {}", named(one)),
        several => {
            let names: Vec<String> = several.iter().map(named).collect();
            let mainly = if withdrawn.may_be_elsewhere() {
                "mainly "
            } else {
                ""
            };
            let names = names.join(", ");
            format!("it was divided; today it is {mainly}one of {names}")
        }
    }
}

#[cfg(not(feature = "divisions"))]
#[expect(clippy::unnecessary_wraps, reason = "the table may refuse")]
pub(super) fn check(_: &OnboardingPlan) -> Result<(), FlowError> {
    Ok(())
}
