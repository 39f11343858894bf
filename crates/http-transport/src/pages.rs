//! How are rows got that come page by page?

use core::fmt;
use core::future::{Future, poll_fn};
use core::pin::Pin;

use endpoint_core::pages::{Cursor, PageLimit, Paged, Pagination, PaginationEnd, PaginationStep};
use endpoint_core::{Knowledge, RefusalKind, Vendor};

use crate::{Client, Error};

type Call<E> =
    Pin<Box<dyn Future<Output = Result<<E as endpoint_core::Endpoint>::Output, Error>> + Send>>;

impl<V: Vendor> Client<V> {
    /// The rows of a request, over as many pages as the budget allows. Nothing is sent before the
    /// first row is asked for, and no page before the rows of the one before are used up.
    ///
    /// Every page is a call, and of a paid query every page costs.
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
    /// [`Error::Invalid`] where the request breaks a rule of its operation, such as the most rows
    /// of a page.
    pub fn rows<E: Paged<Vendor = V>>(
        &self,
        request: E,
        budget: PageLimit,
    ) -> Result<Rows<E>, Error> {
        Ok(Rows::new(self.clone(), Pagination::new(request, budget)?))
    }

    /// The rows that are left where other [`Rows`] stood. Pages that were received are not asked
    /// for again; the rows of them that were not handed out come first, and cost nothing.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] where the request breaks a rule of its operation, or is not that of the
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

/// Rows that come page by page, lazily. Made by [`Client::rows`].
///
/// After a failure there are no more: what was received is not lost, and
/// [`cursor`](Self::cursor) is where to go on from.
pub struct Rows<E: Paged> {
    client: Client<E::Vendor>,
    walk: Pagination<E>,
    /// Kept here and not in the future of `next`, so that dropping that one loses no page.
    call: Option<Call<E>>,
    end: Option<PaginationEnd>,
}

impl<E: Paged> Rows<E> {
    fn new(client: Client<E::Vendor>, walk: Pagination<E>) -> Self {
        Self {
            client,
            walk,
            call: None,
            end: None,
        }
    }

    /// The next row; `None` when it is over, which [`end`](Self::end) explains.
    ///
    /// May be dropped at any moment, in a `select!` for instance: a call that is under way goes on
    /// with the next `next`.
    ///
    /// # Errors
    ///
    /// That of the call for a page, once; then it is over.
    pub async fn next(&mut self) -> Option<Result<E::Row, Error>> {
        loop {
            match self.walk.step() {
                PaginationStep::Row(row) => return Some(Ok(row)),
                PaginationStep::Ask(request) => {
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

    /// Asks for no page from here on: for a program that is to stop, and wants what it has paid
    /// for. A page that is under way is still waited for, and the rows that are here are still
    /// handed out; then [`end`](Self::end) is [`PaginationEnd::Budget`], or [`PaginationEnd::LastPage`] where there are
    /// no more.
    pub fn ask_no_more(&mut self) {
        self.walk.ask_no_more();
    }

    /// Waits for the page that was asked for.
    async fn page(&mut self) -> Result<(), Error> {
        let Some(call) = &mut self.call else {
            // Unreachable: only `Ask` leads to `Wait`, and it sets the call.
            self.walk.failed(Knowledge::No);
            return Ok(());
        };
        let answer = poll_fn(|context| call.as_mut().poll(context)).await;
        self.call = None;
        match answer {
            Ok(output) => self.walk.answered(output),
            Err(Error::Refused(refusal)) if refusal.kind == RefusalKind::NotFound => {
                self.walk.found_nothing();
            }
            Err(error) => {
                self.walk.failed(error.charged());
                return Err(error);
            }
        }
        Ok(())
    }

    /// How many rows are here that were not handed out: all of one page at most. Where there are
    /// none, [`next`](Self::next) makes a call or is over.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.walk.waiting()
    }

    /// Where this stands, to go on from with [`Client::resume_rows`].
    #[must_use]
    pub fn cursor(&self) -> Cursor<E::Row>
    where
        E::Row: Clone,
    {
        self.walk.cursor()
    }

    /// Where this stands, for good. A call that is under way is given up.
    #[must_use]
    pub fn into_cursor(self) -> Cursor<E::Row> {
        self.walk.into_cursor()
    }

    /// Why there are no more rows; `None` while there may be.
    #[must_use]
    pub fn end(&self) -> Option<PaginationEnd> {
        self.end
    }

    /// How many pages were asked for: of a paid query, what was spent at most.
    #[must_use]
    pub fn pages_asked(&self) -> u32 {
        self.walk.pages_asked()
    }

    /// How many rows there are on all pages, by the vendor's last word. Not to be relied on.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.walk.total()
    }
}

impl<E: Paged> fmt::Debug for Rows<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows")
            .field("operation", &E::SPEC.name)
            .field("pages_asked", &self.pages_asked())
            .field("is_waiting", &self.call.is_some())
            .field("end", &self.end)
            .finish_non_exhaustive()
    }
}
