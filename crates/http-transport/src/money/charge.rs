//! Decides whether an attempt was charged.

use endpoint_core::Knowledge;

/// Whether an attempt was charged, depending on whether it was sent.
pub(crate) fn charged(billed: bool, sent: Knowledge) -> Knowledge {
    match (billed, sent) {
        (false, _) | (_, Knowledge::No) => Knowledge::No,
        _ => Knowledge::Unknown,
    }
}
