//! Signs each attempt in its slot, with a new time.

use core::time::Duration;

use endpoint_core::wire::Request;
use endpoint_core::{Invalid, Params, Spec, Vendor};
use tokio::time::{Instant, sleep, timeout_at};

use crate::error::Error;
use crate::shared::Shared;

/// The coarsest unit of time that a vendor signs with: seconds.
const COARSEST_MS: u64 = 1000;

/// The number of slots to take for a signature with a new time.
const MOST_SLOTS: u32 = 3;

/// A signed request.
pub(super) struct Signed {
    pub(super) request: Request,
    /// Our own time of signing.
    pub(super) ours_ms: u64,
    /// The time in the signature.
    pub(super) signed_ms: u64,
}

/// The previous attempt.
#[derive(Clone, Copy)]
pub(super) struct PreviousAttempt<'a> {
    pub(super) signed: &'a Signed,
    /// Whether it was refused because of its time, and would be refused with the same time again.
    pub(super) was_about_time: bool,
}

impl<V: Vendor> Shared<V> {
    /// Signs with the current time.
    fn sign(&self, spec: &Spec, params: &Params) -> Result<Signed, Invalid> {
        let ours_ms = self.clock.now_ms();
        let signed_ms = self.clock_reading.corrected(ours_ms);
        Ok(Signed {
            request: V::sign(&self.keys, spec, params, signed_ms)?,
            ours_ms,
            signed_ms,
        })
    }

    /// Waits for the slot of an attempt and signs it then, with another time than the previous
    /// attempt. `None` if no slot came, or no other time where only that would help.
    pub(super) async fn sign_in_slot(
        &self,
        spec: &Spec,
        params: &Params,
        before: Option<PreviousAttempt<'_>>,
        deadline: Instant,
    ) -> Result<Option<Signed>, Invalid> {
        let is_new = |signed: &Signed| {
            before.is_none_or(|before| self.is_another(spec, params, signed, before.signed))
        };
        // The clock may be set back while a call waits for its slot.
        for _ in 0..MOST_SLOTS {
            if before.is_some() {
                // Before the slot, so that the attempt is sent at once when it comes.
                let signed = self.sign(spec, params)?;
                let rest = Duration::from_millis(COARSEST_MS - signed.signed_ms % COARSEST_MS);
                if !is_new(&signed) && self.has_time(rest, deadline) {
                    sleep(rest).await;
                }
            }
            if !self.acquire_slot(spec, deadline).await {
                return Ok(None);
            }
            let signed = self.sign(spec, params)?;
            // A stopped clock, in tests for example, has no other time.
            let may_be_alike = |before: PreviousAttempt<'_>| {
                !before.was_about_time || before.signed.ours_ms == signed.ours_ms
            };
            if is_new(&signed) || before.is_some_and(may_be_alike) {
                return Ok(Some(signed));
            }
        }
        Ok(None)
    }

    /// Whether this request differs from the previous one, or would be the same at any time.
    fn is_another(&self, spec: &Spec, params: &Params, signed: &Signed, before: &Signed) -> bool {
        let later = signed.signed_ms.saturating_add(COARSEST_MS);
        signed.request != before.request
            || V::sign(&self.keys, spec, params, later).is_ok_and(|later| later == before.request)
    }

    /// Waits for a slot under the rate limit; returns whether it came early enough for an attempt.
    async fn acquire_slot(&self, spec: &Spec, deadline: Instant) -> bool {
        if !self.rate_limit.concerns(spec) {
            return true;
        }
        let latest = deadline
            .checked_sub(self.minimum_attempt_time())
            .unwrap_or(deadline);
        timeout_at(latest, self.rate_limit.acquire_slot(spec))
            .await
            .is_ok()
    }

    /// Whether enough time remains for an attempt after this wait. An attempt that is cut short
    /// would only turn certainty into doubt.
    pub(super) fn has_time(&self, wait: Duration, deadline: Instant) -> bool {
        deadline.saturating_duration_since(Instant::now())
            > wait.saturating_add(self.minimum_attempt_time())
    }

    /// The minimum time for an attempt.
    fn minimum_attempt_time(&self) -> Duration {
        self.limits.attempt.min(self.limits.overall) / 4
    }

    /// Whether signing with the current time may help. Corrects the clock if that is allowed.
    pub(super) fn is_about_time(&self, error: &Error, signed: &Signed) -> bool {
        let Error::Refused(refusal) = error else {
            return false;
        };
        let Some(offset) = refusal.clock_offset else {
            return V::is_expired(refusal.code);
        };
        self.clock_reading.correct(offset);
        V::is_expired(refusal.code)
            || self.clock_reading.corrected(signed.ours_ms) != signed.signed_ms
    }
}
