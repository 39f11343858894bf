//! Sends the pending rows of a ledger: many at once, within the rate, each with a permit.
//!
//! [`run`] is one worker of a ledger. Any number may run, in one process or in many. Each request
//! goes the same way: the ledger records that it may be sent, it is sent once, and the ledger
//! records how it ended before that is reported.

mod error;
mod halting;
mod lane;
mod source;
mod stop;

use core::time::Duration;

use futures_util::future::join_all;
use http_transport::Client;
use ihuyi_api::Ihuyi;
use tokio::time::{MissedTickBehavior, interval};

pub use self::error::{RunError, RunErrorCause, Unrecorded};
use self::halting::Halting;
use self::lane::Lane;
use self::source::Source;
pub use self::stop::StopSwitch;
use crate::ledger::{Ledger, LedgerError, Recovered, WorkerId};

/// Rows that are taken from ended workers at once.
const RECOVERED_AT_ONCE: u32 = 1000;

/// How a worker works.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RunOptions {
    /// Requests at once: 16 by default.
    pub at_once: usize,
    /// How long to go on trying while nothing gets through: ten minutes by default.
    pub patience: Duration,
    /// How many requests in a row may end in doubt before the run stops: 10 by default.
    pub doubts: u32,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            at_once: 16,
            patience: Duration::from_secs(600),
            doubts: 10,
        }
    }
}

/// Why a run ended without an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunEnd {
    /// No row was left to be sent by this worker.
    Complete,
    /// It was asked to stop.
    Stopped,
    /// The limit of the budget leaves no further request.
    OverBudget,
}

/// The state that all lanes of a worker share.
struct Shared<'a, L> {
    ledger: &'a L,
    client: &'a Client<Ihuyi>,
    options: &'a RunOptions,
    stop: &'a StopSwitch,
    worker: WorkerId,
    halting: Halting,
    source: Source,
}

/// Sends pending rows, at the rate of the ledger, until none is left, the budget is used up, `stop`
/// is switched, or a fault stops the run. Requests in flight are waited for and recorded in each
/// case.
///
/// The client should have no rate of its own: a row would wait for it in the state `sending`.
///
/// The future may be dropped: requests in flight then become unknown in the ledger.
///
/// # Errors
///
/// The ledger fails, the vendor refuses every request, or nothing gets through for too long.
pub async fn run<L: Ledger>(
    ledger: &L,
    worker: WorkerId,
    client: &Client<Ihuyi>,
    options: &RunOptions,
    stop: &StopSwitch,
) -> Result<RunEnd, RunError> {
    let lease = ledger.renew(worker).await?;
    // What a crash has left behind holds a part of the budget.
    recover(ledger, None).await?;
    let shared = Shared {
        ledger,
        client,
        options,
        stop,
        worker,
        halting: Halting::new(options.patience, options.doubts),
        source: Source::default(),
    };
    work(&shared, lease).await;
    // Nothing of this worker is in flight any more: what it still holds was not sent.
    let given_back = recover(ledger, Some(worker)).await;
    let ended = shared.halting.into_result(stop)?;
    given_back?;
    Ok(ended)
}

/// Takes all rows from workers that have ended.
async fn recover<L: Ledger>(ledger: &L, ended: Option<WorkerId>) -> Result<(), LedgerError> {
    while ledger.recover(ended, RECOVERED_AT_ONCE).await? != Recovered::default() {}
    Ok(())
}

/// Runs the lanes, and renews the lease meanwhile.
async fn work<L: Ledger>(shared: &Shared<'_, L>, lease: Duration) {
    let lanes = (0..shared.options.at_once.max(1)).map(|_| Lane::new(shared).work());
    let lanes = join_all(lanes);
    let renewing = renew(shared.ledger, shared.worker, lease);
    tokio::pin!(lanes, renewing);
    let failed = tokio::select! {
        biased;
        _ = &mut lanes => return,
        failed = &mut renewing => failed,
    };
    // Calls in flight are recorded still, if the ledger can.
    shared.halting.stop(failed.into());
    lanes.await;
}

/// Renews the lease of a worker for as long as it is polled; returns only the error that ends it.
async fn renew<L: Ledger>(ledger: &L, worker: WorkerId, lease: Duration) -> LedgerError {
    let mut ticks = interval((lease / 4).max(Duration::from_millis(10)));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match ledger.renew(worker).await {
            Ok(_) | Err(LedgerError::Busy) => {}
            Err(error) => return error,
        }
    }
}
