//! How long free reads are repeated to settle an unknown outcome.

use core::time::Duration;

use super::Schedule;
use crate::{Client, Vendor};

/// How long a list may lag behind by default.
const LISTING_LAG: Duration = Duration::from_secs(60);

/// How long a flow looks for the effect of a lost request before it asks the caller.
///
/// A request whose response was lost may be carried out later, and lists may show it later still.
/// So a read that does not show it is repeated for as long as the call might have taken plus the
/// time by which lists may lag behind, measured by a monotonic clock. After that the outcome is
/// still *unknown*: a flow never sends a write again because a list does not show it.
///
/// ```
/// use core::time::Duration;
/// use enterprise_registry::flow::{Schedule, Settling};
///
/// let settling = Settling::with_listing_lag(Duration::from_secs(30));
/// let waits = settling.after(Duration::from_secs(60)).waits();
/// assert_eq!(waits.sum::<Duration>(), Duration::from_secs(90));
///
/// let at_once = Settling::from(Schedule::once());
/// assert_eq!(at_once.after(Duration::from_secs(60)).waits().count(), 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settling {
    listing_lag: Duration,
    /// Replaces the schedule that follows from deadline and lag.
    schedule: Option<Schedule>,
}

impl Settling {
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

    /// Like [`Settling::after`], for a call of this client with its default deadline.
    pub(crate) fn after_call<V: Vendor>(&self, client: &Client<V>) -> Schedule {
        self.after(client.limits().overall)
    }
}

impl Default for Settling {
    fn default() -> Self {
        Self::with_listing_lag(LISTING_LAG)
    }
}

/// This schedule, whatever deadline and lag are.
impl From<Schedule> for Settling {
    fn from(schedule: Schedule) -> Self {
        Self {
            schedule: Some(schedule),
            ..Self::default()
        }
    }
}
