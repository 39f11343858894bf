//! Sorts any number of records in bounded memory, through a temporary file.

use core::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufWriter, Write as _};

use crate::spool::read_at;

/// The most bytes of records that are held.
const MOST_HELD: usize = 6 << 20;
/// The bytes that are read of a run at once.
const READ: usize = 8 * 1024;

/// Takes records in any order.
pub(super) struct Sorter<const N: usize> {
    held: Vec<[u8; N]>,
    file: Option<BufWriter<File>>,
    /// The runs of sorted records in the file, by their first and last byte.
    runs: Vec<(u64, u64)>,
    written: u64,
}

impl<const N: usize> Default for Sorter<N> {
    fn default() -> Self {
        Self {
            held: Vec::new(),
            file: None,
            runs: Vec::new(),
            written: 0,
        }
    }
}

impl<const N: usize> Sorter<N> {
    pub(super) fn add(&mut self, record: [u8; N]) -> io::Result<()> {
        self.held.push(record);
        if self.held.len().saturating_mul(N) >= MOST_HELD {
            self.write_run()?;
        }
        Ok(())
    }

    fn write_run(&mut self) -> io::Result<()> {
        self.held.sort_unstable();
        if self.file.is_none() {
            self.file = Some(BufWriter::new(tempfile::tempfile()?));
        }
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        let begin = self.written;
        for record in self.held.drain(..) {
            file.write_all(&record)?;
            self.written = self
                .written
                .saturating_add(u64::try_from(N).unwrap_or(u64::MAX));
        }
        self.runs.push((begin, self.written));
        Ok(())
    }

    /// The records in their order.
    pub(super) fn finish(mut self) -> io::Result<Sorted<N>> {
        if !self.runs.is_empty() && !self.held.is_empty() {
            self.write_run()?;
        }
        self.held.sort_unstable();
        let file = match self.file {
            Some(file) => Some(file.into_inner().map_err(io::IntoInnerError::into_error)?),
            None => None,
        };
        let mut sorted = Sorted {
            held: self.held.into_iter(),
            file,
            runs: Vec::new(),
            heap: BinaryHeap::new(),
        };
        for (begin, end) in self.runs {
            let mut run = Run {
                next: begin,
                end,
                read: Vec::new().into_iter(),
            };
            let place = sorted.runs.len();
            if let Some(file) = &sorted.file
                && let Some(first) = run.record(file)?
            {
                sorted.heap.push(Reverse((first, place)));
            }
            sorted.runs.push(run);
        }
        Ok(sorted)
    }
}

/// Records in their order.
pub(super) struct Sorted<const N: usize> {
    held: std::vec::IntoIter<[u8; N]>,
    file: Option<File>,
    runs: Vec<Run<N>>,
    heap: BinaryHeap<Reverse<([u8; N], usize)>>,
}

impl<const N: usize> Sorted<N> {
    pub(super) fn next(&mut self) -> io::Result<Option<[u8; N]>> {
        let Some(file) = &self.file else {
            return Ok(self.held.next());
        };
        let Some(Reverse((record, place))) = self.heap.pop() else {
            return Ok(None);
        };
        if let Some(run) = self.runs.get_mut(place)
            && let Some(next) = run.record(file)?
        {
            self.heap.push(Reverse((next, place)));
        }
        Ok(Some(record))
    }
}

/// A part of the file whose records are sorted.
struct Run<const N: usize> {
    next: u64,
    end: u64,
    read: std::vec::IntoIter<[u8; N]>,
}

impl<const N: usize> Run<N> {
    fn record(&mut self, file: &File) -> io::Result<Option<[u8; N]>> {
        if let Some(record) = self.read.next() {
            return Ok(Some(record));
        }
        let left = usize::try_from(self.end.saturating_sub(self.next)).unwrap_or(usize::MAX);
        let mut bytes = vec![0; left.min(READ / N * N)];
        let mut got = 0;
        while got < bytes.len() {
            let unread = bytes.get_mut(got..).unwrap_or_default();
            let offset = self
                .next
                .saturating_add(u64::try_from(got).unwrap_or(u64::MAX));
            match read_at(file, unread, offset) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(more) => got += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.next = self
            .next
            .saturating_add(u64::try_from(got).unwrap_or(u64::MAX));
        let (records, _) = bytes.as_chunks::<N>();
        self.read = Vec::from(records).into_iter();
        Ok(self.read.next())
    }
}
