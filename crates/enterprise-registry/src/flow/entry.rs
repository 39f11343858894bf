//! The journal's entry for one step.

use serde::{Deserialize, Serialize};

use super::{FlowError, RefusalAction, Step, refusal_action, says_it_exists};
use crate::{Refusal, RefusalKind};

/// What a journal says about one step that costs money or changes something.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Entry<T> {
    /// Not sent, or known to have had no effect.
    #[default]
    Open,
    /// About to be sent, or sent without a conclusive response: the outcome is unknown.
    Begun {
        /// When the step began, Unix time in milliseconds.
        at_ms: u64,
    },
    /// The vendor refused, and may have charged the query or carried the request out before: the
    /// caller decides, or another read shows it.
    Refused {
        /// When the refusal arrived, Unix time in milliseconds.
        at_ms: u64,
        /// The vendor's code.
        code: i64,
    },
    /// The step is done.
    Done {
        /// When this became known, Unix time in milliseconds.
        at_ms: u64,
        /// How this is known.
        how: Confirmation,
        /// The result of the step.
        outcome: T,
    },
}

/// How it is known that a step is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Confirmation {
    /// By the response to the step itself.
    Answered,
    /// By a free read: the response was lost or inconclusive.
    Settled,
    /// By a free read before anything was sent: the unit or the category existed already.
    Found,
    /// The caller supplied the result.
    HandedIn,
    /// The caller accepted the step as done.
    Accepted,
}

impl<T> Entry<T> {
    /// The result of the step, if it is done.
    #[must_use]
    pub fn outcome(&self) -> Option<&T> {
        match self {
            Self::Done { outcome, .. } => Some(outcome),
            _ => None,
        }
    }

    /// How the step is known to be done, if it is.
    #[must_use]
    pub fn how(&self) -> Option<Confirmation> {
        match self {
            Self::Done { how, .. } => Some(*how),
            _ => None,
        }
    }

    /// Whether the step was not sent, or is known to have had no effect.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }

    /// Whether the step is done.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Done { .. })
    }

    /// Whether the outcome is unknown.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Begun { .. })
    }

    /// Whether the outcome is unknown or a refusal left the decision to the caller.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        matches!(self, Self::Begun { .. } | Self::Refused { .. })
    }

    /// Accepts the step as done on the caller's word. A step that is known to be done keeps its
    /// entry.
    pub(crate) fn accept(&mut self, step: Step, at_ms: u64, outcome: T) -> Result<(), FlowError> {
        if self.is_undecided() {
            *self = Self::Done {
                at_ms,
                how: Confirmation::Accepted,
                outcome,
            };
        } else if !self.is_done() {
            return Err(FlowError::not_begun(step));
        }
        Ok(())
    }

    /// The entry that a refusal leaves in the journal.
    pub(super) fn after_refusal(step: Step, refusal: &Refusal, at_ms: u64) -> Self {
        let refused = Self::Refused {
            at_ms,
            code: refusal.code,
        };
        // No free read shows an SMS.
        let is_readable = step.is_write() && step != Step::SendSms;
        match refusal_action(refusal) {
            RefusalAction::Ask if step.is_billed() => refused,
            // The unit exists, or the SMS code is used up: perhaps by this very request, if a proxy
            // sent it twice. The login shows it.
            RefusalAction::Adopt | RefusalAction::Ask if step == Step::Register => refused,
            // "Unexpected error" does not mean that nothing was done, and free reads may show it.
            RefusalAction::RetryLater if is_readable => Self::Begun { at_ms },
            _ if is_readable && refusal.kind == RefusalKind::VendorFault => Self::Begun { at_ms },
            // An earlier request whose response was lost may have created it.
            _ if is_readable && says_it_exists(refusal) => Self::Begun { at_ms },
            _ => Self::Open,
        }
    }
}
