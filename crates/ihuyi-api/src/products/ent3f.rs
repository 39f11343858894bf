//! ent3f: whether name, credit code and legal representative of a company belong together.

use core::fmt;

use endpoint_core::{
    Covered, Endpoint, Invalid, Param, Query, RefusalKind as K, ResultCode, Spec, Visit, fmt_masked,
};
use registry_model::UnifiedSocialCreditCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::codes::{
    ACCOUNT_EMPTY, ADDRESS_NOT_ALLOWED, ADDRESS_NOT_REGISTERED, CHANNEL_ERROR, CHANNEL_INVALID,
    FROZEN, MOBILE_EMPTY, MOBILE_MALFORMED, NO_BALANCE, NO_CONTRACT, NO_SUCH_PRODUCT,
    NOTHING_FOUND, PASSWORD_EMPTY, PASSWORD_EXPIRED, PASSWORD_WRONG, SUBMISSION_FAILED, SUBMITTED,
    UNKNOWN_ERROR, WRONG_CREDENTIALS,
};
use crate::product::{GetNum, Product, submit};
use crate::subject::{check_name_unless, code_doubts, name_doubts};
use crate::{Ihuyi, MatchStatus, Serial};

/// `POST /idcard/ent3f/Submit.json`: checks company name, credit code and legal representative
/// against each other (企业三要素核验). **Costs one query.**
///
/// All three enter the dynamic password, the representative's name first (`sign-order`).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Ent3fSubmit {
    /// Company name (`ent_name`).
    #[serde(rename = "ent_name")]
    pub company: String,
    /// Unified social credit code (`ent_code`).
    #[serde(rename = "ent_code")]
    pub code: UnifiedSocialCreditCode,
    /// Name of the legal representative (`name`). Personal data.
    #[serde(rename = "name")]
    pub person: String,
    #[serde(skip)]
    names_as_written: bool,
}

impl fmt::Debug for Ent3fSubmit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_masked(self, f)
    }
}

impl Ent3fSubmit {
    /// Do this company name, this code and this legal representative belong together?
    #[must_use]
    pub fn new(
        company: impl Into<String>,
        code: UnifiedSocialCreditCode,
        person: impl Into<String>,
    ) -> Self {
        Self {
            company: company.into(),
            code,
            person: person.into(),
            names_as_written: false,
        }
    }

    /// Sends both names as they are written, whatever their characters: see
    /// [`name_faults`](registry_model::name_faults).
    #[must_use]
    pub fn with_names_as_written(mut self) -> Self {
        self.names_as_written = true;
        self
    }
}

/// What ent3f returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matched {
    /// The vendor's serial number of the query (`idcardid`).
    #[serde(rename = "idcardid", default, deserialize_with = "Serial::if_any")]
    pub serial: Option<Serial>,
    /// The result.
    pub result: MatchResult,
}

/// The result of ent3f.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MatchResult {
    /// The outcome.
    pub status: MatchStatus,
    /// Reserved by the document, for what it does not say (`info`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub info: Option<Value>,
}

impl MatchResult {
    /// The result with this outcome.
    #[must_use]
    pub fn new(status: MatchStatus) -> Self {
        Self { status, info: None }
    }
}

/// What is reserved may be about a person: only whether it is there is shown.
impl fmt::Debug for MatchResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { status, info } = self;
        f.debug_struct("MatchResult")
            .field("status", status)
            .field("has_info", &info.is_some())
            .finish()
    }
}

impl Endpoint for Ent3fSubmit {
    type Vendor = Ihuyi;
    type Output = Matched;
    const SPEC: Spec = Spec {
        summary: "Check company name, credit code and legal representative against each other.",
        params: &[
            Param::text("ent_name").required(),
            Param::text("ent_code").required(),
            Param::text("name").required().personal(),
        ],
        covered: Covered::These(&["name", "ent_name", "ent_code"]),
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
                "法人姓名不能为空",
                "the legal representative's name is empty",
            ),
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
            ResultCode::refusal(
                409,
                K::Parameter,
                "公司名称不能为空",
                "the company name is empty",
            ),
            ResultCode::refusal(
                4091,
                K::Parameter,
                "公司名称格式不正确",
                "the company name is malformed",
            ),
            CHANNEL_ERROR,
            ResultCode::refusal(
                411,
                K::Parameter,
                "统一社会信用代码不能为空",
                "the credit code is empty",
            ),
            ResultCode::refusal(
                4111,
                K::Parameter,
                "统一社会信用代码格式不正确",
                "the credit code is malformed",
            ),
        ],
        ..submit::<Self>()
    };

    fn balance_operation(visitor: &mut impl Visit<Ihuyi>) {
        visitor.endpoint::<GetNum<Self>>();
    }

    fn doubts(&self) -> Vec<Invalid> {
        let mut doubts = code_doubts(&self.code);
        doubts.extend(name_doubts("ent_name", &self.company));
        doubts.extend(name_doubts("name", &self.person));
        doubts
    }

    fn with_names_as_written(mut self) -> Self {
        self.names_as_written = true;
        self
    }

    fn validate(&self) -> Result<(), Invalid> {
        check_name_unless(self.names_as_written, "ent_name", &self.company)?;
        check_name_unless(self.names_as_written, "name", &self.person)
    }
}

impl Query for Ent3fSubmit {}

impl Product for Ent3fSubmit {
    const APP: &'static str = "ent3f";
}

/// `POST /idcard/ent3f/GetNum.json`: how many queries of ent3f are left. Free of charge.
pub type Ent3fGetNum = GetNum<Ent3fSubmit>;

samples!(Ent3fSubmit, Self::new(COMPANY, credit_code(), "样例人"));
