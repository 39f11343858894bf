//! What are rows that come page by page, each for a call of its own?
//!
//! An operation that has pages says so with [`Paged`]. [`Walk`] decides which page to ask for and
//! when to stop, without IO; a client drives it. What it knows at any moment is a [`Cursor`],
//! which may be written down and taken up again later.

mod budget;
mod cursor;
mod walk;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use self::budget::PageBudget;
pub use self::cursor::Cursor;
pub use self::walk::{End, Turn, Walk};
use crate::Endpoint;

/// An operation that answers with the rows of one page.
pub trait Paged: Endpoint {
    /// A row.
    type Row: Serialize + DeserializeOwned + Send + 'static;

    /// The page that the request asks for, counted from 1.
    fn page(&self) -> u32;

    /// How many rows a page has at most, by the request or by the vendor's default.
    fn page_size(&self) -> u32;

    /// The same request for another page.
    #[must_use]
    fn at(&self, page: u32, page_size: u32) -> Self;

    /// The rows of a page.
    fn rows(output: Self::Output) -> Vec<Self::Row>;

    /// How many rows there are on all pages, as far as the vendor says. For people to look at:
    /// nothing is decided by it.
    fn total(output: &Self::Output) -> Option<u64>;
}
