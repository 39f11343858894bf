//! Stops a flow without leaving an outcome unknown.

use core::time::Duration;
use std::sync::Arc;

use tokio::sync::watch;

/// Stops a flow at the next safe point: a call in flight is completed and recorded, a wait is cut
/// short. Clones stop the same flow.
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

    /// Whether the flow was asked to stop.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits this long, or until the flow is asked to stop.
    pub(crate) async fn sleep(&self, wait: Duration) {
        let mut stopped = self.0.subscribe();
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            // The sender lives in `self`, so only a stop completes this.
            _ = stopped.wait_for(|is_stopped| *is_stopped) => {}
        }
    }
}
