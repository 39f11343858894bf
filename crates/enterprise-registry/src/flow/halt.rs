//! Why does a flow leave its steps before they are done?

use super::{FlowError, HaltReason, Question, Step, refusal_action};
use crate::{Error, Refusal};

/// Why a flow leaves its steps.
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
}

pub(crate) type StepResult<T> = Result<T, Halt>;

/// A refusal that ends the run.
pub(crate) fn refused(step: Step, refusal: Refusal) -> Halt {
    let then = refusal_action(&refusal);
    Halt::Error(FlowError::Call {
        step,
        then: Some(then),
        cause: Box::new(refusal.into()),
    })
}

pub(super) fn failed(step: Step, error: Error) -> Halt {
    Halt::Error(FlowError::Call {
        step,
        then: None,
        cause: Box::new(error),
    })
}
