//! Holds what became of a row.

use core::fmt;

use serde::Serialize;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RowStatus {
    /// The vendor says that the values match.
    Match,
    /// The vendor says that they do not match.
    Mismatch,
    /// The vendor returned data.
    Found,
    /// The vendor has nothing about it.
    NotFound,
    /// The vendor refused the request.
    Refused,
    /// It failed the offline check and was not sent.
    Invalid,
    /// All its cells are empty.
    Empty,
    /// It may have been sent, and may be charged; it awaits a decision.
    Unknown,
    /// It was unknown, and an operator has settled it.
    Settled,
    /// It has not been sent yet.
    Pending,
}

impl RowStatus {
    /// All, in the order in which a summary lists them.
    pub const ALL: [Self; 10] = [
        Self::Match,
        Self::Mismatch,
        Self::Found,
        Self::NotFound,
        Self::Refused,
        Self::Invalid,
        Self::Empty,
        Self::Unknown,
        Self::Settled,
        Self::Pending,
    ];

    /// A word: `match`, `mismatch`, `found`, `not_found`, …
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Mismatch => "mismatch",
            Self::Found => "found",
            Self::NotFound => "not_found",
            Self::Refused => "refused",
            Self::Invalid => "invalid",
            Self::Empty => "empty",
            Self::Unknown => "unknown",
            Self::Settled => "settled",
            Self::Pending => "pending",
        }
    }
}

impl fmt::Display for RowStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What became of a row that was valid, for an export. Values may be personal: `Debug` shows none.
#[derive(Clone, PartialEq, Eq)]
pub struct RowOutcome {
    /// The status.
    pub status: RowStatus,
    /// A sentence for people: the vendor's message, or what to do about an unknown row.
    pub message: String,
    /// The paid queries that it cost, or may have cost.
    pub cost: u64,
    /// The values of the product's own columns, in their order. Fewer than columns are allowed.
    pub values: Vec<String>,
}

impl fmt::Debug for RowOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowOutcome")
            .field("status", &self.status)
            .field("cost", &self.cost)
            .finish_non_exhaustive()
    }
}
