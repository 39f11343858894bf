//! Supplies the bytes of a file of codes for every attempt of its upload.

use core::fmt;
use std::io::{self, Read};
use std::sync::Arc;

use endpoint_core::UploadSource;

use super::lines::wrapped;
use crate::ItemCodes;

/// The size in bytes at which a block of lines is complete.
const BLOCK: usize = 64 * 1024;

type Opening = Box<dyn Fn() -> io::Result<Box<dyn Read + Send>> + Send + Sync>;

/// A reader that the caller can reopen.
pub(super) struct ReaderSource {
    open: Opening,
    len: u64,
}

impl ReaderSource {
    pub(super) fn new<R: Read + Send + 'static>(
        open: impl Fn() -> io::Result<R> + Send + Sync + 'static,
        len: u64,
    ) -> Self {
        let open: Opening = Box::new(move || Ok(Box::new(open()?)));
        Self { open, len }
    }
}

impl fmt::Debug for ReaderSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReaderSource({} bytes)", self.len)
    }
}

impl UploadSource for ReaderSource {
    fn len(&self) -> Option<u64> {
        Some(self.len)
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        (self.open)()
    }
}

/// Another source without its last bytes.
#[derive(Debug)]
pub(super) struct CutSource {
    whole: Arc<dyn UploadSource>,
    len: u64,
}

impl CutSource {
    pub(super) fn new(whole: Arc<dyn UploadSource>, len: u64) -> Self {
        Self { whole, len }
    }
}

impl UploadSource for CutSource {
    fn len(&self) -> Option<u64> {
        Some(self.len)
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(CutReader {
            whole: self.whole.open()?,
            left: self.len,
        }))
    }
}

/// Also reads the bytes after the cut, so that the source can report a change.
struct CutReader {
    whole: Box<dyn Read + Send>,
    left: u64,
}

impl Read for CutReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && !buffer.is_empty() {
            io::copy(&mut self.whole, &mut io::sink())?;
            return Ok(0);
        }
        let got = self.whole.by_ref().take(self.left).read(buffer)?;
        self.left = self
            .left
            .saturating_sub(u64::try_from(got).unwrap_or(u64::MAX));
        Ok(got)
    }
}

/// Reads codes as lines, each checked on the way.
pub(super) struct CodesReader<I> {
    codes: I,
    lines: io::Cursor<Vec<u8>>,
    made: usize,
}

impl<I: Iterator<Item = String>> CodesReader<I> {
    pub(super) fn new(codes: I) -> Self {
        Self {
            codes,
            lines: io::Cursor::default(),
            made: 0,
        }
    }
}

impl<I: Iterator<Item = String>> Read for CodesReader<I> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.lines.read(buffer)?;
        if got > 0 || buffer.is_empty() {
            return Ok(got);
        }
        self.lines.set_position(0);
        let lines = self.lines.get_mut();
        lines.clear();
        // A code with a line break would turn into two.
        for code in self.codes.by_ref() {
            self.made = self.made.saturating_add(1);
            ItemCodes::check(&code, self.made).map_err(wrapped)?;
            lines.extend_from_slice(code.as_bytes());
            lines.push(b'\n');
            if lines.len() >= BLOCK {
                break;
            }
        }
        self.lines.read(buffer)
    }
}
