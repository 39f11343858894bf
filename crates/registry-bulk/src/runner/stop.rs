//! Asks a run to stop.

use std::sync::Arc;

use tokio::sync::watch;

/// Asks a run to send nothing more. Clones are one switch.
#[derive(Debug, Clone)]
pub struct StopSwitch(Arc<watch::Sender<bool>>);

impl StopSwitch {
    /// A switch that is off.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }

    /// Switches it on, for good.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    /// Whether it is on.
    #[must_use]
    pub fn is_on(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is on.
    pub(super) async fn wait(&self) {
        // The sender is held here, so this ends only when the switch is on.
        let mut watched = self.0.subscribe();
        let _is_on = watched.wait_for(|is_on| *is_on).await.is_ok();
    }
}

impl Default for StopSwitch {
    fn default() -> Self {
        Self::new()
    }
}
