//! Where do the bytes of a file of codes come from, each time they are read?

use core::fmt;
use std::fs;
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use endpoint_core::Source;

use super::CodeFileError;
use super::lines::{Found, carried, fault_of};
use crate::{CodeDoubts, CodeFault, Codes};

/// How much of made codes is written at a time.
const AT_A_TIME: usize = 64 * 1024;

/// A file that is opened anew for every attempt, and was there before.
#[derive(Debug)]
pub(super) struct Stored {
    path: PathBuf,
    as_it_was: AsItWas,
}

/// By what a change of a file is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct AsItWas {
    len: u64,
    modified: Option<SystemTime>,
}

impl AsItWas {
    fn of(file: &fs::File) -> io::Result<Self> {
        let now = file.metadata()?;
        Ok(Self {
            len: now.len(),
            modified: now.modified().ok(),
        })
    }
}

impl Stored {
    /// The open file at this path, before it is read.
    pub(super) fn new(path: &Path, file: &fs::File) -> io::Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            as_it_was: AsItWas::of(file)?,
        })
    }

    /// Which had this length when it was read.
    pub(super) fn of_len(mut self, len: u64) -> Self {
        self.as_it_was.len = len;
        self
    }
}

fn changed() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "the file has changed since its codes were checked",
    )
}

impl Source for Stored {
    fn len(&self) -> Option<u64> {
        Some(self.as_it_was.len)
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        let file = fs::File::open(&self.path)?;
        if AsItWas::of(&file)? != self.as_it_was {
            return Err(changed());
        }
        Ok(Box::new(Watched {
            file,
            as_it_was: self.as_it_was,
        }))
    }
}

/// Ends well only where the file is still what it was at the end.
struct Watched {
    file: fs::File,
    as_it_was: AsItWas,
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.file.read(buffer)?;
        if got == 0 && !buffer.is_empty() && AsItWas::of(&self.file)? != self.as_it_was {
            return Err(changed());
        }
        Ok(got)
    }
}

type Opening = Box<dyn Fn() -> io::Result<Box<dyn Read + Send>> + Send + Sync>;

/// Whatever the caller opens.
pub(super) struct Opened {
    open: Opening,
    len: u64,
}

impl Opened {
    pub(super) fn new<R: Read + Send + 'static>(
        open: impl Fn() -> io::Result<R> + Send + Sync + 'static,
        len: u64,
    ) -> Self {
        let open: Opening = Box::new(move || Ok(Box::new(open()?)));
        Self { open, len }
    }
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opened({} bytes)", self.len)
    }
}

impl Source for Opened {
    fn len(&self) -> Option<u64> {
        Some(self.len)
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        (self.open)()
    }
}

/// Codes as lines, each checked as it is written.
pub(super) struct Made<I> {
    codes: I,
    lines: io::Cursor<Vec<u8>>,
    made: usize,
    doubts: CodeDoubts,
}

impl<I: Iterator<Item = String>> Made<I> {
    pub(super) fn new(codes: I) -> Self {
        Self {
            codes,
            lines: io::Cursor::default(),
            made: 0,
            doubts: CodeDoubts::default(),
        }
    }

    /// What was made, at the end: at least one code.
    pub(super) fn found(self, len: u64) -> Result<Found, CodeFault> {
        match self.made {
            0 => Err(CodeFault::None),
            made => Ok(Found {
                count: u64::try_from(made).unwrap_or(u64::MAX),
                len,
                doubts: self.doubts,
            }),
        }
    }

    /// Why they could not be written down.
    pub(super) fn fault(&self, error: io::Error) -> CodeFileError {
        match fault_of(&error) {
            Some(fault) => fault.into(),
            None => CodeFileError::Io(error),
        }
    }
}

impl<I: Iterator<Item = String>> Read for Made<I> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.lines.read(buffer)?;
        if got > 0 || buffer.is_empty() {
            return Ok(got);
        }
        self.lines.set_position(0);
        let lines = self.lines.get_mut();
        lines.clear();
        // As lines, a code with a line break would pass for two.
        for code in self.codes.by_ref() {
            self.made = self.made.saturating_add(1);
            Codes::check(&code, self.made).map_err(carried)?;
            self.doubts.add(&code, self.made);
            lines.extend_from_slice(code.as_bytes());
            lines.push(b'\n');
            if lines.len() >= AT_A_TIME {
                break;
            }
        }
        self.lines.read(buffer)
    }
}

/// Passes on what it reads, and writes it into a temporary file that has no name: nothing is left
/// of it, however the program ends.
pub(super) struct Spool<R> {
    reader: R,
    file: fs::File,
    /// The failure was of the temporary file.
    is_full: bool,
}

impl<R> Spool<R> {
    pub(super) fn new(reader: R) -> io::Result<Self> {
        Ok(Self {
            reader,
            file: tempfile::tempfile()?,
            is_full: false,
        })
    }

    pub(super) fn file(&mut self) -> &mut fs::File {
        &mut self.file
    }

    /// Which side failed.
    pub(super) fn whose(&self, error: io::Error) -> CodeFileError {
        if self.is_full {
            CodeFileError::Spool(error)
        } else {
            CodeFileError::Io(error)
        }
    }

    /// What was written, to be read.
    pub(super) fn keep(self, len: u64) -> io::Result<Kept> {
        if AsItWas::of(&self.file)?.len != len {
            return Err(changed());
        }
        Ok(Kept {
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
pub(super) struct Kept {
    file: Arc<fs::File>,
    len: u64,
}

impl Source for Kept {
    fn len(&self) -> Option<u64> {
        Some(self.len)
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Placed {
            file: Arc::clone(&self.file),
            at: 0,
        }))
    }
}

/// Reads from a place of its own, whatever others read from the same file.
struct Placed {
    file: Arc<fs::File>,
    at: u64,
}

impl Read for Placed {
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
