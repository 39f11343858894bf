//! How late is this machine, so that a deadline can be judged on one that is busy?

use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// A timer that does nothing else, in a thread of its own.
///
/// It is not in the runtime of the test on purpose: a call that blocks its runtime makes itself
/// late, and must not be excused for it. What this timer is late by is the machine's doing.
#[derive(Debug)]
pub struct Control(JoinHandle<Duration>);

impl Control {
    /// Begins to wait for this long.
    #[must_use]
    pub fn start(deadline: Duration) -> Self {
        let began = Instant::now();
        Self(thread::spawn(move || {
            thread::sleep(deadline.saturating_sub(began.elapsed()));
            began.elapsed().saturating_sub(deadline)
        }))
    }

    /// How late it was.
    #[must_use]
    pub fn late(self) -> Duration {
        self.0.join().unwrap()
    }
}
