//! What is known of a step, without what came of it.

use serde::Serialize;

use super::{Confirmation, Entry, Step};

/// What is known of one step that costs money or changes something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct StepReport {
    /// Which step.
    pub step: Step,
    /// What is known.
    pub state: StepState,
    /// How that is known, where it is done.
    pub how: Option<Confirmation>,
    /// Since when, Unix time in milliseconds.
    pub at_ms: Option<u64>,
    /// The vendor's serial number, of a paid query.
    pub serial: Option<String>,
}

/// The states of an [`Entry`], without what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StepState {
    /// Not done.
    Open,
    /// Nobody knows.
    Unknown,
    /// Refused in a way that may have been charged, or that may not be the last word.
    Refused,
    /// Done.
    Done,
}

impl StepReport {
    pub(crate) fn new<T>(step: Step, entry: &Entry<T>, serial: Option<&String>) -> Self {
        let (state, at_ms) = match entry {
            Entry::Open => (StepState::Open, None),
            Entry::Begun { at_ms } => (StepState::Unknown, Some(*at_ms)),
            Entry::Refused { at_ms, .. } => (StepState::Refused, Some(*at_ms)),
            Entry::Done { at_ms, .. } => (StepState::Done, Some(*at_ms)),
        };
        Self {
            step,
            state,
            how: entry.how(),
            at_ms,
            serial: serial.cloned(),
        }
    }
}
