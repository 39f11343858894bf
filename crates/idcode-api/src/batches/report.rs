//! Reports which codes were uploaded, which were not, and which have an unknown outcome.

use crate::{ItemCodes, UploadOutcome};

/// The outcomes of the calls of an upload so far. Codes are counted from 1, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListReport {
    first: u64,
    calls: Vec<CallReport>,
}

/// The outcome of one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallReport {
    first: u64,
    count: u64,
    outcome: UploadOutcome,
    attempts: u32,
    /// The codes of a call with an unknown outcome.
    codes: Option<ItemCodes>,
}

impl ListReport {
    pub(super) fn starting_at(first: u64) -> Self {
        let calls = Vec::new();
        Self { first, calls }
    }

    /// The calls in their order. Only the last can be [`NotUploaded`](UploadOutcome::NotUploaded):
    /// it is made again before any other.
    #[must_use]
    pub fn calls(&self) -> &[CallReport] {
        &self.calls
    }

    /// How many codes have this outcome.
    #[must_use]
    pub fn count(&self, outcome: UploadOutcome) -> u64 {
        let calls = self.calls.iter().filter(|call| call.outcome == outcome);
        calls.map(|call| call.count).sum()
    }

    /// The position of the first code that was refused or never sent; nor was any after it
    /// uploaded.
    #[must_use]
    pub fn first_out(&self) -> u64 {
        match self.calls.last() {
            None => self.first,
            Some(call) if call.outcome == UploadOutcome::NotUploaded => call.first,
            Some(call) => call.first.saturating_add(call.count),
        }
    }

    /// The codes with an unknown outcome, call by call. 502 and 503 show whether the platform has
    /// them or they have to be sent again.
    pub fn doubtful(&self) -> impl Iterator<Item = &ItemCodes> {
        self.calls.iter().filter_map(|call| call.codes.as_ref())
    }

    /// Records the outcome of the codes that follow the last call, or of the same codes if they
    /// were not uploaded then.
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
    /// The position of the first code of the call, counted from 1.
    #[must_use]
    pub fn first(&self) -> u64 {
        self.first
    }

    /// The position of the last code.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.first.saturating_add(self.count).saturating_sub(1)
    }

    /// The number of codes.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The outcome.
    #[must_use]
    pub fn outcome(&self) -> UploadOutcome {
        self.outcome
    }

    /// The number of attempts.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The codes, if the outcome is unknown.
    #[must_use]
    pub fn doubtful(&self) -> Option<&ItemCodes> {
        self.codes.as_ref()
    }
}
