//! How fast may calls leave, for one account of one vendor?

use core::fmt;
use core::num::NonZeroU32;
use core::time::Duration;
use std::sync::{Arc, PoisonError};

use endpoint_core::Spec;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

use crate::limits::LONGEST;

/// How fast calls may leave. Clones share one rate: give one to every client of an account.
///
/// Calls leave evenly, first come first served, each attempt of a call counting as one. A call
/// that is dropped while it waits leaves its place to the next. One that gets no place in time
/// fails, and was not sent.
///
/// Beside this rate, and also without one, an operation keeps the pause that its vendor asks for
/// ([`Spec::pause`]): one second between two registrations of IDcode's 309.
///
/// ```
/// use std::time::Duration;
///
/// use http_transport::RateLimit;
///
/// let limit = RateLimit::every(Duration::from_millis(200));
/// assert_eq!(limit.pause(), Some(Duration::from_millis(200)));
/// ```
#[derive(Clone)]
pub struct RateLimit(Arc<Lanes>);

struct Lanes {
    all: Option<Lane>,
    /// Of the operations that ask for a pause: few, or none.
    of_operations: std::sync::Mutex<Vec<(&'static str, Arc<Lane>)>>,
}

impl RateLimit {
    /// No rate, except for what operations ask for.
    #[must_use]
    pub fn unlimited() -> Self {
        Self::with(None)
    }

    /// At most so many calls in any second, as the server counts them. Calls leave a twentieth
    /// slower than that, so that one which the network delays does not fall into the second of
    /// the next ones.
    #[must_use]
    pub fn per_second(calls: NonZeroU32) -> Self {
        Self::every(Duration::from_millis(1050) / calls.get())
    }

    /// One call at most each time this long has passed.
    #[must_use]
    pub fn every(pause: Duration) -> Self {
        Self::with(Lane::every(pause))
    }

    fn with(all: Option<Lane>) -> Self {
        Self(Arc::new(Lanes {
            all,
            of_operations: std::sync::Mutex::default(),
        }))
    }

    /// The time from one call to the next.
    #[must_use]
    pub fn pause(&self) -> Option<Duration> {
        self.0.all.as_ref().map(|lane| lane.pause)
    }

    /// Whether calls of this operation may have to wait.
    pub(crate) fn concerns(&self, spec: &Spec) -> bool {
        self.0.all.is_some() || !spec.pause.is_zero()
    }

    /// Waits until a call of this operation may leave.
    pub(crate) async fn turn(&self, spec: &Spec) {
        // The narrower lane first: who waits there takes no place in the wider one.
        if !spec.pause.is_zero()
            && let Some(lane) = self.lane_of(spec)
        {
            lane.turn().await;
        }
        if let Some(lane) = &self.0.all {
            lane.turn().await;
        }
    }

    fn lane_of(&self, spec: &Spec) -> Option<Arc<Lane>> {
        let lanes = self.0.of_operations.lock();
        let mut lanes = lanes.unwrap_or_else(PoisonError::into_inner);
        if let Some((_, lane)) = lanes.iter().find(|(name, _)| *name == spec.name) {
            return Some(Arc::clone(lane));
        }
        let lane = Arc::new(Lane::every(spec.pause)?);
        lanes.push((spec.name, Arc::clone(&lane)));
        Some(lane)
    }
}

impl fmt::Debug for RateLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimit")
            .field("pause", &self.pause())
            .finish_non_exhaustive()
    }
}

/// Where calls wait in line.
struct Lane {
    pause: Duration,
    /// When the last call left. Who holds it is first in line, and all others wait for it in the
    /// order in which they came; so nobody has a place in advance that could be lost with them.
    left: Mutex<Option<Instant>>,
}

impl Lane {
    /// Nothing where the pause is none.
    fn every(pause: Duration) -> Option<Self> {
        (!pause.is_zero()).then(|| Self {
            pause: pause.min(LONGEST),
            left: Mutex::new(None),
        })
    }

    async fn turn(&self) {
        let mut left = self.left.lock().await;
        if let Some(left) = *left {
            sleep_until(left + self.pause).await;
        }
        *left = Some(Instant::now());
    }
}
