//! Makes one call: signs each attempt again, and retries where allowed, within one deadline.

use core::time::Duration;

use backon::ExponentialBackoff;
use endpoint_core::{Endpoint, Knowledge, Params, Vendor};
use tokio::time::{Instant, sleep};

use crate::CallOptions;
use crate::connection::runtime;
use crate::error::{Call, Error, combined};
use crate::limits::LONGEST;
use crate::outcome::Record;
use crate::retry::attempt::{InProgress, SuccessfulAttempt, describe};
use crate::retry::signing::{PreviousAttempt, Signed};
use crate::send_error::{SendError, TransportErrorKind};
use crate::shared::Shared;

impl<V: Vendor> Shared<V> {
    pub(crate) async fn call<E: Endpoint<Vendor = V>>(
        &self,
        params: &Params,
        options: &CallOptions,
    ) -> Result<SuccessfulAttempt<E::Output>, Error> {
        let call = Call::new(V::NAME, &E::SPEC);
        let unsent = |error| {
            let request = describe(&self.base, E::SPEC.method, E::SPEC.path, params);
            Error::from_send_error(call, error, request, 0)
        };
        runtime::with_timers().map_err(unsent)?;
        let deadline = self.deadline_for(params, options);
        // Once for the whole call: at most one of its attempts can be charged.
        let reservation = self.reservation::<E>(deadline).await?;
        let mut record = Record::new(self.observer.as_ref(), call, E::SPEC, reservation);
        let mut retries = Retries::new(call, deadline);
        let mut last: Option<(Signed, Error)> = None;
        self.budget.earn();
        loop {
            let before = last.as_ref().map(|(signed, _)| retries.before(signed));
            let signed = self.sign_in_slot(&E::SPEC, params, before, deadline);
            let signed = signed.await?;
            retries.end_wait();
            let Some(signed) = signed else {
                let no_slot = || unsent(SendError::new(TransportErrorKind::NoSlot, ""));
                let error = last.map_or_else(no_slot, |(_, error)| error);
                return Err(error.after(retries.earlier));
            };
            record.begin_attempt();
            let attempt =
                self.attempt::<E>(call, params, &signed, retries.attempt, deadline, options);
            let error = match attempt.await {
                Ok(success) => {
                    record.end_with_response(&success.body);
                    record.settle();
                    self.note_balance::<E>(Ok(&success.output));
                    return Ok(success);
                }
                Err(error) => error,
            };
            record.end_failed(&error);
            let Some(wait) = retries.next_wait(self, &error, &signed) else {
                record.settle();
                self.note_balance::<E>(Err(&error));
                return Err(error.after(retries.earlier));
            };
            retries.back_off(wait, &error).await;
            last = Some((signed, error));
        }
    }

    /// The deadline of a call.
    fn deadline_for(&self, params: &Params, options: &CallOptions) -> Instant {
        let is_streamed = params.files().any(|(_, file)| file.source().is_some());
        let longest = if is_streamed {
            options.upload_deadline
        } else {
            self.limits.overall
        };
        Instant::now() + longest.min(LONGEST)
    }
}

/// The retries of one call.
struct Retries {
    call: Call,
    deadline: Instant,
    /// The number of the current attempt.
    attempt: u32,
    /// Whether an earlier attempt was sent.
    earlier: Knowledge,
    backoff: Option<ExponentialBackoff>,
    signed_anew: bool,
    /// Whether the last attempt was refused because of the time of its signature.
    was_about_time: bool,
    waiting: Option<InProgress>,
}

impl Retries {
    fn new(call: Call, deadline: Instant) -> Self {
        Self {
            call,
            deadline,
            attempt: 1,
            earlier: Knowledge::No,
            backoff: None,
            signed_anew: false,
            was_about_time: false,
            waiting: None,
        }
    }

    fn before<'a>(&self, signed: &'a Signed) -> PreviousAttempt<'a> {
        PreviousAttempt {
            signed,
            was_about_time: self.was_about_time,
        }
    }

    /// The wait before another attempt, taken from the retry budget; `None` for no further attempt.
    fn next_wait<V: Vendor>(
        &mut self,
        shared: &Shared<V>,
        error: &Error,
        signed: &Signed,
    ) -> Option<Duration> {
        let policy = &shared.retry;
        self.was_about_time = shared.is_about_time(error, signed);
        let wait = if self.attempt >= policy.attempts {
            return None;
        } else if self.was_about_time {
            // The vendor refused before any work, so another attempt costs nothing but load; a
            // second refusal has another cause.
            (!self.signed_anew).then_some(Duration::ZERO)?
        } else if error.may_be_retried() {
            let backoff = self.backoff.get_or_insert_with(|| policy.backoff());
            let wait = backoff.next()?.min(policy.longest_wait);
            wait.max(error.retry_after().unwrap_or_default())
        } else {
            return None;
        };
        (shared.has_time(wait, self.deadline) && shared.budget.spend()).then_some(wait)
    }

    /// Waits before the next attempt. The wait lasts until that attempt has its slot.
    async fn back_off(&mut self, wait: Duration, error: &Error) {
        let call = self.call;
        tracing::debug!(
            target: "http_transport",
            vendor = call.vendor,
            operation = call.operation,
            attempt = self.attempt,
            wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
            "retrying"
        );
        let sent = combined(self.earlier, error.was_sent());
        // A refusal before any work leaves no doubt.
        let in_doubt = if self.was_about_time {
            self.earlier
        } else {
            sent
        };
        self.waiting = Some(InProgress::new(call, self.attempt, in_doubt));
        sleep(wait).await;
        self.signed_anew |= self.was_about_time;
        self.earlier = sent;
        self.attempt += 1;
    }

    fn end_wait(&mut self) {
        if let Some(waiting) = self.waiting.take() {
            waiting.end();
        }
    }
}
