//! Reports the state of a step, without its result.

use serde::Serialize;

use super::{Confirmation, Entry, Step};

/// The state of one step that costs money or changes something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct StepReport {
    /// The step.
    pub step: Step,
    /// Its state.
    pub state: StepState,
    /// How it is known to be done, if it is.
    pub how: Option<Confirmation>,
    /// Since when it is in this state, Unix time in milliseconds.
    pub at_ms: Option<u64>,
    /// The vendor's serial number, for a paid query.
    pub serial: Option<String>,
}

/// The state of an [`Entry`], without its result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StepState {
    /// Not done.
    Open,
    /// Begun, with an unknown outcome.
    Unknown,
    /// Refused; possibly charged, or carried out before.
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
