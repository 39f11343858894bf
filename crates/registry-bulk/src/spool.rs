//! A spool: what can be read once only, kept in a temporary file until it is sent.

use std::fs;
use std::io::{self, Read, Write as _};
use std::sync::Arc;

use endpoint_core::Source;

use crate::stored_file::changed;

/// Passes on what it reads, and writes it into a temporary file that has no name: nothing is left
/// of it, however the program ends.
pub(crate) struct Spool<R> {
    reader: R,
    file: fs::File,
    is_full: bool,
}

impl<R> Spool<R> {
    pub(crate) fn new(reader: R) -> io::Result<Self> {
        Ok(Self {
            reader,
            file: tempfile::tempfile()?,
            is_full: false,
        })
    }

    /// Whether the temporary file failed, and not the reader.
    pub(crate) fn is_full(&self) -> bool {
        self.is_full
    }

    /// What was written, to be read.
    pub(crate) fn keep(self, len: u64) -> io::Result<Spooled> {
        if self.file.metadata()?.len() != len {
            return Err(changed());
        }
        Ok(Spooled {
            file: Arc::new(self.file),
            len,
        })
    }
}

impl<R: Read> Read for Spool<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.reader.read(buffer)?;
        let read = buffer.get(..got).unwrap_or_default();
        let written = self.file.write_all(read);
        self.is_full = written.is_err();
        written.map(|()| got)
    }
}

/// A temporary file that goes when this value does.
#[derive(Debug)]
pub(crate) struct Spooled {
    file: Arc<fs::File>,
    len: u64,
}

impl Source for Spooled {
    fn len(&self) -> Option<u64> {
        Some(self.len)
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(SpoolReader {
            file: Arc::clone(&self.file),
            at: 0,
        }))
    }
}

/// Reads from a place of its own, whatever others read from the same file.
struct SpoolReader {
    file: Arc<fs::File>,
    at: u64,
}

impl Read for SpoolReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = read_at(&self.file, buffer, self.at)?;
        self.at = self
            .at
            .saturating_add(u64::try_from(got).unwrap_or(u64::MAX));
        Ok(got)
    }
}

#[cfg(unix)]
fn read_at(file: &fs::File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &fs::File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}

#[cfg(not(any(unix, windows)))]
fn read_at(_: &fs::File, _: &mut [u8], _: u64) -> io::Result<usize> {
    Err(io::ErrorKind::Unsupported.into())
}
