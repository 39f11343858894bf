//! Says whether an attempt was charged.

use endpoint_core::Knowledge;

/// Whether an attempt cost money of which this much is known.
pub(crate) fn charged(billed: bool, sent: Knowledge) -> Knowledge {
    match (billed, sent) {
        (false, _) | (_, Knowledge::No) => Knowledge::No,
        _ => Knowledge::Unknown,
    }
}
