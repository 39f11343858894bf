//! The position of a pagination, to resume it later without paying twice.

use core::fmt;

use serde::{Deserialize, Serialize};

use super::Paged;
use crate::{Invalid, Params};

/// The position of a pagination: the next page, and the rows that were received and not yet
/// returned.
///
/// [`Pagination::cursor`](super::Pagination::cursor) makes it at any moment, and serde writes it.
/// It holds rows and parameters, so it is as personal as they are, and `Debug` shows only the
/// number of rows. Resuming from it requests no page that was received.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor<R> {
    pub(super) operation: String,
    /// Names and values of the parameters, without those of the page.
    #[serde(rename = "asked")]
    pub(super) params: Vec<(String, String)>,
    pub(super) next_page: u32,
    pub(super) page_size: u32,
    pub(super) received: u64,
    pub(super) total: Option<u64>,
    pub(super) is_last: bool,
    pub(super) in_doubt: bool,
    pub(super) rows: Vec<R>,
}

impl<R> Cursor<R> {
    /// The operation's name in the catalogue.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// The next page, counted from 1; `None` if the last one was received.
    #[must_use]
    pub fn next_page(&self) -> Option<u32> {
        (!self.is_last).then_some(self.next_page)
    }

    /// The number of received rows, including the buffered ones.
    #[must_use]
    pub fn received(&self) -> u64 {
        self.received
    }

    /// The rows that were received and not yet returned.
    #[must_use]
    pub fn buffered(&self) -> &[R] {
        &self.rows
    }

    /// Whether nothing is left: every page was received and every row returned.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.is_last && self.rows.is_empty()
    }

    /// The page that was requested without a response, if it may have been charged. Resuming
    /// requests it again, since there is no other way to its rows.
    #[must_use]
    pub fn in_doubt(&self) -> Option<u32> {
        self.in_doubt.then_some(self.next_page)
    }

    /// Skips the next page, if the vendor cannot return it. Its rows are lost.
    #[must_use]
    pub fn skip_page(mut self) -> Self {
        match self.next_page.checked_add(1) {
            Some(next) => self.next_page = next,
            None => self.is_last = true,
        }
        self.in_doubt = false;
        self
    }

    /// Refuses another request than that of this cursor.
    pub(super) fn check<E: Paged<Row = R>>(&self, request: &E) -> Result<(), Invalid> {
        if self.operation == E::SPEC.name && self.params == params_without_page(request)? {
            return Ok(());
        }
        Err(Invalid::Combination {
            names: Vec::new(),
            reason: "the cursor belongs to another request".to_owned(),
        })
    }
}

/// The parameters of a request without those of its page.
pub(super) fn params_without_page<E: Paged>(request: &E) -> Result<Vec<(String, String)>, Invalid> {
    let params = Params::from_request(&request.at(1, 1))?;
    let texts = params.texts();
    Ok(texts
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect())
}

impl<R> fmt::Debug for Cursor<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation,
            params: _,
            next_page,
            page_size,
            received,
            total,
            is_last,
            in_doubt,
            rows,
        } = self;
        f.debug_struct("Cursor")
            .field("operation", operation)
            .field("next_page", next_page)
            .field("page_size", page_size)
            .field("received", received)
            .field("total", total)
            .field("is_last", is_last)
            .field("in_doubt", in_doubt)
            .field("buffered", &rows.len())
            .finish_non_exhaustive()
    }
}
