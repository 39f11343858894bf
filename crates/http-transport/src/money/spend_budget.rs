//! Counts paid queries and sends none beyond a budget or a known balance.

use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use endpoint_core::{Invalid, Knowledge, Spec};
use tokio::time::Instant;

/// A vendor is asked at most once in this time whether a balance that was used up was topped up.
const ASKED_EVERY: Duration = Duration::from_secs(60);

/// A budget of paid queries. Clones are one budget: give one to several clients and they share
/// it, exactly, however many calls are made at once.
///
/// A paid query takes one from the budget before it is sent, and gives it back only where it is
/// certain that it was not charged. What is unknown counts as spent until it is
/// [settled](Self::settle). A query that would go beyond is refused before anything is sent, with
/// [`Invalid::OverBudget`]; retries of one call count once.
///
/// The balance of a product is guarded in the same way, once it is known: from the product's
/// GetNum through a client that has this budget, from a refusal that says that nothing is left, or
/// from [`set_balance`](Self::set_balance). Then [`Invalid::BalanceUsedUp`] comes before the
/// vendor's refusal does.
///
/// Such a refusal ends by itself: a client that meets a balance that is used up asks the vendor,
/// free of charge and at most once a minute, with the
/// [operation that tells it](endpoint_core::Endpoint::balance_operation), and goes on where the
/// account was topped up. Where the vendor cannot say, it forgets what it knew, and the next
/// paid query is sent: the vendor refuses it free of charge or answers it.
///
/// ```
/// use http_transport::SpendBudget;
///
/// let spend_budget = SpendBudget::at_most(100);
/// assert_eq!(spend_budget.remaining(), Some(100));
/// assert_eq!(SpendBudget::unlimited().remaining(), None);
/// ```
#[derive(Debug, Clone)]
pub struct SpendBudget(Arc<Ledger>);

#[derive(Debug)]
struct Ledger {
    limit: Option<u64>,
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    spent: u64,
    unknown: u64,
    under_way: u64,
    products: BTreeMap<&'static str, Product>,
}

#[derive(Debug, Default)]
struct Product {
    under_way: u64,
    /// The last known balance without what has left since or was under way.
    left: Option<u64>,
    /// Queries that may have been charged.
    unknown: u64,
    /// Those of them that `left` is without.
    taken_off: u64,
    /// When the vendor was last asked for the balance.
    asked: Option<Instant>,
    /// Held by the call that asks; the others wait for what it hears.
    asking: Arc<tokio::sync::Mutex<()>>,
}

/// What came out about a query whose answer was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// The vendor took money for it.
    Charged,
    /// It cost nothing.
    NotCharged,
}

impl SpendBudget {
    /// At most so many paid queries.
    #[must_use]
    pub fn at_most(queries: u64) -> Self {
        Self::with(Some(queries))
    }

    /// As many as the balances allow, counted.
    #[must_use]
    pub fn unlimited() -> Self {
        Self::with(None)
    }

    fn with(limit: Option<u64>) -> Self {
        Self(Arc::new(Ledger {
            limit,
            counts: Mutex::default(),
        }))
    }

    /// How many paid queries may be spent in all.
    #[must_use]
    pub fn limit(&self) -> Option<u64> {
        self.0.limit
    }

    /// Queries that were answered, and so charged as far as is known.
    #[must_use]
    pub fn spent(&self) -> u64 {
        self.counts().spent
    }

    /// Queries that may have been charged: their answers were lost or could not be read, or said
    /// that nothing was found.
    #[must_use]
    pub fn unknown(&self) -> u64 {
        self.counts().unknown
    }

    /// Those of [`unknown`](Self::unknown) that are of this product, `ent3f` say.
    #[must_use]
    pub fn unknown_of(&self, product: &str) -> u64 {
        let counts = self.counts();
        counts.products.get(product).map_or(0, |of| of.unknown)
    }

    /// Settles up to so many unknown queries of a product, once it has come out whether they were
    /// charged: from the vendor's own list, say, or from its balance before and after. What was
    /// not charged goes back to the budget. Returns how many were settled: never more than are
    /// unknown.
    ///
    /// ```
    /// use http_transport::{Settlement, SpendBudget};
    ///
    /// let spend_budget = SpendBudget::at_most(100);
    /// // Nothing is unknown yet.
    /// assert_eq!(spend_budget.settle("ent3f", 1, Settlement::NotCharged), 0);
    /// ```
    pub fn settle(&self, product: &str, queries: u64, settled: Settlement) -> u64 {
        let mut counts = self.counts();
        let Some(known) = counts.products.get_mut(product) else {
            return 0;
        };
        let queries = queries.min(known.unknown);
        known.unknown -= queries;
        // The vendor's word on the balance may be newer than some of them: those are in it already.
        let taken_off = queries.min(known.taken_off);
        known.taken_off -= taken_off;
        if settled == Settlement::NotCharged
            && let Some(left) = &mut known.left
        {
            *left += taken_off;
        }
        counts.unknown -= queries;
        if settled == Settlement::Charged {
            counts.spent += queries;
        }
        queries
    }

    /// Queries that may still be sent within the limit, if there is one. What is under way is not
    /// among them.
    #[must_use]
    pub fn remaining(&self) -> Option<u64> {
        let counts = self.counts();
        let used = counts.spent + counts.unknown + counts.under_way;
        self.0.limit.map(|limit| limit.saturating_sub(used))
    }

    /// What is left of a product as far as is known: its last known balance without the queries
    /// that have left since. One that was under way when the balance was told counts as not in it
    /// yet, so that this is never too much.
    #[must_use]
    pub fn balance(&self, product: &str) -> Option<u64> {
        self.counts().products.get(product)?.left
    }

    /// Tells what is left of a product, `ent3f` say, after a look at it elsewhere; `None` where
    /// it is not known any more, so that the vendor has to say it.
    pub fn set_balance(&self, product: &'static str, left: Option<u64>) {
        let mut counts = self.counts();
        counts.products.entry(product).or_default().set(left);
    }

    /// Notes what the vendor has just said of the balance.
    pub(crate) fn told(&self, product: &'static str, left: u64) {
        let mut counts = self.counts();
        let known = counts.products.entry(product).or_default();
        known.set(Some(left));
        known.asked = Some(Instant::now());
    }

    /// What the one holds who asks for the balance of a product.
    pub(crate) fn asking(&self, product: &'static str) -> Arc<tokio::sync::Mutex<()>> {
        let mut counts = self.counts();
        Arc::clone(&counts.products.entry(product).or_default().asking)
    }

    /// Whether the vendor may be asked for the balance now; if so it counts as asked.
    pub(crate) fn may_ask(&self, product: &'static str) -> bool {
        let mut counts = self.counts();
        let known = counts.products.entry(product).or_default();
        let may = known.asked.is_none_or(|at| at.elapsed() >= ASKED_EVERY);
        if may {
            known.asked = Some(Instant::now());
        }
        may
    }

    /// Takes one query from the budget.
    pub(crate) fn reserve(&self, spec: &Spec) -> Result<Reservation, Invalid> {
        let product = spec.product();
        let mut counts = self.counts();
        let Counts {
            spent,
            unknown,
            under_way,
            ..
        } = *counts;
        if let Some(limit) = self.0.limit
            && spent + unknown + under_way >= limit
        {
            return Err(Invalid::OverBudget {
                operation: spec.name,
                limit,
                spent,
                unknown,
                under_way,
            });
        }
        let known = counts.products.entry(product).or_default();
        match &mut known.left {
            Some(0) => {
                return Err(Invalid::BalanceUsedUp {
                    operation: spec.name,
                    product,
                });
            }
            Some(left) => *left -= 1,
            None => {}
        }
        known.under_way += 1;
        counts.under_way += 1;
        drop(counts);
        Ok(Reservation {
            spend_budget: self.clone(),
            product,
            charged: Knowledge::No,
        })
    }

    fn ended(&self, product: &'static str, charged: Knowledge) {
        let mut counts = self.counts();
        counts.under_way = counts.under_way.saturating_sub(1);
        match charged {
            Knowledge::No => {}
            Knowledge::Yes => counts.spent += 1,
            Knowledge::Unknown => counts.unknown += 1,
        }
        let known = counts.products.entry(product).or_default();
        known.under_way = known.under_way.saturating_sub(1);
        match (charged, &mut known.left) {
            (Knowledge::No, Some(left)) => *left += 1,
            (Knowledge::Unknown, left) => {
                known.unknown += 1;
                known.taken_off += u64::from(left.is_some());
            }
            _ => {}
        }
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        // Every change is made whole before anything could panic.
        let counts = self.0.counts.lock();
        counts.unwrap_or_else(PoisonError::into_inner)
    }
}

impl Product {
    fn set(&mut self, left: Option<u64>) {
        self.left = left.map(|left| left.saturating_sub(self.under_way));
        self.taken_off = 0;
    }
}

/// One query taken from the budget. Settlement when dropped, by what is known then: a call that is
/// given up while it is on its way may have been charged.
#[derive(Debug)]
pub(crate) struct Reservation {
    spend_budget: SpendBudget,
    product: &'static str,
    charged: Knowledge,
}

impl Reservation {
    /// What is known now: before, during and after each attempt.
    pub(crate) fn set_charged(&mut self, charged: Knowledge) {
        self.charged = charged;
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.spend_budget.ended(self.product, self.charged);
    }
}

#[cfg(test)]
mod tests {
    use endpoint_core::{Endpoint as _, Invalid, Knowledge, Spec};
    use ihuyi_api::products::{Ent3fSubmit, Entinfov2Submit};

    use super::SpendBudget;

    const QUERY: Spec = Ent3fSubmit::SPEC;

    fn spend(spend_budget: &SpendBudget, charged: Knowledge) -> Result<(), Invalid> {
        let mut reserved = spend_budget.reserve(&QUERY)?;
        reserved.set_charged(charged);
        Ok(())
    }

    #[test]
    fn what_is_not_known_counts_as_spent_and_what_was_not_charged_comes_back() {
        let spend_budget = SpendBudget::at_most(3);
        spend(&spend_budget, Knowledge::No).unwrap();
        assert_eq!(spend_budget.remaining(), Some(3));
        spend(&spend_budget, Knowledge::Unknown).unwrap();
        spend(&spend_budget, Knowledge::Yes).unwrap();
        let under_way = spend_budget.reserve(&QUERY).unwrap();
        assert_eq!((spend_budget.spent(), spend_budget.unknown()), (1, 1));
        assert_eq!(spend_budget.remaining(), Some(0));
        let over = spend(&spend_budget, Knowledge::No).unwrap_err();
        assert_eq!(
            over.to_string(),
            "ent3f.Submit is not sent: of 3 paid queries that may be spent, 1 are, 1 may be and \
             1 are under way; raise `max_spend` to allow more"
        );
        drop(under_way);
        assert_eq!(spend_budget.remaining(), Some(1));
    }

    #[test]
    fn a_balance_is_guarded_by_product_once_it_is_known() {
        let spend_budget = SpendBudget::unlimited();
        spend(&spend_budget, Knowledge::Yes).unwrap();
        assert_eq!(spend_budget.balance("ent3f"), None);
        spend_budget.set_balance("ent3f", Some(1));
        spend(&spend_budget, Knowledge::No).unwrap();
        spend(&spend_budget, Knowledge::Unknown).unwrap();
        let used_up = spend(&spend_budget, Knowledge::No).unwrap_err();
        assert_eq!(
            used_up.to_string(),
            "ent3f.Submit is not sent: the last known balance of ent3f is used up; top the \
             account up and ask ent3f.GetNum"
        );
        drop(spend_budget.reserve(&Entinfov2Submit::SPEC).unwrap());
        spend_budget.set_balance("ent3f", None);
        spend(&spend_budget, Knowledge::No).unwrap();
    }

    #[test]
    fn a_balance_told_while_queries_are_under_way_is_taken_for_less() {
        let spend_budget = SpendBudget::unlimited();
        let mut charged = spend_budget.reserve(&QUERY).unwrap();
        let free = spend_budget.reserve(&QUERY).unwrap();
        spend_budget.set_balance("ent3f", Some(3));
        assert_eq!(spend_budget.balance("ent3f"), Some(1));
        charged.set_charged(Knowledge::Yes);
        drop(charged);
        assert_eq!(spend_budget.balance("ent3f"), Some(1));
        drop(free);
        assert_eq!(spend_budget.balance("ent3f"), Some(2));
    }
}
