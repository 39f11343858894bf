//! What becomes of a call that is under way when the program is asked to stop?
//!
//! An answer that is lost may have been paid for, or have changed something, and is asked for
//! again. So it is waited for; who does not want to wait asks a second time.

use core::pin::pin;

use crate::error::{CommandError, Kind};
use crate::global_options::Global;
use crate::notice;
use crate::signals::StopSignals;

/// The signals of one run of a command.
pub(crate) struct Interruption<'a> {
    global: &'a Global,
    signals: StopSignals,
    is_requested: bool,
}

impl<'a> Interruption<'a> {
    /// Begins to receive signals, which end nothing by themselves from here on.
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

    /// Waits for a call to its end. The first signal is noted, the second breaks the call off:
    /// then there is nothing.
    pub(crate) async fn wait_for<T>(&mut self, call: impl Future<Output = T>) -> Option<T> {
        self.wait_for_with_notice(call, || {}).await
    }

    /// The same; who is called is told of the first signal.
    pub(crate) async fn wait_for_with_notice<T>(
        &mut self,
        call: impl Future<Output = T>,
        mut tell: impl FnMut(),
    ) -> Option<T> {
        let mut call = pin!(call);
        loop {
            tokio::select! {
                // What is here was paid for, so it comes first.
                biased;
                answer = &mut call => return Some(answer),
                () = self.signals.next() => {
                    if self.is_requested {
                        return None;
                    }
                    self.is_requested = true;
                    tell();
                    notice::say(self.global, "stopping after this call; once more breaks it off");
                }
            }
        }
    }

    /// Returns with the next signal, while nothing is under way.
    pub(crate) async fn next_signal(&mut self) {
        self.signals.next().await;
        self.is_requested = true;
    }
}

/// A call that was broken off by a second signal, after which nothing is known of it but this.
pub(crate) fn broken_off() -> CommandError {
    CommandError::new(Kind::Transport, "interrupted in the middle of a call")
}
