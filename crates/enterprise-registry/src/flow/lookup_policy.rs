//! Limits how long a flow looks up an unknown outcome by free reads.

use core::time::Duration;

use super::Schedule;
use crate::{Client, Vendor};

/// The default time after which lists show a write.
const LISTING_LAG: Duration = Duration::from_secs(60);

/// How long a flow looks up the effect of a lost request before it asks the caller.
///
/// A request whose response was lost may be carried out later, and lists may show it later still.
/// So a read that does not show it is repeated for the time limit of the call plus the listing lag,
/// measured by a monotonic clock. After that the outcome is still *unknown*: a flow never repeats a
/// write because a list does not show it.
///
/// ```
/// use core::time::Duration;
/// use enterprise_registry::flow::{Schedule, LookupPolicy};
///
/// let lookup_policy = LookupPolicy::with_listing_lag(Duration::from_secs(30));
/// let waits = lookup_policy.after(Duration::from_secs(60)).waits();
/// assert_eq!(waits.sum::<Duration>(), Duration::from_secs(90));
///
/// let at_once = LookupPolicy::from(Schedule::once());
/// assert_eq!(at_once.after(Duration::from_secs(60)).waits().count(), 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookupPolicy {
    listing_lag: Duration,
    /// Replaces the schedule of deadline and lag.
    schedule: Option<Schedule>,
}

impl LookupPolicy {
    /// For lists that show a write after this time at the latest; the default is one minute.
    #[must_use]
    pub const fn with_listing_lag(lag: Duration) -> Self {
        Self {
            listing_lag: lag,
            schedule: None,
        }
    }

    /// The schedule of reads after a call whose response may take this long.
    #[must_use]
    pub fn after(&self, response: Duration) -> Schedule {
        let limit = response.saturating_add(self.listing_lag);
        self.schedule.unwrap_or(Schedule::for_list(limit))
    }

    /// Like [`LookupPolicy::after`], for a call of this client with its default deadline.
    pub(crate) fn after_call<V: Vendor>(&self, client: &Client<V>) -> Schedule {
        self.after(client.limits().overall)
    }
}

impl Default for LookupPolicy {
    fn default() -> Self {
        Self::with_listing_lag(LISTING_LAG)
    }
}

/// Uses this schedule instead of that of deadline and lag.
impl From<Schedule> for LookupPolicy {
    fn from(schedule: Schedule) -> Self {
        Self {
            schedule: Some(schedule),
            ..Self::default()
        }
    }
}
