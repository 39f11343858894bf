//! Checks whether a unit can be registered in the division of the plan.
//!
//! The check precedes every payment. It uses the embedded table (feature `divisions`), and for a
//! code that the table does not have, which may be newer, the platform's list.

use registry_model::DivisionCode;

use super::plan::{ExistingUnitPolicy, OnboardingPlan};
use super::state::OnboardingState;
use crate::flow::FlowError;

/// Whether the platform's list is needed. A registration that began has passed the check, and a
/// registered unit keeps its division.
pub(super) fn needs_look_up(plan: &OnboardingPlan, state: &OnboardingState) -> bool {
    let may_have_begun = state.register.is_unknown() || state.register.is_done();
    !may_have_begun && may_register(plan) && !is_in_table(plan.registration.locality.district())
}

/// Whether the flow may register a unit.
fn may_register(plan: &OnboardingPlan) -> bool {
    !matches!(plan.existing, ExistingUnitPolicy::Adopt(Some(_)))
}

#[cfg(feature = "divisions")]
fn is_in_table(code: DivisionCode) -> bool {
    registry_model::divisions::find(code).is_some()
}

#[cfg(not(feature = "divisions"))]
fn is_in_table(_: DivisionCode) -> bool {
    false
}

/// Refuses a division in which, according to the table, no unit can be registered.
#[cfg(feature = "divisions")]
pub(super) fn check(plan: &OnboardingPlan) -> Result<(), FlowError> {
    use registry_model::divisions::{self, DivisionState};

    let code = plan.registration.locality.district();
    let Some(division) = divisions::find(code).filter(|_| may_register(plan)) else {
        return Ok(());
    };
    let name = division.name();
    let reason = match division.state() {
        DivisionState::Withdrawn { year } => {
            format!(
                "{code} ({name}) was withdrawn in {year}: {}",
                successors(division)
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
                "{code} ({name}) is not in GB/T 2260: name the district of {} that contains it",
                city.path()
            )
        }
        _ if division.three_levels().is_none() => {
            format!("{code} ({name}) is divided further: name one of its divisions")
        }
        _ => return Ok(()),
    };
    Err(FlowError::plan("company.division", reason))
}

/// The divisions to name instead of a withdrawn one.
#[cfg(feature = "divisions")]
fn successors(withdrawn: registry_model::divisions::Division) -> String {
    let successors = withdrawn.current();
    let named =
        |one: &registry_model::divisions::Division| format!("{} ({})", one.code(), one.name());
    match &successors[..] {
        [] => "name its successor".to_owned(),
        [one] if one.three_levels().is_none() => {
            format!(
                "today it is {}, which is divided further: name one of its divisions",
                named(one)
            )
        }
        [one] if withdrawn.may_be_elsewhere() => format!(
            "today it is mainly {}, and parts may be in neighbouring districts: name the district of \
             the address",
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
