//! Sets the number of attempts and the backoff between them.

use core::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};

/// The number of attempts and the waits between them, if the table of the [crate](crate#retries)
/// allows retries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Attempts of one call, including the first. 3 by default; 1 disables retries.
    pub attempts: u32,
    /// The wait before the second attempt, doubled before each further one, with jitter. 200 ms by
    /// default.
    pub first_wait: Duration,
    /// The longest wait. 5 s by default.
    pub longest_wait: Duration,
    /// Retries per hundred calls over the life of a client, in addition to a small reserve that
    /// allows retries of the very first call. 19 by default, so that a failing server never sees
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
