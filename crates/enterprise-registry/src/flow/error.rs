//! Errors of flows.

use endpoint_core::field_error;

use super::{JournalError, RefusalAction, Step};
use crate::{Error, Knowledge};

/// Why a run failed. Everything known is in the journal: once the cause is removed, run the flow
/// again.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FlowError {
    /// The plan is invalid. Nothing was sent.
    #[error("{}", field_error(.field, .reason))]
    Plan {
        /// The field of the plan: `registration.phone`.
        field: String,
        /// The fault and its remedy; no secret.
        reason: String,
    },
    /// The journal belongs to another flow, subject or version. Nothing was sent.
    #[error("the state does not fit: {0}")]
    State(String),
    /// A vendor was called at another address, or may have been. Results from there say nothing
    /// about this address. Nothing was sent.
    #[error(
        "the state does not fit: it records calls of {vendor} to {before}, and this run would call \
         {now}"
    )]
    OtherHost {
        /// `idcode` or `ihuyi`.
        vendor: String,
        /// The base address that was called.
        before: String,
        /// The base address that would be called.
        now: String,
    },
    /// The journal does not hold the state of a flow. Nothing was sent. Steps that it held may be
    /// paid and done, so starting over may pay and register again.
    #[error("the state is damaged: {0}")]
    Damaged(String),
    /// The journal cannot be read. See [`FlowError::Damaged`].
    #[error("the state cannot be read")]
    Unread {
        /// What failed.
        #[source]
        cause: JournalError,
    },
    /// The plan differs from the input of a step that is done or begun. Nothing was sent.
    #[error("`{field}` has changed since the step `{step}` was done with it")]
    Changed {
        /// The step.
        step: Step,
        /// The field of the plan: `company.name`.
        field: String,
    },
    /// The journal is of an older version, without the fingerprints of a step's input. Nothing was
    /// sent. The caller may `accept` that the step was done with this plan, or `repeat` it.
    #[error("the input of the step `{step}` is unknown: the state is of an older version")]
    Unbound {
        /// The step.
        step: Step,
    },
    /// An answer to a question that the flow does not ask. Nothing was changed.
    #[error("`{step}`: {reason}")]
    Answer {
        /// The step.
        step: Step,
        /// Why the answer does not apply.
        reason: &'static str,
    },
    /// The journal cannot be written. The next run takes the step for unknown, unless the text of
    /// `unsaved` is put into the journal. The same flow, run again in this process, knows it.
    #[error("the state cannot be saved")]
    Journal {
        /// The step whose response could not be saved.
        after: Option<Step>,
        /// That response.
        unsaved: Option<Box<UnsavedStep>>,
        /// What failed.
        #[source]
        cause: JournalError,
    },
    /// A call failed or was refused.
    #[error("the step `{step}` is not done")]
    Call {
        /// The step.
        step: Step,
        /// What the refusal leads to, if it was one.
        then: Option<RefusalAction>,
        /// What failed.
        #[source]
        cause: Box<Error>,
    },
    /// A response rules out the next step.
    #[error("the step `{step}`: {reason}")]
    Halted {
        /// The step.
        step: Step,
        /// What was found.
        reason: HaltReason,
    },
}

/// A step that was answered but could not be saved in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnsavedStep {
    /// The result in a few words, with the serial number of a paid query.
    pub result: String,
    /// Whether the vendor has charged it.
    pub charged: Knowledge,
    /// The state that the journal should hold: no credential and no personal data.
    pub text: String,
}

/// Why a response rules out the next step.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HaltReason {
    /// ent3f reports that name, code and representative do not belong together.
    #[error("name, credit code and legal representative do not belong together")]
    Mismatch,
    /// The unit to adopt has another name.
    #[error("the unit {main_code} has another name than the company of the plan")]
    OtherName {
        /// Its main code.
        main_code: String,
    },
    /// The user name belongs to another unit.
    #[error("the user name belongs to another unit")]
    UserNameTaken,
    /// The unit is registered, but the platform returned no main code.
    #[error("the unit is registered, but the platform returned no main code")]
    NoMainCode,
    /// The register's record has another credit code.
    #[error("the register's record has another credit code")]
    OtherCreditCode,
    /// Neither the embedded table nor the platform has this division.
    #[error("the platform has no division {code}")]
    NoSuchDivision {
        /// Its code.
        code: String,
    },
    /// 305 requires an address, and neither the plan nor the register's record has one.
    #[error("there is no address: neither in the plan nor in the register's record")]
    NoAddress,
    /// The review failed.
    #[error("the review of the unit has failed")]
    ReviewFailed,
    /// The platform does not list the registration that the step requires.
    #[error("the platform does not list the registration")]
    NotListed,
    /// The codes differ from those that were sent.
    #[error("the codes have changed since they were sent")]
    CodesChanged,
    /// A picture cannot be stored.
    #[error("the picture of item {item} cannot be stored: {reason}")]
    Picture {
        /// The item's code.
        item: String,
        /// The reason.
        reason: String,
    },
}

impl FlowError {
    pub(crate) fn not_begun(step: Step) -> Self {
        Self::Answer {
            step,
            reason: "the step was not begun, or is known to have had no effect: there is nothing \
                     to accept",
        }
    }

    pub(crate) fn no_step(step: Step) -> Self {
        Self::Answer {
            step,
            reason: "this flow has no such step, or the step needs no answer",
        }
    }

    pub(crate) fn plan(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Plan {
            field: field.into(),
            reason: reason.into(),
        }
    }

    /// The step at which the run failed, if it had begun one.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        match self {
            Self::Call { step, .. } | Self::Halted { step, .. } => Some(*step),
            Self::Journal { after, .. } => *after,
            Self::Plan { .. }
            | Self::State(_)
            | Self::OtherHost { .. }
            | Self::Damaged(_)
            | Self::Unread { .. }
            | Self::Changed { .. }
            | Self::Unbound { .. }
            | Self::Answer { .. } => None,
        }
    }
}
