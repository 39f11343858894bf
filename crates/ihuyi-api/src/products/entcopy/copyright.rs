//! Declares a copyright, the row of entcopy.

use endpoint_core::open_text_enum;
use registry_model::{ParsedValue, PersonalText, RegistryDate};
use serde::{Deserialize, Serialize};

use crate::Embedded;
use crate::list_result::ListRow;

open_text_enum! {
    /// The kind of a copyright.
    pub enum CopyrightKind {
        /// Of a work.
        Work = "P" => "copyright",
        /// Of software.
        Software = "S" => "software copyright",
    }
}

/// A copyright. Everything arrives as text; empty text means no value. The times of day in dates
/// have no meaning.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copyright {
    /// Name of the company (`entityName`).
    #[serde(rename = "entityName")]
    pub company: Option<String>,
    /// Kind in words, such as 软件著作权证书 (`copyrightType`).
    #[serde(rename = "copyrightType")]
    pub kind_in_words: Option<String>,
    /// Kind (`copyrightTypeCode`).
    #[serde(rename = "copyrightTypeCode")]
    pub kind: Option<CopyrightKind>,
    /// Registration number of the work (`registrationNum`).
    #[serde(rename = "registrationNum")]
    pub work_number: Option<String>,
    /// Number of its class (`categoryType`).
    #[serde(rename = "categoryType")]
    pub category: Option<String>,
    /// Full name of the work (`copyrightName`).
    #[serde(rename = "copyrightName")]
    pub name: Option<String>,
    /// Short name of the work (`copyrightNameAbbr`).
    #[serde(rename = "copyrightNameAbbr")]
    pub short_name: Option<String>,
    /// Owner, perhaps an individual (`copyrightOwner`).
    #[serde(rename = "copyrightOwner")]
    pub owner: Option<PersonalText>,
    /// Kind of owner, an undocumented code; `E` in the sample (`copyrightOwnerType`).
    #[serde(rename = "copyrightOwnerType")]
    pub owner_kind: Option<String>,
    /// Author. Personal data (`author`).
    pub author: Option<PersonalText>,
    /// Related companies (`relatedEntity`).
    #[serde(rename = "relatedEntity", default)]
    pub related: Embedded<RelatedEntity>,
    /// Version, such as `V1.0` (`version`).
    pub version: Option<String>,
    /// Date of completion (`finishDate`).
    #[serde(rename = "finishDate")]
    pub finished: Option<RegistryDate>,
    /// Date of the first publication (`publishDate`).
    #[serde(rename = "publishDate")]
    pub published: Option<RegistryDate>,
    /// Date on which the registration was approved (`registrationDate`).
    #[serde(rename = "registrationDate")]
    pub registered: Option<RegistryDate>,
    /// Year of publication (`publishYear`).
    #[serde(rename = "publishYear")]
    pub publication_year: Option<ParsedValue<u16>>,
    /// State, such as 登记 (`state`).
    pub state: Option<String>,
    /// Date of the state (`stateDate`).
    #[serde(rename = "stateDate")]
    pub state_since: Option<RegistryDate>,
    /// Scope of the rights, such as 全部权利 (`powerScope`).
    #[serde(rename = "powerScope")]
    pub scope: Option<String>,
    /// How the rights were obtained, such as 原始取得 (`powerGainMethod`).
    #[serde(rename = "powerGainMethod")]
    pub gained_by: Option<String>,
    /// Whether it is historical (`isHistory`).
    #[serde(rename = "isHistory")]
    pub is_history: Option<ParsedValue<bool>>,
}

impl ListRow for Copyright {
    const KEY: &'static str = "lists";
}

/// A company or individual related to a copyright. The document shows these members in its sample
/// without explanation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedEntity {
    /// Id (`item`).
    pub item: Option<String>,
    /// Name, perhaps of an individual (`name`).
    pub name: Option<PersonalText>,
    /// How the relation was found; `ByName` in the sample (`by`).
    pub by: Option<String>,
    /// Kind; `E` in the sample (`type`).
    #[serde(rename = "type")]
    pub kind: Option<String>,
}
