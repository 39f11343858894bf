//! Limits calls: their duration, their size and their rate.

use core::time::Duration;

pub(crate) mod rate_limit;

/// A year: longer deadlines and pauses are cut to this, because the clock is finite.
pub(crate) const LONGEST: Duration = Duration::from_secs(31_536_000);

/// Deadlines and sizes. Every call has all of them; none can be disabled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For one attempt, from connecting to the last byte of the response. 20 s by default. For an
    /// upload, the time without progress; see [`CallOptions`](crate::CallOptions::upload_response)
    /// for its response.
    pub attempt: Duration,
    /// For the whole call with retries and waits. 60 s by default.
    pub overall: Duration,
    /// The largest response body to read, in bytes. 8 MiB by default.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            attempt: Duration::from_secs(20),
            overall: Duration::from_secs(60),
            body: 8 * 1024 * 1024,
        }
    }
}
