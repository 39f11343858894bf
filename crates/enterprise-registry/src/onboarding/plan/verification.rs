//! How a company is verified, and for how long a result counts.

use core::time::Duration;

use ihuyi_api::products::Matched;

/// How long a supplied result of ent3f counts by default: 30 days.
const FRESH_FOR: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// How the company is verified before anything is registered.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Verification {
    /// By a query of ent3f. **Costs one query.**
    Ask,
    /// By a result of ent3f that the caller supplies. If it is older than `fresh_for`, ent3f is
    /// queried as with [`Verification::Ask`].
    Known {
        /// The result.
        response: Matched,
        /// When ent3f returned it, Unix time in milliseconds.
        at_ms: u64,
        /// The age up to which it counts.
        fresh_for: Duration,
    },
    /// Not at all.
    Skip,
}

impl Verification {
    /// A result that the caller supplies, valid for 30 days.
    #[must_use]
    pub fn known(response: Matched, at_ms: u64) -> Self {
        Self::Known {
            response,
            at_ms,
            fresh_for: FRESH_FOR,
        }
    }
}

/// How far the clock that dated a result may be ahead of the local one.
const AHEAD_MS: u64 = 5 * 60 * 1000;

/// Whether a result is dated in the future, and would count for longer than it should.
pub(in crate::onboarding) fn is_from_the_future(at_ms: u64, now_ms: u64) -> bool {
    at_ms > now_ms.saturating_add(AHEAD_MS)
}

/// Whether a result still counts. A result dated some minutes ahead is fresh.
pub(in crate::onboarding) fn is_fresh(at_ms: u64, fresh_for: Duration, now_ms: u64) -> bool {
    u128::from(now_ms.saturating_sub(at_ms)) <= fresh_for.as_millis()
}
