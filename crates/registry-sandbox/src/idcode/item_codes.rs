//! Remembers the item codes of a registration.

use core::hash::BuildHasher as _;
use std::collections::HashSet;
use std::hash::RandomState;
use std::sync::LazyLock;

/// The same for the whole process, and random, so that no client can make codes that collide.
static HASH: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// The item codes of one upload.
///
/// Each is remembered by 64 bits of its hash. In an upload of ten million codes two collide by
/// chance once in four hundred thousand sandboxes.
#[derive(Debug, Default)]
pub(crate) struct UploadedCodes {
    hashes: HashSet<u64>,
    /// With codes that occur twice.
    count: u64,
}

impl UploadedCodes {
    pub(super) fn add(&mut self, code: &str) {
        self.hashes.insert(HASH.hash_one(code));
        self.count = self.count.saturating_add(1);
    }
}

impl<T: AsRef<str>> FromIterator<T> for UploadedCodes {
    fn from_iter<I: IntoIterator<Item = T>>(codes: I) -> Self {
        let mut uploaded = Self::default();
        for code in codes {
            uploaded.add(code.as_ref());
        }
        uploaded
    }
}

/// The item codes of a registration.
#[derive(Debug, Default)]
pub(super) struct ItemCodes {
    hashes: HashSet<u64>,
    /// With codes that were uploaded twice.
    uploaded: u64,
}

/// The effect of an upload.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Added {
    /// The number of its codes.
    pub(super) count: u64,
    /// The number of its codes that the registration had, or that occurred earlier in the upload.
    pub(super) repeated: u64,
    /// The serial number of its first code.
    pub(super) first_number: u64,
}

impl ItemCodes {
    pub(super) fn add(&mut self, codes: UploadedCodes) -> Added {
        let UploadedCodes { mut hashes, count } = codes;
        let before = self.hashes.len();
        // The smaller set is inserted into the larger.
        if hashes.len() > before {
            core::mem::swap(&mut hashes, &mut self.hashes);
        }
        self.hashes.extend(hashes);
        let new = self.hashes.len().saturating_sub(before);
        let added = Added {
            count,
            repeated: count.saturating_sub(u64::try_from(new).unwrap_or(u64::MAX)),
            first_number: self.uploaded.saturating_add(1),
        };
        self.uploaded = self.uploaded.saturating_add(count);
        added
    }

    pub(super) fn has(&self, code: &str) -> bool {
        self.hashes.contains(&HASH.hash_one(code))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Added, ItemCodes, UploadedCodes};

    fn add(codes: &mut ItemCodes, uploaded: impl IntoIterator<Item = u32>) -> (u64, u64) {
        let uploaded: UploadedCodes = uploaded.into_iter().map(|code| code.to_string()).collect();
        let added = codes.add(uploaded);
        (added.count, added.repeated)
    }

    #[test]
    fn repeated_codes_are_counted_within_an_upload_and_between_uploads() {
        let mut codes = ItemCodes::default();
        assert_eq!(add(&mut codes, [1, 2, 1, 3]), (4, 1));
        assert_eq!(add(&mut codes, [3, 4, 5, 4]), (4, 2));
        let third: UploadedCodes = ["6"].into_iter().collect();
        let added = Added {
            count: 1,
            repeated: 0,
            first_number: 9,
        };
        assert_eq!(codes.add(third), added);
        for code in 1..=6 {
            assert!(codes.has(&code.to_string()), "{code}");
        }
        assert!(!codes.has("7"));
        assert!(!codes.has(""));
    }

    #[test]
    fn uploads_of_any_size_that_overlap_are_counted_right() {
        let mut codes = ItemCodes::default();
        let mut known = HashSet::new();
        for upload in 0..300_u32 {
            let first = upload.wrapping_mul(7_919) % 1_000;
            let uploaded = first..first + 1 + upload % 40;
            let repeated = uploaded.clone().filter(|code| !known.insert(*code)).count();
            let (_, counted) = add(&mut codes, uploaded);
            assert_eq!(usize::try_from(counted).unwrap(), repeated, "{upload}");
        }
        for code in 0..1_100 {
            let expected = known.contains(&code);
            assert_eq!(codes.has(&code.to_string()), expected, "{code}");
        }
    }
}
