//! The policy of retries: how often, and how far apart.

use core::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};

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

impl RetryPolicy {
    /// The waits between attempts.
    pub(crate) fn backoff(&self) -> ExponentialBackoff {
        ExponentialBuilder::default()
            .with_jitter()
            .with_min_delay(self.first_wait)
            .with_max_delay(self.longest_wait)
            .without_max_times()
            .build()
    }
}
