//! What becomes of one call: signed anew for every attempt, repeated where the table of the
//! crate allows it, within one deadline.

use core::time::Duration;
use std::sync::Arc;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use endpoint_core::wire::Request;
use endpoint_core::{Endpoint, Invalid, Knowledge, Params, Spec, Vendor};
use tokio::time::{Instant, sleep};

use crate::budget::Budget;
use crate::error::{Call, Error, surer};
use crate::{BaseUrl, CallOptions, Clock, HttpService, Limits, RetryPolicy};

/// The coarsest time that a vendor signs with: seconds.
const COARSEST_MS: u64 = 1000;

/// What clones of a client share.
pub(crate) struct Shared<V: Vendor> {
    pub(crate) keys: V::Keys,
    pub(crate) service: Arc<dyn HttpService>,
    pub(crate) base: BaseUrl,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) limits: Limits,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: Budget,
}

impl<V: Vendor> Shared<V> {
    pub(crate) async fn call<E: Endpoint<Vendor = V>>(
        &self,
        params: &Params,
        options: &CallOptions,
    ) -> Result<E::Output, Error> {
        let spec = E::SPEC;
        let call = Call::new(V::NAME, &spec);
        let is_streamed = params.files().any(|(_, file)| file.source().is_some());
        let until = until(if is_streamed {
            options.upload_deadline
        } else {
            self.limits.overall
        });
        let mut waits = self.waits();
        let mut signed_anew = false;
        let mut earlier = Knowledge::No;
        let mut last = None;
        let mut attempt = 1;
        self.budget.earn();
        loop {
            let request = self.sign(&spec, params, last.take(), until).await?;
            let ended = match self
                .attempt::<E>(call, &request, attempt, until, options)
                .await
            {
                Ok(output) => return Ok(output),
                Err(ended) => ended,
            };
            let wait = if attempt >= self.retry.attempts {
                None
            } else if ended.is_expired::<V>() {
                // The vendor refused before any work, so one more try costs nothing but load; a
                // second refusal has another cause than age.
                let may = !signed_anew && self.has_time(Duration::ZERO, until);
                (may && self.budget.spend()).then_some(Duration::ZERO)
            } else if ended.may_be_repeated(call) {
                waits
                    .next()
                    .map(|wait| wait.min(self.retry.longest_wait))
                    .filter(|wait| self.has_time(*wait, until) && self.budget.spend())
            } else {
                None
            };
            let Some(wait) = wait else {
                return Err(ended.into_error(call, attempt, earlier));
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
            signed_anew |= ended.is_expired::<V>();
            earlier = surer(earlier, ended.was_sent());
            last = Some(request);
            attempt += 1;
        }
    }

    /// Signs with the time it is. Where that gives the same bytes as before, because the vendor
    /// counts in seconds, the next second is waited for.
    async fn sign(
        &self,
        spec: &Spec,
        params: &Params,
        last: Option<Request>,
        until: Instant,
    ) -> Result<Request, Invalid> {
        let now = self.clock.now_ms();
        let sign = |now| V::sign(&self.keys, spec, params, now);
        let request = sign(now)?;
        if last.is_none_or(|last| last != request) {
            return Ok(request);
        }
        let rest = Duration::from_millis(COARSEST_MS - now % COARSEST_MS);
        let is_timeless = sign(now.saturating_add(COARSEST_MS))? == request;
        if is_timeless || !self.has_time(rest, until) {
            return Ok(request);
        }
        sleep(rest).await;
        sign(self.clock.now_ms())
    }

    /// Whether an attempt after this wait has time enough to be worth it. One that is cut short
    /// would only turn what is known of the call into something that is not.
    fn has_time(&self, wait: Duration, until: Instant) -> bool {
        let least = self.limits.attempt.min(self.limits.overall) / 4;
        until.saturating_duration_since(Instant::now()) > wait.saturating_add(least)
    }

    fn waits(&self) -> ExponentialBackoff {
        ExponentialBuilder::default()
            .with_jitter()
            .with_min_delay(self.retry.first_wait)
            .with_max_delay(self.retry.longest_wait)
            .without_max_times()
            .build()
    }
}

/// When a call has to be over that may take this long.
fn until(overall: Duration) -> Instant {
    let longest = Duration::from_secs(60 * 60 * 24 * 365);
    Instant::now() + overall.min(longest)
}
