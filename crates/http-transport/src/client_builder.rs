//! Configures a client.

use core::fmt;
use core::marker::PhantomData;
use core::time::Duration;
use std::sync::{Arc, Once};

use endpoint_core::Vendor;

use crate::clock_reading::ClockReading;
use crate::outcome::Observer;
use crate::retry::budget::RetryBudget;
use crate::shared::Shared;
use crate::{
    BaseUrl, Client, Clock, HttpService, InvalidBaseUrl, Limits, Outcome, RateLimit, RetryPolicy,
    SpendBudget, SystemClock,
};

/// Configures a [`Client`].
pub struct ClientBuilder<V: Vendor> {
    keys: V::Keys,
    service: Arc<dyn HttpService>,
    base: Option<String>,
    clock: Arc<dyn Clock>,
    limits: Limits,
    retry: RetryPolicy,
    correct_clock: Option<Duration>,
    rate_limit: RateLimit,
    spend_budget: Option<SpendBudget>,
    observer: Option<Observer>,
    vendor: PhantomData<V>,
}

impl<V: Vendor> Client<V> {
    /// Starts a client with these credentials that sends through `service`.
    #[must_use]
    pub fn builder(keys: V::Keys, service: Arc<dyn HttpService>) -> ClientBuilder<V> {
        ClientBuilder::new(keys, service)
    }
}

impl<V: Vendor> ClientBuilder<V> {
    pub(crate) fn new(keys: V::Keys, service: Arc<dyn HttpService>) -> Self {
        Self {
            keys,
            service,
            base: None,
            clock: Arc::new(SystemClock),
            limits: Limits::default(),
            retry: RetryPolicy::default(),
            correct_clock: None,
            rate_limit: RateLimit::unlimited(),
            spend_budget: None,
            observer: None,
            vendor: PhantomData,
        }
    }

    /// Sets the address to call instead of the vendor's own.
    #[must_use]
    pub fn base_url(mut self, address: impl Into<String>) -> Self {
        self.base = Some(address.into());
        self
    }

    /// Sets the clock to sign with.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sets deadlines and sizes.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the retry policy.
    #[must_use]
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// Signs by the vendor's clock once it is known to differ, up to this offset.
    ///
    /// The offset is measured when the vendor refuses a signature as expired, or refuses the
    /// credentials while the clocks differ by more than half a minute: the date of the response is
    /// compared with the middle of the round trip. Within the limit, the call is signed again,
    /// once, and later calls are signed by that clock. Without this setting, or beyond its limit,
    /// the refusal states the offset ([`Refusal::clock_offset`](endpoint_core::Refusal)) and
    /// nothing is corrected: otherwise anyone who impersonates the vendor could choose the time of
    /// our signatures.
    #[must_use]
    pub fn correct_clock(mut self, up_to: Duration) -> Self {
        self.correct_clock = Some(up_to);
        self
    }

    /// Limits the rate of calls. Give clones of one limit to all clients of an account.
    #[must_use]
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = limit;
        self
    }

    /// Refuses paid queries beyond this budget before they are sent. Give clones of one budget to
    /// all clients that share it.
    #[must_use]
    pub fn spend_budget(mut self, spend_budget: SpendBudget) -> Self {
        self.spend_budget = Some(spend_budget);
        self
    }

    /// Refuses paid queries beyond this number before they are sent, with a separate budget.
    #[must_use]
    pub fn max_spend(self, queries: u64) -> Self {
        self.spend_budget(SpendBudget::at_most(queries))
    }

    /// Calls `report` with the outcome of each call, once, when it has ended or was dropped: for a
    /// record of everything a run has sent, changed and paid for. A request that is invalid or
    /// beyond the budget never starts, so it is not reported.
    #[must_use]
    pub fn observer(mut self, report: impl Fn(Outcome) + Send + Sync + 'static) -> Self {
        self.observer = Some(Observer(Arc::new(report)));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// The address is not valid, or plain HTTP is not allowed for the vendor.
    pub fn build(self) -> Result<Client<V>, InvalidBaseUrl> {
        let address = self.base.as_deref().unwrap_or(V::DEFAULT_BASE);
        let base = BaseUrl::parse(address, V::NAME, V::PLAIN_HTTP)?;
        if base.is_exposed() {
            static WARNED: Once = Once::new();
            WARNED.call_once(|| {
                tracing::warn!(
                    vendor = V::NAME,
                    base = %base,
                    "plain HTTP: others can read credentials and responses on the way; use https"
                );
            });
        }
        Ok(Client {
            shared: Arc::new(Shared {
                keys: self.keys,
                service: self.service,
                base,
                clock: self.clock,
                limits: self.limits,
                retry: self.retry,
                budget: RetryBudget::new(self.retry.retries_per_hundred),
                clock_reading: ClockReading::correcting(self.correct_clock),
                rate_limit: self.rate_limit,
                spend_budget: self.spend_budget,
                observer: self.observer,
            }),
        })
    }
}

impl<V: Vendor> fmt::Debug for ClientBuilder<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            keys: _,
            service: _,
            base,
            clock: _,
            limits,
            retry,
            correct_clock,
            rate_limit,
            spend_budget,
            observer: _,
            vendor: _,
        } = self;
        f.debug_struct("ClientBuilder")
            .field("vendor", &V::NAME)
            // The given address may contain anything, even a password.
            .field(
                "base",
                &base.as_deref().map(|text| {
                    BaseUrl::parse(text, V::NAME, V::PLAIN_HTTP).map_err(|error| error.to_string())
                }),
            )
            .field("limits", limits)
            .field("retry", retry)
            .field("correct_clock", correct_clock)
            .field("rate_limit", rate_limit)
            .field("spend_budget", spend_budget)
            .finish_non_exhaustive()
    }
}
