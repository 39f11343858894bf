//! Signs each attempt when its turn comes, with a time of its own.

use core::time::Duration;

use endpoint_core::wire::Request;
use endpoint_core::{Invalid, Params, Spec, Vendor};
use tokio::time::{Instant, sleep, timeout_at};

use crate::error::Error;
use crate::shared::Shared;

/// The coarsest time that a vendor signs with: seconds.
const COARSEST_MS: u64 = 1000;

/// How often a turn is taken to sign with another time than before.
const TIMES: u32 = 3;

/// A request that has been signed.
pub(super) struct Signed {
    pub(super) request: Request,
    /// Our own time when it was.
    pub(super) ours_ms: u64,
    /// The time it was signed with.
    pub(super) signed_ms: u64,
}

/// The attempt before.
#[derive(Clone, Copy)]
pub(super) struct Before<'a> {
    pub(super) signed: &'a Signed,
    /// Signed at the same time again it would be refused again.
    pub(super) was_about_time: bool,
}

impl<V: Vendor> Shared<V> {
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
    pub(super) async fn signed_in_turn(
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

    /// Waits for the turn of an attempt under the rate limit. Whether it came in time for the
    /// attempt to be worth it.
    async fn turn(&self, spec: &Spec, until: Instant) -> bool {
        if !self.rate_limit.concerns(spec) {
            return true;
        }
        let latest = until.checked_sub(self.least()).unwrap_or(until);
        timeout_at(latest, self.rate_limit.turn(spec)).await.is_ok()
    }

    /// Whether an attempt after this wait has time enough to be worth it. One that is cut short
    /// would only turn what is known of the call into something that is not.
    pub(super) fn has_time(&self, wait: Duration, until: Instant) -> bool {
        until.saturating_duration_since(Instant::now()) > wait.saturating_add(self.least())
    }

    /// The least time that an attempt is worth.
    fn least(&self) -> Duration {
        self.limits.attempt.min(self.limits.overall) / 4
    }

    /// Whether signing with the time that it is now may help. Sets the clock right, where that is
    /// allowed.
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
