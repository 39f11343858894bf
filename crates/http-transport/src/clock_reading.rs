//! Measures the vendor's clock against ours, and corrects the time of signatures.

use core::sync::atomic::{AtomicI64, Ordering};
use core::time::Duration;
use std::sync::{Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use endpoint_core::ClockOffset;

use crate::http_date;

/// Dates count whole seconds: on average, the clock behind them is this much ahead.
const HALF_A_SECOND_MS: i64 = 500;

/// Within this offset, the clocks agree as far as a date can show.
const AGREES: Duration = Duration::from_secs(1);

/// Beyond this offset, a refusal without a reason may be due to the time.
const SUSPECT: Duration = Duration::from_secs(30);

/// The clock offset according to the dates of responses.
#[derive(Debug)]
pub(crate) struct ClockReading {
    last: Mutex<Option<Dated>>,
    /// Added to our time before signing.
    correction_ms: AtomicI64,
    /// The largest allowed correction, if correction is enabled.
    at_most: Option<Duration>,
}

/// The date of a response, and the time of its request.
#[derive(Debug, Clone)]
pub(crate) struct Dated {
    pub(crate) date: String,
    /// Our own time, uncorrected.
    pub(crate) asked_ms: u64,
    pub(crate) took: Duration,
}

impl Dated {
    /// Compares the date with the middle of the round trip. `None` if the date is not valid.
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

    /// Stores the date of a response, unparsed until it is needed.
    pub(crate) fn note(&self, dated: Dated) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(dated);
    }

    /// The offset according to the latest date.
    pub(crate) fn offset(&self) -> Option<ClockOffset> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().and_then(Dated::offset)
    }

    /// The offset to state in a refusal: always if the signature had expired; only a suspicious one
    /// if the credentials were refused without a reason.
    pub(crate) fn for_refusal(dated: &Dated, is_expired: bool) -> Option<ClockOffset> {
        dated
            .offset()
            .filter(|offset| is_expired || offset.apart() >= SUSPECT)
    }

    /// Signs by the vendor's clock from now on, if that is allowed and makes a difference.
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
