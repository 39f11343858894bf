//! A file on disk as an upload source: it goes up as it was when it was checked, or not at all.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use endpoint_core::Source;

/// A file on disk that is opened anew for every attempt, and was there before.
#[derive(Debug)]
pub(crate) struct StoredFile {
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
    fn from_file(file: &fs::File) -> io::Result<Self> {
        let now = file.metadata()?;
        Ok(Self {
            len: now.len(),
            modified: now.modified().ok(),
        })
    }
}

impl StoredFile {
    /// The open file at this path, before it is read.
    pub(crate) fn new(path: &Path, file: &fs::File) -> io::Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            as_it_was: AsItWas::from_file(file)?,
        })
    }

    /// Which had this length when it was read.
    pub(crate) fn of_len(mut self, len: u64) -> Self {
        self.as_it_was.len = len;
        self
    }
}

pub(crate) fn changed() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "the file has changed since its codes were checked",
    )
}

impl Source for StoredFile {
    fn len(&self) -> Option<u64> {
        Some(self.as_it_was.len)
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        let file = fs::File::open(&self.path)?;
        if AsItWas::from_file(&file)? != self.as_it_was {
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
        if got == 0 && !buffer.is_empty() && AsItWas::from_file(&self.file)? != self.as_it_was {
            return Err(changed());
        }
        Ok(got)
    }
}
