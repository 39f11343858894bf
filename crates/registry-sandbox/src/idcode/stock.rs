//! Which codes of items does a registration have, in little memory however many there are?

use core::hash::BuildHasher as _;
use std::hash::RandomState;
use std::sync::LazyLock;

/// Of one process, so that nobody can make codes that meet.
static HASH: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// The codes of one upload, as far as they have been read.
///
/// Kept by 64 bits of their hash, eight bytes a code: 80 MB for ten million, among which no two
/// share one by chance but once in four hundred thousand sandboxes.
#[derive(Debug, Default)]
pub(super) struct Read {
    hashes: Vec<u64>,
}

impl Read {
    /// One code more.
    pub(super) fn add(&mut self, code: &str) {
        self.hashes.push(HASH.hash_one(code));
    }

    /// All of them have been read.
    pub(super) fn sorted(self) -> Sorted {
        let Self { mut hashes } = self;
        let count = len(&hashes);
        hashes.sort_unstable();
        hashes.dedup();
        hashes.shrink_to_fit();
        Sorted { hashes, count }
    }
}

impl<T: AsRef<str>> FromIterator<T> for Read {
    fn from_iter<I: IntoIterator<Item = T>>(codes: I) -> Self {
        let mut read = Self::default();
        for code in codes {
            read.add(code.as_ref());
        }
        read
    }
}

/// The codes of one upload, ready to be looked up.
#[derive(Debug)]
pub(crate) struct Sorted {
    /// In ascending order, each once.
    hashes: Vec<u64>,
    /// How many codes there were, those that are there twice included.
    count: u64,
}

/// The codes of a registration.
#[derive(Debug, Default)]
pub(super) struct Stock {
    /// Each in ascending order, none in two of them, and each more than twice as long as the
    /// next: so there are few, and each code is moved seldom.
    runs: Vec<Vec<u64>>,
    /// How many were uploaded in all.
    uploaded: u64,
}

/// What has come of an upload.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Added {
    /// How many codes it had.
    pub(super) count: u64,
    /// How many of these were there already, or were in it before.
    pub(super) repeated: u64,
    /// The serial number of its first code.
    pub(super) first_number: u64,
}

impl Stock {
    pub(super) fn add(&mut self, codes: Sorted) -> Added {
        let Sorted { mut hashes, count } = codes;
        hashes.retain(|hash| !self.has_hash(*hash));
        let added = Added {
            count,
            repeated: count.saturating_sub(len(&hashes)),
            first_number: self.uploaded.saturating_add(1),
        };
        self.uploaded = self.uploaded.saturating_add(count);
        while let Some(last) = self.runs.pop_if(|last| last.len() / 2 <= hashes.len()) {
            hashes = merged(last, hashes);
        }
        if !hashes.is_empty() {
            self.runs.push(hashes);
        }
        added
    }

    pub(super) fn has(&self, code: &str) -> bool {
        self.has_hash(HASH.hash_one(code))
    }

    fn has_hash(&self, hash: u64) -> bool {
        let mut runs = self.runs.iter();
        runs.any(|run| run.binary_search(&hash).is_ok())
    }
}

/// Both in ascending order: what the sort of the standard library sees, and only merges.
fn merged(mut one: Vec<u64>, other: Vec<u64>) -> Vec<u64> {
    one.extend_from_slice(&other);
    drop(other);
    one.sort();
    one
}

fn len(hashes: &[u64]) -> u64 {
    u64::try_from(hashes.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Added, Read, Stock};

    fn add(stock: &mut Stock, codes: impl IntoIterator<Item = u32>) -> (u64, u64) {
        let codes: Read = codes.into_iter().map(|code| code.to_string()).collect();
        let added = stock.add(codes.sorted());
        (added.count, added.repeated)
    }

    #[test]
    fn codes_that_are_there_already_are_counted() {
        let mut stock = Stock::default();
        assert_eq!(add(&mut stock, [1, 2, 1, 3]), (4, 1));
        assert_eq!(add(&mut stock, [3, 4, 5, 4]), (4, 2));
        let codes: Read = ["6"].into_iter().collect();
        let third = Added {
            count: 1,
            repeated: 0,
            first_number: 9,
        };
        assert_eq!(stock.add(codes.sorted()), third);
        for code in 1..=6 {
            assert!(stock.has(&code.to_string()), "{code}");
        }
        assert!(!stock.has("7"));
        assert!(!stock.has(""));
    }

    #[test]
    fn many_uploads_are_few_runs_that_have_every_code_once() {
        let mut stock = Stock::default();
        let mut known = HashSet::new();
        for upload in 0..300_u32 {
            // Of different sizes, and overlapping.
            let first = upload.wrapping_mul(7_919) % 1_000;
            let codes = first..first + 1 + upload % 40;
            let repeated = codes.clone().filter(|code| !known.insert(*code)).count();
            let (_, said) = add(&mut stock, codes);
            assert_eq!(usize::try_from(said).unwrap(), repeated, "{upload}");
        }
        let kept: usize = stock.runs.iter().map(Vec::len).sum();
        assert_eq!(kept, known.len());
        assert!(stock.runs.len() <= 11, "{} runs", stock.runs.len());
        for code in 0..1_100 {
            assert_eq!(
                stock.has(&code.to_string()),
                known.contains(&code),
                "{code}"
            );
        }
    }
}
