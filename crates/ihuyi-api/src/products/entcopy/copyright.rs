//! A copyright, as entcopy sends it.

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

/// A copyright. Everything arrives as text; empty text is nothing. Times of day that come with
/// the dates say nothing.
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
    /// Owner, who may be a person (`copyrightOwner`).
    #[serde(rename = "copyrightOwner")]
    pub owner: Option<PersonalText>,
    /// Kind of owner, a code that is not explained; `E` in the sample (`copyrightOwnerType`).
    #[serde(rename = "copyrightOwnerType")]
    pub owner_kind: Option<String>,
    /// Author. Personal data (`author`).
    pub author: Option<PersonalText>,
    /// Related companies (`relatedEntity`).
    #[serde(rename = "relatedEntity", default)]
    pub related: Embedded<RelatedEntity>,
    /// Version, such as `V1.0` (`version`).
    pub version: Option<String>,
    /// Date on which it was finished (`finishDate`).
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
    /// Whether it is of the past (`isHistory`).
    #[serde(rename = "isHistory")]
    pub is_history: Option<ParsedValue<bool>>,
}

impl ListRow for Copyright {
    const KEY: &'static str = "lists";
}

/// What is related to a copyright. The document has these members in its sample and explains none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedEntity {
    /// Id (`item`).
    pub item: Option<String>,
    /// Name, perhaps of a person (`name`).
    pub name: Option<PersonalText>,
    /// How the relation was found; `ByName` in the sample (`by`).
    pub by: Option<String>,
    /// Kind; `E` in the sample (`type`).
    #[serde(rename = "type")]
    pub kind: Option<String>,
}
