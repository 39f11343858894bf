//! Limits the steps of a search, because a text can be made to have endless readings.

use core::cell::Cell;
use std::sync::Once;

/// The steps that a search may still take.
pub(crate) struct StepLimit(Cell<usize>);

/// The steps for each byte of the text.
const STEPS_PER_BYTE: usize = 16;

/// The steps for a text of any length.
const BASE_STEPS: usize = 100_000;

impl StepLimit {
    /// The limit for a text of this length.
    pub(crate) fn for_bytes(length: usize) -> Self {
        let steps = length.saturating_mul(STEPS_PER_BYTE);
        Self(Cell::new(steps.saturating_add(BASE_STEPS)))
    }

    /// Takes a step, unless the limit is reached.
    pub(super) fn take(&self) -> Option<()> {
        let left = self.0.get().checked_sub(1)?;
        self.0.set(left);
        Some(())
    }
}

/// The limits for a text and for its encoded parts. One search may reach its limit without
/// affecting the other.
pub(crate) struct SearchLimits {
    pub(crate) direct: StepLimit,
    pub(crate) encoded: StepLimit,
}

impl SearchLimits {
    pub(crate) fn for_bytes(length: usize) -> Self {
        Self {
            direct: StepLimit::for_bytes(length),
            encoded: StepLimit::for_bytes(length),
        }
    }
}

/// Warns that a search reached its limit, once per process.
pub(crate) fn warn_once() {
    static WARNED: Once = Once::new();
    WARNED.call_once(|| {
        tracing::warn!(
            target: "http_transport",
            "a text has too many readings to search all of them for secrets: its rest was searched \
             for plain and simply encoded secrets only"
        );
    });
}
