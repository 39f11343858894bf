//! entinfov2: what the register says of a company.

use endpoint_core::{Endpoint, Invalid, Param, Query, RefusalKind as K, ResultCode, Spec, Visit};
use registry_model::{OrganizationCode, RegistrationNumber, UnifiedSocialCreditCode};
use serde::{Deserialize, Serialize};

use crate::codes::{
    ACCOUNT_EMPTY, ADDRESS_NOT_ALLOWED, ADDRESS_NOT_REGISTERED, CHANNEL_ERROR, CHANNEL_INVALID,
    FROZEN, NO_BALANCE, NO_CONTRACT, NO_SUCH_PRODUCT, NOTHING_FOUND, PASSWORD_EMPTY,
    PASSWORD_EXPIRED, PASSWORD_WRONG, QUERY_FOUND_NOTHING, SUBMISSION_FAILED, SUBMITTED,
    UNKNOWN_ERROR, WRONG_CREDENTIALS,
};
use crate::product::{GetNum, Product, submit};
use crate::subject::{Identifiers, Subject};
use crate::{Ihuyi, Serial};

mod record;

pub use self::record::*;

/// `POST /idcard/entinfov2/Submit.json`: returns registration data, officers and technology
/// certificates of a company (企业详情信息核验V2). **Costs one query.**
///
/// Name and credit code enter the dynamic password, empty where not sent; organisation code and
/// registration number never do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entinfov2Submit {
    #[serde(rename = "ent_name", skip_serializing_if = "Option::is_none")]
    company: Option<String>,
    #[serde(rename = "ent_code", skip_serializing_if = "Option::is_none")]
    code: Option<UnifiedSocialCreditCode>,
    #[serde(rename = "reg_no", skip_serializing_if = "Option::is_none")]
    registration_number: Option<RegistrationNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_code: Option<OrganizationCode>,
    #[serde(skip)]
    several: bool,
    #[serde(skip)]
    name_as_written: bool,
}

impl Entinfov2Submit {
    /// What does the register say of this company?
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
            registration_number,
            organization_code,
            several,
            name_as_written,
        }
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

/// What entinfov2 returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyRecord {
    /// The vendor's serial number of the query (`idcardid`).
    #[serde(rename = "idcardid", default, deserialize_with = "Serial::if_any")]
    pub serial: Option<Serial>,
    /// The result.
    pub result: CompanyResult,
}

/// The result of entinfov2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyResult {
    /// What the register says.
    pub info: CompanyInfo,
}

impl Endpoint for Entinfov2Submit {
    type Vendor = Ihuyi;
    type Output = CompanyRecord;
    const SPEC: Spec = Spec {
        summary: "Return registration data, officers and certificates of a company.",
        // One of the four; the table marks none of them.
        params: &[
            Param::text("ent_name"),
            Param::text("ent_code"),
            Param::text("reg_no"),
            Param::text("organization_code"),
        ],
        codes: &[
            UNKNOWN_ERROR,
            SUBMISSION_FAILED,
            SUBMITTED,
            ADDRESS_NOT_ALLOWED,
            ACCOUNT_EMPTY,
            PASSWORD_EMPTY,
            NO_SUCH_PRODUCT,
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
            QUERY_FOUND_NOTHING,
            ResultCode::refusal(4202, K::VendorFault, "查询失败", "the query failed"),
        ],
        ..submit::<Self>()
    };

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
        self.identifiers().check(self.several, self.name_as_written)
    }
}

impl Query for Entinfov2Submit {
    fn is_nothing(output: &CompanyRecord) -> bool {
        let CompanyInfo {
            basic,
            officers,
            certificates,
        } = &output.result.info;
        basic.is_none() && officers.is_empty() && certificates.is_empty()
    }
}

impl Product for Entinfov2Submit {
    const APP: &'static str = "entinfov2";
}

/// `POST /idcard/entinfov2/GetNum.json`: how many queries of entinfov2 are left. Free of charge.
pub type Entinfov2GetNum = GetNum<Entinfov2Submit>;

samples!(
    Entinfov2Submit,
    Self::new(name()),
    Self::new(credit_code()),
    Self::new(registration_number()),
    Self::new(organization_code())
);
