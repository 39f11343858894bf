//! Hands claimed rows to the lanes of a worker.

use std::collections::VecDeque;

use core::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{Mutex, Notify};

use super::RECOVERED_AT_ONCE;
use crate::ledger::{Claim, Ledger, LedgerError, WorkerId};

/// Rows that are claimed at once. Claims cost a commit, and a crash delays them by a lease.
const CLAIMED_AT_ONCE: u32 = 64;

/// Claimed rows that no lane has yet.
#[derive(Default)]
pub(super) struct Source {
    claims: Mutex<VecDeque<Claim>>,
    /// Lanes that hold a row, which may become pending again.
    busy: AtomicUsize,
    /// Notified when a lane has ended a row.
    ended: Notify,
}

impl Source {
    /// The next row, or `None` if none is left. Waits for lanes whose row may come back.
    pub(super) async fn next<L: Ledger>(
        &self,
        ledger: &L,
        worker: WorkerId,
    ) -> Result<Option<Claim>, LedgerError> {
        loop {
            let ended = self.ended.notified();
            let mut claims = self.claims.lock().await;
            if claims.is_empty() {
                claims.extend(ledger.claim(worker, CLAIMED_AT_ONCE).await?);
            }
            if claims.is_empty() {
                // Rows of workers whose lease has expired since.
                let recovered = ledger.recover(None, RECOVERED_AT_ONCE).await?;
                if recovered.pending > 0 {
                    continue;
                }
            }
            if let Some(claim) = claims.pop_front() {
                self.busy.fetch_add(1, Ordering::SeqCst);
                return Ok(Some(claim));
            }
            if self.busy.load(Ordering::SeqCst) == 0 {
                self.ended.notify_waiters();
                return Ok(None);
            }
            drop(claims);
            ended.await;
        }
    }

    /// Takes note that a lane no longer holds a row.
    pub(super) fn end_row(&self) {
        self.busy.fetch_sub(1, Ordering::SeqCst);
        self.ended.notify_waiters();
    }
}
