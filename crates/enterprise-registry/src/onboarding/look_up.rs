//! Looks up the division (101) and the name (307) of a company at the platform.

use idcode_api::operations::GetAllAreaInfo;
use registry_model::DecimalId;

use super::division::needs_look_up;
use super::requests;
use super::runner::Onboarding;
use crate::flow::{
    Confirmation, Event, Halt, HaltReason, RefusalAction, Step, StepResult, refusal_action, refused,
};

const STEP: Step = Step::LookUp;

impl Onboarding {
    /// Looks a division that the table does not have up in the platform's list (101, free).
    pub(super) async fn look_up_division(&mut self) -> StepResult<()> {
        if !needs_look_up(&self.plan, &self.engine.state) {
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

    /// Looks the company's name up (307). The inner `Option` is the id of the unit, if the platform
    /// returned one.
    pub(super) async fn look_up(&mut self) -> StepResult<Option<Option<DecimalId>>> {
        let request = requests::look_up(&self.plan);
        let units = match self.engine.read(STEP, &self.idcode, request).await? {
            Ok(units) => units,
            Err(refusal) if refusal_action(&refusal) == RefusalAction::Continue => Vec::new(),
            Err(refusal) => return Err(refused(STEP, refusal)),
        };
        let unit = units.first();
        let result = match unit {
            Some(_) => "307 lists a unit of this name",
            None => "307 lists no unit of this name",
        };
        self.engine.report(&Event::Done {
            step: STEP,
            how: Confirmation::Answered,
            result: result.to_owned(),
        });
        Ok(unit.map(|unit| unit.id))
    }
}
