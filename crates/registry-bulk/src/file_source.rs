//! Makes a file an upload source that fails if the file has changed since its codes were checked.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use endpoint_core::UploadSource;

/// A file on disk, opened again for every attempt.
#[derive(Debug)]
pub(crate) struct FileSource {
    path: PathBuf,
    version: FileVersion,
}

/// The size and time of a file; they differ after a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FileVersion {
    len: u64,
    modified: Option<SystemTime>,
}

impl FileVersion {
    fn from_file(file: &fs::File) -> io::Result<Self> {
        let metadata = file.metadata()?;
        Ok(Self {
            len: metadata.len(),
            modified: metadata.modified().ok(),
        })
    }
}

impl FileSource {
    /// The open file at this path, with its version before it is read.
    pub(crate) fn new(path: &Path, file: &fs::File) -> io::Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            version: FileVersion::from_file(file)?,
        })
    }

    /// Sets the length that was read.
    pub(crate) fn with_len(mut self, len: u64) -> Self {
        self.version.len = len;
        self
    }
}

pub(crate) fn changed_error() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "the file has changed since its codes were checked",
    )
}

impl UploadSource for FileSource {
    fn len(&self) -> Option<u64> {
        Some(self.version.len)
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        let file = fs::File::open(&self.path)?;
        if FileVersion::from_file(&file)? != self.version {
            return Err(changed_error());
        }
        Ok(Box::new(FileReader {
            file,
            version: self.version,
        }))
    }
}

/// Reads a file, and fails at its end if it has changed meanwhile.
struct FileReader {
    file: fs::File,
    version: FileVersion,
}

impl Read for FileReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.file.read(buffer)?;
        if got == 0 && !buffer.is_empty() && FileVersion::from_file(&self.file)? != self.version {
            return Err(changed_error());
        }
        Ok(got)
    }
}
