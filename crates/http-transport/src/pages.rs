//! Reads lists page by page.

use core::fmt;
use core::future::{Future, poll_fn};
use core::pin::Pin;

use endpoint_core::pages::{Cursor, PageLimit, Paged, Pagination, PaginationEnd, PaginationStep};
use endpoint_core::{Knowledge, RefusalKind, Vendor};

use crate::{Client, Error};

type Call<E> =
    Pin<Box<dyn Future<Output = Result<<E as endpoint_core::Endpoint>::Output, Error>> + Send>>;

impl<V: Vendor> Client<V> {
    /// The rows of a request, over as many pages as the limit allows. Nothing is sent before the
    /// first row is requested, and no page before the rows of the previous one are used up.
    ///
    /// Every page is a call, and every page of a paid query costs.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use endpoint_core::wire::Response;
    /// # use http_transport::{SendError, HttpService, Outgoing};
    /// # struct Canned;
    /// # #[async_trait::async_trait]
    /// # impl HttpService for Canned {
    /// #     async fn send(&self, _: Outgoing<'_>) -> Result<Response, SendError> {
    /// #         let body = r#"{"code":2,"msg":"","result":{"list":[{"trademarkName":"样例"}]}}"#;
    /// #         Ok(Response { status: 200, body: body.into(), ..Response::default() })
    /// #     }
    /// # }
    /// use endpoint_core::pages::{PaginationEnd, PageLimit};
    /// use http_transport::Client;
    /// use ihuyi_api::products::EntmarkSubmit;
    /// use ihuyi_api::{Ihuyi, IhuyiKeys, Subject};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let service = Arc::new(Canned);
    /// let client = Client::<Ihuyi>::builder(IhuyiKeys::new("account", "key"), service).build()?;
    /// let marks = EntmarkSubmit::new(Subject::parse("91310116761614322N")?);
    /// let mut rows = client.rows(marks.clone(), PageLimit::pages(3))?; // three queries at most
    /// while let Some(mark) = rows.next().await {
    ///     match mark {
    ///         Ok(mark) => assert_eq!(mark.name.as_deref(), Some("样例")),
    ///         Err(why) => eprintln!("{why}: go on later from the cursor"),
    ///     }
    /// }
    /// assert_eq!(rows.end(), Some(PaginationEnd::LastPage));
    ///
    /// // With serde the cursor can be written down; to go on costs nothing that was paid.
    /// let cursor = rows.into_cursor();
    /// let mut rest = client.resume_rows(marks, cursor, PageLimit::pages(3))?;
    /// assert!(rest.next().await.is_none());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if the request breaks a rule of its operation, such as the page size
    /// limit.
    pub fn rows<E: Paged<Vendor = V>>(
        &self,
        request: E,
        budget: PageLimit,
    ) -> Result<Rows<E>, Error> {
        Ok(Rows::new(self.clone(), Pagination::new(request, budget)?))
    }

    /// The rows that remain after the cursor of other [`Rows`]. Received pages are not requested
    /// again; their unread rows come first, free of charge.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if the request breaks a rule of its operation, or does not match the
    /// cursor.
    pub fn resume_rows<E: Paged<Vendor = V>>(
        &self,
        request: E,
        cursor: Cursor<E::Row>,
        budget: PageLimit,
    ) -> Result<Rows<E>, Error> {
        Ok(Rows::new(
            self.clone(),
            Pagination::resume(request, cursor, budget)?,
        ))
    }
}

/// Rows that come page by page, lazily. Created by [`Client::rows`].
///
/// After a failure there are no more: received rows are not lost, and [`cursor`](Self::cursor) is
/// the place to resume from.
pub struct Rows<E: Paged> {
    client: Client<E::Vendor>,
    pagination: Pagination<E>,
    /// Stored here and not in the future of `next`, so that dropping that future loses no page.
    call: Option<Call<E>>,
    end: Option<PaginationEnd>,
}

impl<E: Paged> Rows<E> {
    fn new(client: Client<E::Vendor>, pagination: Pagination<E>) -> Self {
        Self {
            client,
            pagination,
            call: None,
            end: None,
        }
    }

    /// The next row; `None` at the end, for the reason in [`end`](Self::end).
    ///
    /// May be dropped at any time, in a `select!` for instance: the next `next` resumes the call in
    /// progress.
    ///
    /// # Errors
    ///
    /// The error of the call for a page, once; then there are no more rows.
    pub async fn next(&mut self) -> Option<Result<E::Row, Error>> {
        loop {
            match self.pagination.step() {
                PaginationStep::Row(row) => return Some(Ok(row)),
                PaginationStep::Request(request) => {
                    let client = self.client.clone();
                    self.call = Some(Box::pin(async move { client.call(request).await }));
                }
                PaginationStep::Wait => {}
                PaginationStep::End(end) => {
                    self.end = Some(end);
                    return None;
                }
            }
            if let Err(error) = self.page().await {
                return Some(Err(error));
            }
        }
    }

    /// Requests no further pages: for a program that wants to stop, but keep what it has paid for.
    /// A page in progress is still awaited, and received rows are still returned; then
    /// [`end`](Self::end) is [`PaginationEnd::Budget`], or [`PaginationEnd::LastPage`] if there are
    /// no more.
    pub fn request_no_more(&mut self) {
        self.pagination.request_no_more();
    }

    /// Waits for the requested page.
    async fn page(&mut self) -> Result<(), Error> {
        let Some(call) = &mut self.call else {
            // Unreachable: only `Request` leads to `Wait`, and it sets the call.
            self.pagination.failed(Knowledge::No);
            return Ok(());
        };
        let result = poll_fn(|context| call.as_mut().poll(context)).await;
        self.call = None;
        match result {
            Ok(output) => self.pagination.add_page(output),
            Err(Error::Refused(refusal)) if refusal.kind == RefusalKind::NotFound => {
                self.pagination.found_nothing();
            }
            Err(error) => {
                self.pagination.failed(error.charged());
                return Err(error);
            }
        }
        Ok(())
    }

    /// The number of received rows that were not returned yet: at most one page. At 0,
    /// [`next`](Self::next) makes a call or ends.
    #[must_use]
    pub fn buffered(&self) -> usize {
        self.pagination.buffered()
    }

    /// The current place, to resume from with [`Client::resume_rows`].
    #[must_use]
    pub fn cursor(&self) -> Cursor<E::Row>
    where
        E::Row: Clone,
    {
        self.pagination.cursor()
    }

    /// The final place. A call in progress is abandoned.
    #[must_use]
    pub fn into_cursor(self) -> Cursor<E::Row> {
        self.pagination.into_cursor()
    }

    /// Why there are no more rows; `None` while there may be more.
    #[must_use]
    pub fn end(&self) -> Option<PaginationEnd> {
        self.end
    }

    /// The number of requested pages: for a paid query, the most that was spent.
    #[must_use]
    pub fn pages_requested(&self) -> u32 {
        self.pagination.pages_requested()
    }

    /// The number of rows on all pages, according to the vendor. Not reliable.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.pagination.total()
    }
}

impl<E: Paged> fmt::Debug for Rows<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows")
            .field("operation", &E::SPEC.name)
            .field("pages_requested", &self.pages_requested())
            .field("is_waiting", &self.call.is_some())
            .field("end", &self.end)
            .finish_non_exhaustive()
    }
}
