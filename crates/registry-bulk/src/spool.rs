//! Keeps bytes that can be read only once in a temporary file, until they are sent.

use std::fs;
use std::io::{self, Read, Write as _};
use std::sync::Arc;

use endpoint_core::UploadSource;

use crate::file_source::changed_error;

/// Returns what it reads and also writes it into a temporary file. The file has no name, so nothing
/// is left of it, however the program ends.
pub(crate) struct Spool<R> {
    reader: R,
    file: fs::File,
    has_write_error: bool,
}

impl<R> Spool<R> {
    pub(crate) fn new(reader: R) -> io::Result<Self> {
        Ok(Self {
            reader,
            file: tempfile::tempfile()?,
            has_write_error: false,
        })
    }

    /// Whether writing the temporary file failed, not reading.
    pub(crate) fn has_write_error(&self) -> bool {
        self.has_write_error
    }

    /// Turns the spool into an upload source. Fails if the file does not have this length.
    pub(crate) fn into_source(self, len: u64) -> io::Result<SpoolSource> {
        if self.file.metadata()?.len() != len {
            return Err(changed_error());
        }
        Ok(SpoolSource {
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
        self.has_write_error = written.is_err();
        written.map(|()| got)
    }
}

/// A temporary file as an upload source. Dropping it removes the file.
#[derive(Debug)]
pub(crate) struct SpoolSource {
    file: Arc<fs::File>,
    len: u64,
}

impl UploadSource for SpoolSource {
    fn len(&self) -> Option<u64> {
        Some(self.len)
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(SpoolReader {
            file: Arc::clone(&self.file),
            position: 0,
        }))
    }
}

/// Reads from its own position, whatever others read from the same file.
struct SpoolReader {
    file: Arc<fs::File>,
    position: u64,
}

impl Read for SpoolReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = read_at(&self.file, buffer, self.position)?;
        self.position = self
            .position
            .saturating_add(u64::try_from(got).unwrap_or(u64::MAX));
        Ok(got)
    }
}

#[cfg(unix)]
pub(crate) fn read_at(file: &fs::File, buffer: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, position)
}

#[cfg(windows)]
pub(crate) fn read_at(file: &fs::File, buffer: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, position)
}

#[cfg(not(any(unix, windows)))]
pub(crate) fn read_at(_: &fs::File, _: &mut [u8], _: u64) -> io::Result<usize> {
    Err(io::ErrorKind::Unsupported.into())
}
