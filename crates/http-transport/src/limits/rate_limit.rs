//! Limits the rate of calls for one account of one vendor.

use core::fmt;
use core::num::NonZeroU32;
use core::time::Duration;
use std::collections::VecDeque;
use std::sync::{Arc, PoisonError};

use endpoint_core::Spec;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

use crate::limits::LONGEST;

/// The delay after its slot that a call may have without delaying the next ones. Timers are late by
/// a millisecond or two; without slack, the rate would never be reached.
const SLACK: Duration = Duration::from_millis(5);

/// The same for rates per second.
const SLACK_IN_A_SECOND: Duration = Duration::from_millis(50);

/// The most departure times that are remembered.
const REMEMBERED: u32 = 1024;

/// The rate of calls. Clones share one rate: give one to every client of an account.
///
/// Calls are sent evenly, first come, first served, and each attempt of a call counts. Each has a
/// slot in a schedule: a late call does not delay the next ones. A call that is dropped while
/// waiting leaves its slot to the next. A call that gets no slot in time fails, unsent.
///
/// In addition to this rate, and also without one, an operation keeps the pause that its vendor
/// asks for ([`Spec::pause`]): one second between two registrations of IDcode's 309.
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
    /// Of the few operations that ask for a pause.
    of_operations: std::sync::Mutex<Vec<(&'static str, Arc<Lane>)>>,
}

impl RateLimit {
    /// No limit, except for the pauses of operations.
    #[must_use]
    pub fn unlimited() -> Self {
        Self::with(None)
    }

    /// At most this many calls in any second, as the server counts them. Calls are sent 1.2 %
    /// slower than that, and never this many within 1.01 s, so that a call delayed by the network
    /// does not fall into the second of the next ones.
    #[must_use]
    pub fn per_second(calls: NonZeroU32) -> Self {
        let pause = Duration::from_millis(1012) / calls.get();
        let count = calls.get().min(REMEMBERED);
        let span = Duration::from_millis(1010) * count / calls.get();
        Self::with(Lane::every(pause, SLACK_IN_A_SECOND).map(|lane| lane.at_most(count, span)))
    }

    /// One call per `pause`. Two may be up to 5 ms closer if the first one was late.
    #[must_use]
    pub fn every(pause: Duration) -> Self {
        Self::with(Lane::every(pause, SLACK))
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

    /// Waits for the slot of a call of this operation.
    pub(crate) async fn acquire_slot(&self, spec: &Spec) {
        // The narrower lane first: a call that waits there takes no slot in the wider one.
        if !spec.pause.is_zero()
            && let Some(lane) = self.lane_of(spec)
        {
            lane.acquire_slot().await;
        }
        if let Some(lane) = &self.0.all {
            lane.acquire_slot().await;
        }
    }

    fn lane_of(&self, spec: &Spec) -> Option<Arc<Lane>> {
        let lanes = self.0.of_operations.lock();
        let mut lanes = lanes.unwrap_or_else(PoisonError::into_inner);
        if let Some((_, lane)) = lanes.iter().find(|(name, _)| *name == spec.name) {
            return Some(Arc::clone(lane));
        }
        // The vendor's own pause is kept exactly.
        let lane = Arc::new(Lane::every(spec.pause, Duration::ZERO)?);
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

/// A queue of calls.
struct Lane {
    pause: Duration,
    slack: Duration,
    /// The most calls within a time.
    most: Option<(usize, Duration)>,
    /// The holder is first in line, and the others wait in the order of their arrival. No slot is
    /// assigned in advance, so none can be lost.
    line: Mutex<Line>,
}

#[derive(Default)]
struct Line {
    /// The next slot.
    next: Option<Instant>,
    /// The departure times of the last calls, as many as are allowed within the time.
    left: VecDeque<Instant>,
}

impl Lane {
    /// `None` if there is no pause.
    fn every(pause: Duration, slack: Duration) -> Option<Self> {
        (!pause.is_zero()).then(|| Self {
            pause: pause.min(LONGEST),
            slack,
            most: None,
            line: Mutex::default(),
        })
    }

    fn at_most(mut self, calls: u32, within: Duration) -> Self {
        let calls = usize::try_from(calls).unwrap_or(usize::MAX);
        self.most = Some((calls, within));
        self
    }

    async fn acquire_slot(&self) {
        let mut line = self.line.lock().await;
        let is_full = |(calls, _): &(usize, Duration)| line.left.len() >= *calls;
        let room = self.most.filter(is_full).and_then(|(_, within)| {
            let first = line.left.front()?;
            first.checked_add(within)
        });
        if let Some(start) = line.next.max(room) {
            sleep_until(start).await;
        }
        let now = Instant::now();
        // The slot that this call has taken. Slots that are long past are not caught up.
        let earliest = now.checked_sub(self.slack).unwrap_or(now);
        let slot = line.next.map_or(now, |slot| slot.max(earliest));
        line.next = Some(slot + self.pause);
        if let Some((calls, _)) = self.most {
            if line.left.len() >= calls {
                line.left.pop_front();
            }
            line.left.push_back(now);
        }
    }
}
