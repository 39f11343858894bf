//! How a client is set up.

use core::fmt;
use core::marker::PhantomData;
use std::sync::{Arc, Once};

use endpoint_core::Vendor;

use crate::budget::Budget;
use crate::call::Shared;
use crate::{
    BaseUrl, Client, Clock, HttpService, InvalidBaseUrl, Limits, RetryPolicy, SystemClock,
};

/// Sets up a [`Client`].
pub struct ClientBuilder<V: Vendor> {
    keys: V::Keys,
    service: Arc<dyn HttpService>,
    base: Option<String>,
    clock: Arc<dyn Clock>,
    limits: Limits,
    retry: RetryPolicy,
    vendor: PhantomData<V>,
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
            vendor: PhantomData,
        }
    }

    /// Calls this address instead of the vendor's own.
    #[must_use]
    pub fn base_url(mut self, address: impl Into<String>) -> Self {
        self.base = Some(address.into());
        self
    }

    /// Signs with the time of this clock.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// With these deadlines and sizes.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// With this policy of retries.
    #[must_use]
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// The address is none, or the vendor is not called that way.
    pub fn build(self) -> Result<Client<V>, InvalidBaseUrl> {
        let address = self.base.as_deref().unwrap_or(V::DEFAULT_BASE);
        let base = BaseUrl::parse(address, V::NAME, V::PLAIN_HTTP)?;
        if base.is_readable_on_the_way() {
            static WARNED: Once = Once::new();
            WARNED.call_once(|| {
                tracing::warn!(
                    vendor = V::NAME,
                    base = %base,
                    "plain HTTP: credentials and answers can be read on the way; use https"
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
                budget: Budget::new(self.retry.retries_per_hundred),
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
            vendor: _,
        } = self;
        f.debug_struct("ClientBuilder")
            .field("vendor", &V::NAME)
            // As it was given it may hold anything, a password too.
            .field(
                "base",
                &base.as_deref().map(|text| {
                    BaseUrl::parse(text, V::NAME, V::PLAIN_HTTP).map_err(|error| error.to_string())
                }),
            )
            .field("limits", limits)
            .field("retry", retry)
            .finish_non_exhaustive()
    }
}
