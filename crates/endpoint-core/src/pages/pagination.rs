//! Decides which page to request next, and when to stop.

use core::fmt;
use std::collections::VecDeque;

use super::cursor::{Cursor, params_without_page};
use super::{PageLimit, Paged};
use crate::{Invalid, Knowledge};

/// The pagination of a request, without IO.
///
/// The driver calls [`step`](Self::step): it returns a row, or makes the requested call and reports
/// its result. Rules:
///
/// - a page is requested only when the rows of the previous page are used up;
/// - no page is requested twice, whatever its result: after a failure the pagination ends, and only
///   a [`Cursor`] resumes it;
/// - the last page is the first with fewer rows than a page may have. The vendor's total decides
///   nothing: it has been wrong. So after a full last page an empty one is requested;
/// - the limit covers pages and rows. Rows that were received and not returned stay in the cursor.
pub struct Pagination<E: Paged> {
    request: E,
    params: Vec<(String, String)>,
    next_page: u32,
    page_size: u32,
    received: u64,
    total: Option<u64>,
    is_last: bool,
    in_doubt: bool,
    buffered: VecDeque<E::Row>,
    limit: PageLimit,
    pages_requested: u32,
    rows_given: u64,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Ready,
    /// The next page was requested.
    Requested,
    /// The call for the next page failed.
    Failed,
}

/// The next action of the driver.
pub enum PaginationStep<E: Paged> {
    /// Return this row.
    Row(E::Row),
    /// Make this call, and report its result.
    Request(E),
    /// Wait for the pending call.
    Wait,
    /// Stop.
    End(PaginationEnd),
}

/// Why a pagination ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PaginationEnd {
    /// Every row of every page was returned.
    LastPage,
    /// The limit is reached; there may be more.
    Budget,
    /// A call failed.
    Failed,
}

impl<E: Paged> Pagination<E> {
    /// Begins with the page of the request.
    ///
    /// # Errors
    ///
    /// The request breaks a rule of its operation.
    pub fn new(request: E, limit: PageLimit) -> Result<Self, Invalid> {
        request.validate()?;
        Ok(Self {
            params: params_without_page(&request)?,
            next_page: request.page(),
            page_size: request.page_size(),
            request,
            received: 0,
            total: None,
            is_last: false,
            in_doubt: false,
            buffered: VecDeque::new(),
            limit,
            pages_requested: 0,
            rows_given: 0,
            state: State::Ready,
        })
    }

    /// Resumes from a cursor, with a new limit. The page of `request` does not matter.
    ///
    /// # Errors
    ///
    /// The request breaks a rule of its operation, or is not that of the cursor.
    pub fn resume(request: E, cursor: Cursor<E::Row>, limit: PageLimit) -> Result<Self, Invalid> {
        cursor.check(&request)?;
        let pagination = Self::new(request.at(cursor.next_page, cursor.page_size), limit)?;
        Ok(Self {
            received: cursor.received,
            total: cursor.total,
            is_last: cursor.is_last,
            in_doubt: cursor.in_doubt,
            buffered: cursor.rows.into(),
            ..pagination
        })
    }

    /// The next action. After [`PaginationStep::Request`] it is to wait, until
    /// [`add_page`](Self::add_page), [`found_nothing`](Self::found_nothing) or
    /// [`failed`](Self::failed) is called.
    pub fn step(&mut self) -> PaginationStep<E> {
        if !self.buffered.is_empty() && !self.limit.has_row(self.rows_given) {
            return PaginationStep::End(PaginationEnd::Budget);
        }
        if let Some(row) = self.buffered.pop_front() {
            self.rows_given = self.rows_given.saturating_add(1);
            return PaginationStep::Row(row);
        }
        match self.state {
            State::Requested => return PaginationStep::Wait,
            State::Failed => return PaginationStep::End(PaginationEnd::Failed),
            State::Ready if self.is_last => return PaginationStep::End(PaginationEnd::LastPage),
            State::Ready => {}
        }
        let has_both =
            self.limit.has_page(self.pages_requested) && self.limit.has_row(self.rows_given);
        if !has_both {
            return PaginationStep::End(PaginationEnd::Budget);
        }
        self.state = State::Requested;
        self.pages_requested = self.pages_requested.saturating_add(1);
        PaginationStep::Request(self.request.at(self.next_page, self.page_size))
    }

    /// The number of rows that were received and not returned. If it is zero, the next step
    /// requests a page or stops.
    #[must_use]
    pub fn buffered(&self) -> usize {
        self.buffered.len()
    }

    /// Requests no more pages. A pending call is still awaited, and received rows are still
    /// returned; then it stops as if the limit were reached.
    pub fn request_no_more(&mut self) {
        self.limit = self.limit.and_pages(self.pages_requested);
    }

    /// Reports the response to the requested page.
    pub fn add_page(&mut self, output: E::Output) {
        let total = E::total(&output);
        let rows = E::rows(output);
        let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        self.total = total.or(self.total);
        self.received = self.received.saturating_add(count);
        if self.buffered.is_empty() {
            // Without a copy.
            self.buffered = rows.into();
        } else {
            self.buffered.extend(rows);
        }
        self.turn_page(count < u64::from(self.page_size));
    }

    /// Reports that the vendor refused the requested page because there is nothing.
    pub fn found_nothing(&mut self) {
        self.turn_page(true);
    }

    fn turn_page(&mut self, is_last: bool) {
        self.state = State::Ready;
        self.in_doubt = false;
        match self.next_page.checked_add(1) {
            Some(next) => {
                self.next_page = next;
                self.is_last = is_last;
            }
            None => self.is_last = true,
        }
    }

    /// Reports that the requested page failed, and whether it was charged.
    pub fn failed(&mut self, charged: Knowledge) {
        self.state = State::Failed;
        self.in_doubt |= charged != Knowledge::No;
    }

    /// The current position. The page of a pending call counts as in doubt.
    #[must_use]
    pub fn cursor(&self) -> Cursor<E::Row>
    where
        E::Row: Clone,
    {
        self.cursor_with(self.buffered.iter().cloned().collect())
    }

    /// The final position.
    #[must_use]
    pub fn into_cursor(mut self) -> Cursor<E::Row> {
        let rows = core::mem::take(&mut self.buffered).into();
        self.cursor_with(rows)
    }

    fn cursor_with(&self, rows: Vec<E::Row>) -> Cursor<E::Row> {
        Cursor {
            operation: E::SPEC.name.to_owned(),
            params: self.params.clone(),
            next_page: self.next_page,
            page_size: self.page_size,
            received: self.received,
            total: self.total,
            is_last: self.is_last,
            in_doubt: self.in_doubt || self.state == State::Requested,
            rows,
        }
    }

    /// The number of requested pages, including failed ones.
    #[must_use]
    pub fn pages_requested(&self) -> u32 {
        self.pages_requested
    }

    /// The number of rows on all pages, by the vendor's last statement. Do not rely on it.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.total
    }
}

/// Rows and parameters may be personal, so this shows only the progress.
impl<E: Paged> fmt::Debug for Pagination<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pagination")
            .field("operation", &E::SPEC.name)
            .field("next_page", &self.next_page)
            .field("page_size", &self.page_size)
            .field("received", &self.received)
            .field("buffered", &self.buffered.len())
            .field("pages_requested", &self.pages_requested)
            .field("limit", &self.limit)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl<E: Paged> fmt::Debug for PaginationStep<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row(_) => f.write_str("Row"),
            Self::Request(request) => write!(f, "Request(page {})", request.page()),
            Self::Wait => f.write_str("Wait"),
            Self::End(end) => f.debug_tuple("PaginationEnd").field(end).finish(),
        }
    }
}
