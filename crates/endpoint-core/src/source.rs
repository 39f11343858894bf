//! Upload sources: contents that can be read again and are never in memory as a whole.

use core::fmt;
use std::io::{self, Read};

/// The content of a [`File`](crate::File) that is too large for memory.
///
/// Nothing is read while a request is made and signed; the transport opens the source once for
/// every attempt, so each attempt sends the same bytes from the beginning. This crate reads nothing
/// by itself.
pub trait UploadSource: fmt::Debug + Send + Sync + 'static {
    /// The number of bytes, if known before reading. A reader that yields more or fewer aborts the
    /// upload.
    fn len(&self) -> Option<u64>;

    /// Whether it is known to be empty.
    fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }

    /// A reader at the first byte.
    ///
    /// # Errors
    ///
    /// The content cannot be read, or has changed.
    fn open(&self) -> io::Result<Box<dyn Read + Send>>;
}
