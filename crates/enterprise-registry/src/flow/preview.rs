//! Previews of a flow: the steps ahead, without sending anything.

use serde::Serialize;

use super::{Entry, Step};

/// The steps of a flow from the state of its journal on, in their order. Nothing was sent for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Preview {
    /// The steps.
    pub steps: Vec<PlannedStep>,
}

/// One step of a preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PlannedStep {
    /// The step.
    pub step: Step,
    /// The operations that the step calls, by number or name.
    pub operations: &'static [&'static str],
    /// Whether the step will be done.
    #[serde(rename = "prospect")]
    pub forecast: StepForecast,
    /// Whether the step is a paid query.
    pub billed: bool,
    /// Whether the step changes data at the vendor.
    pub writes: bool,
    /// What the step does, in a few words.
    pub what: String,
}

/// Whether a step will be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StepForecast {
    /// It will be done.
    Will,
    /// It may be done, depending on earlier steps.
    May,
    /// It is done already, according to the journal.
    Done,
    /// The plan leaves it out.
    Not,
    /// It began and its outcome is unknown: the flow will find out, or ask.
    Unknown,
}

impl StepForecast {
    /// The forecast according to the journal; `ahead` for an open step.
    pub(crate) fn from_entry<T>(entry: &Entry<T>, ahead: Self) -> Self {
        match entry {
            Entry::Open => ahead,
            Entry::Done { .. } => Self::Done,
            Entry::Begun { .. } | Entry::Refused { .. } => Self::Unknown,
        }
    }
}

impl Preview {
    /// The number of paid queries at most, if no response is lost.
    #[must_use]
    pub fn billed_calls(&self) -> usize {
        self.count(|planned| planned.billed)
    }

    /// The number of calls at most that change something, if no response is lost.
    #[must_use]
    pub fn writing_calls(&self) -> usize {
        self.count(|planned| planned.writes)
    }

    /// The number of paid queries that are certain to be sent if every step succeeds.
    #[must_use]
    pub fn certain_queries(&self) -> u64 {
        let is_certain =
            |planned: &&PlannedStep| planned.billed && planned.forecast == StepForecast::Will;
        let queries = self.steps.iter().filter(is_certain).count();
        u64::try_from(queries).unwrap_or(u64::MAX)
    }

    fn count(&self, counts: impl Fn(&PlannedStep) -> bool) -> usize {
        let ahead = |planned: &&PlannedStep| {
            matches!(
                planned.forecast,
                StepForecast::Will | StepForecast::May | StepForecast::Unknown
            )
        };
        self.steps
            .iter()
            .filter(ahead)
            .filter(|planned| counts(planned))
            .count()
    }
}

impl PlannedStep {
    pub(crate) fn new(
        step: Step,
        operations: &'static [&'static str],
        forecast: StepForecast,
        what: impl Into<String>,
    ) -> Self {
        Self {
            step,
            operations,
            forecast,
            billed: step.is_billed(),
            writes: step.is_write(),
            what: what.into(),
        }
    }
}
