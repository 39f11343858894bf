//! Upload sources: contents that can be read again and are never in memory as a whole.

use core::cell::RefCell;
use core::fmt;
use std::io::{self, Read};
use std::sync::Arc;

/// The content of a [`File`](crate::File) that is too large for memory.
///
/// Nothing is read while a request is made and signed; the transport opens the source once for
/// every attempt, so each attempt sends the same bytes from the beginning. This crate reads nothing
/// by itself.
pub trait Source: fmt::Debug + Send + Sync + 'static {
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

/// The name under which a source passes through serde, which has no place for it.
pub(crate) const NAME: &str = "$endpoint_core::Source";

thread_local! {
    static IN_HAND: RefCell<Option<Arc<dyn Source>>> = const { RefCell::new(None) };
}

/// Offers a source on this thread for as long as this value lives. A field of a request meets its
/// parameter within one call on one thread, and serde can carry neither the source itself nor a
/// reference to it; any other serializer of the file gets an error.
pub(crate) struct Offer(());

impl Offer {
    pub(crate) fn new(source: &Arc<dyn Source>) -> Self {
        IN_HAND.with_borrow_mut(|hand| *hand = Some(Arc::clone(source)));
        Self(())
    }
}

impl Drop for Offer {
    fn drop(&mut self) {
        drop(taken());
    }
}

/// The offered source, if any.
pub(crate) fn taken() -> Option<Arc<dyn Source>> {
    IN_HAND.with_borrow_mut(Option::take)
}
