//! entfuz: finds companies by a part of their name. Unverified.

use endpoint_core::pages::Paged;
use endpoint_core::{Endpoint, Evidence, Invalid, Param, Query, Spec, Visit};
use serde::{Deserialize, Serialize};

use crate::codes::SHARED;
use crate::company_query::{CompanyReply, ListReply};
use crate::product::{GetNum, Product, submit};
use crate::subject::{NAME, check_part_unless, part_doubts};
use crate::{Ihuyi, page_bounds};

mod named_company;

pub use self::named_company::*;

/// `POST /idcard/entfuz/Submit.json`: finds companies by a part of their name, page by page
/// (企业名称模糊查询). **Each page costs one query.**
///
/// **Unverified**: web pages of the vendor show the parameters and a part of the reply; older ones
/// have no pagination. Result codes and password are assumed to be those of its sister products.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntfuzSubmit {
    #[serde(rename = "ent_name")]
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    page_index: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page_size: Option<u32>,
    #[serde(skip)]
    name_as_written: bool,
}

impl EntfuzSubmit {
    /// The maximum number of rows per page.
    pub const MOST_ROWS: u32 = 200;
    /// The default number of rows per page.
    pub const USUAL_ROWS: u32 = 10;

    /// Finds companies whose name contains this text: the first page.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            page_index: None,
            page_size: None,
            name_as_written: false,
        }
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

    /// The part of the name (`ent_name`).
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// What entfuz returns, as far as known.
pub type NamedCompanies = ListReply<NamedCompany>;

impl Endpoint for EntfuzSubmit {
    type Vendor = Ihuyi;
    type Output = NamedCompanies;
    const SPEC: Spec = Spec {
        summary: "Find companies by a part of their name, a page at a time.",
        params: &[
            Param::text("ent_name").required(),
            Param::text("page_index").default("1"),
            Param::text("page_size").default("10"),
        ],
        observed_codes: SHARED,
        evidence: Evidence::Observed,
        ..submit::<Self>()
    };

    const ROW_LIMIT: usize = page_bounds::row_limit(Self::MOST_ROWS);

    fn balance_operation(visitor: &mut impl Visit<Ihuyi>) {
        visitor.endpoint::<GetNum<Self>>();
    }

    fn doubts(&self) -> Vec<Invalid> {
        part_doubts(NAME, &self.name)
    }

    fn with_names_as_written(mut self) -> Self {
        self.name_as_written = true;
        self
    }

    fn validate(&self) -> Result<(), Invalid> {
        check_part_unless(self.name_as_written, NAME, &self.name)?;
        page_bounds::check(self.page_index, self.page_size, Self::MOST_ROWS)
    }
}

impl Query for EntfuzSubmit {
    fn is_nothing(output: &NamedCompanies) -> bool {
        output.is_nothing()
    }
}

impl Paged for EntfuzSubmit {
    type Row = NamedCompany;

    fn page(&self) -> u32 {
        self.page_index.unwrap_or(1)
    }

    fn page_size(&self) -> u32 {
        self.page_size.unwrap_or(Self::USUAL_ROWS)
    }

    fn at(&self, page: u32, page_size: u32) -> Self {
        self.clone().with_page(page).with_page_size(page_size)
    }

    fn rows(output: NamedCompanies) -> Vec<NamedCompany> {
        output.result.rows
    }

    fn total(output: &NamedCompanies) -> Option<u64> {
        output.result.total
    }
}

impl Product for EntfuzSubmit {
    const APP: &'static str = "entfuz";
    const BALANCE_EVIDENCE: Evidence = Evidence::Analogy;
}

/// `POST /idcard/entfuz/GetNum.json`: returns how many queries of entfuz are left. Free of
/// charge.
///
/// **Unverified**: no web page shows it.
pub type EntfuzGetNum = GetNum<EntfuzSubmit>;

samples!(
    EntfuzSubmit,
    Self::new("样例").with_page(2).with_page_size(20),
    Self::new("样例")
);
