//! Runs the steps of an onboarding in their order.

use super::report::{self, OnboardingReport};
use super::runner::Onboarding;
use crate::flow::{FlowError, FlowOutcome, StepResult};

impl Onboarding {
    /// Runs the flow to its end, or until it cannot continue. Run it again to resume from there.
    ///
    /// # Errors
    ///
    /// The plan is invalid, or differs from the input of a step that is done or begun; a call
    /// failed or was refused; a response rules out the next step; or the journal failed.
    pub async fn run(&mut self) -> Result<FlowOutcome<OnboardingReport>, FlowError> {
        FlowOutcome::from_result(self.run_steps().await)
    }

    async fn run_steps(&mut self) -> StepResult<OnboardingReport> {
        self.check()?;
        self.engine.begin().await?;
        self.look_up_division().await?;
        self.verify().await?;
        let unit = self.register().await?;
        self.certify(&unit).await?;
        self.query_record().await?;
        self.complete(&unit).await?;
        self.await_status(&unit).await?;
        Ok(report::report(unit, &self.engine.state))
    }
}
