//! The spend budget of a ledger: the sum over its rows, and a limit.

use super::machine::{Charge, TransitionError};

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
}

impl Budget {
    /// Costs that can still be reserved, if there is a limit.
    #[must_use]
    pub const fn remaining(self) -> Option<u64> {
        match self.limit {
            Some(limit) => Some(limit.saturating_sub(self.totals.used())),
            None => None,
        }
    }

    /// Replaces the totals of one row. Refused only where that uses more and goes beyond the limit.
    pub(super) fn exchange(self, old: Totals, new: Totals) -> Result<Self, TransitionError> {
        let cost = new.used().saturating_sub(old.used());
        let used = self.totals.used();
        if let Some(limit) = self.limit
            && cost > 0
            && used.checked_add(cost).is_none_or(|sum| sum > limit)
        {
            return Err(TransitionError::OverBudget { limit, used, cost });
        }
        let replace = |sum: u64, old: u64, new: u64| sum.saturating_sub(old).saturating_add(new);
        Ok(Self {
            limit: self.limit,
            totals: Totals {
                spent: replace(self.totals.spent, old.spent, new.spent),
                possible: replace(self.totals.possible, old.possible, new.possible),
                reserved: replace(self.totals.reserved, old.reserved, new.reserved),
            },
        })
    }
}
