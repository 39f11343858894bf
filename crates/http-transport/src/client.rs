//! The client of one vendor: what the caller holds.

use core::fmt;
use std::sync::Arc;

use endpoint_core::{
    ClockOffset, Endpoint, NotFound, Params, Query, QueryOutcome, RefusalKind, Validated, Vendor,
};

use crate::error::Error;
use crate::shared::Shared;
use crate::{BaseUrl, CallOptions, Limits, SpendBudget};

/// Calls one vendor. Cheap to clone; clones share connections and the retry budget.
pub struct Client<V: Vendor> {
    pub(crate) shared: Arc<Shared<V>>,
}

impl<V: Vendor> Client<V> {
    /// Where this client calls.
    #[must_use]
    pub fn base_url(&self) -> &BaseUrl {
        &self.shared.base
    }

    /// How long its calls may take, and how much of an answer they read.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.shared.limits
    }

    /// How far the vendor's clock is from this machine's, by the date of its latest answer, as
    /// exact as half a second and half of that answer's time. Nothing before the first one, or
    /// where answers bear no date.
    #[must_use]
    pub fn clock_offset(&self) -> Option<ClockOffset> {
        self.shared.clock_reading.offset()
    }

    /// The budget of paid queries, where this client has one.
    #[must_use]
    pub fn spend_budget(&self) -> Option<&SpendBudget> {
        self.shared.spend_budget.as_ref()
    }

    /// Calls an operation.
    ///
    /// The request is checked first; what is wrong with it is known before anything is signed,
    /// sent or paid.
    ///
    /// # Errors
    ///
    /// [`Error`] says what went wrong, whether the vendor got the request, whether it was
    /// charged, and whether the call may be repeated.
    pub async fn call<E: Endpoint<Vendor = V>>(&self, request: E) -> Result<E::Output, Error> {
        self.call_with(request, &CallOptions::default()).await
    }

    /// Asks a query: as [`call`](Self::call), but that there is nothing is an answer and no error.
    ///
    /// # Errors
    ///
    /// As [`Client::call`], without refusals of the kind `NotFound`.
    pub async fn ask<Q: Query<Vendor = V>>(
        &self,
        query: Q,
    ) -> Result<QueryOutcome<Q::Output>, Error> {
        match self.call(query).await {
            Ok(output) => Ok(QueryOutcome::from_output::<Q>(output)),
            Err(Error::Refused(refusal)) if refusal.kind == RefusalKind::NotFound => {
                Ok(QueryOutcome::NotFound(NotFound::from_refusal(refusal)))
            }
            Err(error) => Err(error),
        }
    }

    /// Calls an operation with options: to follow an upload, or to give it another deadline.
    ///
    /// # Errors
    ///
    /// As [`Client::call`].
    pub async fn call_with<E: Endpoint<Vendor = V>>(
        &self,
        request: E,
        options: &CallOptions,
    ) -> Result<E::Output, Error> {
        self.call_validated(Validated::new(request)?, options).await
    }

    /// Calls an operation whose request was checked before.
    ///
    /// # Errors
    ///
    /// As [`Client::call`].
    pub async fn call_validated<E: Endpoint<Vendor = V>>(
        &self,
        request: Validated<E>,
        options: &CallOptions,
    ) -> Result<E::Output, Error> {
        let params = Params::from_request(request.as_request())?;
        drop(request);
        self.shared.call::<E>(&params, options).await
    }
}

impl<V: Vendor> Clone for Client<V> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<V: Vendor> fmt::Debug for Client<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Shared {
            keys: _,
            service: _,
            base,
            clock: _,
            limits,
            retry,
            budget: _,
            clock_reading: _,
            rate_limit,
            spend_budget,
            observer: _,
        } = &*self.shared;
        f.debug_struct("Client")
            .field("vendor", &V::NAME)
            .field("base", base)
            .field("limits", limits)
            .field("retry", retry)
            .field("rate_limit", rate_limit)
            .field("spend_budget", spend_budget)
            .finish_non_exhaustive()
    }
}
