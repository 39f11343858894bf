//! Ledgers of long paid runs: what was sent, what came back, and what it may have cost.
//!
//! A [`Ledger`] stores rows. A row is one unit of paid work; its states and the events that change
//! them are in [`machine`]. Every engine runs that machine, so that each gives the same promises:
//!
//! - [`start`](Ledger::start) returns after `sending` is durable, and only its [`Permit`] allows a
//!   request;
//! - [`finish`](Ledger::finish) returns after the raw response is durable;
//! - a row that may have been sent is never pending again without an operator's decision;
//! - the sum of all that is spent, possibly spent and reserved stays within the limit;
//! - after a commit that failed, nothing is sent until the ledger is opened again.
//!
//! Engines: `sqlite`, behind the feature of that name, for the processes of one machine.

mod budget;
mod error;
pub mod machine;
mod record;
#[cfg(feature = "sqlite")]
pub mod sqlite;

use core::future::Future;
use core::time::Duration;

use bytes::Bytes;

pub use self::budget::{Budget, Totals};
pub use self::error::{InvalidRow, LedgerError};
pub use self::machine::{Charge, Decision, Epoch, Moment, Next, RequestOutcome, WorkerId};
pub use self::record::{
    Claim, Counts, Finished, Imported, Key, NewRow, Permit, Record, RecordedDecision, Recovered,
    RowId, Status, StoredResponse,
};

/// A store of rows that is shared by the workers of a run.
///
/// A future may be dropped: its work may still be done. A claim or a permit that is dropped is
/// recovered when the lease of its worker expires.
pub trait Ledger: Send + Sync {
    /// Registers a worker, with a lease that starts now. The name is for people.
    fn join(&self, name: &str) -> impl Future<Output = Result<WorkerId, LedgerError>> + Send;

    /// Starts the lease of a worker anew, and says how long it lasts.
    fn renew(&self, worker: WorkerId)
    -> impl Future<Output = Result<Duration, LedgerError>> + Send;

    /// Adds rows. A row whose key the ledger or an earlier row has is not added again. All are
    /// durable when this returns, or not one.
    fn import(
        &self,
        rows: Vec<NewRow>,
    ) -> impl Future<Output = Result<Imported, LedgerError>> + Send;

    /// Takes up to so many pending rows, the oldest first.
    fn claim(
        &self,
        worker: WorkerId,
        most: u32,
    ) -> impl Future<Output = Result<Vec<Claim>, LedgerError>> + Send;

    /// Reserves the cost of a claimed row and marks it as `sending`, durably. It may be sent once
    /// this returns, with the permit in hand, and never before.
    fn start(
        &self,
        claim: &Claim,
        cost: u64,
    ) -> impl Future<Output = Result<Permit, LedgerError>> + Send;

    /// Records how a request ended, with its raw response, durably. The outcome may be reported
    /// once this returns, and never before. The body is empty if there is no response.
    fn finish(
        &self,
        permit: Permit,
        outcome: RequestOutcome,
        body: Bytes,
    ) -> impl Future<Output = Result<Finished, LedgerError>> + Send;

    /// Gives a claimed row back.
    fn release(&self, claim: Claim) -> impl Future<Output = Result<(), LedgerError>> + Send;

    /// Takes up to so many rows from workers whose lease has expired, and from `ended`, a worker
    /// whose process certainly has ended.
    fn recover(
        &self,
        ended: Option<WorkerId>,
        most: u32,
    ) -> impl Future<Output = Result<Recovered, LedgerError>> + Send;

    /// Records an operator's decision about an unknown row that was seen in this epoch.
    fn decide(
        &self,
        row: RowId,
        epoch: Epoch,
        decision: Decision,
        by: &str,
    ) -> impl Future<Output = Result<(), LedgerError>> + Send;

    /// Sets the limit of the budget. A limit below the used sum only stops further requests.
    fn set_limit(&self, limit: Option<u64>)
    -> impl Future<Output = Result<(), LedgerError>> + Send;

    /// The budget, and how many rows are in each state.
    fn status(&self) -> impl Future<Output = Result<Status, LedgerError>> + Send;

    /// Up to so many rows after this one, in the order of import.
    fn rows(
        &self,
        after: RowId,
        most: u32,
    ) -> impl Future<Output = Result<Vec<Record>, LedgerError>> + Send;

    /// The responses of a row, late ones too, in the order in which they came.
    fn responses(
        &self,
        row: RowId,
    ) -> impl Future<Output = Result<Vec<StoredResponse>, LedgerError>> + Send;

    /// The decisions about a row, in order.
    fn decisions(
        &self,
        row: RowId,
    ) -> impl Future<Output = Result<Vec<RecordedDecision>, LedgerError>> + Send;
}
