//! The item codes of a row: a file or a list.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use idcode_api::{CodeDoubts, CodeFile, CodeFileError, ItemCodes};

/// The item codes of a row.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Items {
    /// A file with one code a line, uploaded as a file and read while it is sent.
    File {
        /// Path of the file.
        path: PathBuf,
        /// Its codes, checked.
        codes: CodeFile,
    },
    /// A list, uploaded as text.
    List(ItemCodes),
}

impl Items {
    /// Opens the file at `path` and checks its codes.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or a line is not a code: the first such line.
    pub fn file(path: impl AsRef<Path>) -> Result<Self, CodeFileError> {
        Ok(Self::File {
            codes: registry_bulk::code_file::open(path.as_ref())?,
            path: path.as_ref().to_owned(),
        })
    }

    /// Whether the codes are uploaded as a file.
    pub(super) fn is_file(&self) -> bool {
        matches!(self, Self::File { .. })
    }

    /// The number of codes.
    #[must_use]
    pub fn count(&self) -> u64 {
        match self {
            Self::File { codes, .. } => codes.count(),
            Self::List(codes) => u64::try_from(codes.count()).unwrap_or(u64::MAX),
        }
    }

    /// Iterates over the codes. A file is read again, line by line.
    pub(super) fn codes(&self) -> io::Result<CodeIter> {
        match self {
            Self::List(codes) => {
                let codes = codes.as_slice().to_vec();
                Ok(Box::new(codes.into_iter().map(Ok)))
            }
            Self::File { path, .. } => {
                let reader = BufReader::new(File::open(path)?);
                let without_mark = |line: String| match line.strip_prefix('\u{feff}') {
                    Some(rest) => rest.to_owned(),
                    None => line,
                };
                Ok(Box::new(
                    reader
                        .lines()
                        .map(move |line| line.map(without_mark))
                        // Empty lines are only at the end: the check of the file has shown it.
                        .filter(|line| !line.as_ref().is_ok_and(String::is_empty)),
                ))
            }
        }
    }

    /// The codes that a scanner may not read back as written, by line or position. They can still
    /// be uploaded.
    #[must_use]
    pub fn doubts(&self) -> CodeDoubts {
        match self {
            Self::File { codes, .. } => codes.doubts().clone(),
            Self::List(codes) => codes.doubts(),
        }
    }
}

/// Item codes, one by one.
type CodeIter = Box<dyn Iterator<Item = io::Result<String>> + Send>;
