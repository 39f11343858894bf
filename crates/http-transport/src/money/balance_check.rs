//! Asks for a balance that is used up as far as is known: it may have been topped up.

use core::future::Future;
use core::pin::Pin;

use endpoint_core::{Endpoint, Invalid, Params, RefusalKind, Vendor, Visit};
use tokio::time::{Instant, timeout_at};

use crate::money::spend_budget::{Reservation, SpendBudget};
use crate::shared::Shared;
use crate::{CallOptions, Error};

impl<V: Vendor> Shared<V> {
    /// Sets aside what a call may cost, where there is a budget.
    pub(crate) async fn reservation<E: Endpoint<Vendor = V>>(
        &self,
        until: Instant,
    ) -> Result<Option<Reservation>, Invalid> {
        match &self.spend_budget {
            Some(spend_budget) if E::SPEC.billed => {
                Ok(Some(self.reserve::<E>(spend_budget, until).await?))
            }
            _ => Ok(None),
        }
    }

    /// Takes note of what an answer says of the balance. What a refusal gives back is settled
    /// before: it is not there.
    pub(crate) fn note_balance<E: Endpoint<Vendor = V>>(&self, ended: Result<&E::Output, &Error>) {
        let Some(spend_budget) = &self.spend_budget else {
            return;
        };
        let product = E::SPEC.product();
        match ended {
            Ok(output) => {
                if let Some(left) = E::balance(output) {
                    spend_budget.told(product, left);
                }
            }
            Err(Error::Refused(refusal)) if refusal.kind == RefusalKind::Balance => {
                spend_budget.set_balance(product, Some(0));
            }
            Err(_) => {}
        }
    }

    /// Takes one query from the budget, after asking for the balance where it is used up.
    async fn reserve<E: Endpoint<Vendor = V>>(
        &self,
        spend_budget: &SpendBudget,
        until: Instant,
    ) -> Result<Reservation, Invalid> {
        match spend_budget.reserve(&E::SPEC) {
            Err(Invalid::BalanceUsedUp { .. }) => {}
            reserved => return reserved,
        }
        // In a box of its own, so that other calls do not carry its size. Whoever waits longer than
        // its call may take goes by what is known.
        let asking = Box::pin(self.ask_balance::<E>(spend_budget));
        let _asked_or_not = timeout_at(until, asking).await;
        spend_budget.reserve(&E::SPEC)
    }

    /// Asks for the balance of the product of `E`, unless somebody has in the last minute.
    async fn ask_balance<E: Endpoint<Vendor = V>>(&self, spend_budget: &SpendBudget) {
        let product = E::SPEC.product();
        let asking = spend_budget.asking(product);
        let _one_at_a_time = asking.lock().await;
        if spend_budget.balance(product) != Some(0) || !spend_budget.may_ask(product) {
            return;
        }
        let mut inquiry = Inquiry {
            shared: self,
            answer: None,
        };
        E::balance_operation(&mut inquiry);
        let is_told = match inquiry.answer {
            Some(answer) => answer.await,
            None => Ok(false),
        };
        match is_told {
            Ok(true) => tracing::debug!(
                target: "http_transport",
                product,
                left = spend_budget.balance(product),
                "asked for the balance"
            ),
            // The vendor cannot say what is left, so its answer to the next query has to.
            Ok(false) | Err(Error::Refused(_) | Error::Malformed(_)) => {
                spend_budget.set_balance(product, None);
            }
            Err(Error::Transport(_) | Error::Invalid(_)) => {}
        }
    }
}

type Answer<'a> = Pin<Box<dyn Future<Output = Result<bool, Error>> + Send + 'a>>;

/// The call of the operation that is shown to it: whether its answer told a balance.
struct Inquiry<'a, V: Vendor> {
    shared: &'a Shared<V>,
    answer: Option<Answer<'a>>,
}

impl<V: Vendor> Visit<V> for Inquiry<'_, V> {
    fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
        if E::SPEC.billed {
            return;
        }
        let shared = self.shared;
        self.answer = Some(Box::pin(async move {
            let options = CallOptions::default();
            let told = shared.call::<E>(&Params::default(), &options).await?;
            // The call itself has noted it.
            Ok(E::balance(&told).is_some())
        }));
    }
}
