//! Declares code uses, categories, and the registrations of a unit in categories.

use endpoint_core::open_enum;
use registry_model::DecimalId;
use serde::{Deserialize, Serialize};

/// A use of codes (用途), as 201 lists it.
///
/// Uses that clients know: 10 products, 60 tangible assets, 73 staff cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeUse {
    /// Id (`CodeUse_ID`, up to 20 digits): the value of `CodeUse_ID` in 402.
    #[serde(rename = "CodeUse_ID")]
    pub id: DecimalId,
    /// Name (`CodeUseName`, up to 50 characters).
    #[serde(rename = "CodeUseName")]
    pub name: Option<String>,
    /// Code (`CodeUseCode`, up to 50 characters).
    #[serde(rename = "CodeUseCode")]
    pub code: Option<String>,
    /// Whether it is for persons, events or things (`Type_ID`); the numbers are not documented
    /// (OQ45).
    #[serde(rename = "Type_ID")]
    pub class: Option<i64>,
}

/// A category (品类), as 202, 203 and 204 list it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Id (`IndustryCategory_ID`, up to 20 digits): the value that 402 and 405 send.
    #[serde(rename = "IndustryCategory_ID")]
    pub id: DecimalId,
    /// Name (`IndustryCategoryName`, up to 50 characters).
    #[serde(rename = "IndustryCategoryName")]
    pub name: Option<String>,
    /// Id of the parent category (`IndustryCategory_ID_Parent`); 0 at the first level.
    #[serde(rename = "IndustryCategory_ID_Parent")]
    pub parent_id: Option<DecimalId>,
    /// Level (`IndustryCategoryLevel`), from 1 at the top.
    #[serde(rename = "IndustryCategoryLevel")]
    pub level: Option<i64>,
    /// Code (`IndustryCategoryCode`, up to 50 characters), such as `46100000`: the middle of the
    /// category part of a code.
    #[serde(rename = "IndustryCategoryCode")]
    pub code: Option<String>,
    /// The use to which it belongs (`Codeuse_ID`, with a small u), an id of 201.
    #[serde(rename = "Codeuse_ID")]
    pub code_use_id: Option<DecimalId>,
    /// Whether it is deleted (`IndustryCategoryIsDel`); the numbers are not documented (OQ45).
    #[serde(rename = "IndustryCategoryIsDel")]
    pub deleted: Option<i64>,
    /// Whether it is for persons, events or things (`Type_ID`); the numbers are not documented
    /// (OQ45).
    #[serde(rename = "Type_ID")]
    pub class: Option<i64>,
}

/// A unit's registration in a category, as 403 and 404 list it.
///
/// Only 403 returns detailed parameters and picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryRegistration {
    /// Id of the registration (`CategoryReg_ID`, up to 20 digits): the parameter of that name in
    /// 501, and `RegID` in 602.
    #[serde(rename = "CategoryReg_ID")]
    pub id: DecimalId,
    /// Id of the unit (`OrganUnit_ID`).
    #[serde(rename = "OrganUnit_ID")]
    pub unit_id: Option<DecimalId>,
    /// Number of the order (`BillNumber`).
    #[serde(rename = "BillNumber")]
    pub bill_number: Option<String>,
    /// Serial number (`GuidNumber`).
    #[serde(rename = "GuidNumber")]
    pub serial_number: Option<String>,
    /// The use (`CodeUse_ID`), an id of 201.
    #[serde(rename = "CodeUse_ID")]
    pub code_use_id: Option<DecimalId>,
    /// Code of the category (`CategoryCode`), such as `46100000`.
    #[serde(rename = "CategoryCode")]
    pub category_code: Option<String>,
    /// Description of the category (`CategoryMemo`).
    #[serde(rename = "CategoryMemo")]
    pub memo: Option<String>,
    /// Name of the model (`ModelNumber`).
    #[serde(rename = "ModelNumber")]
    pub model_name: Option<String>,
    /// Code of the model (`ModelNumberCode`): the end of the category part of the code.
    #[serde(rename = "ModelNumberCode")]
    pub model_code: Option<String>,
    /// Whether it was registered or filed (`CodePayType`).
    #[serde(rename = "CodePayType")]
    pub application: Option<Application>,
    /// English name of the model (`ModelNumberEn`).
    #[serde(rename = "ModelNumberEn")]
    pub model_name_en: Option<String>,
    /// Description (`Introduction`).
    #[serde(rename = "Introduction")]
    pub introduction: Option<String>,
    /// The complete code (`CompleteCode`): main code of the unit and category part, without the
    /// slash at the end that a new registration returns. Kept as text.
    #[serde(rename = "CompleteCode")]
    pub complete_code: Option<String>,
    /// Detailed parameters (`DetailPara`); in 403 only.
    #[serde(rename = "DetailPara", skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
    /// Product picture (`PictureName`); in 403 only.
    #[serde(rename = "PictureName", skip_serializing_if = "Option::is_none")]
    pub picture_name: Option<String>,
}

open_enum! {
    /// How a code is applied for, under the names `codePayType` and `CodePayType` in 402 to 405.
    ///
    /// In 304, 601 and 607 the same names mean the kind of a certificate, see
    /// [`CertificateKind`](crate::operations::CertificateKind).
    pub enum Application {
        /// Registered: the platform assigns the codes. A scan passes on the complete code.
        Registered = 2 => "registered",
        /// Filed: the unit has its own codes. A scan passes on item and base code separately.
        Filed = 5 => "filed",
    }
}

open_enum! {
    /// Which registrations 404 lists. The numbers differ from those of [`Application`].
    pub enum Selection {
        /// All.
        All = 0 => "all",
        /// Registered ones.
        Registered = 1 => "registered",
        /// Filed ones.
        Filed = 2 => "filed",
    }
}
