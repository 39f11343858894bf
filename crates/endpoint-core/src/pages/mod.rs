//! Pagination of rows, with a call for each page.
//!
//! An operation with pages implements [`Paged`]. [`Pagination`] decides which page to request and
//! when to stop, without IO; a client drives it. Its position is a [`Cursor`], which can be stored
//! and resumed.

mod cursor;
mod limit;
mod pagination;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use self::cursor::Cursor;
pub use self::limit::PageLimit;
pub use self::pagination::{Pagination, PaginationEnd, PaginationStep};
use crate::Endpoint;

/// An operation whose response has the rows of one page.
pub trait Paged: Endpoint {
    /// A row.
    type Row: Serialize + DeserializeOwned + Send + 'static;

    /// The page that the request asks for, counted from 1.
    fn page(&self) -> u32;

    /// The most rows of a page, by the request or by the vendor's default.
    fn page_size(&self) -> u32;

    /// The same request for another page.
    #[must_use]
    fn at(&self, page: u32, page_size: u32) -> Self;

    /// The rows of a page.
    fn rows(output: Self::Output) -> Vec<Self::Row>;

    /// The number of rows on all pages, as the vendor states it. Only for display: nothing depends
    /// on it.
    fn total(output: &Self::Output) -> Option<u64>;
}
