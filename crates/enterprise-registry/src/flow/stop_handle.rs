//! How is a flow asked to stop without leaving anything unknown?

use core::time::Duration;
use std::sync::Arc;

use tokio::sync::watch;

/// Stops a flow at the next safe place: a call that has begun is brought to its end and noted, a
/// wait is broken off. Clones stop the same flow.
#[derive(Debug, Clone)]
pub struct StopHandle(Arc<watch::Sender<bool>>);

impl StopHandle {
    pub(crate) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }

    /// Asks the flow to stop.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    /// Whether it was asked to.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits, unless it is stopped: then it returns at once.
    pub(crate) async fn sleep(&self, wait: Duration) {
        let mut asked = self.0.subscribe();
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            // The sender lives in `self`, so only a stop ends this.
            _ = asked.wait_for(|is_stopped| *is_stopped) => {}
        }
    }
}
