//! Random numbers for unique names.

use core::hash::BuildHasher as _;
use std::collections::hash_map::RandomState;

/// A number that differs from call to call and from process to process, independent of the clock:
/// the standard library's random keys differ with every call.
pub(crate) fn unique_number() -> u64 {
    RandomState::new().hash_one("unique")
}
