//! Limits of a call: how long it may take, how much it may read, how fast calls may follow.

use core::time::Duration;

pub(crate) mod rate_limit;

/// A year: no deadline and no pause is longer, because the clock ends somewhere.
pub(crate) const LONGEST: Duration = Duration::from_secs(31_536_000);

/// Deadlines and sizes. Every call has all of them; none can be switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For one attempt, from the first packet to the last byte of the answer. 20 s by default. Of
    /// an upload it is how long nothing may move; see
    /// [`CallOptions`](crate::CallOptions::upload_answer) for its answer.
    pub attempt: Duration,
    /// For the whole call with its retries and waits. 60 s by default.
    pub overall: Duration,
    /// The largest body that is read, in bytes. 8 MiB by default.
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
