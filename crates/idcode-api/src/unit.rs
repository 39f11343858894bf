//! Declares a unit (organisation) as 306 and 307 return it, and its states.

use endpoint_core::{Invalid, open_enum};
use registry_model::{DecimalId, IdCode, RegistryDate};
use serde::{Deserialize, Serialize};

/// The basic data of a unit, as 306 and 307 return it.
///
/// 307 leaves main code and contact empty. Ids have up to 20 digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Id of the unit (`OrganUnit_ID`).
    #[serde(rename = "OrganUnit_ID")]
    pub id: Option<DecimalId>,
    /// Province (`Province_ID`), an id of 101.
    #[serde(rename = "Province_ID")]
    pub province_id: Option<DecimalId>,
    /// City (`City_ID`), an id of 101.
    #[serde(rename = "City_ID")]
    pub city_id: Option<DecimalId>,
    /// District (`Area_ID`), an id of 101.
    #[serde(rename = "Area_ID")]
    pub area_id: Option<DecimalId>,
    /// Industry (`Trade_ID`), an id of 103.
    #[serde(rename = "Trade_ID")]
    pub trade_id: Option<DecimalId>,
    /// Status (`Status_ID`).
    #[serde(rename = "Status_ID")]
    pub status: Option<UnitStatus>,
    /// Name (`OrganUnitName`, up to 500 characters).
    #[serde(rename = "OrganUnitName")]
    pub name: Option<String>,
    /// English name (`OrganUnitNameen`, up to 500 characters).
    #[serde(rename = "OrganUnitNameen")]
    pub name_en: Option<String>,
    /// Address (`OrganUnitAddress`, up to 500 characters).
    #[serde(rename = "OrganUnitAddress")]
    pub address: Option<String>,
    /// English address (`OrganUnitAddressen`, up to 500 characters).
    #[serde(rename = "OrganUnitAddressen")]
    pub address_en: Option<String>,
    /// Main code (`OrganUnit_Oid`, up to 200 characters); not shown in 307.
    #[serde(rename = "OrganUnit_Oid")]
    pub main_code: Option<String>,
    /// Kind of organisation (`UnitType_ID`), a code of 105.
    #[serde(rename = "UnitType_ID")]
    pub unit_type_id: Option<DecimalId>,
    /// Contact person (`LinkMan`, up to 100 characters). Personal data.
    #[serde(rename = "LinkMan")]
    pub contact: Option<String>,
    /// Contact phone (`LinkPhone`, up to 100 characters). Personal data.
    #[serde(rename = "LinkPhone")]
    pub contact_phone: Option<String>,
    /// Office phone (`Fax`, up to 100 characters).
    #[serde(rename = "Fax")]
    pub office_phone: Option<String>,
    /// E-mail address (`Email`, up to 100 characters).
    #[serde(rename = "Email")]
    pub email: Option<String>,
    /// Time of the last review (`FinallyExamDate`), as text and, if it can be parsed, as a date:
    /// no format is documented (OQ44).
    #[serde(rename = "FinallyExamDate")]
    pub last_reviewed: Option<RegistryDate>,
}

/// Refuses a code that contains a category or an item: `companyIDcode` takes main codes only.
pub(crate) fn check_main_code(company: &IdCode) -> Result<(), Invalid> {
    if company.is_main_code() {
        return Ok(());
    }
    Err(Invalid::value(
        "companyIDcode",
        "must be the main code of a unit, without category and item",
    ))
}

open_enum! {
    /// The status of a unit. The document names -100 only; clients name the others.
    pub enum UnitStatus {
        /// A regular user.
        Regular = 100 => "regular user",
        /// Waiting for review.
        ToBeReviewed = 0 => "to be reviewed",
        /// The review failed.
        ReviewFailed = -1 => "review failed",
        /// Disabled.
        Disabled = -2 => "disabled",
        /// The data must be completed with 305.
        Incomplete = -100 => "data to be completed",
    }
}

open_enum! {
    /// Whether a unit has been verified. The document has 1 and 0; clients have the others.
    pub enum Authentication {
        /// Verified.
        Verified = 1 => "verified",
        /// Not verified.
        NotVerified = 0 => "not verified",
        /// Not verified, as seen in clients.
        Failed = -1 => "not verified",
        /// Verified, as seen in clients.
        Confirmed = 100 => "verified",
    }
}

impl Authentication {
    /// Whether the unit counts as verified.
    #[must_use]
    pub fn is_verified(self) -> bool {
        matches!(self, Self::Verified | Self::Confirmed)
    }
}

open_enum! {
    /// The progress of the review of a unit.
    pub enum Audit {
        /// The review failed.
        Failed = -1 => "review failed",
        /// Not reviewed.
        NotReviewed = 0 => "not reviewed",
        /// Under review.
        UnderReview = 1 => "under review",
        /// Approved: a full user.
        Approved = 100 => "approved",
    }
}
