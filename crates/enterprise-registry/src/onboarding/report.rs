//! What has come of an onboarding.

use registry_model::IdCode;
use serde::Serialize;

use super::state::Onboarded;
use crate::flow::{Entry, How, Step};

/// The unit that an onboarding ends with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// Its main code.
    pub unit: IdCode,
    /// Whether it existed before.
    pub adopted: bool,
    /// Whether 308 says that it is verified; `None` where the plan does not wait for that.
    pub verified: Option<bool>,
    /// What 308 says of its review: the code of `IsAudit`.
    pub audit: Option<i64>,
}

/// What is known of one step that costs money or changes something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct StepReport {
    /// Which step.
    pub step: Step,
    /// What is known.
    pub state: StepState,
    /// How that is known, where it is done.
    pub how: Option<How>,
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
    pub(crate) fn of<T>(step: Step, entry: &Entry<T>, serial: Option<&String>) -> Self {
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

pub(super) fn steps(state: &Onboarded) -> Vec<StepReport> {
    let serial = state.verify.outcome();
    let serial = serial.and_then(|outcome| outcome.serial.as_ref());
    let record = state.query_record.outcome();
    let record = record.and_then(|outcome| outcome.serial.as_ref());
    vec![
        StepReport::of(Step::Verify, &state.verify, serial),
        StepReport::of(Step::SendSms, &state.send_sms, None),
        StepReport::of(Step::Register, &state.register, None),
        StepReport::of(Step::Certify, &state.certify, None),
        StepReport::of(Step::QueryRecord, &state.query_record, record),
        StepReport::of(Step::Complete, &state.complete, None),
    ]
}

pub(super) fn report(unit: IdCode, state: &Onboarded) -> Report {
    Report {
        unit,
        adopted: state.register.how() == Some(How::Found),
        verified: state.status.map(|status| status.verified),
        audit: state.status.map(|status| status.audit),
    }
}
