//! Decides when a run waits, and when it stops, from how its requests end.

use core::time::Duration;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;

use super::error::{RunError, RunErrorCause, Unrecorded};
use super::{RunEnd, StopSwitch};
use crate::products::Halt;

/// The first wait after a request that did not get through.
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// The longest wait.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// The state of a run that its lanes share.
pub(super) struct Halting {
    patience: Duration,
    doubts: u32,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Since when nothing gets through.
    since: Option<Instant>,
    wait: Duration,
    /// Nothing is sent before.
    until: Option<Instant>,
    doubts: u32,
    is_over_budget: bool,
    stopped: Option<RunErrorCause>,
    unrecorded: Vec<Unrecorded>,
}

impl Halting {
    pub(super) fn new(patience: Duration, doubts: u32) -> Self {
        Self {
            patience,
            doubts,
            state: Mutex::default(),
        }
    }

    /// Whether no lane may start another request.
    pub(super) fn is_stopped(&self) -> bool {
        let state = self.state();
        state.stopped.is_some() || state.is_over_budget
    }

    /// Until when no request may be made.
    pub(super) fn wait_until(&self) -> Option<Instant> {
        self.state().until
    }

    /// Stops the run; the first cause counts.
    pub(super) fn stop(&self, cause: RunErrorCause) {
        self.state().stopped.get_or_insert(cause);
    }

    /// Stops the run because the budget leaves no further request.
    pub(super) fn stop_over_budget(&self) {
        self.state().is_over_budget = true;
    }

    /// Keeps a response that the ledger could not record.
    pub(super) fn keep(&self, unrecorded: Unrecorded) {
        self.state().unrecorded.push(unrecorded);
    }

    /// Takes the end of a request into account.
    pub(super) fn note(&self, halt: Option<Halt>) {
        let mut state = self.state();
        match halt {
            None => {
                state.since = None;
                state.until = None;
                state.wait = Duration::ZERO;
                state.doubts = 0;
            }
            Some(Halt::Stop(error)) => {
                state.stopped.get_or_insert(RunErrorCause::Call(error));
            }
            Some(Halt::Doubt(error)) => {
                state.doubts = state.doubts.saturating_add(1);
                if state.doubts >= self.doubts {
                    state.stopped.get_or_insert(RunErrorCause::Call(error));
                }
            }
            Some(Halt::Wait(error)) => {
                let now = Instant::now();
                let since = *state.since.get_or_insert(now);
                if now.duration_since(since) >= self.patience {
                    state.stopped.get_or_insert(RunErrorCause::Call(error));
                } else if state.until.is_none_or(|until| until <= now) {
                    // Of requests that fail at once, the first one counts.
                    state.wait = (state.wait * 2).clamp(FIRST_WAIT, LONGEST_WAIT);
                    state.until = Some(now + state.wait.min(self.patience));
                }
            }
        }
    }

    pub(super) fn into_result(self, stop: &StopSwitch) -> Result<RunEnd, RunError> {
        let state = self.state.into_inner();
        let state = state.unwrap_or_else(PoisonError::into_inner);
        match state.stopped {
            Some(cause) => Err(RunError::new(cause, state.unrecorded)),
            None if state.is_over_budget => Ok(RunEnd::OverBudget),
            None if stop.is_on() => Ok(RunEnd::Stopped),
            None => Ok(RunEnd::Complete),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Every change is complete before anything could panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
