//! Says how the run of a flow ended.

use super::{FlowError, Halt, Question, Step, StepResult};

/// How the run of a flow ended, where it did not fail.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FlowOutcome<R> {
    /// Every step is done.
    Done(R),
    /// The flow stopped with a question.
    Asks(Question),
    /// The vendor has not finished its part within the schedule of the plan. The next run resumes
    /// waiting.
    NotYet {
        /// The step that waits.
        step: Step,
        /// What the vendor reported last, in a few words.
        seen: String,
    },
    /// The run was stopped ([`StopHandle`](super::StopHandle)).
    Interrupted,
}

impl<R> FlowOutcome<R> {
    pub(crate) fn from_result(result: StepResult<R>) -> Result<Self, FlowError> {
        match result {
            Ok(report) => Ok(Self::Done(report)),
            Err(Halt::Ask(question)) => Ok(Self::Asks(question)),
            Err(Halt::NotYet { step, seen }) => Ok(Self::NotYet { step, seen }),
            Err(Halt::Interrupted) => Ok(Self::Interrupted),
            Err(Halt::Error(error)) => Err(error),
        }
    }
}
