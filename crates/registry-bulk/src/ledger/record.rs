//! What a ledger takes and gives: rows, claims, permits, responses, decisions.

use core::fmt;
use core::time::Duration;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;

use super::Budget;
use super::error::InvalidRow;
#[cfg(feature = "sqlite")]
use super::machine::{Charge, Next};
use super::machine::{Decision, Epoch, Moment, Row, WorkerId};
use super::settings::Rate;

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
    personal: Option<String>,
    fresh_for: Option<Duration>,
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
        Ok(Self {
            key,
            operation: operation.to_owned(),
            input: object(fields)?,
            personal: None,
            fresh_for: None,
        })
    }

    /// Adds fields that are needed until the row ends, and erased in the commit that ends it.
    ///
    /// # Errors
    ///
    /// Like [`NewRow::new`].
    pub fn with_personal<'a>(
        mut self,
        fields: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, InvalidRow> {
        let personal = object(fields)?;
        self.personal = Some(personal).filter(|fields| fields != "{}");
        Ok(self)
    }

    /// Asks again if the ledger has the row and its outcome is older than this. Without it, an
    /// outcome never grows old.
    #[must_use]
    pub fn with_fresh_for(mut self, age: Duration) -> Self {
        self.fresh_for = Some(age);
        self
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

    /// The fields that are kept, as a JSON object.
    #[must_use]
    pub fn input(&self) -> &str {
        &self.input
    }

    /// The fields that are erased when the row ends, as a JSON object.
    #[must_use]
    pub fn personal(&self) -> Option<&str> {
        self.personal.as_deref()
    }

    /// How old an outcome may be that is not asked for again.
    #[must_use]
    pub fn fresh_for(&self) -> Option<Duration> {
        self.fresh_for
    }
}

/// Fields as a JSON object; no secrets.
fn object<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<String, InvalidRow> {
    let mut object = serde_json::Map::new();
    for (name, value) in fields {
        refuse_secrets(name, value)?;
        object.insert(name.to_owned(), value.into());
    }
    Ok(serde_json::Value::Object(object).to_string())
}

pub(super) fn refuse_secrets(name: &str, value: &str) -> Result<(), InvalidRow> {
    if SECRETS.contains(&name.to_ascii_lowercase().as_str()) {
        return Err(InvalidRow::Secret(name.to_owned()));
    }
    if has_signed_url(value) {
        return Err(InvalidRow::SignedUrl(name.to_owned()));
    }
    Ok(())
}

/// The fields of two JSON objects in one. Other texts come back unchanged.
#[cfg(feature = "sqlite")]
pub(super) fn joined(input: String, personal: Option<&str>) -> String {
    type Object = serde_json::Map<String, serde_json::Value>;
    let Some(personal) = personal else {
        return input;
    };
    let objects = [&input, personal].map(serde_json::from_str::<Object>);
    match objects {
        [Ok(mut all), Ok(personal)] => {
            all.extend(personal);
            serde_json::Value::Object(all).to_string()
        }
        _ => input,
    }
}

impl fmt::Debug for NewRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            key,
            operation,
            input: _,
            personal: _,
            fresh_for,
        } = self;
        f.debug_struct("NewRow")
            .field("key", key)
            .field("operation", operation)
            .field("fresh_for", fresh_for)
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
    /// Rows whose key was there, and whose outcome is reused or still to come.
    pub duplicates: u64,
    /// Rows whose outcome was too old: they are pending again.
    pub refreshed: u64,
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
    /// The fields, personal ones too, as a JSON object.
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
    /// Says that the process lives, for as long as it may send.
    pub(super) _alive: Option<Arc<Alive>>,
}

/// What a process holds for as long as it lives: a locked file, say.
pub(super) type Alive = dyn fmt::Debug + Send + Sync;

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
    /// The rate of all workers together, if there is one.
    pub rate: Option<Rate>,
    /// Workers whose lease is valid.
    pub workers: u64,
}

/// A row of the ledger.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// Its number.
    pub id: RowId,
    /// Its key.
    pub key: Key,
    /// Its operation.
    pub operation: String,
    /// Its fields, as a JSON object. Personal ones are there until the row ends.
    pub input: String,
    /// Its state and costs.
    pub row: Row,
    /// When it changed last. Of an ended row: when it ended, or was decided on.
    pub changed: Moment,
}

/// A row that was looked for, with its responses: late ones too, in the order in which they came.
/// The outcome is in those of the row's own epoch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The row.
    pub record: Record,
    /// Its responses.
    pub responses: Vec<StoredResponse>,
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            id,
            key,
            operation,
            input: _,
            row,
            changed,
        } = self;
        f.debug_struct("Record")
            .field("id", id)
            .field("key", key)
            .field("operation", operation)
            .field("row", row)
            .field("changed", changed)
            .finish_non_exhaustive()
    }
}

/// A raw response.
#[derive(Clone, PartialEq, Eq)]
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

/// Shows the length of the body, which may hold personal data.
impl fmt::Debug for StoredResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            epoch,
            part,
            is_late,
            at,
            body,
        } = self;
        f.debug_struct("StoredResponse")
            .field("epoch", epoch)
            .field("part", part)
            .field("is_late", is_late)
            .field("at", at)
            .field("body", &format_args!("{} bytes", body.len()))
            .finish()
    }
}

/// As stored.
#[cfg(feature = "sqlite")]
impl Charge {
    pub(super) const fn to_number(self) -> i16 {
        match self {
            Self::NotCharged => 0,
            Self::Charged => 1,
            Self::Unknown => 2,
        }
    }

    pub(super) const fn from_number(number: i16) -> Self {
        match number {
            0 => Self::NotCharged,
            1 => Self::Charged,
            _ => Self::Unknown,
        }
    }
}

/// As stored.
#[cfg(feature = "sqlite")]
impl Next {
    pub(super) const fn to_number(self) -> i16 {
        match self {
            Self::Close => 0,
            Self::SendAgain => 1,
            Self::Keep => 2,
        }
    }

    pub(super) const fn from_number(number: i16) -> Self {
        match number {
            0 => Self::Close,
            1 => Self::SendAgain,
            _ => Self::Keep,
        }
    }
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
