//! What is known of one step.

use serde::{Deserialize, Serialize};

use super::{FlowError, Step};

/// What a journal says of one step that costs money or changes something.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Entry<T> {
    /// Not sent, or known not to have happened.
    #[default]
    Open,
    /// About to be sent, or sent without an answer that tells: nobody knows whether it happened.
    Begun {
        /// When it was begun, Unix time in milliseconds.
        at_ms: u64,
    },
    /// The vendor refused in a way that may have been charged, or that is not the last word: a
    /// person, or another read, has to tell what follows.
    Refused {
        /// When, Unix time in milliseconds.
        at_ms: u64,
        /// The vendor's code.
        code: i64,
    },
    /// It happened, and this came of it.
    Done {
        /// When that became known, Unix time in milliseconds.
        at_ms: u64,
        /// How that is known.
        how: Confirmation,
        /// What came of it.
        outcome: T,
    },
}

/// How it is known that a step is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Confirmation {
    /// The vendor answered the step itself.
    Answered,
    /// A free read has shown it: the answer was lost, or did not tell.
    Settled,
    /// It was so before: a unit that existed, a category that was registered.
    Found,
    /// The caller had it and handed it in.
    HandedIn,
    /// A person has said so.
    Accepted,
}

impl<T> Entry<T> {
    /// What came of it, where it is done.
    #[must_use]
    pub fn outcome(&self) -> Option<&T> {
        match self {
            Self::Done { outcome, .. } => Some(outcome),
            _ => None,
        }
    }

    /// How it is known to be done, where it is.
    #[must_use]
    pub fn how(&self) -> Option<Confirmation> {
        match self {
            Self::Done { how, .. } => Some(*how),
            _ => None,
        }
    }

    /// Whether it is not sent, or known not to have happened.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }

    /// Whether it is done.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Done { .. })
    }

    /// Whether nobody knows if it happened.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Begun { .. })
    }

    /// Whether only a person can say how it goes on.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        matches!(self, Self::Begun { .. } | Self::Refused { .. })
    }

    /// Takes it as done, as a person says; what is known to be done stays as it is.
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
}
