//! Declares a company found by its name, the row of entfuz.

use endpoint_core::open_text_enum;
use registry_model::{ParsedIdentifier, UnifiedSocialCreditCode};
use serde::{Deserialize, Serialize};

use crate::list_result::ListRow;

/// A company found by its name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedCompany {
    /// Which name was found (`hitReason`).
    #[serde(rename = "hitReason")]
    pub found_by: Option<FoundBy>,
    /// Unified social credit code (`creditCode`).
    #[serde(rename = "creditCode")]
    pub credit_code: Option<ParsedIdentifier<UnifiedSocialCreditCode>>,
    /// Status, an undocumented number from 1 to 14 (`entityStatus`).
    #[serde(rename = "entityStatus")]
    pub status: Option<String>,
    /// Name (`entityName`).
    #[serde(rename = "entityName")]
    pub name: Option<String>,
    /// Short name (`shortName`).
    #[serde(rename = "shortName")]
    pub short_name: Option<String>,
    /// The name that was found (`matchedName`).
    #[serde(rename = "matchedName")]
    pub matched: Option<String>,
}

impl ListRow for NamedCompany {
    const KEY: &'static str = "lists";
}

open_text_enum! {
    /// The name by which a company was found.
    pub enum FoundBy {
        /// Its name.
        Name = "1" => "company name",
        /// Its short name.
        ShortName = "2" => "short name",
    }
}
