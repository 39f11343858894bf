//! What is uploaded without ever being in memory as a whole: something that can be read again.

use core::cell::RefCell;
use core::fmt;
use std::io::{self, Read};
use std::sync::Arc;

/// Where the content of a [`File`](crate::File) comes from that is too large to be held.
///
/// Nothing is read while a request is made and signed; the transport opens the source once for
/// every attempt, so each attempt sends the same bytes from the first one on. This crate reads
/// nothing by itself.
pub trait Source: fmt::Debug + Send + Sync + 'static {
    /// How many bytes there are, where that is known before they are read. A reader that then
    /// yields more or fewer breaks the upload off.
    fn len(&self) -> Option<u64>;

    /// Whether it is known that there is nothing to read.
    fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }

    /// A reader that stands at the first byte.
    ///
    /// # Errors
    ///
    /// The content cannot be read, or is not what it was.
    fn open(&self) -> io::Result<Box<dyn Read + Send>>;
}

/// The name under which a source passes through serde, which has no place for it.
pub(crate) const NAME: &str = "$endpoint_core::Source";

thread_local! {
    static IN_HAND: RefCell<Option<Arc<dyn Source>>> = const { RefCell::new(None) };
}

/// Holds a source out to whoever knows to take it, for as long as this value lives. A field of a
/// request meets its parameter within one call on one thread, and serde can carry neither the
/// source itself nor a reference to it; anybody else that serialises the file finds an error.
pub(crate) struct Offer(());

impl Offer {
    pub(crate) fn of(source: &Arc<dyn Source>) -> Self {
        IN_HAND.with_borrow_mut(|hand| *hand = Some(Arc::clone(source)));
        Self(())
    }
}

impl Drop for Offer {
    fn drop(&mut self) {
        drop(taken());
    }
}

/// The source that is held out, if one is.
pub(crate) fn taken() -> Option<Arc<dyn Source>> {
    IN_HAND.with_borrow_mut(Option::take)
}
