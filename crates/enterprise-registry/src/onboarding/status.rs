//! Waits for the status of the unit (308).

use idcode_api::operations::{GetOrganUnitStatus, OrganUnitStatus};
use idcode_api::{Audit, Idcode};
use registry_model::IdCode;

use super::plan::Goal;
use super::runner::Onboarding;
use super::state::Status;
use crate::Vendor as _;
use crate::flow::{Confirmation, Event, Halt, HaltReason, Step, StepResult};

const STEP: Step = Step::AwaitStatus;

impl Onboarding {
    pub(super) async fn await_status(&mut self, unit: &IdCode) -> StepResult<()> {
        if self.plan.goal == Goal::None {
            let because = "the plan does not wait".to_owned();
            self.engine.report(&Event::Skipped {
                step: STEP,
                because,
            });
            return Ok(());
        }
        let mut waits = self.plan.schedule.waits();
        loop {
            let request = GetOrganUnitStatus::new(unit.clone());
            let status = self
                .engine
                .read_or_halt(STEP, &self.idcode, request)
                .await?;
            self.engine.state.status = Some(Status {
                verified: status.authentication.is_verified(),
                audit: status.audit.code(),
            });
            self.engine.save().await?;
            let seen = describe(&status);
            if is_reached(self.plan.goal, &status) {
                self.engine.report(&Event::Done {
                    step: STEP,
                    how: Confirmation::Answered,
                    result: seen,
                });
                return Ok(());
            }
            if status.audit == Audit::Failed {
                return Err(Halt::because(STEP, HaltReason::ReviewFailed));
            }
            if !self.engine.wait_next(STEP, &mut waits, &seen).await? {
                return Err(Halt::NotYet { step: STEP, seen });
            }
        }
    }
}

fn is_reached(goal: Goal, status: &OrganUnitStatus) -> bool {
    let is_verified = status.authentication.is_verified();
    match goal {
        Goal::Approved => is_verified && status.audit == Audit::Approved,
        _ => is_verified,
    }
}

fn describe(status: &OrganUnitStatus) -> String {
    let verified = if status.authentication.is_verified() {
        "verified"
    } else {
        "not verified"
    };
    let code = status.audit.code().to_string();
    let audit = Audit::VALUES
        .iter()
        .find(|(value, _)| *value == code)
        .map_or_else(
            || format!("review state {code} of {}", Idcode::NAME),
            |(_, meaning)| (*meaning).to_owned(),
        );
    format!("{verified}, {audit}")
}
