//! entpat: the patents of a company. Unverified.

use core::fmt;

use endpoint_core::pages::Paged;
use endpoint_core::{
    Endpoint, Evidence, Invalid, Param, Query, Spec, Visit, fmt_masked, open_text_enum,
};
use registry_model::jiff::civil::Date;
use registry_model::{OrganizationCode, RegistrationNumber, UnifiedSocialCreditCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::codes::SHARED;
use crate::listed::{self, Listed, Row};
use crate::product::{GetNum, Product, submit};
use crate::subject::{Identifiers, Subject};
use crate::{Ihuyi, Serial, day, page_of};

/// `POST /idcard/entpat/Submit.json`: returns the patents of a company, page by page
/// (企业专利信息核查). **Each page costs one query.**
///
/// **Unverified**: one page of the vendor shows the parameters, and nothing of the reply. Result
/// codes, password and where the rows stand are after its sisters.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntpatSubmit {
    #[serde(rename = "ent_name", skip_serializing_if = "Option::is_none")]
    company: Option<String>,
    #[serde(rename = "ent_code", skip_serializing_if = "Option::is_none")]
    code: Option<UnifiedSocialCreditCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_code: Option<OrganizationCode>,
    #[serde(rename = "reg_no", skip_serializing_if = "Option::is_none")]
    registration_number: Option<RegistrationNumber>,
    #[serde(default, with = "day", skip_serializing_if = "Option::is_none")]
    app_begin_date: Option<Date>,
    #[serde(default, with = "day", skip_serializing_if = "Option::is_none")]
    app_end_date: Option<Date>,
    #[serde(default, with = "day", skip_serializing_if = "Option::is_none")]
    begin_date: Option<Date>,
    #[serde(default, with = "day", skip_serializing_if = "Option::is_none")]
    end_date: Option<Date>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<PatentKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page_index: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page_size: Option<u32>,
    #[serde(skip)]
    several: bool,
    #[serde(skip)]
    name_as_written: bool,
}

impl fmt::Debug for EntpatSubmit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_masked(self, f)
    }
}

open_text_enum! {
    /// The kind of a patent.
    pub enum PatentKind {
        /// An invention.
        Invention = "1" => "invention",
        /// A utility model.
        UtilityModel = "2" => "utility model",
        /// A design.
        Design = "3" => "design",
    }
}

impl EntpatSubmit {
    /// The most rows that a page may have, and how many it has where nothing is said.
    pub const MOST_ROWS: u32 = 50;

    /// Which patents does this company have? The first page of them.
    #[must_use]
    pub fn new(subject: impl Into<Subject>) -> Self {
        let subject = subject.into();
        let several = subject.is_several();
        let name_as_written = subject.is_name_as_written();
        let Identifiers {
            name: company,
            credit_code: code,
            organization_code,
            registration_number,
        } = subject.into_identifiers();
        Self {
            company,
            code,
            organization_code,
            registration_number,
            app_begin_date: None,
            app_end_date: None,
            begin_date: None,
            end_date: None,
            kind: None,
            page_index: None,
            page_size: None,
            several,
            name_as_written,
        }
    }

    /// Only those applied for between these days (`app_begin_date`, `app_end_date`).
    #[must_use]
    pub fn with_applied(mut self, from: Date, to: Date) -> Self {
        self.app_begin_date = Some(from);
        self.app_end_date = Some(to);
        self
    }

    /// Only those published between these days (`begin_date`, `end_date`).
    #[must_use]
    pub fn with_published(mut self, from: Date, to: Date) -> Self {
        self.begin_date = Some(from);
        self.end_date = Some(to);
        self
    }

    /// Only those of this kind (`type`).
    #[must_use]
    pub fn with_kind(mut self, kind: PatentKind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// Another page, counted from 1 (`page_index`).
    #[must_use]
    pub fn with_page(mut self, page: u32) -> Self {
        self.page_index = Some(page);
        self
    }

    /// Another number of rows a page, 1 to [`MOST_ROWS`](Self::MOST_ROWS) (`page_size`).
    #[must_use]
    pub fn with_page_size(mut self, rows: u32) -> Self {
        self.page_size = Some(rows);
        self
    }

    /// The company that is asked for.
    #[must_use]
    pub fn identifiers(&self) -> Identifiers {
        Identifiers {
            name: self.company.clone(),
            credit_code: self.code,
            organization_code: self.organization_code,
            registration_number: self.registration_number,
        }
    }
}

/// What entpat returns, as far as can be told from its sisters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patents {
    /// The vendor's serial number of the query (`idcardid`).
    #[serde(rename = "idcardid", default, deserialize_with = "Serial::if_any")]
    pub serial: Option<Serial>,
    /// The patents of this page. Empty where nothing was found.
    #[serde(default, deserialize_with = "listed::or_nothing")]
    pub result: Listed<Patent>,
}

/// A patent: whatever the vendor sends, since no page shows a member. Numbers above 64 bits are
/// not exact here.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Patent(pub Value);

/// Nobody knows what is in it, so nothing of it is shown.
impl fmt::Debug for Patent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Patent")
    }
}

impl Row for Patent {
    const KEY: &'static str = "lists";
}

impl Endpoint for EntpatSubmit {
    type Vendor = Ihuyi;
    type Output = Patents;
    const SPEC: Spec = Spec {
        summary: "Return the patents of a company, a page at a time.",
        params: &[
            Param::text("ent_name"),
            Param::text("ent_code"),
            Param::text("organization_code"),
            Param::text("reg_no"),
            Param::text("app_begin_date"),
            Param::text("app_end_date"),
            Param::text("begin_date"),
            Param::text("end_date"),
            Param::text("type").values(PatentKind::VALUES),
            Param::text("page_index").default("1"),
            Param::text("page_size").default("50"),
        ],
        observed_codes: SHARED,
        evidence: Evidence::Observed,
        ..submit::<Self>()
    };

    const ROW_LIMIT: usize = page_of::row_limit(Self::MOST_ROWS);

    fn balance_operation(visitor: &mut impl Visit<Ihuyi>) {
        visitor.endpoint::<GetNum<Self>>();
    }

    fn doubts(&self) -> Vec<Invalid> {
        self.identifiers().doubts()
    }

    fn with_names_as_written(mut self) -> Self {
        self.name_as_written = true;
        self
    }

    fn validate(&self) -> Result<(), Invalid> {
        self.identifiers()
            .check(self.several, self.name_as_written)?;
        day::check(
            "app_begin_date",
            self.app_begin_date,
            "app_end_date",
            self.app_end_date,
        )?;
        day::check("begin_date", self.begin_date, "end_date", self.end_date)?;
        if let Some(kind) = &self.kind {
            kind.check_listed("type")?;
        }
        page_of::check(self.page_index, self.page_size, Self::MOST_ROWS)
    }
}

impl Query for EntpatSubmit {
    fn is_nothing(output: &Patents) -> bool {
        output.result.rows.is_empty()
    }
}

impl Paged for EntpatSubmit {
    type Row = Patent;

    fn page(&self) -> u32 {
        self.page_index.unwrap_or(1)
    }

    fn page_size(&self) -> u32 {
        self.page_size.unwrap_or(Self::MOST_ROWS)
    }

    fn at(&self, page: u32, page_size: u32) -> Self {
        self.clone().with_page(page).with_page_size(page_size)
    }

    fn rows(output: Patents) -> Vec<Patent> {
        output.result.rows
    }

    fn total(output: &Patents) -> Option<u64> {
        output.result.total
    }
}

impl Product for EntpatSubmit {
    const APP: &'static str = "entpat";
    const BALANCE_EVIDENCE: Evidence = Evidence::Analogy;
}

/// `POST /idcard/entpat/GetNum.json`: how many queries of entpat are left. Free of charge.
///
/// **Unverified**: no page shows it.
pub type EntpatGetNum = GetNum<EntpatSubmit>;

samples!(
    EntpatSubmit,
    Self::new(name())
        .with_applied(date(2020, 1, 1), date(2020, 12, 31))
        .with_published(date(2021, 1, 1), date(2021, 12, 31))
        .with_kind(PatentKind::UtilityModel)
        .with_page(2)
        .with_page_size(50),
    Self::new(credit_code()),
    Self::new(organization_code()),
    Self::new(registration_number())
);
