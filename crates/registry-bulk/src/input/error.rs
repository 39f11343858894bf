//! Errors of input files as a whole.

use std::io;

/// Why a file cannot be used as a list of rows. Nothing was sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// The file is unreadable.
    #[error("the file cannot be read")]
    Io(#[from] io::Error),
    /// The file is something else, or is damaged.
    #[error("{0}")]
    Form(String),
    /// From this line on the file cannot be read.
    #[error("line {line}: {reason}")]
    Line {
        /// The line, from 1.
        line: u64,
        /// The error and the remedy.
        reason: String,
    },
    /// A column is missing, or named twice.
    #[error("{0}")]
    Column(String),
}
