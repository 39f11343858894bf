//! entinfov2: returns the register's record of a company.

use endpoint_core::{Param, ResultCode};
use serde::{Deserialize, Serialize};

use crate::Serial;
use crate::codes::ENTINFOV2;
use crate::company_query::{CompanyProduct, CompanyQuery, CompanyReply, Filter};
use crate::product::GetNum;

mod record;

pub use self::record::*;

/// `POST /idcard/entinfov2/Submit.json`: returns registration data, officers and technology
/// certificates of a company (企业详情信息核验V2). **Costs one query.**
pub type Entinfov2Submit = CompanyQuery<WholeRecord>;

/// The filter of entinfov2, which has no parameters: the query returns the whole record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WholeRecord {}

/// What entinfov2 returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyRecord {
    /// The vendor's serial number of the query (`idcardid`).
    #[serde(rename = "idcardid", default, deserialize_with = "Serial::if_any")]
    pub serial: Option<Serial>,
    /// The result.
    pub result: CompanyResult,
}

impl CompanyReply for CompanyRecord {
    fn is_nothing(&self) -> bool {
        self.result.info.is_empty()
    }
}

impl Filter for WholeRecord {}

impl CompanyProduct for WholeRecord {
    const APP: &'static str = "entinfov2";
    const SUMMARY: &'static str =
        "Return registration data, officers and certificates of a company.";
    // One of the four is required; the table marks none.
    const PARAMS: &'static [Param] = &[
        Param::text("ent_name"),
        Param::text("ent_code"),
        Param::text("reg_no"),
        Param::text("organization_code"),
    ];
    const CODES: &'static [ResultCode] = ENTINFOV2;

    type Output = CompanyRecord;
}

/// `POST /idcard/entinfov2/GetNum.json`: returns how many queries of entinfov2 are left. Free of
/// charge.
pub type Entinfov2GetNum = GetNum<Entinfov2Submit>;

samples!(
    Entinfov2Submit,
    Self::new(name()),
    Self::new(credit_code()),
    Self::new(registration_number()),
    Self::new(organization_code())
);
