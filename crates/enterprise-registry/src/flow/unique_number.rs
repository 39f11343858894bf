//! Numbers for names that nothing else has.

use core::hash::BuildHasher as _;
use std::collections::hash_map::RandomState;

/// A number that no other call returns, in this process or another, whatever the clock says: the
/// standard library's random keys differ with every call.
pub(crate) fn unique_number() -> u64 {
    RandomState::new().hash_one("unique")
}
