//! Limits retries, so that they do not overload a failing server.

use std::sync::atomic::{AtomicI64, Ordering};

/// The cost of a retry; a call earns `retries_per_hundred`.
const RETRY: i64 = 100;

/// The credit before any call: the retries of one call.
const RESERVE: i64 = 2 * RETRY;

/// The most credit: a long quiet time must not allow a retry storm.
const MOST: i64 = 10 * RETRY;

#[derive(Debug)]
pub(crate) struct RetryBudget {
    credit: AtomicI64,
    earned_by_call: i64,
}

impl RetryBudget {
    pub(crate) fn new(retries_per_hundred: u32) -> Self {
        Self {
            credit: AtomicI64::new(RESERVE),
            earned_by_call: i64::from(retries_per_hundred),
        }
    }

    /// Adds the credit of a new call.
    pub(crate) fn earn(&self) {
        self.update(|credit| Some((credit + self.earned_by_call).min(MOST)));
    }

    /// Takes the credit for a retry; returns whether there was enough.
    pub(crate) fn spend(&self) -> bool {
        self.update(|credit| (credit >= RETRY).then_some(credit - RETRY))
    }

    fn update(&self, change: impl FnMut(i64) -> Option<i64>) -> bool {
        self.credit
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, change)
            .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::RetryBudget;

    #[test]
    fn the_first_call_may_be_repeated_twice() {
        let budget = RetryBudget::new(19);
        budget.earn();
        assert!(budget.spend());
        assert!(budget.spend());
        assert!(!budget.spend());
    }

    #[test]
    fn a_server_that_always_fails_sees_at_most_a_fifth_more_load() {
        let budget = RetryBudget::new(19);
        let retries = (0..1000)
            .map(|_| {
                budget.earn();
                (0..2).filter(|_| budget.spend()).count()
            })
            .sum::<usize>();
        assert!((180..=200).contains(&retries), "{retries} retries");
    }

    #[test]
    fn a_quiet_time_does_not_entitle_to_a_storm() {
        let budget = RetryBudget::new(19);
        for _ in 0..100_000 {
            budget.earn();
        }
        assert_eq!((0..100).filter(|_| budget.spend()).count(), 10);
    }
}
