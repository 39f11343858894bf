//! Asks the vendor for a used-up balance again, in case it was topped up.

use core::future::Future;
use core::pin::Pin;

use endpoint_core::{Endpoint, Invalid, Params, RefusalKind, Vendor, Visit};
use tokio::time::{Instant, timeout_at};

use crate::money::spend_budget::{Reservation, SpendBudget};
use crate::shared::Shared;
use crate::{CallOptions, Error};

impl<V: Vendor> Shared<V> {
    /// Reserves a query for a call that may cost one, if there is a budget.
    pub(crate) async fn reservation<E: Endpoint<Vendor = V>>(
        &self,
        deadline: Instant,
    ) -> Result<Option<Reservation>, Invalid> {
        match &self.spend_budget {
            Some(spend_budget) if E::SPEC.billed => {
                Ok(Some(self.reserve::<E>(spend_budget, deadline).await?))
            }
            _ => Ok(None),
        }
    }

    /// Notes the balance that a result states. The reservation of a refused call must be returned
    /// before.
    pub(crate) fn note_balance<E: Endpoint<Vendor = V>>(&self, ended: Result<&E::Output, &Error>) {
        let Some(spend_budget) = &self.spend_budget else {
            return;
        };
        let product = E::SPEC.product();
        match ended {
            Ok(output) => {
                if let Some(left) = E::balance(output) {
                    spend_budget.note_balance(product, left);
                }
            }
            Err(Error::Refused(refusal)) if refusal.kind == RefusalKind::Balance => {
                spend_budget.set_balance(product, Some(0));
            }
            Err(_) => {}
        }
    }

    /// Reserves one query, after asking the vendor for the balance if it is used up.
    async fn reserve<E: Endpoint<Vendor = V>>(
        &self,
        spend_budget: &SpendBudget,
        deadline: Instant,
    ) -> Result<Reservation, Invalid> {
        match spend_budget.reserve(&E::SPEC) {
            Err(Invalid::BalanceUsedUp { .. }) => {}
            reserved => return reserved,
        }
        // Boxed, so that other calls do not carry its size. If the call has no time left for the
        // answer, the known balance counts.
        let request = Box::pin(self.request_balance::<E>(spend_budget));
        let _requested_or_not = timeout_at(deadline, request).await;
        spend_budget.reserve(&E::SPEC)
    }

    /// Asks for the balance of the product of `E`, at most once a minute.
    async fn request_balance<E: Endpoint<Vendor = V>>(&self, spend_budget: &SpendBudget) {
        let product = E::SPEC.product();
        let lock = spend_budget.balance_lock(product);
        let _one_at_a_time = lock.lock().await;
        if spend_budget.balance(product) != Some(0) || !spend_budget.start_request(product) {
            return;
        }
        let mut inquiry = Inquiry {
            shared: self,
            request: None,
        };
        E::balance_operation(&mut inquiry);
        let is_stated = match inquiry.request {
            Some(request) => request.await,
            None => Ok(false),
        };
        match is_stated {
            Ok(true) => tracing::debug!(
                target: "http_transport",
                product,
                left = spend_budget.balance(product),
                "asked for the balance"
            ),
            // The vendor cannot state the balance, so its response to the next query decides.
            Ok(false) | Err(Error::Refused(_) | Error::Malformed(_)) => {
                spend_budget.set_balance(product, None);
            }
            Err(Error::Transport(_) | Error::Invalid(_)) => {}
        }
    }
}

type BalanceRequest<'a> = Pin<Box<dyn Future<Output = Result<bool, Error>> + Send + 'a>>;

/// Calls the operation that it visits; the result is whether the response stated a balance.
struct Inquiry<'a, V: Vendor> {
    shared: &'a Shared<V>,
    request: Option<BalanceRequest<'a>>,
}

impl<V: Vendor> Visit<V> for Inquiry<'_, V> {
    fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
        if E::SPEC.billed {
            return;
        }
        let shared = self.shared;
        self.request = Some(Box::pin(async move {
            let options = CallOptions::default();
            let answered = shared.call::<E>(&Params::default(), &options).await?;
            // The call itself has noted it.
            Ok(E::balance(&answered.output).is_some())
        }));
    }
}
