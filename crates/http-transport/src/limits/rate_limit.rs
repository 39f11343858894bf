//! Lets calls leave no faster than a rate, for one account of one vendor.

use core::fmt;
use core::num::NonZeroU32;
use core::time::Duration;
use std::collections::VecDeque;
use std::sync::{Arc, PoisonError};

use endpoint_core::Spec;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

use crate::limits::LONGEST;

/// How far a call may leave behind its slot without delaying the ones after it, where these keep
/// their distance. Timers are late by a millisecond or two; a rate that lost them would never be
/// reached.
const SLACK: Duration = Duration::from_millis(5);

/// The same where they are counted by the second.
const SLACK_IN_A_SECOND: Duration = Duration::from_millis(50);

/// Of how many calls it is remembered when they left.
const REMEMBERED: u32 = 1024;

/// How fast calls may leave. Clones share one rate: give one to every client of an account.
///
/// Calls leave evenly, first come first served, each attempt of a call counting as one. Each has a
/// slot in a schedule: one that leaves late does not make the next ones late. A call that is
/// dropped while it waits leaves its place to the next. One that gets no place in time fails, and
/// was not sent.
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

    /// At most so many calls in any second, as the server counts them. Calls leave 1.2 % slower
    /// than that, and never as many as these within 1.01 s, so that one which the network delays
    /// does not fall into the second of the next ones.
    #[must_use]
    pub fn per_second(calls: NonZeroU32) -> Self {
        let pause = Duration::from_millis(1012) / calls.get();
        let count = calls.get().min(REMEMBERED);
        let span = Duration::from_millis(1010) * count / calls.get();
        Self::with(Lane::every(pause, SLACK_IN_A_SECOND).map(|lane| lane.at_most(count, span)))
    }

    /// One call each time this long has passed. Two may be up to 5 ms closer, where the first of
    /// them left late.
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
        // What a vendor asks for is kept to the letter.
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

/// Where calls wait in line.
struct Lane {
    pause: Duration,
    slack: Duration,
    /// At most so many calls within this time.
    most: Option<(usize, Duration)>,
    /// Who holds it is first in line, and all others wait for it in the order in which they came;
    /// so nobody has a place in advance that could be lost with them.
    line: Mutex<Line>,
}

#[derive(Default)]
struct Line {
    /// The next slot.
    next: Option<Instant>,
    /// When the last calls left, as many as may within the time.
    left: VecDeque<Instant>,
}

impl Lane {
    /// Nothing where the pause is none.
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

    async fn turn(&self) {
        let mut line = self.line.lock().await;
        let is_full = |(calls, _): &(usize, Duration)| line.left.len() >= *calls;
        let room = self.most.filter(is_full).and_then(|(_, within)| {
            let first = line.left.front()?;
            first.checked_add(within)
        });
        if let Some(until) = line.next.max(room) {
            sleep_until(until).await;
        }
        let now = Instant::now();
        // The slot that this call has taken. Where it is long past, no more is caught up with.
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
