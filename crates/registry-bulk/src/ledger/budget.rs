//! The spend budget of a ledger: the sum over its rows, a limit, and a limit for a window of time.

use core::time::Duration;

use super::machine::{Charge, Moment, TransitionError};

/// Costs by how certain they are, in the unit of the run: queries, say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Totals {
    /// Charged.
    pub spent: u64,
    /// Possibly charged: the outcome is unknown, or was written off as such.
    pub possible: u64,
    /// Set aside for requests that may be in flight.
    pub reserved: u64,
}

impl Totals {
    /// No cost.
    pub const ZERO: Self = Self {
        spent: 0,
        possible: 0,
        reserved: 0,
    };

    /// All of it: the most that may have been charged, or may be.
    #[must_use]
    pub const fn used(self) -> u64 {
        self.spent
            .saturating_add(self.possible)
            .saturating_add(self.reserved)
    }

    pub(super) const fn reserve(mut self, cost: u64) -> Self {
        self.reserved = self.reserved.saturating_add(cost);
        self
    }

    /// Moves the reservation to where its charge belongs.
    pub(super) const fn settle_reserved(mut self, charge: Charge) -> Self {
        let cost = self.reserved;
        self.reserved = 0;
        self.book(cost, charge)
    }

    /// Moves a possible cost to where it belongs now.
    pub(super) const fn settle_possible(mut self, cost: u64, charge: Charge) -> Self {
        self.possible = self.possible.saturating_sub(cost);
        self.book(cost, charge)
    }

    const fn book(mut self, cost: u64, charge: Charge) -> Self {
        match charge {
            Charge::Charged => self.spent = self.spent.saturating_add(cost),
            Charge::Unknown => self.possible = self.possible.saturating_add(cost),
            Charge::NotCharged => {}
        }
        self
    }
}

/// The spend budget of a ledger, over all its runs and workers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Budget {
    /// The most that may be used; no limit if `None`.
    pub limit: Option<u64>,
    /// The sum over the rows.
    pub totals: Totals,
    /// What may be used within a window of time, beside the limit; no such limit if `None`.
    pub window: Option<SpendWindow>,
}

/// A limit for each window of time: a thousand a day, say.
///
/// Windows follow each other without gaps. They start at multiples of their length since a midnight
/// in China, so that days are the days of the vendors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpendWindow {
    /// The most that may be reserved within one window, less what was given back in it.
    pub limit: u64,
    /// The length of a window.
    pub length: Duration,
    /// The start of the window that is counted.
    pub began: Moment,
    /// What was used in it.
    pub used: u64,
}

/// China's time is 8 hours before UTC, without exceptions since 1991.
const CHINA: i64 = 8 * 3_600_000;

impl SpendWindow {
    /// The window of this moment, with nothing used.
    #[must_use]
    pub fn starting(limit: u64, length: Duration, now: Moment) -> Self {
        Self {
            limit,
            length,
            began: Moment(0),
            used: 0,
        }
        .at(now)
    }

    /// In milliseconds, at least one.
    fn length_in_millis(self) -> i64 {
        i64::try_from(self.length.as_millis())
            .unwrap_or(i64::MAX)
            .max(1)
    }

    /// The start of the next window.
    #[must_use]
    pub fn next(self) -> Moment {
        Moment(self.began.0.saturating_add(self.length_in_millis()))
    }

    /// The window of this moment. A clock that goes back opens no window again.
    #[must_use]
    pub(super) fn at(mut self, now: Moment) -> Self {
        if now >= self.next() {
            let since = now.0.saturating_add(CHINA);
            let into = since.rem_euclid(self.length_in_millis());
            self.began = Moment(now.0.saturating_sub(into));
            self.used = 0;
        }
        self
    }
}

impl Budget {
    /// The budget in the window of this moment.
    #[must_use]
    pub(super) fn at(mut self, now: Moment) -> Self {
        self.window = self.window.map(|window| window.at(now));
        self
    }

    /// Costs that can still be reserved, if there is a limit.
    #[must_use]
    pub const fn remaining(self) -> Option<u64> {
        match self.limit {
            Some(limit) => Some(limit.saturating_sub(self.totals.used())),
            None => None,
        }
    }

    /// Replaces the totals of one row, whose cost was reserved in the window that began then.
    /// Refused only where that uses more and goes beyond a limit.
    pub(super) fn exchange(
        self,
        old: Totals,
        new: Totals,
        began: Moment,
    ) -> Result<Self, TransitionError> {
        let cost = new.used().saturating_sub(old.used());
        let used = self.totals.used();
        if let Some(limit) = self.limit
            && cost > 0
            && used.checked_add(cost).is_none_or(|sum| sum > limit)
        {
            return Err(TransitionError::OverBudget { limit, used, cost });
        }
        let mut window = self.window;
        if let Some(window) = window.as_mut().filter(|window| window.began == began) {
            let more = window.used.saturating_add(cost);
            if cost > 0 && more > window.limit {
                return Err(TransitionError::OverWindow {
                    limit: window.limit,
                    used: window.used,
                    cost,
                    until: window.next(),
                    wait: Duration::ZERO,
                });
            }
            let given_back = old.used().saturating_sub(new.used());
            window.used = more.saturating_sub(given_back);
        }
        let replace = |sum: u64, old: u64, new: u64| sum.saturating_sub(old).saturating_add(new);
        Ok(Self {
            limit: self.limit,
            totals: Totals {
                spent: replace(self.totals.spent, old.spent, new.spent),
                possible: replace(self.totals.possible, old.possible, new.possible),
                reserved: replace(self.totals.reserved, old.reserved, new.reserved),
            },
            window,
        })
    }
}
