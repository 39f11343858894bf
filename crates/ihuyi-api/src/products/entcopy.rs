//! entcopy: the copyrights of a company.

use core::fmt;

use endpoint_core::pages::Paged;
use endpoint_core::{
    Endpoint, Evidence, Invalid, Param, Query, RefusalKind as K, ResultCode, Spec, Visit,
    fmt_masked,
};
use registry_model::{OrganizationCode, RegistrationNumber, UnifiedSocialCreditCode};
use serde::{Deserialize, Serialize};

use crate::codes::{
    ACCOUNT_EMPTY, ADDRESS_NOT_ALLOWED, ADDRESS_NOT_REGISTERED, CHANNEL_ERROR, CHANNEL_INVALID,
    FROZEN, NO_BALANCE, NO_CONTRACT, NO_SUCH_PRODUCT, NOTHING_FOUND, ONE_OF_FOUR, PASSWORD_EMPTY,
    PASSWORD_EXPIRED, PASSWORD_WRONG, QUERY_FOUND_NOTHING, SUBMISSION_FAILED, SUBMITTED,
    UNKNOWN_ERROR, WRONG_CREDENTIALS,
};
use crate::listed::{self, Listed};
use crate::product::{GetNum, Product, submit};
use crate::subject::{Identifiers, Subject};
use crate::{Ihuyi, Serial, page_of};

mod copyright;

pub use self::copyright::*;

/// `POST /idcard/entcopy/Submit.json`: returns the copyrights of a company, page by page
/// (企业著作权). **Each page costs one query.**
///
/// Name and credit code enter the dynamic password, empty where not sent; nothing else does. The
/// registration number is missing from the document's table and named by its code 406 (open
/// question `entcopy-reg_no`).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntcopySubmit {
    #[serde(rename = "ent_name", skip_serializing_if = "Option::is_none")]
    company: Option<String>,
    #[serde(rename = "ent_code", skip_serializing_if = "Option::is_none")]
    code: Option<UnifiedSocialCreditCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_code: Option<OrganizationCode>,
    #[serde(rename = "reg_no", skip_serializing_if = "Option::is_none")]
    registration_number: Option<RegistrationNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<u16>,
    #[serde(rename = "copyright_type", skip_serializing_if = "Option::is_none")]
    kind: Option<CopyrightKind>,
    #[serde(rename = "reg_num", skip_serializing_if = "Option::is_none")]
    work_number: Option<String>,
    #[serde(rename = "copyright_name", skip_serializing_if = "Option::is_none")]
    work_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page_index: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page_size: Option<u32>,
    #[serde(skip)]
    several: bool,
    #[serde(skip)]
    name_as_written: bool,
}

impl fmt::Debug for EntcopySubmit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_masked(self, f)
    }
}

impl EntcopySubmit {
    /// The most rows that a page may have, and how many it has where nothing is said.
    pub const MOST_ROWS: u32 = 50;

    /// Which copyrights does this company have? The first page of them.
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
            year: None,
            kind: None,
            work_number: None,
            work_name: None,
            owner: None,
            page_index: None,
            page_size: None,
            several,
            name_as_written,
        }
    }

    /// Only those published in this year, of four digits (`year`).
    #[must_use]
    pub fn with_year(mut self, year: u16) -> Self {
        self.year = Some(year);
        self
    }

    /// Only those of this kind (`copyright_type`).
    #[must_use]
    pub fn with_kind(mut self, kind: CopyrightKind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// Only that of this registration number of the work, which is not that of the company
    /// (`reg_num`).
    #[must_use]
    pub fn with_work_number(mut self, number: impl Into<String>) -> Self {
        self.work_number = Some(number.into());
        self
    }

    /// Only works of this name, or part of a name (`copyright_name`).
    #[must_use]
    pub fn with_work_name(mut self, name: impl Into<String>) -> Self {
        self.work_name = Some(name.into());
        self
    }

    /// Only those of this owner, or part of a name. Personal data (`owner`).
    #[must_use]
    pub fn with_owner(mut self, owner: impl Into<String>) -> Self {
        self.owner = Some(owner.into());
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

    /// Year of publication (`year`).
    #[must_use]
    pub fn year(&self) -> Option<u16> {
        self.year
    }

    /// Kind of copyright (`copyright_type`).
    #[must_use]
    pub fn kind(&self) -> Option<&CopyrightKind> {
        self.kind.as_ref()
    }

    /// Registration number of the work (`reg_num`).
    #[must_use]
    pub fn work_number(&self) -> Option<&str> {
        self.work_number.as_deref()
    }

    /// Name of the work, or part of it (`copyright_name`).
    #[must_use]
    pub fn work_name(&self) -> Option<&str> {
        self.work_name.as_deref()
    }

    /// Owner, or part of a name. Personal data (`owner`).
    #[must_use]
    pub fn owner(&self) -> Option<&str> {
        self.owner.as_deref()
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

/// What entcopy returns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copyrights {
    /// The vendor's serial number of the query (`idcardid`).
    #[serde(rename = "idcardid", default, deserialize_with = "Serial::if_any")]
    pub serial: Option<Serial>,
    /// The copyrights of this page. Empty where nothing was found.
    #[serde(default, deserialize_with = "listed::or_nothing")]
    pub result: Listed<Copyright>,
}

impl Endpoint for EntcopySubmit {
    type Vendor = Ihuyi;
    type Output = Copyrights;
    const SPEC: Spec = Spec {
        summary: "Return the copyrights of a company, a page at a time.",
        params: &[
            Param::text("ent_name"),
            Param::text("ent_code"),
            Param::text("organization_code"),
            Param::text("reg_no").observed(),
            Param::text("year"),
            Param::text("copyright_type").values(CopyrightKind::VALUES),
            Param::text("reg_num"),
            Param::text("copyright_name"),
            Param::text("owner").personal(),
            Param::text("page_index").default("1"),
            Param::text("page_size").default("50"),
        ],
        codes: &[
            UNKNOWN_ERROR,
            SUBMISSION_FAILED,
            SUBMITTED,
            ADDRESS_NOT_ALLOWED,
            ACCOUNT_EMPTY,
            PASSWORD_EMPTY,
            NO_SUCH_PRODUCT,
            ResultCode::refusal(
                404,
                K::Parameter,
                "姓名不能为空",
                "the name is empty; a row copied from another product",
            ),
            ResultCode::refusal(
                4041,
                K::Parameter,
                "姓名格式不正确(2-10个中文汉字)",
                "the name is malformed; a row copied from another product",
            ),
            ONE_OF_FOUR,
            ResultCode::refusal(
                407,
                K::Parameter,
                "每页条数最大50",
                "a page may have at most 50 rows",
            ),
            ResultCode::refusal(
                4061,
                K::Parameter,
                "身份证格式不正确",
                "the number of the identity card is malformed; a row copied from another product",
            ),
            ResultCode {
                message: "API ID 或 API KEY 不正确",
                ..WRONG_CREDENTIALS
            },
            FROZEN,
            PASSWORD_EXPIRED,
            PASSWORD_WRONG,
            NO_CONTRACT,
            NO_BALANCE,
            ResultCode {
                message: "访问 ip 与备案 ip 不符",
                ..ADDRESS_NOT_REGISTERED
            },
            CHANNEL_INVALID,
            CHANNEL_ERROR,
        ],
        // How nothing is found, the document does not say; its sisters have these
        // (`entcopy-nothing-found`).
        observed_codes: &[NOTHING_FOUND.by_analogy(), QUERY_FOUND_NOTHING.by_analogy()],
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
        if self.year.is_some_and(|year| !(1000..=9999).contains(&year)) {
            return Err(Invalid::value("year", "must be a year of four digits"));
        }
        if let Some(kind) = &self.kind {
            kind.check_listed("copyright_type")?;
        }
        for (name, text) in [
            ("reg_num", self.work_number()),
            ("copyright_name", self.work_name()),
            ("owner", self.owner()),
        ] {
            text.map_or(Ok(()), |text| Invalid::if_empty(name, text))?;
        }
        page_of::check(self.page_index, self.page_size, Self::MOST_ROWS)
    }
}

impl Query for EntcopySubmit {
    fn is_nothing(output: &Copyrights) -> bool {
        output.result.rows.is_empty()
    }
}

impl Paged for EntcopySubmit {
    type Row = Copyright;

    fn page(&self) -> u32 {
        self.page()
    }

    fn page_size(&self) -> u32 {
        self.page_size()
    }

    fn at(&self, page: u32, page_size: u32) -> Self {
        self.clone().with_page(page).with_page_size(page_size)
    }

    fn rows(output: Copyrights) -> Vec<Copyright> {
        output.result.rows
    }

    fn total(output: &Copyrights) -> Option<u64> {
        output.result.total
    }
}

impl Product for EntcopySubmit {
    const APP: &'static str = "entcopy";
    const BALANCE_EVIDENCE: Evidence = Evidence::Analogy;
}

/// `POST /idcard/entcopy/GetNum.json`: how many queries of entcopy are left. Free of charge.
///
/// **Unverified**: the document of entcopy has no such call, those of its three sisters do (open
/// question `entcopy-get-num`).
pub type EntcopyGetNum = GetNum<EntcopySubmit>;

samples!(
    EntcopySubmit,
    Self::new(name())
        .with_year(2024)
        .with_kind(CopyrightKind::Software)
        .with_work_number("2017SR000001")
        .with_work_name("样例软件")
        .with_owner("样例人")
        .with_page(3)
        .with_page_size(50),
    Self::new(credit_code()),
    Self::new(organization_code()),
    Self::new(registration_number())
);
