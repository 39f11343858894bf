//! Calls the operations of one vendor.

use core::fmt;
use std::sync::Arc;

use bytes::Bytes;
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
    /// The address that this client calls.
    #[must_use]
    pub fn base_url(&self) -> &BaseUrl {
        &self.shared.base
    }

    /// The deadlines of its calls, and the most bytes of a response that they read.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.shared.limits
    }

    /// The offset between the vendor's clock and this machine's, from the date of the latest
    /// response, accurate to half a second plus half of the response time. `None` before the first
    /// response, or if responses have no date.
    #[must_use]
    pub fn clock_offset(&self) -> Option<ClockOffset> {
        self.shared.clock_reading.offset()
    }

    /// The budget of paid queries, if this client has one.
    #[must_use]
    pub fn spend_budget(&self) -> Option<&SpendBudget> {
        self.shared.spend_budget.as_ref()
    }

    /// Calls an operation.
    ///
    /// The request is validated first, before anything is signed, sent or paid.
    ///
    /// # Errors
    ///
    /// [`Error`] says what went wrong, whether the vendor received the request, whether it was
    /// charged, and whether the call may be retried.
    pub async fn call<E: Endpoint<Vendor = V>>(&self, request: E) -> Result<E::Output, Error> {
        self.call_with(request, &CallOptions::default()).await
    }

    /// Makes a query like [`call`](Self::call), but returns "nothing found" as a result, not as an
    /// error.
    ///
    /// # Errors
    ///
    /// As for [`Client::call`], without refusals of the kind `NotFound`.
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

    /// Calls an operation with options, such as progress reports or another deadline for an upload.
    ///
    /// # Errors
    ///
    /// As for [`Client::call`].
    pub async fn call_with<E: Endpoint<Vendor = V>>(
        &self,
        request: E,
        options: &CallOptions,
    ) -> Result<E::Output, Error> {
        self.call_validated(Validated::new(request)?, options).await
    }

    /// Calls an operation with a request that was validated before.
    ///
    /// # Errors
    ///
    /// As for [`Client::call`].
    pub async fn call_validated<E: Endpoint<Vendor = V>>(
        &self,
        request: Validated<E>,
        options: &CallOptions,
    ) -> Result<E::Output, Error> {
        self.call_with_body(request, options)
            .await
            .map(|(output, _)| output)
    }

    /// As [`call_validated`](Self::call_validated), with the body of the response as it came, for a
    /// record of what was paid for. [`Error::body`] has that of a failed call. May contain personal
    /// data.
    ///
    /// # Errors
    ///
    /// As for [`Client::call`].
    pub async fn call_with_body<E: Endpoint<Vendor = V>>(
        &self,
        request: Validated<E>,
        options: &CallOptions,
    ) -> Result<(E::Output, Bytes), Error> {
        let params = Params::from_request(request.as_request())?;
        drop(request);
        let answered = self.shared.call::<E>(&params, options).await?;
        Ok((answered.output, answered.body))
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
