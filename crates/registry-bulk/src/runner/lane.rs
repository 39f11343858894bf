//! One lane of a worker: takes a row, sends its parts one after the other, records each end.

use core::time::Duration;

use bytes::Bytes;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::Shared;
use super::error::{RunErrorCause, Unrecorded};
use crate::ledger::machine::TransitionError;
use crate::ledger::{Claim, Finished, Ledger, LedgerError, Permit, RequestOutcome};
use crate::products::{BulkProduct, Fields, RowRequest, RowResponse};

/// What a part costs: one query.
const COST: u64 = 1;

/// How long to wait for the next window of the budget, at least and at most. The limit may be
/// raised meanwhile.
const SHORTEST_WAIT: Duration = Duration::from_millis(10);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

pub(super) struct Lane<'a, 's, L> {
    shared: &'s Shared<'a, L>,
}

/// What a lane does after a request.
enum Then {
    /// The next part of the same row.
    Part(Claim),
    /// The row is over for this lane.
    NextRow,
}

impl<'a, 's, L: Ledger> Lane<'a, 's, L> {
    pub(super) fn new(shared: &'s Shared<'a, L>) -> Self {
        Self { shared }
    }

    /// Works until there is no row left, or the run stops.
    pub(super) async fn work(self) {
        let Shared {
            ledger,
            stop,
            worker,
            halting,
            source,
            ..
        } = self.shared;
        while !halting.is_stopped() && !stop.is_on() {
            let claim = tokio::select! {
                biased;
                () = stop.wait() => break,
                claim = source.next(*ledger, *worker) => claim,
            };
            match claim {
                Ok(Some(claim)) => {
                    let ended = self.row(claim).await;
                    source.end_row();
                    if let Err(cause) = ended {
                        halting.stop(cause);
                    }
                }
                Ok(None) => break,
                Err(error) => halting.stop(error.into()),
            }
        }
    }

    /// Sends the parts of a row.
    async fn row(&self, mut claim: Claim) -> Result<(), RunErrorCause> {
        loop {
            let request = match request(&claim) {
                Ok(request) => request,
                Err(cause) => {
                    self.release(claim).await;
                    return Err(cause);
                }
            };
            if !self.may_leave().await? {
                self.release(claim).await;
                return Ok(());
            }
            let Some(permit) = self.start(&claim).await? else {
                return Ok(());
            };
            match self.send(permit, request).await? {
                Then::Part(next) => claim = next,
                Then::NextRow => return Ok(()),
            }
        }
    }

    /// Waits for the rate, and for as long as nothing gets through. `false` if the run stops.
    async fn may_leave(&self) -> Result<bool, LedgerError> {
        let Shared {
            ledger,
            stop,
            halting,
            ..
        } = self.shared;
        let slot = async {
            while let Some(until) = halting.wait_until().filter(|_| !halting.is_stopped()) {
                if until <= Instant::now() {
                    break;
                }
                sleep_until(until).await;
            }
            let wait = ledger.acquire_slot().await?;
            if !wait.is_zero() {
                sleep(wait).await;
            }
            Ok(!halting.is_stopped())
        };
        tokio::select! {
            biased;
            () = stop.wait() => Ok(false),
            may_leave = slot => may_leave,
        }
    }

    /// Asks the ledger for a permit; `None` if the row is not this worker's to send, or the budget
    /// is used up.
    async fn start(&self, claim: &Claim) -> Result<Option<Permit>, RunErrorCause> {
        let Shared {
            ledger,
            worker,
            halting,
            stop,
            ..
        } = self.shared;
        loop {
            match ledger.start(claim, COST).await {
                Ok(permit) => return Ok(Some(permit)),
                Err(LedgerError::Transition(TransitionError::LeaseExpired)) => {
                    // The process was suspended, or the disk was slow.
                    ledger.renew(*worker).await?;
                }
                Err(LedgerError::Transition(TransitionError::OverBudget { .. })) => {
                    halting.stop_over_budget();
                    self.release(claim.clone()).await;
                    return Ok(None);
                }
                Err(LedgerError::Transition(TransitionError::OverWindow { wait, .. })) => {
                    tokio::select! {
                        biased;
                        () = stop.wait() => {
                            self.release(claim.clone()).await;
                            return Ok(None);
                        }
                        () = sleep(wait.clamp(SHORTEST_WAIT, LONGEST_WAIT)) => {}
                    }
                    if halting.is_stopped() {
                        self.release(claim.clone()).await;
                        return Ok(None);
                    }
                }
                Err(LedgerError::Transition(
                    TransitionError::Fenced { .. } | TransitionError::WrongState { .. },
                )) => return Ok(None),
                Err(LedgerError::Busy) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Sends one part within its lease, and records the end.
    async fn send(&self, permit: Permit, request: RowRequest) -> Result<Then, RunErrorCause> {
        let Shared {
            ledger,
            client,
            halting,
            ..
        } = self.shared;
        let (row, part) = (permit.row(), permit.part());
        let left = permit.time_left();
        let response = match timeout(left, request.send(client)).await {
            Ok(response) => response,
            Err(_) => RowResponse {
                outcome: RequestOutcome::Unknown,
                body: Bytes::new(),
                halt: None,
            },
        };
        let RowResponse {
            outcome,
            body,
            halt,
        } = response;
        let finished = ledger.finish(permit, outcome, body.clone()).await;
        // A refusal to be shown is shown even if it could not be recorded.
        halting.note(halt);
        match finished {
            Ok(Finished::More(next)) => Ok(Then::Part(next)),
            Ok(Finished::Recorded | Finished::Late) => Ok(Then::NextRow),
            Err(error) => {
                if !body.is_empty() && outcome != RequestOutcome::NotSent {
                    halting.keep(Unrecorded { row, part, body });
                }
                Err(error.into())
            }
        }
    }

    /// Gives a row back. If that fails, it is recovered from this worker later.
    async fn release(&self, claim: Claim) {
        let _failed = self.shared.ledger.release(claim).await;
    }
}

/// The request of a claim.
fn request(claim: &Claim) -> Result<RowRequest, RunErrorCause> {
    let row = claim.row;
    let Some(product) = BulkProduct::from_operation(&claim.operation) else {
        return Err(RunErrorCause::UnknownOperation {
            row,
            operation: claim.operation.clone(),
        });
    };
    let invalid = |invalid| RunErrorCause::Row { row, invalid };
    let fields = Fields::from_json(&claim.input).map_err(invalid)?;
    product.request(&fields, claim.part).map_err(invalid)
}
