//! Writes notes to stderr, without credentials and hidden characters.

use std::io::{self, StderrLock, Write as _};

use crate::escape::{EscapingWriter, visible};
use crate::redaction::redact;

/// Stderr behind a writer that escapes hidden characters.
pub(crate) fn lock() -> EscapingWriter<StderrLock<'static>> {
    EscapingWriter::new(io::stderr().lock())
}

/// Writes a note to stderr, where it does not disturb the result on stdout.
pub(crate) fn note(text: &str) {
    // If stderr is closed, no place is left to report that.
    let _closed = writeln!(lock(), "{}", visible(&redact(text)));
}
