//! 502 `GET /AllInterFace/GetUploadCodeRecord`: lists the uploads of a model.

use endpoint_core::{Endpoint, Invalid, Param, Shape, Spec, open_enum};
use registry_model::{DecimalId, IdCode, RegistryDate};
use serde::{Deserialize, Serialize};

use crate::codes::READ;
use crate::{Idcode, unit};

/// 502 `GET /AllInterFace/GetUploadCodeRecord`: lists the uploads (501) of a category and model.
///
/// A row is an upload, not a single code. Category and model codes are required here and optional
/// in 403. Section 10 of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GetUploadCodeRecord {
    /// Main code of the unit (`companyIDcode`).
    #[serde(rename = "companyIDcode")]
    pub company: IdCode,
    /// Code of the category (`IDcodeofCategory`), such as `46100000`.
    #[serde(rename = "IDcodeofCategory")]
    pub category_code: String,
    /// Code of the model (`ModelNumberCode`).
    #[serde(rename = "ModelNumberCode")]
    pub model_code: String,
}

impl GetUploadCodeRecord {
    /// The uploads of this category and model.
    #[must_use]
    pub fn new(
        company: IdCode,
        category_code: impl Into<String>,
        model_code: impl Into<String>,
    ) -> Self {
        Self {
            company,
            category_code: category_code.into(),
            model_code: model_code.into(),
        }
    }
}

/// One upload, as 502 lists it. The sample has the keys in capitals, the table does not (OQ29).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadRecord {
    /// Id of the upload (`UPloadCode_ID`, with a capital P): the `UploadCodeID` of 503.
    #[serde(rename = "UPloadCode_ID")]
    pub id: DecimalId,
    /// Id of the unit (`OrganUnit_ID`).
    #[serde(rename = "OrganUnit_ID")]
    pub unit_id: Option<DecimalId>,
    /// Number of codes (`CodeNum`).
    #[serde(rename = "CodeNum")]
    pub count: Option<DecimalId>,
    /// How they were uploaded (`UploadType`).
    #[serde(rename = "UploadType")]
    pub kind: Option<UploadKind>,
    /// Name of the file (`CodeFileName`, up to 500 characters).
    #[serde(rename = "CodeFileName")]
    pub file_name: Option<String>,
    /// Whether the upload can be converted (`IfTrans`); 1 in all replies seen (OQ45).
    #[serde(rename = "IfTrans")]
    pub convertible: Option<i64>,
    /// Whether it has been converted (`TransFlag`).
    #[serde(rename = "TransFlag")]
    pub conversion: Option<Conversion>,
    /// File after conversion (`TransFileName`, up to 500 characters).
    #[serde(rename = "TransFileName")]
    pub converted_file_name: Option<String>,
    /// Time of the upload (`CreateCode`), as text and, if it can be parsed, as a date: no format is
    /// documented, and milliseconds since 1970 have been seen (OQ44).
    #[serde(rename = "CreateCode")]
    pub uploaded: Option<RegistryDate>,
    /// First serial number (`StartNumber`).
    #[serde(rename = "StartNumber")]
    pub first_number: Option<DecimalId>,
    /// Last serial number (`EndNumber`).
    #[serde(rename = "EndNumber")]
    pub last_number: Option<DecimalId>,
}

open_enum! {
    /// How codes were uploaded. Not documented; named as clients name it.
    pub enum UploadKind {
        /// As a file, as seen in clients.
        File = 1 => "file",
        /// As a list or range, as seen in clients.
        List = 2 => "list or range",
        /// For a special business, as seen in clients.
        Special = 3 => "special business",
    }
}

open_enum! {
    /// Whether an upload has been converted. Not documented; named as clients name it.
    pub enum Conversion {
        /// Converted, as seen in clients.
        Converted = 1 => "converted",
        /// Not converted, as seen in clients.
        NotConverted = 0 => "not converted",
    }
}

impl Endpoint for GetUploadCodeRecord {
    type Vendor = Idcode;
    type Output = Vec<UploadRecord>;
    const SPEC: Spec = Spec {
        name: "GetUploadCodeRecord",
        number: Some("502"),
        path: "/AllInterFace/GetUploadCodeRecord",
        summary: "List the uploads of a category and model.",
        params: &[
            Param::text("companyIDcode").required(),
            Param::text("IDcodeofCategory").required(),
            Param::text("ModelNumberCode").required(),
        ],
        reply: Shape::List("Coderecordlist"),
        ..READ
    };

    fn validate(&self) -> Result<(), Invalid> {
        unit::check_main_code(&self.company)?;
        Invalid::if_empty("IDcodeofCategory", &self.category_code)?;
        Invalid::if_empty("ModelNumberCode", &self.model_code)
    }
}

samples!(
    GetUploadCodeRecord,
    Self::new(unit(), "46100000", "001"),
    Self::new(unit(), "1", "1")
);
