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
mod settings;
#[cfg(feature = "sqlite")]
pub mod sqlite;

use core::future::Future;
use core::time::Duration;

use bytes::Bytes;

pub use self::budget::{Budget, SpendWindow, Totals};
pub use self::error::{InvalidRow, LedgerError};
pub use self::machine::{Charge, Decision, Epoch, Moment, Next, RequestOutcome, WorkerId};
pub use self::record::{
    Claim, Counts, Finished, Found, Imported, Key, NewRow, Permit, Record, RecordedDecision,
    Recovered, RowId, Status, StoredResponse,
};
pub use self::settings::{Rate, Run, Settings};

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

    /// Begins a run, or takes up the one with the same settings. Its number.
    fn begin_run(
        &self,
        settings: Settings,
    ) -> impl Future<Output = Result<i64, LedgerError>> + Send;

    /// The runs so far, in order.
    fn runs(&self) -> impl Future<Output = Result<Vec<Run>, LedgerError>> + Send;

    /// Adds rows. A row whose key the ledger or an earlier row has is not added again; it may be
    /// [refreshed](NewRow::with_fresh_for). All are durable when this returns, or not one.
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

    /// Acquires the next slot of the rate that all workers share: how long to wait for it. A slot
    /// that is not used is lost, so that a crash costs slots and no money. Acquire it before
    /// [`start`](Self::start): while a worker waits, its row is not in doubt.
    fn acquire_slot(&self) -> impl Future<Output = Result<Duration, LedgerError>> + Send;

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

    /// Takes up to so many rows from workers whose lease has expired, from workers whose process
    /// has ended as the engine knows, and from `ended`, whose process has ended as the caller
    /// knows.
    fn recover(
        &self,
        ended: Option<WorkerId>,
        most: u32,
    ) -> impl Future<Output = Result<Recovered, LedgerError>> + Send;

    /// Records an operator's decision about an unknown row that was seen in this epoch, or about
    /// the possible cost of a row that has ended.
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

    /// Sets the limit for each window of time, and its length. What was used in the present window
    /// stays counted.
    fn set_window(
        &self,
        window: Option<(u64, Duration)>,
    ) -> impl Future<Output = Result<(), LedgerError>> + Send;

    /// Sets the rate of all workers together.
    fn set_rate(&self, rate: Option<Rate>) -> impl Future<Output = Result<(), LedgerError>> + Send;

    /// The budget, and how many rows are in each state.
    fn status(&self) -> impl Future<Output = Result<Status, LedgerError>> + Send;

    /// Up to so many rows after this one, in the order of import.
    fn rows(
        &self,
        after: RowId,
        most: u32,
    ) -> impl Future<Output = Result<Vec<Record>, LedgerError>> + Send;

    /// Up to so many unknown rows after this one, in the order of import.
    fn unknown(
        &self,
        after: RowId,
        most: u32,
    ) -> impl Future<Output = Result<Vec<Record>, LedgerError>> + Send;

    /// The rows with these keys and their responses, in the order of the keys.
    fn find(
        &self,
        keys: Vec<Key>,
    ) -> impl Future<Output = Result<Vec<Option<Found>>, LedgerError>> + Send;

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
