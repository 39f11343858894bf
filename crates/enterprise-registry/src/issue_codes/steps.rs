//! Runs the steps that issue codes, in their order.

use super::report::IssueCodesReport;
use super::runner::IssueCodes;
use crate::flow::{FlowError, FlowOutcome, StepResult};

impl IssueCodes {
    /// Runs the flow to its end, or until it cannot continue. Run it again to resume from there.
    ///
    /// # Errors
    ///
    /// The plan is invalid; a call failed or was refused; a response rules out the next step; or
    /// the journal failed.
    pub async fn run(&mut self) -> Result<FlowOutcome<IssueCodesReport>, FlowError> {
        FlowOutcome::from_result(self.run_steps().await)
    }

    async fn run_steps(&mut self) -> StepResult<IssueCodesReport> {
        self.check()?;
        self.engine.begin().await?;
        self.apply().await?;
        for (row, number) in self.plan.rows.clone().into_iter().zip(1_u32..) {
            self.upload(&row, number).await?;
            self.await_conversion(&row, number).await?;
            self.fetch_pictures(&row, number).await?;
        }
        Ok(self.report())
    }
}
