//! Makes one call: signed anew for every attempt, repeated where the table of the crate allows it,
//! within one deadline.

use core::time::Duration;
use std::sync::Arc;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use endpoint_core::{Endpoint, Invalid, Knowledge, Params, RefusalKind, Spec, Vendor};
use tokio::time::{Instant, sleep, timeout_at};

use crate::attempt::{Answered, Ended, Signed, UnderWay, describe};
use crate::budget::Budget;
use crate::clock_reading::ClockReading;
use crate::error::{Call, Error, surer};
use crate::limits::LONGEST;
use crate::outcome::{Observed, Observer};
use crate::runtime;
use crate::service::{Failure, FailureKind};
use crate::spending::{Reserved, Spending};
use crate::{BaseUrl, CallOptions, Clock, HttpService, Limits, RateLimit, RetryPolicy};

/// The coarsest time that a vendor signs with: seconds.
const COARSEST_MS: u64 = 1000;

/// How often a turn is taken to sign with another time than before.
const TIMES: u32 = 3;

/// The attempt before.
#[derive(Clone, Copy)]
struct Before<'a> {
    signed: &'a Signed,
    /// Signed at the same time again it would be refused again.
    was_about_time: bool,
}

/// What clones of a client share.
pub(crate) struct Shared<V: Vendor> {
    pub(crate) keys: V::Keys,
    pub(crate) service: Arc<dyn HttpService>,
    pub(crate) base: BaseUrl,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) limits: Limits,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: Budget,
    pub(crate) clock_reading: ClockReading,
    pub(crate) rate_limit: RateLimit,
    pub(crate) spending: Option<Spending>,
    pub(crate) observer: Option<Observer>,
}

impl<V: Vendor> Shared<V> {
    pub(crate) async fn call<E: Endpoint<Vendor = V>>(
        &self,
        params: &Params,
        options: &CallOptions,
    ) -> Result<E::Output, Error> {
        let spec = E::SPEC;
        let call = Call::new(V::NAME, &spec);
        if let Err(unfit) = runtime::with_timers() {
            return Err(self
                .unsent(&spec, params, unfit)
                .into_error(call, 0, Knowledge::No));
        }
        let is_streamed = params.files().any(|(_, file)| file.source().is_some());
        let until = until(if is_streamed {
            options.upload_deadline
        } else {
            self.limits.overall
        });
        // Once for the whole call: of its attempts at most one can be charged.
        let mut reserved = match &self.spending {
            Some(spending) if spec.billed => Some(self.reserve::<E>(spending, until).await?),
            _ => None,
        };
        let mut observed = Observed::new(self.observer.as_ref(), call, spec);
        let mut waits = None;
        let mut signed_anew = false;
        let mut was_about_time = false;
        let mut earlier = Knowledge::No;
        let mut last: Option<(Signed, Ended)> = None;
        let mut attempt = 1;
        let mut waiting: Option<UnderWay> = None;
        self.budget.earn();
        loop {
            let before = last.as_ref().map(|(signed, _)| Before {
                signed,
                was_about_time,
            });
            let signed = self.signed_in_turn(&spec, params, before, until).await?;
            if let Some(waiting) = waiting.take() {
                waiting.end();
            }
            let Some(signed) = signed else {
                let ended = match last {
                    Some((_, ended)) => ended,
                    None => {
                        let no_turn = Failure::new(FailureKind::NoTurn, "");
                        self.unsent(&spec, params, no_turn)
                    }
                };
                return Err(ended.into_error(call, attempt - 1, earlier));
            };
            if let Some(reserved) = &mut reserved {
                reserved.is_charged(Knowledge::Unknown);
            }
            observed.begins();
            let ended = match self
                .attempt::<E>(call, params, &signed, attempt, until, options)
                .await
            {
                Ok(Answered { output, body }) => {
                    observed.answered(&body);
                    self.settle::<E>(reserved, Ok(&output));
                    return Ok(output);
                }
                Err(ended) => ended,
            };
            observed.ended(call, &ended);
            if let Some(reserved) = &mut reserved {
                reserved.is_charged(ended.charged(call));
            }
            let about_time = self.is_about_time(&ended, &signed);
            let wait = if attempt >= self.retry.attempts {
                None
            } else if about_time {
                // The vendor refused before any work, so one more try costs nothing but load; a
                // second refusal has another cause than age.
                let may = !signed_anew && self.has_time(Duration::ZERO, until);
                (may && self.budget.spend()).then_some(Duration::ZERO)
            } else if ended.may_be_repeated(call) {
                waits
                    .get_or_insert_with(|| self.waits())
                    .next()
                    .map(|wait| wait.min(self.retry.longest_wait))
                    .map(|wait| wait.max(ended.retry_after().unwrap_or_default()))
                    .filter(|wait| self.has_time(*wait, until) && self.budget.spend())
            } else {
                None
            };
            let Some(wait) = wait else {
                self.settle::<E>(reserved, Err(&ended));
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
            // A refusal before any work leaves nothing in doubt.
            let in_doubt = if about_time {
                earlier
            } else {
                surer(earlier, ended.was_sent())
            };
            waiting = Some(UnderWay::new(call, attempt, in_doubt));
            sleep(wait).await;
            signed_anew |= about_time;
            was_about_time = about_time;
            earlier = surer(earlier, ended.was_sent());
            last = Some((signed, ended));
            attempt += 1;
        }
    }

    /// Waits for the turn of an attempt under the rate limit. Whether it came in time for the
    /// attempt to be worth it.
    async fn turn(&self, spec: &Spec, until: Instant) -> bool {
        if !self.rate_limit.concerns(spec) {
            return true;
        }
        let latest = until.checked_sub(self.least()).unwrap_or(until);
        timeout_at(latest, self.rate_limit.turn(spec)).await.is_ok()
    }

    /// How a call ended that was not begun.
    fn unsent(&self, spec: &Spec, params: &Params, failure: Failure) -> Ended {
        let described = describe(&self.base, spec.method, spec.path, params);
        Ended::Failed(failure, described)
    }

    /// Whether signing with the time that it is now may help. Sets the clock right, where that is
    /// allowed.
    fn is_about_time(&self, ended: &Ended, signed: &Signed) -> bool {
        let Ended::Refused(refusal) = ended else {
            return false;
        };
        let Some(offset) = refusal.clock_offset else {
            return V::is_expired(refusal.code);
        };
        self.clock_reading.correct(offset);
        V::is_expired(refusal.code)
            || self.clock_reading.corrected(signed.ours_ms) != signed.signed_ms
    }

    /// Settles what a call has cost, and takes note of what its answer says of the balance.
    fn settle<E: Endpoint<Vendor = V>>(
        &self,
        mut reserved: Option<Reserved>,
        ended: Result<&E::Output, &Ended>,
    ) {
        let Some(spending) = &self.spending else {
            return;
        };
        if let (Some(reserved), Ok(_)) = (&mut reserved, ended) {
            reserved.is_charged(Knowledge::Yes);
        }
        // Given back before the balance is told: what a refusal gives back is not there.
        drop(reserved);
        let product = E::SPEC.product();
        match ended {
            Ok(output) => {
                if let Some(left) = E::balance(output) {
                    spending.told(product, left);
                }
            }
            Err(Ended::Refused(refusal)) if refusal.kind == RefusalKind::Balance => {
                spending.set_balance(product, Some(0));
            }
            Err(_) => {}
        }
    }

    /// Signs with the time it is.
    fn sign(&self, spec: &Spec, params: &Params) -> Result<Signed, Invalid> {
        let ours_ms = self.clock.now_ms();
        let signed_ms = self.clock_reading.corrected(ours_ms);
        Ok(Signed {
            request: V::sign(&self.keys, spec, params, signed_ms)?,
            ours_ms,
            signed_ms,
        })
    }

    /// Waits for the turn of an attempt and signs it then, with another time than the attempt
    /// before it had. Nothing where no turn came, or where another time is all that would help and
    /// there is none.
    async fn signed_in_turn(
        &self,
        spec: &Spec,
        params: &Params,
        before: Option<Before<'_>>,
        until: Instant,
    ) -> Result<Option<Signed>, Invalid> {
        let is_new = |signed: &Signed| {
            before.is_none_or(|before| self.is_another(spec, params, signed, before.signed))
        };
        // The clock may be set back while a call waits for its turn.
        for _ in 0..TIMES {
            if before.is_some() {
                // Before the turn, so that the attempt leaves at once when it comes.
                let signed = self.sign(spec, params)?;
                let rest = Duration::from_millis(COARSEST_MS - signed.signed_ms % COARSEST_MS);
                if !is_new(&signed) && self.has_time(rest, until) {
                    sleep(rest).await;
                }
            }
            if !self.turn(spec, until).await {
                return Ok(None);
            }
            let signed = self.sign(spec, params)?;
            // One that stands still, in tests say, has no other time.
            let may_be_alike = |before: Before<'_>| {
                !before.was_about_time || before.signed.ours_ms == signed.ours_ms
            };
            if is_new(&signed) || before.is_some_and(may_be_alike) {
                return Ok(Some(signed));
            }
        }
        Ok(None)
    }

    /// Whether this is not what was sent before, or could be nothing else at any time.
    fn is_another(&self, spec: &Spec, params: &Params, signed: &Signed, before: &Signed) -> bool {
        let later = signed.signed_ms.saturating_add(COARSEST_MS);
        signed.request != before.request
            || V::sign(&self.keys, spec, params, later).is_ok_and(|later| later == before.request)
    }

    /// Whether an attempt after this wait has time enough to be worth it. One that is cut short
    /// would only turn what is known of the call into something that is not.
    fn has_time(&self, wait: Duration, until: Instant) -> bool {
        until.saturating_duration_since(Instant::now()) > wait.saturating_add(self.least())
    }

    /// The least time that an attempt is worth.
    fn least(&self) -> Duration {
        self.limits.attempt.min(self.limits.overall) / 4
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
    Instant::now() + overall.min(LONGEST)
}
