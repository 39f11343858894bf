//! Why does a flow not go on?

use super::{JournalError, RefusalAction, Step};
use crate::{Error, Knowledge};

/// Why a flow has ended before its end, other than by a question. Everything that is known is in
/// the journal; once the cause is gone it is run again.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FlowError {
    /// The plan cannot be right. Nothing was sent.
    #[error("`{field}`: {reason}")]
    Plan {
        /// The part of the plan: `registration.phone`.
        field: String,
        /// What is wrong and what would be right; no secret.
        reason: String,
    },
    /// The journal is not one of this plan. Nothing was sent.
    #[error("the state does not fit: {0}")]
    State(String),
    /// Calls of a vendor have arrived at another address, or may have: what is known from there
    /// says nothing of this one. Nothing was sent.
    #[error(
        "the state does not fit: it speaks of calls of {vendor} to {before}, now {now} would be \
         called"
    )]
    OtherHost {
        /// `idcode` or `ihuyi`.
        vendor: String,
        /// The base address that was called.
        before: String,
        /// The one that would be called.
        now: String,
    },
    /// The journal has a text that is no state. Nothing was sent; steps that it held may be paid
    /// and done, so that beginning anew may pay and register again.
    #[error("the state is damaged: {0}")]
    Damaged(String),
    /// The journal cannot be read. As for [`FlowError::Damaged`].
    #[error("the state cannot be read")]
    Unread {
        /// What failed.
        #[source]
        cause: JournalError,
    },
    /// The plan says something else than what a step was done with, or begun. Nothing was sent.
    #[error("`{field}`: has changed since the step `{step}` was done with it")]
    Changed {
        /// The step.
        step: Step,
        /// The part of the plan: `company.name`.
        field: String,
    },
    /// The journal is of an older version, which does not say what a step was done with. Nothing
    /// was sent. A person may `accept` that it was done with this plan, or `repeat` it.
    #[error("nobody knows what the step `{step}` was done with: the state is of an older version")]
    Unbound {
        /// The step.
        step: Step,
    },
    /// An answer to a question that was not asked. Nothing was changed.
    #[error("`{step}`: {reason}")]
    Answer {
        /// The step that it was about.
        step: Step,
        /// Why it is none.
        reason: &'static str,
    },
    /// The journal cannot be written. What was answered counts as unknown in the next run, unless
    /// the text that is here is put into the journal; run again in this process, the flow knows it.
    #[error("the state cannot be kept")]
    Journal {
        /// The step that was answered before its answer could be written.
        after: Option<Step>,
        /// What that answer was.
        unsaved: Option<Box<UnsavedStep>>,
        /// What failed.
        #[source]
        cause: JournalError,
    },
    /// A call has failed or was refused.
    #[error("the step `{step}` is not done")]
    Call {
        /// For which step.
        step: Step,
        /// What the table says of the refusal, where it was one.
        then: Option<RefusalAction>,
        /// What failed.
        #[source]
        cause: Box<Error>,
    },
    /// An answer stands against going on.
    #[error("the step `{step}`: {reason}")]
    Halted {
        /// Which step.
        step: Step,
        /// What was found.
        reason: HaltReason,
    },
}

/// The answer to a step that a journal has not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnsavedStep {
    /// The answer in a few words, of a paid query with its serial number.
    pub result: String,
    /// Whether the vendor has charged it.
    pub charged: Knowledge,
    /// The state as the journal should have it: no credential and no personal data.
    pub text: String,
}

/// What stands against going on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HaltReason {
    /// ent3f says that name, code and representative do not belong together.
    #[error("name, credit code and legal representative do not belong together")]
    Mismatch,
    /// The unit to be adopted has another name.
    #[error("the unit {main_code} has another name than the company of the plan")]
    OtherName {
        /// Its main code.
        main_code: String,
    },
    /// The user name belongs to another unit.
    #[error("the user name belongs to another unit")]
    UserNameTaken,
    /// The unit is registered but its main code was not told.
    #[error("the unit is registered, but its main code was not told")]
    NoMainCode,
    /// The register knows the credit code under another company.
    #[error("the register has another credit code for it")]
    OtherCreditCode,
    /// Neither the embedded table nor the platform has this division.
    #[error("the platform has no division {code}")]
    NoSuchDivision {
        /// Its code.
        code: String,
    },
    /// 305 wants an address, and neither the plan nor the register has one.
    #[error("there is no address: neither in the plan nor in the register's record")]
    NoAddress,
    /// The review failed.
    #[error("the review of the unit has failed")]
    ReviewFailed,
    /// The platform does not show something that is needed to go on.
    #[error("the platform does not list it")]
    NotListed,
    /// The codes are not those that were sent.
    #[error("the codes have changed since they were sent")]
    CodesChanged,
    /// A picture cannot be kept.
    #[error("the picture of item {item} cannot be kept: {reason}")]
    Picture {
        /// The item's code.
        item: String,
        /// Why not.
        reason: String,
    },
}

impl FlowError {
    pub(crate) fn not_begun(step: Step) -> Self {
        Self::Answer {
            step,
            reason: "it was not begun, or is known not to have happened: there is nothing to \
                     accept",
        }
    }

    pub(crate) fn no_step(step: Step) -> Self {
        Self::Answer {
            step,
            reason: "this flow has no such step, or one that needs no answer",
        }
    }

    pub(crate) fn plan(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Plan {
            field: field.into(),
            reason: reason.into(),
        }
    }

    /// The step at which the flow has ended, where it had begun one.
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
