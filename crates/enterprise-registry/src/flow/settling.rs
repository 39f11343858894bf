//! How long a free read is repeated that does not show what may have happened.

use core::time::Duration;

use super::Schedule;
use crate::{Client, Vendor};

/// How long a list may take to show what was written, unless told otherwise.
const LISTING_LAG: Duration = Duration::from_secs(60);

/// How long what may have happened is looked for before a person is asked.
///
/// A request whose answer was lost may be carried out later, and lists may show it later still. So
/// a read that does not show it is repeated for as long as the call might have taken and as long
/// as lists may lag behind, by a clock that nobody sets. After that it is still *unknown*: a flow
/// never sends a write again because a list does not have it.
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
    /// Instead of what follows from the deadline and the lag.
    schedule: Option<Schedule>,
}

impl Settling {
    /// With lists that show what was written after this time at the latest; one minute by default.
    #[must_use]
    pub const fn with_listing_lag(lag: Duration) -> Self {
        Self {
            listing_lag: lag,
            schedule: None,
        }
    }

    /// The reads after a call that may take this long.
    #[must_use]
    pub fn after(&self, answer: Duration) -> Schedule {
        let limit = answer.saturating_add(self.listing_lag);
        self.schedule.unwrap_or(Schedule::for_list(limit))
    }

    /// As [`Settling::after`], for a call of this client with its default deadline.
    pub(crate) fn after_call<V: Vendor>(&self, client: &Client<V>) -> Schedule {
        self.after(client.limits().overall)
    }
}

impl Default for Settling {
    fn default() -> Self {
        Self::with_listing_lag(LISTING_LAG)
    }
}

/// These reads, whatever deadlines and lists take.
impl From<Schedule> for Settling {
    fn from(schedule: Schedule) -> Self {
        Self {
            schedule: Some(schedule),
            ..Self::default()
        }
    }
}
