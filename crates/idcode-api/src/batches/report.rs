//! Which codes of a list are certainly in, which certainly out, and of which nobody knows?

use crate::{ItemCodes, UploadOutcome};

/// What became of an upload in calls, so far. Codes are counted from 1, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListReport {
    first: u64,
    calls: Vec<CallReport>,
}

/// What became of one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallReport {
    first: u64,
    count: u64,
    outcome: UploadOutcome,
    attempts: u32,
    /// Those of a call of which nobody knows.
    codes: Option<ItemCodes>,
}

impl ListReport {
    pub(super) fn starting_at(first: u64) -> Self {
        let calls = Vec::new();
        Self { first, calls }
    }

    /// The calls in their order. Only the last one can have codes that are certainly out: it is
    /// made again before any other.
    #[must_use]
    pub fn calls(&self) -> &[CallReport] {
        &self.calls
    }

    /// How many codes of the calls that were made had this outcome.
    #[must_use]
    pub fn count(&self, outcome: UploadOutcome) -> u64 {
        let calls = self.calls.iter().filter(|call| call.outcome == outcome);
        calls.map(|call| call.count).sum()
    }

    /// Which code is the first that is certainly out, as all that follow it are: they were
    /// refused, or never sent.
    #[must_use]
    pub fn first_out(&self) -> u64 {
        match self.calls.last() {
            None => self.first,
            Some(call) if call.outcome == UploadOutcome::NotUploaded => call.first,
            Some(call) => call.first.saturating_add(call.count),
        }
    }

    /// The codes of which nobody knows whether they are in, call by call. Whether the platform
    /// has them, 502 and 503 tell; it may be that they are to be sent again.
    pub fn doubtful(&self) -> impl Iterator<Item = &ItemCodes> {
        self.calls.iter().filter_map(|call| call.codes.as_ref())
    }

    /// Notes what became of the codes after those of the last call, or of the same ones where
    /// they were out.
    pub(super) fn note(&mut self, codes: &ItemCodes, outcome: UploadOutcome) {
        let first = self.first_out();
        let before = self
            .calls
            .pop_if(|call| call.outcome == UploadOutcome::NotUploaded);
        self.calls.push(CallReport {
            first,
            count: u64::try_from(codes.count()).unwrap_or(u64::MAX),
            outcome,
            attempts: before.map_or(1, |call| call.attempts.saturating_add(1)),
            codes: (outcome == UploadOutcome::Unknown).then(|| codes.clone()),
        });
    }
}

impl CallReport {
    /// Which code was the first of the call, counted from 1.
    #[must_use]
    pub fn first(&self) -> u64 {
        self.first
    }

    /// Which was the last.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.first.saturating_add(self.count).saturating_sub(1)
    }

    /// How many there were.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// What became of them.
    #[must_use]
    pub fn outcome(&self) -> UploadOutcome {
        self.outcome
    }

    /// How often the call was made.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The codes, where nobody knows what became of them.
    #[must_use]
    pub fn doubtful(&self) -> Option<&ItemCodes> {
        self.codes.as_ref()
    }
}
