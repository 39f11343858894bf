//! How long a call may take, how much it may read, how often it may be tried.

use core::time::Duration;

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

/// How often and how fast a failed attempt is repeated, where the table of the
/// [crate](crate#what-is-repeated) allows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Attempts of one call, the first one included. 3 by default; 1 switches retries off.
    pub attempts: u32,
    /// The wait before the second attempt, doubled before each further one and jittered.
    /// 200 ms by default.
    pub first_wait: Duration,
    /// The longest wait. 5 s by default.
    pub longest_wait: Duration,
    /// Retries per hundred calls over the life of a client, beside a small reserve that lets a
    /// client's very first call be repeated. 19 by default, so that a failing server never sees
    /// more than a fifth of additional load for long.
    pub retries_per_hundred: u32,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 3,
            first_wait: Duration::from_millis(200),
            longest_wait: Duration::from_secs(5),
            retries_per_hundred: 19,
        }
    }
}
