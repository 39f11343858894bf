//! In which order are the parameters signed? (document section 4, steps 1 and 2)

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::dialect::Sort;

/// Name of the parameter that step 1 adds.
pub(super) const TIME: &str = "time";
/// Name of the parameter that step 3 adds; it takes no part in sort and digest.
pub(super) const HASH: &str = "hash";

/// How many parameters are sorted without the heap. The longest operation has 22.
const FEW: usize = 64;

/// The parameters to sign with `time` among them and without `hash`, in signing order.
pub(super) struct Sorted<'a> {
    params: &'a [(&'a str, &'a str)],
    time: &'a str,
    order: Order,
}

/// Positions in the list of parameters; the position behind its end is the time.
enum Order {
    Few([u8; FEW], usize),
    Many(Vec<usize>),
}

impl<'a> Sorted<'a> {
    /// Leaves out what `params` itself has under the names `time` and `hash`.
    #[inline]
    pub(super) fn new(params: &'a [(&'a str, &'a str)], time: &'a str, sort: Sort) -> Self {
        let mut sorted = Self {
            params,
            time,
            order: Order::Few([0; FEW], 0),
        };
        sorted.order = match u8::try_from(params.len()) {
            Ok(last) if params.len() < FEW => {
                let mut positions = [0; FEW];
                let mut used = 0;
                for (slot, position) in positions.iter_mut().zip(sorted.signed(0..=last)) {
                    *slot = position;
                    used += 1;
                }
                let (few, _) = positions.split_at_mut(used);
                few.sort_unstable_by(|a, b| sorted.compare(sort, *a, *b));
                Order::Few(positions, used)
            }
            _ => {
                let mut many: Vec<usize> = sorted.signed(0..=params.len()).collect();
                many.sort_unstable_by(|a, b| sorted.compare(sort, *a, *b));
                Order::Many(many)
            }
        };
        sorted
    }

    /// Name and value at each position, in signing order.
    #[inline]
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let (few, many): (&[u8], &[usize]) = match &self.order {
            Order::Few(positions, used) => (positions.split_at(*used).0, &[]),
            Order::Many(positions) => (&[], positions),
        };
        let few = few.iter().map(|position| self.at(*position));
        few.chain(many.iter().map(|position| self.at(*position)))
    }

    #[inline]
    fn at(&self, position: impl Into<usize>) -> (&'a str, &'a str) {
        let behind_the_end = (TIME, self.time);
        self.params
            .get(position.into())
            .copied()
            .unwrap_or(behind_the_end)
    }

    /// The positions of what is signed, out of all.
    #[inline]
    fn signed<P: Copy + Into<usize>>(
        &self,
        all: impl Iterator<Item = P>,
    ) -> impl Iterator<Item = P> {
        all.filter(|position| {
            self.params
                .get((*position).into())
                .is_none_or(|(name, _)| !is_reserved(name))
        })
    }

    /// Equal names keep the order in which they were given: the position breaks the tie.
    #[inline]
    fn compare<P: Copy + Into<usize> + Ord>(&self, sort: Sort, a: P, b: P) -> Ordering {
        let ((name_a, _), (name_b, _)) = (self.at(a), self.at(b));
        let by_name = match sort {
            Sort::CodePoint => name_a.cmp(name_b),
            Sort::IgnoreCase => ignoring_case(name_a, name_b).then_with(|| name_a.cmp(name_b)),
        };
        by_name.then_with(|| a.cmp(&b))
    }
}

/// Whether the scheme itself sets the parameter of this name.
#[inline]
pub(super) fn is_reserved(name: &str) -> bool {
    name == TIME || name == HASH
}

fn ignoring_case(a: &str, b: &str) -> Ordering {
    fn folded(name: &str) -> impl Iterator<Item = u8> {
        name.bytes().map(|byte| byte.to_ascii_lowercase())
    }
    folded(a).cmp(folded(b))
}
