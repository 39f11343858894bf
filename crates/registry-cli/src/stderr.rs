//! Writes notes to stderr, without credentials and hidden characters.

use std::io::{self, StderrLock, Write as _};

use crate::escape::{EscapingWriter, visible};
use crate::redaction::redact;

/// Stderr, through which no hidden character gets.
pub(crate) fn lock() -> EscapingWriter<StderrLock<'static>> {
    EscapingWriter::new(io::stderr().lock())
}

/// Says something to a person, on stderr, where it disturbs no document on stdout.
pub(crate) fn note(text: &str) {
    // Nobody is left to tell that stderr is closed.
    let _closed = writeln!(lock(), "{}", visible(&redact(text)));
}
