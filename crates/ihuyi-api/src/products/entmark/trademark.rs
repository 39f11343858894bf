//! Declares a trademark, the row of entmark.

use registry_model::{ParsedValue, Period, PersonalText, RegistryDate};
use serde::{Deserialize, Serialize};

use crate::Embedded;
use crate::list_result::ListRow;

/// A trademark. Everything arrives as text; empty text means no value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trademark {
    /// Application number (`applicationNumber`).
    #[serde(rename = "applicationNumber")]
    pub application_number: Option<String>,
    /// Name of the applicant, perhaps an individual (`applicant`).
    pub applicant: Option<PersonalText>,
    /// Class of the Nice classification (`internationalCategory`).
    #[serde(rename = "internationalCategory")]
    pub class: Option<ParsedValue<u8>>,
    /// Whether it is historical (`isHistory`).
    #[serde(rename = "isHistory")]
    pub is_history: Option<ParsedValue<bool>>,
    /// Date of application (`applicationDate`).
    #[serde(rename = "applicationDate")]
    pub applied: Option<RegistryDate>,
    /// Year of application or registration (`applicationYear`).
    #[serde(rename = "applicationYear")]
    pub application_year: Option<ParsedValue<u16>>,
    /// Name of the mark; 图形 for a figurative mark (`trademarkName`).
    #[serde(rename = "trademarkName")]
    pub name: Option<String>,
    /// Name of the applicant in English (`applicantEn`).
    #[serde(rename = "applicantEn")]
    pub applicant_english: Option<PersonalText>,
    /// Address of the applicant (`applicantAddressCn`).
    #[serde(rename = "applicantAddressCn")]
    pub address: Option<PersonalText>,
    /// Address of the applicant in English (`applicantAddressEn`).
    #[serde(rename = "applicantAddressEn")]
    pub address_english: Option<PersonalText>,
    /// Agency (`agencyEntity`).
    #[serde(rename = "agencyEntity")]
    pub agency: Option<String>,
    /// Id of the agency (`agencyEntityId`).
    #[serde(rename = "agencyEntityId")]
    pub agency_id: Option<String>,
    /// Kind of agency, an undocumented code (`agencyEntityType`).
    #[serde(rename = "agencyEntityType")]
    pub agency_kind: Option<String>,
    /// Whether it is owned jointly (`isShared`).
    #[serde(rename = "isShared")]
    pub is_shared: Option<ParsedValue<bool>>,
    /// Names of the other applicants, perhaps individuals (`applicantShare`).
    #[serde(rename = "applicantShare")]
    pub co_applicants: Option<PersonalText>,
    /// Ids of the other applicants (`applicantShareId`).
    #[serde(rename = "applicantShareId")]
    pub co_applicant_ids: Option<String>,
    /// Number of the gazette of the preliminary approval (`firstAuditNumber`).
    #[serde(rename = "firstAuditNumber")]
    pub approval_gazette: Option<String>,
    /// Date of the gazette of the preliminary approval (`firstAuditDate`).
    #[serde(rename = "firstAuditDate")]
    pub approved: Option<RegistryDate>,
    /// Number of the gazette of the registration (`regPublishNumber`).
    #[serde(rename = "regPublishNumber")]
    pub registration_gazette: Option<String>,
    /// Date of the gazette of the registration (`regPublishDate`).
    #[serde(rename = "regPublishDate")]
    pub registered: Option<RegistryDate>,
    /// Type, such as 一般 (`trademarkType`).
    #[serde(rename = "trademarkType")]
    pub kind: Option<String>,
    /// Code of the type, undocumented (`trademarkTypeTag`).
    #[serde(rename = "trademarkTypeTag")]
    pub kind_tag: Option<String>,
    /// Term of the exclusive right, in Chinese prose (`exclusivePeriod`).
    #[serde(rename = "exclusivePeriod")]
    pub exclusive_period: Option<ParsedValue<Period>>,
    /// First day of the term (`startDate`). The filter by day concerns the application instead.
    #[serde(rename = "startDate")]
    pub valid_from: Option<RegistryDate>,
    /// Last day of the term (`endDate`).
    #[serde(rename = "endDate")]
    pub valid_to: Option<RegistryDate>,
    /// Form (`trademarkForm`).
    #[serde(rename = "trademarkForm")]
    pub form: Option<String>,
    /// Date of the international registration (`internationalRegDate`).
    #[serde(rename = "internationalRegDate")]
    pub registered_internationally: Option<RegistryDate>,
    /// Date of the subsequent designation (`appointDate`).
    #[serde(rename = "appointDate")]
    pub designated: Option<RegistryDate>,
    /// Priority date (`priorityDate`).
    #[serde(rename = "priorityDate")]
    pub priority: Option<RegistryDate>,
    /// Status, such as 注册公告 (`trademarkStatus`).
    #[serde(rename = "trademarkStatus")]
    pub status: Option<String>,
    /// Current status (`nowStatus`).
    #[serde(rename = "nowStatus")]
    pub current_status: Option<String>,
    /// Whether it is a three-dimensional mark (`isStereoscopic`).
    #[serde(rename = "isStereoscopic")]
    pub is_three_dimensional: Option<ParsedValue<bool>>,
    /// Geographical indication (`geographySign`).
    #[serde(rename = "geographySign")]
    pub geographical_indication: Option<String>,
    /// Colour marker (`colorTag`).
    #[serde(rename = "colorTag")]
    pub colour: Option<String>,
    /// Goods and services that it protects (`product`).
    #[serde(rename = "product", default)]
    pub goods: Embedded<Goods>,
    /// The steps of its procedure (`flow`).
    #[serde(rename = "flow", default)]
    pub steps: Embedded<TrademarkStep>,
    /// Its announcements in the gazette (`announce`).
    #[serde(rename = "announce", default)]
    pub announcements: Embedded<Announcement>,
}

impl ListRow for Trademark {
    const KEY: &'static str = "list";
}

/// Goods or a service that a trademark protects.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goods {
    /// Application number of the mark; in the sample only (`applicationNumber`).
    #[serde(rename = "applicationNumber")]
    pub application_number: Option<String>,
    /// Class of the Nice classification; in the sample only (`internationalCategory`).
    #[serde(rename = "internationalCategory")]
    pub class: Option<ParsedValue<u8>>,
    /// Whether the mark was refused for them (`isOverrule`).
    #[serde(rename = "isOverrule")]
    pub is_refused: Option<ParsedValue<bool>>,
    /// Name (`productName`).
    #[serde(rename = "productName")]
    pub name: Option<String>,
    /// Similar group of goods, such as `2003` (`productType`).
    #[serde(rename = "productType")]
    pub group: Option<String>,
}

/// A step in the procedure of a trademark.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrademarkStep {
    /// Application number of the mark; in the sample only (`applicationNumber`).
    #[serde(rename = "applicationNumber")]
    pub application_number: Option<String>,
    /// Procedure, such as 商标注册申请 (`businessName`).
    #[serde(rename = "businessName")]
    pub business: Option<String>,
    /// Class of the Nice classification; in the sample only (`internationalCategory`).
    #[serde(rename = "internationalCategory")]
    pub class: Option<ParsedValue<u8>>,
    /// Result, such as 结束 (`processConclusion`).
    #[serde(rename = "processConclusion")]
    pub conclusion: Option<String>,
    /// Date (`processDate`).
    #[serde(rename = "processDate")]
    pub on: Option<RegistryDate>,
    /// Name of the step, such as 申请收文 (`stepName`).
    #[serde(rename = "stepName")]
    pub name: Option<String>,
}

/// An announcement of a trademark in the gazette.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// Content (`announcementContent`).
    #[serde(rename = "announcementContent")]
    pub content: Option<String>,
    /// Address of the page of the gazette as a picture (`announcementImg`).
    #[serde(rename = "announcementImg")]
    pub picture: Option<String>,
    /// Number of the gazette (`announcementNumber`).
    #[serde(rename = "announcementNumber")]
    pub gazette: Option<String>,
    /// Type (`announcementType`).
    #[serde(rename = "announcementType")]
    pub kind: Option<String>,
    /// Application number of the mark; in the sample only (`applicationNumber`).
    #[serde(rename = "applicationNumber")]
    pub application_number: Option<String>,
    /// New owner after a transfer, perhaps an individual (`assignee`).
    pub assignee: Option<PersonalText>,
    /// Class of the Nice classification; in the sample only (`internationalCategory`).
    #[serde(rename = "internationalCategory")]
    pub class: Option<ParsedValue<u8>>,
    /// Date of publication (`publishDate`).
    #[serde(rename = "publishDate")]
    pub published: Option<RegistryDate>,
    /// Former owner in a transfer, perhaps an individual (`transferor`).
    pub transferor: Option<PersonalText>,
}
