//! The limits of a pagination.

/// The most pages and rows of a pagination. Every page is a call, and every call of a paid query
/// costs, so there is no pagination without a limit.
///
/// ```
/// use endpoint_core::pages::PageLimit;
///
/// let either = PageLimit::pages(3).and_rows(50);
/// assert_eq!((either.most_pages(), either.most_rows()), (Some(3), Some(50)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PageLimit {
    pages: Option<u32>,
    rows: Option<u64>,
}

impl PageLimit {
    /// At most this many pages.
    #[must_use]
    pub const fn pages(most: u32) -> Self {
        Self {
            pages: Some(most),
            rows: None,
        }
    }

    /// At most this many rows, and no more pages than these need.
    #[must_use]
    pub const fn rows(most: u64) -> Self {
        Self {
            pages: None,
            rows: Some(most),
        }
    }

    /// Adds a limit of pages.
    #[must_use]
    pub const fn and_pages(mut self, most: u32) -> Self {
        self.pages = Some(most);
        self
    }

    /// Adds a limit of rows.
    #[must_use]
    pub const fn and_rows(mut self, most: u64) -> Self {
        self.rows = Some(most);
        self
    }

    /// The most pages, if limited.
    #[must_use]
    pub const fn most_pages(self) -> Option<u32> {
        self.pages
    }

    /// The most rows, if limited.
    #[must_use]
    pub const fn most_rows(self) -> Option<u64> {
        self.rows
    }

    /// Whether the limit allows another page.
    pub(super) fn has_page(self, asked: u32) -> bool {
        self.pages.is_none_or(|most| asked < most)
    }

    /// Whether the limit allows another row.
    pub(super) fn has_row(self, given: u64) -> bool {
        self.rows.is_none_or(|most| given < most)
    }
}
