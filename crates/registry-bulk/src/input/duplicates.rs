//! Finds the rows of a file that are the same query, in bounded memory.

use std::io;

use super::sorter::{Sorted, Sorter};
use crate::ledger::Key;

/// Takes the keys of all valid rows.
///
/// Keys are sorted through a temporary file: 6 MiB are held, however many rows there are. A ledger
/// pays for each key once without it; this tells which rows of a file those are.
///
/// ```
/// use registry_bulk::input::DuplicateFinder;
/// use registry_bulk::ledger::Key;
///
/// let mut finder = DuplicateFinder::new();
/// for (line, name) in [(2, 1), (3, 2), (4, 1)] {
///     finder.add(Key([name; 16]), line)?;
/// }
/// let mut duplicates = finder.finish()?;
/// assert_eq!(duplicates.count(), 1);
/// assert_eq!(duplicates.first_of(3)?, None);
/// assert_eq!(duplicates.first_of(4)?, Some(2));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Default)]
pub struct DuplicateFinder {
    /// Each a key and a line.
    keys: Sorter<24>,
}

impl core::fmt::Debug for DuplicateFinder {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("DuplicateFinder").finish_non_exhaustive()
    }
}

impl DuplicateFinder {
    /// No rows yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a row.
    ///
    /// # Errors
    ///
    /// The temporary file cannot be written.
    pub fn add(&mut self, key: Key, line: u64) -> io::Result<()> {
        self.keys.add(joined(key.0, line.to_be_bytes()))
    }

    /// The duplicates of all rows.
    ///
    /// # Errors
    ///
    /// The temporary file cannot be read or written.
    pub fn finish(self) -> io::Result<Duplicates> {
        let mut keys = self.keys.finish()?;
        let mut rows = Sorter::<16>::default();
        let mut count = 0_u64;
        let mut first: Option<([u8; 16], [u8; 8])> = None;
        while let Some(record) = keys.next()? {
            let (key, line) = split(record);
            match first {
                Some((same, first)) if same == key => {
                    rows.add(joined(line, first))?;
                    count = count.saturating_add(1);
                }
                _ => first = Some((key, line)),
            }
        }
        let mut rows = rows.finish()?;
        Ok(Duplicates {
            next: rows.next()?,
            rows,
            count,
        })
    }
}

/// The duplicates of a file, by line.
pub struct Duplicates {
    /// Each the line of a duplicate and that of its first.
    rows: Sorted<16>,
    next: Option<[u8; 16]>,
    count: u64,
}

impl core::fmt::Debug for Duplicates {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Duplicates")
            .field("count", &self.count)
            .finish_non_exhaustive()
    }
}

impl Duplicates {
    /// How many rows repeat an earlier one.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The next duplicate and its first.
    pub(super) fn take_next(&mut self) -> io::Result<Option<(u64, u64)>> {
        let Some(record) = self.next else {
            return Ok(None);
        };
        self.next = self.rows.next()?;
        let (line, first) = split(record);
        Ok(Some((u64::from_be_bytes(line), u64::from_be_bytes(first))))
    }

    /// The line of the first row with the same key, if this line repeats one. Lines must be asked
    /// for in ascending order.
    ///
    /// # Errors
    ///
    /// The temporary file cannot be read.
    pub fn first_of(&mut self, line: u64) -> io::Result<Option<u64>> {
        while let Some(record) = self.next {
            let (duplicate, first): ([u8; 8], [u8; 8]) = split(record);
            let duplicate = u64::from_be_bytes(duplicate);
            if duplicate > line {
                return Ok(None);
            }
            self.next = self.rows.next()?;
            if duplicate == line {
                return Ok(Some(u64::from_be_bytes(first)));
            }
        }
        Ok(None)
    }
}

/// Two arrays behind each other.
fn joined<const A: usize, const B: usize, const N: usize>(a: [u8; A], b: [u8; B]) -> [u8; N] {
    let mut joined = [0; N];
    for (place, byte) in joined.iter_mut().zip(a.into_iter().chain(b)) {
        *place = byte;
    }
    joined
}

fn split<const A: usize, const B: usize, const N: usize>(record: [u8; N]) -> ([u8; A], [u8; B]) {
    let (mut a, mut b) = ([0; A], [0; B]);
    for (place, byte) in a.iter_mut().chain(&mut b).zip(record) {
        *place = byte;
    }
    (a, b)
}
