//! Delays the visibility of writes, as replicas behind a service do.

use core::time::Duration;

/// How long reads take to show a write.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lag {
    ms: u64,
}

impl Lag {
    pub(super) fn new(lag: Duration) -> Self {
        Self {
            ms: u64::try_from(lag.as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// Whether a write of this time is visible now.
    pub(super) fn shows(self, written_ms: u64, now_ms: u64) -> bool {
        written_ms.saturating_add(self.ms) <= now_ms
    }
}
