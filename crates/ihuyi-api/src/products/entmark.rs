//! entmark: the trademarks of a company.

use core::fmt;

use endpoint_core::pages::Paged;
use endpoint_core::{
    Endpoint, Invalid, Param, Query, RefusalKind as K, ResultCode, Spec, Visit, fmt_masked,
};
use registry_model::jiff::civil::Date;
use registry_model::{OrganizationCode, RegistrationNumber, UnifiedSocialCreditCode};
use serde::{Deserialize, Serialize};

use crate::codes::{
    ACCOUNT_EMPTY, ADDRESS_NOT_ALLOWED, ADDRESS_NOT_REGISTERED, BALANCE_FOLLOWS, CHANNEL_ERROR,
    CHANNEL_INVALID, FROZEN, MOBILE_EMPTY, MOBILE_MALFORMED, NO_BALANCE, NO_CONTRACT,
    NO_SUCH_PRODUCT, NOTHING_FOUND, ONE_OF_FOUR, PASSWORD_EMPTY, PASSWORD_EXPIRED, PASSWORD_WRONG,
    SUBMISSION_FAILED, SUBMITTED, UNKNOWN_ERROR, WRONG_CREDENTIALS,
};
use crate::listed::{self, Listed};
use crate::product::{GetNum, Product, submit};
use crate::subject::{Identifiers, Subject};
use crate::{Ihuyi, Serial, day, page_of};

mod trademark;

pub use self::trademark::*;

/// `POST /idcard/entmark/Submit.json`: returns the trademarks of a company, page by page
/// (企业商标信息核查). **Each page costs one query.**
///
/// Name and credit code enter the dynamic password, empty where not sent; nothing else does.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntmarkSubmit {
    #[serde(rename = "ent_name", skip_serializing_if = "Option::is_none")]
    company: Option<String>,
    #[serde(rename = "ent_code", skip_serializing_if = "Option::is_none")]
    code: Option<UnifiedSocialCreditCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_code: Option<OrganizationCode>,
    #[serde(rename = "reg_no", skip_serializing_if = "Option::is_none")]
    registration_number: Option<RegistrationNumber>,
    #[serde(default, with = "day", skip_serializing_if = "Option::is_none")]
    begin_date: Option<Date>,
    #[serde(default, with = "day", skip_serializing_if = "Option::is_none")]
    end_date: Option<Date>,
    #[serde(rename = "int_category", skip_serializing_if = "Option::is_none")]
    class: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    application_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page_index: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page_size: Option<u32>,
    #[serde(skip)]
    several: bool,
    #[serde(skip)]
    name_as_written: bool,
}

impl fmt::Debug for EntmarkSubmit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_masked(self, f)
    }
}

impl EntmarkSubmit {
    /// The most rows that a page may have, and how many it has where nothing is said.
    pub const MOST_ROWS: u32 = 20;

    /// Which trademarks does this company have? The first page of them.
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
            begin_date: None,
            end_date: None,
            class: None,
            application_number: None,
            page_index: None,
            page_size: None,
            several,
            name_as_written,
        }
    }

    /// Only those applied for on this day or later (`begin_date`). Whether the day itself counts,
    /// the document does not say; nor whether this may stand without an end.
    #[must_use]
    pub fn with_applied_from(mut self, day: Date) -> Self {
        self.begin_date = Some(day);
        self
    }

    /// Only those applied for on this day or earlier (`end_date`).
    #[must_use]
    pub fn with_applied_to(mut self, day: Date) -> Self {
        self.end_date = Some(day);
        self
    }

    /// Only those of this class of the Nice classification, 1 to 45 (`int_category`).
    #[must_use]
    pub fn with_class(mut self, class: u8) -> Self {
        self.class = Some(class);
        self
    }

    /// Only that of this application or registration number (`application_number`).
    #[must_use]
    pub fn with_application_number(mut self, number: impl Into<String>) -> Self {
        self.application_number = Some(number.into());
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

    /// First day of application (`begin_date`).
    #[must_use]
    pub fn applied_from(&self) -> Option<Date> {
        self.begin_date
    }

    /// Last day of application (`end_date`).
    #[must_use]
    pub fn applied_to(&self) -> Option<Date> {
        self.end_date
    }

    /// Class of the Nice classification (`int_category`).
    #[must_use]
    pub fn class(&self) -> Option<u8> {
        self.class
    }

    /// Application or registration number (`application_number`).
    #[must_use]
    pub fn application_number(&self) -> Option<&str> {
        self.application_number.as_deref()
    }

    /// The page, counted from 1: the first where nothing is said (`page_index`).
    #[must_use]
    pub fn page(&self) -> u32 {
        self.page_index.unwrap_or(1)
    }

    /// How many rows a page has (`page_size`).
    #[must_use]
    pub fn page_size(&self) -> u32 {
        self.page_size.unwrap_or(Self::MOST_ROWS)
    }
}

/// What entmark returns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trademarks {
    /// The vendor's serial number of the query (`idcardid`).
    #[serde(rename = "idcardid", default, deserialize_with = "Serial::if_any")]
    pub serial: Option<Serial>,
    /// The trademarks of this page. Empty where nothing was found.
    #[serde(default, deserialize_with = "listed::or_nothing")]
    pub result: Listed<Trademark>,
}

/// 407 on list products, whatever a table says of mobile numbers (`code-407`).
const PAGE_TOO_LARGE: ResultCode = ResultCode::refusal(
    407,
    K::Parameter,
    "每页条数最大20",
    "a page may have at most 20 rows",
);

impl Endpoint for EntmarkSubmit {
    type Vendor = Ihuyi;
    type Output = Trademarks;
    const SPEC: Spec = Spec {
        summary: "Return the trademarks of a company, a page at a time.",
        params: &[
            Param::text("ent_name"),
            Param::text("ent_code"),
            Param::text("organization_code"),
            Param::text("reg_no"),
            Param::text("begin_date"),
            Param::text("end_date"),
            Param::text("int_category"),
            Param::text("application_number"),
            Param::text("page_index").default("1"),
            Param::text("page_size").default("20"),
        ],
        codes: &[
            UNKNOWN_ERROR,
            SUBMISSION_FAILED,
            SUBMITTED,
            ADDRESS_NOT_ALLOWED,
            ACCOUNT_EMPTY,
            PASSWORD_EMPTY,
            NO_SUCH_PRODUCT,
            MOBILE_EMPTY,
            MOBILE_MALFORMED,
            NOTHING_FOUND,
            WRONG_CREDENTIALS,
            FROZEN,
            PASSWORD_EXPIRED,
            PASSWORD_WRONG,
            NO_CONTRACT,
            NO_BALANCE,
            ADDRESS_NOT_REGISTERED,
            CHANNEL_INVALID,
            CHANNEL_ERROR,
        ],
        // Printed in the table of GetNum, which has no such parameters (`entmark-getnum-table`).
        observed_codes: &[ONE_OF_FOUR],
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
        day::check("begin_date", self.begin_date, "end_date", self.end_date)?;
        if self.class.is_some_and(|class| !(1..=45).contains(&class)) {
            return Err(Invalid::value(
                "int_category",
                "must be a class from 1 to 45",
            ));
        }
        if let Some(number) = &self.application_number {
            Invalid::if_empty("application_number", number)?;
        }
        page_of::check(self.page_index, self.page_size, Self::MOST_ROWS)
    }
}

impl Query for EntmarkSubmit {
    fn is_nothing(output: &Trademarks) -> bool {
        output.result.rows.is_empty()
    }
}

impl Paged for EntmarkSubmit {
    type Row = Trademark;

    fn page(&self) -> u32 {
        self.page()
    }

    fn page_size(&self) -> u32 {
        self.page_size()
    }

    fn at(&self, page: u32, page_size: u32) -> Self {
        self.clone().with_page(page).with_page_size(page_size)
    }

    fn rows(output: Trademarks) -> Vec<Trademark> {
        output.result.rows
    }

    fn total(output: &Trademarks) -> Option<u64> {
        output.result.total
    }
}

impl Product for EntmarkSubmit {
    const APP: &'static str = "entmark";
    const BALANCE_CODES: &'static [ResultCode] = &[
        BALANCE_FOLLOWS,
        ADDRESS_NOT_ALLOWED,
        ACCOUNT_EMPTY,
        PASSWORD_EMPTY,
        NO_SUCH_PRODUCT,
        WRONG_CREDENTIALS,
        ONE_OF_FOUR,
        PAGE_TOO_LARGE,
        FROZEN,
        PASSWORD_EXPIRED,
        PASSWORD_WRONG,
        ADDRESS_NOT_REGISTERED,
    ];
}

/// `POST /idcard/entmark/GetNum.json`: how many queries of entmark are left. Free of charge.
pub type EntmarkGetNum = GetNum<EntmarkSubmit>;

samples!(
    EntmarkSubmit,
    Self::new(name())
        .with_applied_from(date(2020, 1, 31))
        .with_applied_to(date(2025, 12, 1))
        .with_class(9)
        .with_application_number("81477709")
        .with_page(2)
        .with_page_size(20),
    Self::new(credit_code()),
    Self::new(organization_code()),
    Self::new(registration_number())
);
