//! Declares why a file of codes cannot be uploaded.

use std::io;

use crate::ItemCodeError;

/// Why a file of codes cannot be uploaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CodeFileError {
    /// The codes cannot be read.
    #[error("the codes cannot be read")]
    Io(#[source] io::Error),
    /// The codes cannot be spooled until they are sent.
    #[error("the codes cannot be written to a temporary file")]
    Spool(#[source] io::Error),
    /// A code cannot be uploaded. Its position is its line.
    #[error(transparent)]
    Fault(#[from] ItemCodeError),
    /// A line is not UTF-8, or longer than 64 KiB.
    #[error("line {0} is not a code in UTF-8 of at most 64 KiB")]
    NotText(u64),
    /// The file is UTF-16, the format of some editors and spreadsheets.
    /// The name of the encoding has the order of bytes unless a byte order mark says it.
    #[error("the file is {0}; convert it to UTF-8")]
    Utf16(&'static str),
}
