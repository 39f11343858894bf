//! Counts paid queries and sends none beyond a budget or a known balance.

use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use endpoint_core::{Invalid, Knowledge, Spec};
use tokio::time::Instant;

/// The shortest time between two requests for a used-up balance.
const REQUEST_INTERVAL: Duration = Duration::from_secs(60);

/// A budget of paid queries. Clones share one budget: give one to several clients, and it is exact
/// across all of them, however many calls run at once.
///
/// A paid query takes one from the budget before it is sent, and returns it only if it was
/// certainly not charged. An unknown result counts as spent until it is [settled](Self::settle). A
/// query beyond the budget is refused before anything is sent, with [`Invalid::OverBudget`];
/// retries of one call count once.
///
/// The balance of a product is guarded in the same way once it is known: from the product's GetNum
/// through a client with this budget, from a refusal for lack of balance, or from
/// [`set_balance`](Self::set_balance). Then [`Invalid::BalanceUsedUp`] replaces the vendor's
/// refusal.
///
/// Such a refusal is not final: a client with a used-up balance asks the vendor, free of charge and
/// at most once a minute, with the [balance operation](endpoint_core::Endpoint::balance_operation),
/// and continues if the account was topped up. If the vendor cannot answer, the client forgets the
/// balance and sends the next paid query: the vendor answers it, or refuses it free of charge.
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
    in_flight: u64,
    products: BTreeMap<&'static str, Product>,
}

#[derive(Debug, Default)]
struct Product {
    in_flight: u64,
    /// The last known balance, minus queries that were sent since or were in progress then.
    left: Option<u64>,
    /// Queries that may have been charged.
    unknown: u64,
    /// The unknown queries that were subtracted from `left`.
    deducted: u64,
    /// The time of the last request for the balance.
    requested: Option<Instant>,
    /// Held during a request for the balance; other calls wait for its result.
    requesting: Arc<tokio::sync::Mutex<()>>,
}

/// Whether a query with a lost response was charged, as found out later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// The vendor charged for it.
    Charged,
    /// The vendor did not charge for it.
    NotCharged,
}

impl SpendBudget {
    /// A budget of this many paid queries.
    #[must_use]
    pub fn at_most(queries: u64) -> Self {
        Self::with(Some(queries))
    }

    /// A budget without a limit of its own: queries are counted, and balances guarded.
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

    /// The limit of paid queries.
    #[must_use]
    pub fn limit(&self) -> Option<u64> {
        self.0.limit
    }

    /// Queries that were answered, and therefore charged as far as is known.
    #[must_use]
    pub fn spent(&self) -> u64 {
        self.counts().spent
    }

    /// Queries that may have been charged: their responses were lost, could not be read, or said
    /// that nothing was found.
    #[must_use]
    pub fn unknown(&self) -> u64 {
        self.counts().unknown
    }

    /// The [`unknown`](Self::unknown) queries of one product, such as `ent3f`.
    #[must_use]
    pub fn unknown_of(&self, product: &str) -> u64 {
        let counts = self.counts();
        counts.products.get(product).map_or(0, |of| of.unknown)
    }

    /// Settles up to this many unknown queries of a product, once it is known whether they were
    /// charged: from the vendor's own list, for example, or from its balance before and after.
    /// Queries that were not charged return to the budget. Returns the number of settled queries,
    /// never more than are unknown.
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
        // The vendor's statement of the balance may be newer than some of them, and include these.
        let deducted = queries.min(known.deducted);
        known.deducted -= deducted;
        if settled == Settlement::NotCharged
            && let Some(left) = &mut known.left
        {
            *left += deducted;
        }
        counts.unknown -= queries;
        if settled == Settlement::Charged {
            counts.spent += queries;
        }
        queries
    }

    /// Queries that may still be sent within the limit, if there is one. Queries in progress are
    /// already subtracted.
    #[must_use]
    pub fn remaining(&self) -> Option<u64> {
        let counts = self.counts();
        let used = counts.spent + counts.unknown + counts.in_flight;
        self.0.limit.map(|limit| limit.saturating_sub(used))
    }

    /// The balance of a product as far as it is known: the last known balance, minus the queries
    /// sent since. A query that was in progress when the balance was stated is subtracted too, so
    /// this is never too high.
    #[must_use]
    pub fn balance(&self, product: &str) -> Option<u64> {
        self.counts().products.get(product)?.left
    }

    /// Sets the balance of a product, such as `ent3f`, from another source; `None` if it is no
    /// longer known, so that the vendor has to state it.
    pub fn set_balance(&self, product: &'static str, left: Option<u64>) {
        let mut counts = self.counts();
        counts.products.entry(product).or_default().set(left);
    }

    /// Sets the balance that the vendor has just stated.
    pub(crate) fn note_balance(&self, product: &'static str, left: u64) {
        let mut counts = self.counts();
        let known = counts.products.entry(product).or_default();
        known.set(Some(left));
        known.requested = Some(Instant::now());
    }

    /// The lock for requests for the balance of a product.
    pub(crate) fn balance_lock(&self, product: &'static str) -> Arc<tokio::sync::Mutex<()>> {
        let mut counts = self.counts();
        Arc::clone(&counts.products.entry(product).or_default().requesting)
    }

    /// Starts a request for the balance if the last one is long enough ago; returns whether it is.
    pub(crate) fn start_request(&self, product: &'static str) -> bool {
        let mut counts = self.counts();
        let known = counts.products.entry(product).or_default();
        let is_due = known
            .requested
            .is_none_or(|at| at.elapsed() >= REQUEST_INTERVAL);
        if is_due {
            known.requested = Some(Instant::now());
        }
        is_due
    }

    /// Reserves one query.
    pub(crate) fn reserve(&self, spec: &Spec) -> Result<Reservation, Invalid> {
        let product = spec.product();
        let mut counts = self.counts();
        let Counts {
            spent,
            unknown,
            in_flight,
            ..
        } = *counts;
        if let Some(limit) = self.0.limit
            && spent + unknown + in_flight >= limit
        {
            return Err(Invalid::OverBudget {
                operation: spec.name,
                limit,
                spent,
                unknown,
                in_flight,
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
        known.in_flight += 1;
        counts.in_flight += 1;
        drop(counts);
        Ok(Reservation {
            spend_budget: self.clone(),
            product,
            charged: Knowledge::No,
        })
    }

    fn end_reservation(&self, product: &'static str, charged: Knowledge) {
        let mut counts = self.counts();
        counts.in_flight = counts.in_flight.saturating_sub(1);
        match charged {
            Knowledge::No => {}
            Knowledge::Yes => counts.spent += 1,
            Knowledge::Unknown => counts.unknown += 1,
        }
        let known = counts.products.entry(product).or_default();
        known.in_flight = known.in_flight.saturating_sub(1);
        match (charged, &mut known.left) {
            (Knowledge::No, Some(left)) => *left += 1,
            (Knowledge::Unknown, left) => {
                known.unknown += 1;
                known.deducted += u64::from(left.is_some());
            }
            _ => {}
        }
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        // Every change is complete before anything could panic.
        let counts = self.0.counts.lock();
        counts.unwrap_or_else(PoisonError::into_inner)
    }
}

impl Product {
    fn set(&mut self, left: Option<u64>) {
        self.left = left.map(|left| left.saturating_sub(self.in_flight));
        self.deducted = 0;
    }
}

/// One reserved query. Dropping it settles it as far as is known then: an abandoned call may have
/// been charged.
#[derive(Debug)]
pub(crate) struct Reservation {
    spend_budget: SpendBudget,
    product: &'static str,
    charged: Knowledge,
}

impl Reservation {
    /// Sets whether the query was charged, as far as is known: before, during and after each
    /// attempt.
    pub(crate) fn set_charged(&mut self, charged: Knowledge) {
        self.charged = charged;
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.spend_budget
            .end_reservation(self.product, self.charged);
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
    fn unknown_queries_count_as_spent_and_uncharged_ones_return() {
        let spend_budget = SpendBudget::at_most(3);
        spend(&spend_budget, Knowledge::No).unwrap();
        assert_eq!(spend_budget.remaining(), Some(3));
        spend(&spend_budget, Knowledge::Unknown).unwrap();
        spend(&spend_budget, Knowledge::Yes).unwrap();
        let in_flight = spend_budget.reserve(&QUERY).unwrap();
        assert_eq!((spend_budget.spent(), spend_budget.unknown()), (1, 1));
        assert_eq!(spend_budget.remaining(), Some(0));
        let over = spend(&spend_budget, Knowledge::No).unwrap_err();
        assert_eq!(
            over.to_string(),
            "ent3f.Submit is not sent: of 3 paid queries that may be spent, 1 are, 1 may be and \
             1 are in progress; raise `max_spend` to allow more"
        );
        drop(in_flight);
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
    fn a_balance_stated_while_queries_are_in_progress_is_reduced_by_them() {
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
