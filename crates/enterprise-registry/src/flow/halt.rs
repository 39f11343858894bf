//! Reasons to leave a flow before its end.

use super::{FlowError, HaltReason, Question, Step, refusal_action};
use crate::{Error, Refusal};

/// Why a step ends the run.
#[derive(Debug)]
pub(crate) enum Halt {
    Error(FlowError),
    Ask(Question),
    NotYet { step: Step, seen: String },
    Interrupted,
}

impl From<FlowError> for Halt {
    fn from(error: FlowError) -> Self {
        Self::Error(error)
    }
}

impl Halt {
    pub(crate) fn because(step: Step, reason: HaltReason) -> Self {
        Self::Error(FlowError::Halted { step, reason })
    }

    /// The question about a step whose response was lost, after these operations did not show it.
    pub(crate) fn unknown(step: Step, since_ms: u64, checked: &'static [&'static str]) -> Self {
        Self::Ask(Question::Unknown {
            step,
            since_ms,
            checked,
            listed: Vec::new(),
        })
    }
}

pub(crate) type StepResult<T> = Result<T, Halt>;

/// Ends the run with a refusal.
pub(crate) fn refused(step: Step, refusal: Refusal) -> Halt {
    let then = refusal_action(&refusal);
    Halt::Error(FlowError::Call {
        step,
        then: Some(then),
        cause: Box::new(refusal.into()),
    })
}

/// Ends the run with a failed call.
pub(super) fn failed(step: Step, error: Error) -> Halt {
    Halt::Error(FlowError::Call {
        step,
        then: None,
        cause: Box::new(error),
    })
}
