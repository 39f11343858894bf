//! A trademark, as entmark sends it.

use registry_model::{ParsedValue, Period, PersonalText, RegistryDate};
use serde::{Deserialize, Serialize};

use crate::Embedded;
use crate::list_result::ListRow;

/// A trademark. Everything arrives as text; empty text is nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trademark {
    /// Application number (`applicationNumber`).
    #[serde(rename = "applicationNumber")]
    pub application_number: Option<String>,
    /// Name of the applicant, who may be a person (`applicant`).
    pub applicant: Option<PersonalText>,
    /// Class of the Nice classification (`internationalCategory`).
    #[serde(rename = "internationalCategory")]
    pub class: Option<ParsedValue<u8>>,
    /// Whether it is of the past (`isHistory`).
    #[serde(rename = "isHistory")]
    pub is_history: Option<ParsedValue<bool>>,
    /// Date of application (`applicationDate`).
    #[serde(rename = "applicationDate")]
    pub applied: Option<RegistryDate>,
    /// Year of application or registration (`applicationYear`).
    #[serde(rename = "applicationYear")]
    pub application_year: Option<ParsedValue<u16>>,
    /// Name of the mark; 图形 for one that is a picture (`trademarkName`).
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
    /// Kind of agency, a code that is not explained (`agencyEntityType`).
    #[serde(rename = "agencyEntityType")]
    pub agency_kind: Option<String>,
    /// Whether it is owned jointly (`isShared`).
    #[serde(rename = "isShared")]
    pub is_shared: Option<ParsedValue<bool>>,
    /// Names of the other applicants, who may be persons (`applicantShare`).
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
    /// Code of the type, not explained (`trademarkTypeTag`).
    #[serde(rename = "trademarkTypeTag")]
    pub kind_tag: Option<String>,
    /// Term of the exclusive right, in Chinese prose (`exclusivePeriod`).
    #[serde(rename = "exclusivePeriod")]
    pub exclusive_period: Option<ParsedValue<Period>>,
    /// First day of the term; not to be paired with the filter by day, which is about the
    /// application (`startDate`).
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
    /// Goods and services that it stands for (`product`).
    #[serde(rename = "product", default)]
    pub goods: Embedded<Goods>,
    /// What was done about it, step by step (`flow`).
    #[serde(rename = "flow", default)]
    pub steps: Embedded<TrademarkStep>,
    /// Its announcements in the gazette (`announce`).
    #[serde(rename = "announce", default)]
    pub announcements: Embedded<Announcement>,
}

impl ListRow for Trademark {
    const KEY: &'static str = "list";
}

/// Goods or a service that a trademark stands for.
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

/// A step of what was done about a trademark.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrademarkStep {
    /// Application number of the mark; in the sample only (`applicationNumber`).
    #[serde(rename = "applicationNumber")]
    pub application_number: Option<String>,
    /// What it belongs to, such as 商标注册申请 (`businessName`).
    #[serde(rename = "businessName")]
    pub business: Option<String>,
    /// Class of the Nice classification; in the sample only (`internationalCategory`).
    #[serde(rename = "internationalCategory")]
    pub class: Option<ParsedValue<u8>>,
    /// How it ended, such as 结束 (`processConclusion`).
    #[serde(rename = "processConclusion")]
    pub conclusion: Option<String>,
    /// Its day (`processDate`).
    #[serde(rename = "processDate")]
    pub on: Option<RegistryDate>,
    /// Its name, such as 申请收文 (`stepName`).
    #[serde(rename = "stepName")]
    pub name: Option<String>,
}

/// An announcement of a trademark in the gazette.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// What it says (`announcementContent`).
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
    /// Who the mark was transferred to, perhaps a person (`assignee`).
    pub assignee: Option<PersonalText>,
    /// Class of the Nice classification; in the sample only (`internationalCategory`).
    #[serde(rename = "internationalCategory")]
    pub class: Option<ParsedValue<u8>>,
    /// Its day (`publishDate`).
    #[serde(rename = "publishDate")]
    pub published: Option<RegistryDate>,
    /// Who transferred the mark, perhaps a person (`transferor`).
    pub transferor: Option<PersonalText>,
}
