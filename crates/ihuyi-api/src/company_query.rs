//! Declares the query that products about one company share: subject, filter and page.

use core::fmt;

use endpoint_core::pages::Paged;
use endpoint_core::{
    Endpoint, Evidence, Invalid, Param, Query, ResultCode, Spec, Visit, fmt_masked,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::codes::BALANCE;
use crate::list_result::{self, ListResult, ListRow};
use crate::product::{GetNum, Product, submit};
use crate::subject::{Identifiers, Subject};
use crate::{Ihuyi, Serial, page_bounds};

mod parameters;

/// The parameters by which a product selects rows of a company.
pub trait Filter:
    Clone + Default + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// Checks the values.
    ///
    /// # Errors
    ///
    /// A value is invalid.
    fn check(&self) -> Result<(), Invalid> {
        Ok(())
    }
}

/// What a query about a company returns.
pub trait CompanyReply: Serialize + DeserializeOwned + Send + 'static {
    /// Whether nothing was found.
    fn is_nothing(&self) -> bool;
}

/// The declaration of a product about one company, implemented on the filter of its query.
pub trait CompanyProduct: Filter {
    /// The vendor's name of the product, see [`Product::APP`].
    const APP: &'static str;
    /// The query in one sentence.
    const SUMMARY: &'static str;
    /// The parameters: identifiers, filter, and page if there are pages.
    const PARAMS: &'static [Param];
    /// The result codes of the query's table.
    const CODES: &'static [ResultCode] = &[];
    /// Result codes that other tables or clients show.
    const OBSERVED_CODES: &'static [ResultCode] = &[];
    /// The evidence for the query.
    const EVIDENCE: Evidence = Evidence::Document;
    /// The result codes of its `GetNum`, see [`Product::BALANCE_CODES`].
    const BALANCE_CODES: &'static [ResultCode] = BALANCE;
    /// The evidence for its `GetNum`, see [`Product::BALANCE_EVIDENCE`].
    const BALANCE_EVIDENCE: Evidence = Evidence::Document;
    /// The maximum and default number of rows per page; 0 if there are no pages.
    const MOST_ROWS: u32 = 0;

    /// What the query returns.
    type Output: CompanyReply;
}

/// A product that returns rows, page by page.
pub trait ListProduct: CompanyProduct<Output = ListReply<<Self as ListProduct>::Row>> {
    /// A row.
    type Row: ListRow + Serialize + DeserializeOwned + Send + 'static;
}

/// The reply of a list product: the rows of one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(
    serialize = "R: ListRow + Serialize",
    deserialize = "R: Deserialize<'de>"
))]
pub struct ListReply<R> {
    /// The vendor's serial number of the query (`idcardid`).
    #[serde(rename = "idcardid", default, deserialize_with = "Serial::if_any")]
    pub serial: Option<Serial>,
    /// The rows of this page; empty if nothing was found.
    #[serde(default, deserialize_with = "list_result::or_nothing")]
    pub result: ListResult<R>,
}

impl<R: ListRow + Serialize + DeserializeOwned + Send + 'static> CompanyReply for ListReply<R> {
    fn is_nothing(&self) -> bool {
        self.result.rows.is_empty()
    }
}

impl<R> Default for ListReply<R> {
    fn default() -> Self {
        Self {
            serial: None,
            result: ListResult::default(),
        }
    }
}

/// `POST /idcard/<product>/Submit.json`: queries one company, or with `F` some of its rows. **Each
/// call costs one query, and so does each page of a list.**
///
/// The dynamic password covers name and credit code only, empty if not sent.
#[derive(Clone, PartialEq, Eq)]
pub struct CompanyQuery<F> {
    identifiers: Identifiers,
    filter: F,
    page_index: Option<u32>,
    page_size: Option<u32>,
    several: bool,
    name_as_written: bool,
}

impl<F: CompanyProduct> CompanyQuery<F> {
    /// Queries this company. Of a list it returns the first page of all rows.
    #[must_use]
    pub fn new(subject: impl Into<Subject>) -> Self {
        let subject = subject.into();
        let several = subject.is_several();
        let name_as_written = subject.is_name_as_written();
        Self {
            identifiers: subject.into_identifiers(),
            filter: F::default(),
            page_index: None,
            page_size: None,
            several,
            name_as_written,
        }
    }

    /// The identifiers of the company.
    #[must_use]
    pub fn identifiers(&self) -> Identifiers {
        self.identifiers.clone()
    }
}

impl<F: ListProduct> CompanyQuery<F> {
    /// The maximum and default number of rows per page.
    pub const MOST_ROWS: u32 = F::MOST_ROWS;

    /// Returns only rows that pass this filter.
    #[must_use]
    pub fn with_filter(mut self, filter: F) -> Self {
        self.filter = filter;
        self
    }

    /// Returns this page, counted from 1 (`page_index`).
    #[must_use]
    pub fn with_page(mut self, page: u32) -> Self {
        self.page_index = Some(page);
        self
    }

    /// Sets the number of rows per page, 1 to [`MOST_ROWS`](Self::MOST_ROWS) (`page_size`).
    #[must_use]
    pub fn with_page_size(mut self, rows: u32) -> Self {
        self.page_size = Some(rows);
        self
    }

    /// The filter.
    #[must_use]
    pub fn filter(&self) -> &F {
        &self.filter
    }

    /// Changes the filter, for the setters of each product.
    pub(crate) fn filtered(mut self, change: impl FnOnce(&mut F)) -> Self {
        change(&mut self.filter);
        self
    }

    /// The page, counted from 1; the first by default (`page_index`).
    #[must_use]
    pub fn page(&self) -> u32 {
        self.page_index.unwrap_or(1)
    }

    /// The number of rows per page (`page_size`).
    #[must_use]
    pub fn page_size(&self) -> u32 {
        self.page_size.unwrap_or(F::MOST_ROWS)
    }
}

impl<F: CompanyProduct> fmt::Debug for CompanyQuery<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_masked(self, f)
    }
}

impl<F: CompanyProduct> Endpoint for CompanyQuery<F> {
    type Vendor = Ihuyi;
    type Output = F::Output;
    const SPEC: Spec = Spec {
        summary: F::SUMMARY,
        params: F::PARAMS,
        codes: F::CODES,
        observed_codes: F::OBSERVED_CODES,
        evidence: F::EVIDENCE,
        ..submit::<Self>()
    };

    const ROW_LIMIT: usize = match F::MOST_ROWS {
        0 => 100_000,
        most => page_bounds::row_limit(most),
    };

    fn balance_operation(visitor: &mut impl Visit<Ihuyi>) {
        visitor.endpoint::<GetNum<Self>>();
    }

    fn doubts(&self) -> Vec<Invalid> {
        self.identifiers.doubts()
    }

    fn with_names_as_written(mut self) -> Self {
        self.name_as_written = true;
        self
    }

    fn validate(&self) -> Result<(), Invalid> {
        self.identifiers.check(self.several, self.name_as_written)?;
        self.filter.check()?;
        page_bounds::check(self.page_index, self.page_size, F::MOST_ROWS)
    }
}

impl<F: CompanyProduct> Query for CompanyQuery<F> {
    fn is_nothing(output: &F::Output) -> bool {
        output.is_nothing()
    }
}

impl<F: CompanyProduct> Product for CompanyQuery<F> {
    const APP: &'static str = F::APP;
    const BALANCE_CODES: &'static [ResultCode] = F::BALANCE_CODES;
    const BALANCE_EVIDENCE: Evidence = F::BALANCE_EVIDENCE;
}

impl<F: ListProduct> Paged for CompanyQuery<F> {
    type Row = F::Row;

    fn page(&self) -> u32 {
        self.page()
    }

    fn page_size(&self) -> u32 {
        self.page_size()
    }

    fn at(&self, page: u32, page_size: u32) -> Self {
        self.clone().with_page(page).with_page_size(page_size)
    }

    fn rows(output: ListReply<F::Row>) -> Vec<F::Row> {
        output.result.rows
    }

    fn total(output: &ListReply<F::Row>) -> Option<u64> {
        output.result.total
    }
}
