//! What a flow would do.

use serde::Serialize;

use super::{Entry, Step};

/// What a flow would do from where its journal is, in its order. Nothing was sent to know it.
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
    /// Which step.
    pub step: Step,
    /// The operations that it calls, by number or name.
    pub operations: &'static [&'static str],
    /// Whether it will be done.
    pub prospect: Prospect,
    /// Whether it is a paid query.
    pub billed: bool,
    /// Whether it changes what the vendor has.
    pub writes: bool,
    /// What happens, in a few words.
    pub what: String,
}

/// Whether a step will be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Prospect {
    /// It will.
    Will,
    /// Depending on what steps before it find.
    May,
    /// It is done already, as the journal says.
    Done,
    /// The plan does not want it.
    Not,
    /// It was begun and nobody knows whether it happened; the flow will find out, or ask.
    Unknown,
}

impl Prospect {
    /// What the journal says, or else what is to be.
    pub(crate) fn from_entry<T>(entry: &Entry<T>, ahead: Self) -> Self {
        match entry {
            Entry::Open => ahead,
            Entry::Done { .. } => Self::Done,
            Entry::Begun { .. } | Entry::Refused { .. } => Self::Unknown,
        }
    }
}

impl Preview {
    /// How many paid queries there will be at most, if no answer is lost.
    #[must_use]
    pub fn billed_calls(&self) -> usize {
        self.count(|planned| planned.billed)
    }

    /// How many calls there will be at most that change something, if no answer is lost.
    #[must_use]
    pub fn writing_calls(&self) -> usize {
        self.count(|planned| planned.writes)
    }

    /// How many paid queries there will be if every step does what is planned.
    #[must_use]
    pub fn certain_queries(&self) -> u64 {
        let is_certain =
            |planned: &&PlannedStep| planned.billed && planned.prospect == Prospect::Will;
        let queries = self.steps.iter().filter(is_certain).count();
        u64::try_from(queries).unwrap_or(u64::MAX)
    }

    fn count(&self, counts: impl Fn(&PlannedStep) -> bool) -> usize {
        let ahead = |planned: &&PlannedStep| {
            matches!(
                planned.prospect,
                Prospect::Will | Prospect::May | Prospect::Unknown
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
        prospect: Prospect,
        what: impl Into<String>,
    ) -> Self {
        Self {
            step,
            operations,
            prospect,
            billed: step.is_billed(),
            writes: step.is_write(),
            what: what.into(),
        }
    }
}
