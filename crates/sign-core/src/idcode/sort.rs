//! Sorts the parameters to sign (document section 4, steps 1 and 2).

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::dialect::Sort;

/// Name of the parameter that step 1 adds.
pub(super) const TIME: &str = "time";
/// Name of the parameter that step 3 adds; it takes no part in sort and digest.
pub(super) const HASH: &str = "hash";

/// How many parameters are sorted without the heap, with the time. The longest operation has 17,
/// of the newer generation of the interface 21.
const FEW: usize = 24;

/// Name and value, as plain text.
pub(super) type Pair<'a> = (&'a str, &'a str);

/// Storage for the sorted parameters.
pub(super) struct Slots<'a> {
    few: [&'a Pair<'a>; FEW],
    many: Vec<&'a Pair<'a>>,
}

impl<'a> Slots<'a> {
    /// Slots that all hold the time at first.
    #[inline]
    pub(super) fn new(time: &'a Pair<'a>) -> Self {
        Self {
            few: [time; FEW],
            many: Vec::new(),
        }
    }

    /// The parameters to sign, in signing order. `time` is added; parameters named `time` or
    /// `hash` in `params` itself are ignored. Equal names keep their given order.
    #[inline]
    pub(super) fn sorted(
        &mut self,
        params: &'a [Pair<'a>],
        time: &'a Pair<'a>,
        sort: Sort,
    ) -> &[&'a Pair<'a>] {
        let signed = params.iter().filter(|(name, _)| !is_reserved(name));
        let signed = signed.chain(core::iter::once(time));
        let slots = if params.len() < FEW {
            let mut used = 0;
            for (slot, pair) in self.few.iter_mut().zip(signed) {
                *slot = pair;
                used += 1;
            }
            self.few.split_at_mut(used).0
        } else {
            self.many = signed.collect();
            self.many.as_mut_slice()
        };
        in_order(slots, sort);
        slots
    }
}

/// Stable, so that equal names keep their order; short slices are sorted in place.
#[inline]
fn in_order(pairs: &mut [&Pair<'_>], sort: Sort) {
    match sort {
        Sort::CodePoint => pairs.sort_by(|(a, _), (b, _)| by_code_point(a, b)),
        Sort::IgnoreCase => {
            pairs.sort_by(|(a, _), (b, _)| ignoring_case(a, b).then_with(|| a.cmp(b)));
        }
    }
}

/// Whether the scheme itself sets the parameter of this name.
#[inline]
pub(super) fn is_reserved(name: &str) -> bool {
    name == TIME || name == HASH
}

/// As `a.cmp(b)`. Most names differ in their first byte, and asking that first saves a call.
#[inline]
fn by_code_point(a: &str, b: &str) -> Ordering {
    let first = a.as_bytes().first().cmp(&b.as_bytes().first());
    first.then_with(|| a.cmp(b))
}

fn ignoring_case(a: &str, b: &str) -> Ordering {
    fn folded(name: &str) -> impl Iterator<Item = u8> {
        name.bytes().map(|byte| byte.to_ascii_lowercase())
    }
    folded(a).cmp(folded(b))
}
