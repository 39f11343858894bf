//! How far is the vendor's clock from ours, and are requests signed by it?

use core::sync::atomic::{AtomicI64, Ordering};
use core::time::Duration;
use std::sync::{Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use endpoint_core::ClockOffset;

use crate::http_date;

/// A date counts in whole seconds: on the average the clock it was read from is this much ahead.
const HALF_A_SECOND_MS: i64 = 500;

/// Nearer than this, the clocks agree as far as a date can tell.
const AGREES: Duration = Duration::from_secs(1);

/// Further than this, a refusal that does not say why may be due to the time.
const SUSPECT: Duration = Duration::from_secs(30);

/// What the dates of answers say about the clocks.
#[derive(Debug)]
pub(crate) struct ClockReading {
    last: Mutex<Option<Dated>>,
    /// What is added to our time before requests are signed with it.
    correction_ms: AtomicI64,
    /// How large that may become, where it is allowed at all.
    at_most: Option<Duration>,
}

/// A date, and when it was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Dated {
    pub(crate) date: String,
    /// Our own time, uncorrected.
    pub(crate) asked_ms: u64,
    pub(crate) took: Duration,
}

impl Dated {
    /// The date against the middle of the round trip. Nothing where it is no date.
    pub(crate) fn offset(&self) -> Option<ClockOffset> {
        let date = http_date::parse(&self.date)?;
        let date_ms = date.duration_since(UNIX_EPOCH).ok()?.as_millis();
        let vendor_ms = i64::try_from(date_ms).ok()?.checked_add(HALF_A_SECOND_MS)?;
        let half = i64::try_from(self.took.as_millis() / 2).ok()?;
        let ours_ms = i64::try_from(self.asked_ms).ok()?.checked_add(half)?;
        vendor_ms.checked_sub(ours_ms).map(ClockOffset::from_ms)
    }
}

impl ClockReading {
    pub(crate) fn correcting(at_most: Option<Duration>) -> Self {
        Self {
            last: Mutex::new(None),
            correction_ms: AtomicI64::new(0),
            at_most,
        }
    }

    /// Keeps the date of an answer. It is read when somebody asks.
    pub(crate) fn note(&self, dated: Dated) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(dated);
    }

    /// What the latest date says.
    pub(crate) fn offset(&self) -> Option<ClockOffset> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().and_then(Dated::offset)
    }

    /// What a refusal is told of it: everything where the signature was too old, and where the
    /// credentials were refused without a reason only what is large enough to be one.
    pub(crate) fn of_refusal(dated: &Dated, is_expired: bool) -> Option<ClockOffset> {
        dated
            .offset()
            .filter(|offset| is_expired || offset.apart() >= SUSPECT)
    }

    /// Signs by the vendor's clock from now on, where that is allowed and makes a difference.
    pub(crate) fn correct(&self, offset: ClockOffset) {
        let is_allowed = self.at_most.is_some_and(|most| offset.apart() <= most);
        let before = self.correction_ms.load(Ordering::Relaxed);
        let apart = Duration::from_millis(offset.as_ms().abs_diff(before));
        if is_allowed && apart >= AGREES {
            self.correction_ms.store(offset.as_ms(), Ordering::Relaxed);
        }
    }

    /// The time to sign with.
    pub(crate) fn corrected(&self, ours_ms: u64) -> u64 {
        ours_ms.saturating_add_signed(self.correction_ms.load(Ordering::Relaxed))
    }
}
