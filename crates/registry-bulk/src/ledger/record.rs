//! What a ledger takes and gives: rows, claims, permits, responses, decisions.

use core::fmt;
use core::time::Duration;
use std::time::Instant;

use bytes::Bytes;

use super::Budget;
use super::error::InvalidRow;
use super::machine::{Decision, Epoch, Moment, Row, WorkerId};

/// The number of a row, in the order of import, from 1. 0 is before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RowId(pub i64);

/// What makes two rows the same query: a digest of the operation and its parameters, by the
/// caller, so that the ledger need not hold them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub [u8; 16]);

/// A row to be imported: one unit of paid work.
#[derive(Clone, PartialEq, Eq)]
pub struct NewRow {
    key: Key,
    operation: String,
    input: String,
}

/// Names of parameters that carry secrets, of either vendor, in lower case.
const SECRETS: [&str; 10] = [
    "access_token",
    "accesstoken",
    "api_key",
    "apikey",
    "auth_code",
    "hash",
    "loginpassword",
    "loginpswd",
    "loginpwd",
    "password",
];

impl NewRow {
    /// A query of an operation, with the fields that are kept, by name.
    ///
    /// # Errors
    ///
    /// A field is a secret by its name, or has a signed URL in its value.
    pub fn new<'a>(
        key: Key,
        operation: &str,
        fields: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, InvalidRow> {
        let mut kept = serde_json::Map::new();
        for (name, value) in fields {
            if SECRETS.contains(&name.to_ascii_lowercase().as_str()) {
                return Err(InvalidRow::Secret(name.to_owned()));
            }
            if has_signed_url(value) {
                return Err(InvalidRow::SignedUrl(name.to_owned()));
            }
            kept.insert(name.to_owned(), value.into());
        }
        Ok(Self {
            key,
            operation: operation.to_owned(),
            input: serde_json::Value::Object(kept).to_string(),
        })
    }

    /// What makes it unique.
    #[must_use]
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// The operation, by its catalogue name.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// The fields as a JSON object.
    #[must_use]
    pub fn input(&self) -> &str {
        &self.input
    }
}

impl fmt::Debug for NewRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            key,
            operation,
            input: _,
        } = self;
        f.debug_struct("NewRow")
            .field("key", key)
            .field("operation", operation)
            .finish_non_exhaustive()
    }
}

fn has_signed_url(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    let mut parameters = value.split(['?', '&']).skip(1);
    parameters.any(|parameter| {
        let name = parameter.split_once('=').map(|(name, _)| name);
        name.is_some_and(|name| SECRETS.contains(&name))
    })
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Rows added.
    pub added: u64,
    /// Rows whose key was there.
    pub duplicates: u64,
}

/// A row in the hands of a worker. Nothing was sent yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Claim {
    /// The row.
    pub row: RowId,
    /// The holder.
    pub worker: WorkerId,
    /// The claim's number.
    pub epoch: Epoch,
    /// The part (page) to be sent, from 0. The responses of earlier parts are in the ledger.
    pub part: u32,
    /// The operation.
    pub operation: String,
    /// The fields, as a JSON object.
    pub input: String,
}

impl fmt::Debug for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            row,
            worker,
            epoch,
            part,
            operation,
            input: _,
        } = self;
        f.debug_struct("Claim")
            .field("row", row)
            .field("worker", worker)
            .field("epoch", epoch)
            .field("part", part)
            .field("operation", operation)
            .finish_non_exhaustive()
    }
}

/// Allows one request of one part of a row: `sending` is durable. Dropped without
/// [`finish`](super::Ledger::finish), the row becomes unknown.
#[derive(Debug)]
#[must_use = "a row that was started and not finished becomes unknown"]
pub struct Permit {
    pub(super) row: RowId,
    pub(super) worker: WorkerId,
    pub(super) epoch: Epoch,
    pub(super) part: u32,
    pub(super) asked: Instant,
    pub(super) lease: Duration,
}

impl Permit {
    /// The row.
    #[must_use]
    pub fn row(&self) -> RowId {
        self.row
    }

    /// The worker that may send it.
    #[must_use]
    pub fn worker(&self) -> WorkerId {
        self.worker
    }

    /// The number of its claim.
    #[must_use]
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// The part that may be sent.
    #[must_use]
    pub fn part(&self) -> u32 {
        self.part
    }

    /// How much of the lease is left. A request must end within it; where nothing is left, finish
    /// with [`RequestOutcome::NotSent`](super::RequestOutcome::NotSent). It is counted
    /// from before the ledger was asked, by a clock that does not jump.
    #[must_use]
    pub fn time_left(&self) -> Duration {
        self.lease.saturating_sub(self.asked.elapsed())
    }
}

/// What became of a finished request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finished {
    /// It is recorded; the row has ended, is unknown, or is pending again because nothing was sent.
    Recorded,
    /// It is recorded, and this is the claim of the next part.
    More(Claim),
    /// The row had been taken from this worker. The response is kept as evidence for an operator.
    Late,
}

/// What a recovery did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Recovered {
    /// Rows that were claimed and not sent.
    pub pending: u64,
    /// Rows that may have been sent, and unknown rows whose sender turned out to have ended.
    pub unknown: u64,
}

/// How many rows are in each state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "named after the states")]
pub struct Counts {
    pub pending: u64,
    pub claimed: u64,
    pub sending: u64,
    pub done: u64,
    pub not_charged: u64,
    pub unknown: u64,
    pub settled: u64,
}

impl Counts {
    /// All rows.
    #[must_use]
    pub const fn all(&self) -> u64 {
        self.pending
            + self.claimed
            + self.sending
            + self.done
            + self.not_charged
            + self.unknown
            + self.settled
    }
}

/// A ledger at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status {
    /// The budget.
    pub budget: Budget,
    /// Rows by state.
    pub counts: Counts,
}

/// A row of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its number.
    pub id: RowId,
    /// Its key.
    pub key: Key,
    /// Its operation.
    pub operation: String,
    /// Its fields, as a JSON object.
    pub input: String,
    /// Its state and costs.
    pub row: Row,
}

/// A raw response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredResponse {
    /// The claim under which it was asked for.
    pub epoch: Epoch,
    /// The part.
    pub part: u32,
    /// Whether it came after the row had been taken from its sender.
    pub is_late: bool,
    /// When it was stored.
    pub at: Moment,
    /// The bytes as they came.
    pub body: Bytes,
}

/// A decision, as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedDecision {
    /// The claim that was unknown.
    pub epoch: Epoch,
    /// The decision.
    pub decision: Decision,
    /// The cost that was possible.
    pub cost: u64,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: Moment,
}
