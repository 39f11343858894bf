//! Collects the values of a run and their places.

use core::ops::Range;

/// How many values are decoded at once, and how many of them again with those that follow. A secret
/// is shorter, however it is encoded.
const MOST: usize = 64 * 1024;
const OVERLAP: usize = 8 * 1024;

/// How many secrets of a run are noted apart. Where there are more, all before them is.
const APART: usize = 16;

/// Values that stand beside each other.
pub(super) struct Run {
    values: Vec<u32>,
    begins: Vec<usize>,
    ends: Vec<usize>,
    least: usize,
}

impl Run {
    /// Fewer values than this say nothing.
    pub(super) fn new(least: usize) -> Self {
        Self {
            values: Vec::new(),
            begins: Vec::new(),
            ends: Vec::new(),
            least,
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.values.len() >= MOST
    }

    pub(super) fn push(&mut self, value: u32, place: Range<usize>) {
        self.values.push(value);
        self.begins.push(place.start);
        self.ends.push(place.end);
    }

    /// Looks at the values. Notes their place where they hold a secret.
    pub(super) fn look(&self, holds: impl Fn(&[u32]) -> bool, found: &mut Vec<Range<usize>>) {
        if self.values.len() >= self.least
            && let (Some(begin), Some(end)) = (self.begins.first(), self.ends.last())
            && holds(&self.values)
        {
            found.push(*begin..*end);
        }
    }

    /// The same, and notes of them no more than what holds one, each for itself.
    pub(super) fn look_closely(
        &self,
        holds: impl Fn(&[u32]) -> bool,
        found: &mut Vec<Range<usize>>,
    ) {
        let mut note = |begin: usize, last: usize| {
            if let (Some(begin), Some(end)) = (self.begins.get(begin), self.ends.get(last)) {
                found.push(*begin..*end);
            }
        };
        let mut count = self.values.len();
        for _ in 0..APART {
            let between = |begin: usize, end: usize| {
                let values = self.values.get(begin..end);
                values.is_some_and(|values| values.len() >= self.least && holds(values))
            };
            if !between(0, count) {
                return;
            }
            let begin = last_true(count, |begin| between(begin, count));
            let behind = last_true(count - begin, |behind| between(begin, count - behind));
            note(begin, count - behind - 1);
            count = begin;
        }
        if let Some(last) = count.checked_sub(1) {
            note(0, last);
        }
    }

    /// Keeps the values that may begin a match with the next ones.
    pub(super) fn drop_all_but_overlap(&mut self) {
        let dropped = self.values.len().saturating_sub(OVERLAP);
        self.values.drain(..dropped);
        self.begins.drain(..dropped);
        self.ends.drain(..dropped);
    }

    pub(super) fn clear(&mut self) {
        self.values.clear();
        self.begins.clear();
        self.ends.clear();
    }
}

/// The last number below this one for which it is true, where it is for 0 and up to that one.
fn last_true(below: usize, is_true: impl Fn(usize) -> bool) -> usize {
    let (mut known, mut untrue) = (0, below);
    while untrue - known > 1 {
        let middle = known + (untrue - known) / 2;
        if is_true(middle) {
            known = middle;
        } else {
            untrue = middle;
        }
    }
    known
}
