//! 503 `GET /AllInterFace/GetUploadCodeInfo`: returns one upload and its files.

use endpoint_core::{Endpoint, Invalid, Param, Shape, Spec, open_enum};
use registry_model::{DecimalId, IdCode, RegistryDate};
use serde::{Deserialize, Serialize};

use crate::codes::READ;
use crate::operations::{Conversion, UploadKind};
use crate::{Idcode, unit};

/// 503 `GET /AllInterFace/GetUploadCodeInfo`: returns one upload (501), and the files with all its
/// pictures.
///
/// The title promises a list, but the sample is an object; a list of one is read as that object
/// (OQ30). Section 10 of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GetUploadCodeInfo {
    /// Main code of the unit (`companyIDcode`).
    #[serde(rename = "companyIDcode")]
    pub company: IdCode,
    /// The upload (`UploadCodeID`): an id of 502.
    #[serde(rename = "UploadCodeID")]
    pub upload_id: DecimalId,
}

impl GetUploadCodeInfo {
    /// This upload of the unit with this main code.
    #[must_use]
    pub fn new(company: IdCode, upload_id: impl Into<DecimalId>) -> Self {
        Self {
            company,
            upload_id: upload_id.into(),
        }
    }
}

/// What 503 returns. The sample writes six keys with a leading blank (OQ29).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadInfo {
    /// Id of the upload (`UPloadCode_ID`, with a capital P).
    #[serde(rename = "UPloadCode_ID")]
    pub id: DecimalId,
    /// Id of the unit (`OrganUnit_ID`).
    #[serde(rename = "OrganUnit_ID")]
    pub unit_id: Option<DecimalId>,
    /// Id of the reviewed category (`IoidCategory_ID`, spelt so).
    #[serde(rename = "IoidCategory_ID")]
    pub reviewed_category_id: Option<DecimalId>,
    /// Kind of the codes (`CodeType`).
    #[serde(rename = "CodeType")]
    pub code_kind: Option<CodeKind>,
    /// Id of the code segment (`CodeSegment_ID`); 1 in all replies seen.
    #[serde(rename = "CodeSegment_ID")]
    pub segment_id: Option<DecimalId>,
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
    /// File with all LongBei pictures (`TransDownLBPicName`, up to 500 characters).
    #[serde(rename = "TransDownLBPicName")]
    pub longbei_pictures: Option<String>,
    /// File after conversion (`TransFileName`, up to 500 characters).
    #[serde(rename = "TransFileName")]
    pub converted_file_name: Option<String>,
    /// First serial number (`StartNumber`).
    #[serde(rename = "StartNumber")]
    pub first_number: Option<DecimalId>,
    /// Last serial number (`EndNumber`).
    #[serde(rename = "EndNumber")]
    pub last_number: Option<DecimalId>,
    /// File with all QR pictures (`TransDownQRPicName`, up to 500 characters).
    #[serde(rename = "TransDownQRPicName")]
    pub qr_pictures: Option<String>,
    /// Time of the upload (`CreateCode`), as text and, if it can be parsed, as a date: no format is
    /// documented, and milliseconds since 1970 have been seen (OQ44).
    #[serde(rename = "CreateCode")]
    pub uploaded: Option<RegistryDate>,
}

open_enum! {
    /// The purpose of uploaded codes. Not documented; named as clients name it.
    pub enum CodeKind {
        /// Products, as seen in clients.
        Product = 1 => "product code",
        /// Anything else, as seen in clients.
        OtherCode = 2 => "other code",
    }
}

impl Endpoint for GetUploadCodeInfo {
    type Vendor = Idcode;
    type Output = UploadInfo;
    const SPEC: Spec = Spec {
        name: "GetUploadCodeInfo",
        number: Some("503"),
        path: "/AllInterFace/GetUploadCodeInfo",
        summary: "Return one upload with the files of its pictures.",
        params: &[
            Param::text("companyIDcode").required(),
            Param::text("UploadCodeID").required(),
        ],
        reply: Shape::Entity("Coderecordtab"),
        ..READ
    };

    fn validate(&self) -> Result<(), Invalid> {
        unit::check_main_code(&self.company)
    }
}

samples!(
    GetUploadCodeInfo,
    Self::new(unit(), 10_030_000_000_000_000_007_u64),
    Self::new(unit(), 0_u64)
);
