//! One call: checked, signed anew for every attempt, sent, repeated where the table allows it,
//! and read.

use core::fmt;
use core::marker::PhantomData;
use std::sync::{Arc, Once};

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use endpoint_core::wire::Request;
use endpoint_core::{Endpoint, Params, Refusal, Rejected, Spec, Vendor};
use tokio::time::{Instant, sleep};

use crate::budget::Budget;
use crate::error::{Call, Error, Malformed, Transport};
use crate::service::{Failure, FailureKind, HttpService, Outgoing};
use crate::{BaseUrl, Clock, InvalidBaseUrl, Limits, RetryPolicy, SystemClock};

/// Calls one vendor. Cheap to clone; clones share connections and the retry budget.
pub struct Client<V: Vendor> {
    shared: Arc<Shared<V>>,
}

struct Shared<V: Vendor> {
    keys: V::Keys,
    service: Arc<dyn HttpService>,
    base: BaseUrl,
    clock: Arc<dyn Clock>,
    limits: Limits,
    retry: RetryPolicy,
    budget: Budget,
}

impl<V: Vendor> Client<V> {
    /// A client with these credentials that sends through `service`.
    #[must_use]
    pub fn builder(keys: V::Keys, service: Arc<dyn HttpService>) -> ClientBuilder<V> {
        ClientBuilder {
            keys,
            service,
            base: None,
            clock: Arc::new(SystemClock),
            limits: Limits::default(),
            retry: RetryPolicy::default(),
            vendor: PhantomData,
        }
    }

    /// Where this client calls.
    #[must_use]
    pub fn base_url(&self) -> &BaseUrl {
        &self.shared.base
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
        request.validate()?;
        let params = Params::of(&request)?;
        drop(request);
        self.shared.call::<E>(&params).await
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
        } = &*self.shared;
        f.debug_struct("Client")
            .field("vendor", &V::NAME)
            .field("base", base)
            .field("limits", limits)
            .field("retry", retry)
            .finish_non_exhaustive()
    }
}

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
            .field("base", base)
            .field("limits", limits)
            .field("retry", retry)
            .finish_non_exhaustive()
    }
}

/// How an attempt ended that brought no output.
enum Ended {
    /// In a failure, with what was sent in words.
    Failed(Failure, String),
    Refused(Box<Refusal>),
    Malformed(Malformed),
}

impl<V: Vendor> Shared<V> {
    async fn call<E: Endpoint<Vendor = V>>(&self, params: &Params) -> Result<E::Output, Error> {
        let spec = E::SPEC;
        let call = Call::new(V::NAME, &spec);
        let until = Instant::now() + self.limits.overall;
        let mut waits = self.waits();
        let mut signed_anew = false;
        let mut attempt = 1;
        self.budget.earn();
        loop {
            let request = V::sign(&self.keys, &spec, params, self.clock.now_ms())?;
            let ended = match self.attempt::<E>(call, &request, attempt, until).await {
                Ok(output) => return Ok(output),
                Err(ended) => ended,
            };
            let wait = match &ended {
                // The vendor refused before any work, so nothing is lost by one more try.
                Ended::Refused(refusal) if V::is_expired(refusal.code) && !signed_anew => {
                    signed_anew = true;
                    Some(core::time::Duration::ZERO)
                }
                Ended::Refused(_) => None,
                Ended::Failed(failure, _) => (call.may_repeat(failure.kind.was_sent())
                    && failure.kind.may_pass())
                .then(|| waits.next())
                .flatten(),
                Ended::Malformed(_) => (call.idempotent && !call.billed)
                    .then(|| waits.next())
                    .flatten(),
            };
            let wait = wait.filter(|wait| {
                Instant::now() + *wait < until
                    && (matches!(ended, Ended::Refused(_)) || self.budget.spend())
            });
            let Some(wait) = wait else {
                return Err(self.error(ended, call, attempt));
            };
            tracing::debug!(
                target: "http_transport",
                vendor = call.vendor,
                operation = call.operation,
                attempt,
                wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
                "repeating"
            );
            sleep(wait).await;
            attempt += 1;
        }
    }

    fn waits(&self) -> ExponentialBackoff {
        ExponentialBuilder::default()
            .with_jitter()
            .with_min_delay(self.retry.first_wait)
            .with_max_delay(self.retry.longest_wait)
            .with_max_times(self.retry.attempts.saturating_sub(1) as usize)
            .build()
    }

    async fn attempt<E: Endpoint<Vendor = V>>(
        &self,
        call: Call,
        request: &Request,
        attempt: u32,
        until: Instant,
    ) -> Result<E::Output, Ended> {
        let left = until.saturating_duration_since(Instant::now());
        let deadline = self.limits.attempt.min(left);
        if tracing::enabled!(target: "http_transport", tracing::Level::DEBUG) {
            tracing::debug!(
                target: "http_transport",
                vendor = call.vendor,
                operation = call.operation,
                attempt,
                base = %self.base,
                request = %request.masked::<V>(&E::SPEC),
                "sending"
            );
        }
        let began = Instant::now();
        let sending = self.service.send(Outgoing {
            base: &self.base,
            request,
            deadline,
            body_cap: self.limits.body,
        });
        // The service keeps the deadline itself; this is for one that does not.
        let answered = match tokio::time::timeout(deadline, sending).await {
            Ok(answered) => answered,
            Err(_) => Err(Failure::new(FailureKind::Timeout, "")),
        };
        let failed = |failure: Failure| {
            tracing::debug!(
                target: "http_transport",
                vendor = call.vendor,
                operation = call.operation,
                attempt,
                failure = failure.kind.as_str(),
                sent = failure.kind.was_sent().as_str(),
                "no answer"
            );
            Ended::Failed(failure, describe(&self.base, request, &E::SPEC))
        };
        let response = answered.map_err(failed)?;
        tracing::debug!(
            target: "http_transport",
            vendor = call.vendor,
            operation = call.operation,
            attempt,
            status = response.status,
            bytes = response.body.len(),
            took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
            "answered"
        );
        if !(200..300).contains(&response.status) {
            return Err(failed(Failure {
                kind: FailureKind::Status(response.status),
                detail: String::new(),
                body: response.body,
            }));
        }
        V::open::<E>(&response.body).map_err(|rejected| match rejected {
            Rejected::Refused(refusal) => Ended::Refused(refusal),
            Rejected::Malformed(reason) => Ended::Malformed(Malformed {
                call,
                reason,
                body: response.body,
            }),
        })
    }

    fn error(&self, ended: Ended, call: Call, attempts: u32) -> Error {
        match ended {
            Ended::Refused(refusal) => Error::Refused(refusal),
            Ended::Malformed(malformed) => Error::Malformed(Box::new(malformed)),
            Ended::Failed(failure, request) => Error::Transport(Box::new(Transport {
                call,
                request,
                attempts,
                failure,
            })),
        }
    }
}

/// Method, address without query, and the names of the parameters: what an error may show.
fn describe(base: &BaseUrl, request: &Request, spec: &Spec) -> String {
    let names: Vec<_> = spec.params.iter().map(|param| param.name).collect();
    let mut text = format!("{} {base}{}", request.method.as_str(), request.path());
    if !names.is_empty() {
        text.push_str(" (");
        text.push_str(&names.join(", "));
        text.push(')');
    }
    text
}
