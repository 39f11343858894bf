//! Waits for the current call to end when the program is asked to stop.
//!
//! A lost reply may have cost money or changed something, and would be requested again. The first
//! signal therefore lets the call finish; the second breaks it off.

use core::pin::pin;

use crate::error::{CommandError, Kind};
use crate::global_options::Global;
use crate::notice;
use crate::signals::StopSignals;

/// Handles the signals of one run.
pub(crate) struct Interruption<'a> {
    global: &'a Global,
    signals: StopSignals,
    is_requested: bool,
}

impl<'a> Interruption<'a> {
    /// Begins to receive signals. From here on they do not end the process by themselves.
    pub(crate) fn new(global: &'a Global) -> Result<Self, CommandError> {
        Ok(Self {
            global,
            signals: StopSignals::new()?,
            is_requested: false,
        })
    }

    /// Whether the program was asked to stop.
    pub(crate) fn is_requested(&self) -> bool {
        self.is_requested
    }

    /// Waits for a call. The first signal is noted; the second breaks the call off and returns
    /// `None`.
    pub(crate) async fn wait_for<T>(&mut self, call: impl Future<Output = T>) -> Option<T> {
        self.wait_for_with_notice(call, || {}).await
    }

    /// As [`wait_for`](Self::wait_for), and calls `notify` on the first signal.
    pub(crate) async fn wait_for_with_notice<T>(
        &mut self,
        call: impl Future<Output = T>,
        mut notify: impl FnMut(),
    ) -> Option<T> {
        let mut call = pin!(call);
        loop {
            tokio::select! {
                // A reply that has arrived may be paid for, so it comes first.
                biased;
                result = &mut call => return Some(result),
                () = self.signals.next() => {
                    if self.is_requested {
                        return None;
                    }
                    self.is_requested = true;
                    notify();
                    notice::say(self.global, "stopping after this call; a second signal breaks it off");
                }
            }
        }
    }

    /// Waits for the next signal while no call is in progress.
    pub(crate) async fn next_signal(&mut self) {
        self.signals.next().await;
        self.is_requested = true;
    }
}

/// The error of a call that a second signal broke off.
pub(crate) fn broken_off() -> CommandError {
    CommandError::new(Kind::Transport, "interrupted during a call")
}
