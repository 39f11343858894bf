//! Schedules of repeated reads.

use core::time::Duration;

/// When to read again: waits that double from the first to the longest, until together they reach
/// the limit. The last wait is the remainder.
///
/// ```
/// use core::time::Duration;
/// use enterprise_registry::flow::Schedule;
///
/// let seconds = Duration::from_secs;
/// let schedule = Schedule::new(seconds(10), seconds(30), seconds(100));
/// let waits: Vec<_> = schedule.waits().map(|wait| wait.as_secs()).collect();
/// assert_eq!(waits, [10, 20, 30, 30, 10]);
/// assert_eq!(Schedule::once().waits().count(), 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    first: Duration,
    longest: Duration,
    limit: Duration,
}

impl Schedule {
    /// Waits from `first` to `longest`, together at most `limit`. With a first wait of zero there
    /// is one read.
    #[must_use]
    pub const fn new(first: Duration, longest: Duration, limit: Duration) -> Self {
        Self {
            first,
            longest,
            limit,
        }
    }

    /// One read, without a wait.
    #[must_use]
    pub const fn once() -> Self {
        Self::new(Duration::ZERO, Duration::ZERO, Duration::ZERO)
    }

    /// For work that the platform does in its own time, such as reviews: waits from ten seconds to
    /// five minutes, for half an hour.
    #[must_use]
    pub const fn for_processing() -> Self {
        Self::new(
            Duration::from_secs(10),
            Duration::from_secs(5 * 60),
            Duration::from_secs(30 * 60),
        )
    }

    /// For lists that lag behind: every second at first, every ten seconds later, for `limit` in
    /// all.
    #[must_use]
    pub const fn for_list(limit: Duration) -> Self {
        Self::new(Duration::from_secs(1), Duration::from_secs(10), limit)
    }

    /// The waits between one read and the next.
    pub fn waits(&self) -> impl Iterator<Item = Duration> + use<> {
        let Self {
            first,
            longest,
            limit,
        } = *self;
        let mut wait = first;
        let mut left = limit;
        core::iter::from_fn(move || {
            let next = wait.min(longest).min(left);
            if next.is_zero() {
                return None;
            }
            left = left.saturating_sub(next);
            wait = next.saturating_mul(2);
            Some(next)
        })
    }
}
