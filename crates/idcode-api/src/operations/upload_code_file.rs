//! 501 `POST /AllInterFace/UploadCodeFile`: uploads item codes as a file.

use endpoint_core::{Endpoint, File, Invalid, Param, Spec, open_enum};
use registry_model::{DecimalId, IdCode};
use serde::{Deserialize, Serialize};

use crate::codes::UPLOAD;
use crate::operations::Done;
use crate::{CodeFile, Idcode, unit};

/// 501 `POST /AllInterFace/UploadCodeFile` (multipart): uploads item codes of a registration as a
/// text file, one code for one item.
///
/// The first operation of this number; the second is
/// [`UploadCodeList`](crate::operations::UploadCodeList). The file is the form part
/// `CodeFileName` (OQ18) and is not signed. Its format is not documented: a
/// [`CodeFile`](crate::CodeFile) of any size is checked before and read during the upload,
/// [`ItemCodes::to_file`](crate::ItemCodes::to_file) writes one code per line (OQ19), and any other
/// file is sent unchanged. Section 10 of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UploadCodeFile {
    /// Main code of the unit (`companyIDcode`).
    #[serde(rename = "companyIDcode")]
    pub company: IdCode,
    /// The registration (`CategoryReg_ID`): an id of 402, 403 or 404.
    #[serde(rename = "CategoryReg_ID")]
    pub registration_id: DecimalId,
    /// The file (`CodeFileName`).
    #[serde(skip)]
    pub file: File,
    /// How short codes are made (`generateType`); in sequence unless set.
    #[serde(rename = "generateType", skip_serializing_if = "Option::is_none")]
    pub generation: Option<Generation>,
}

open_enum! {
    /// How the platform makes the short codes of an upload (501).
    pub enum Generation {
        /// In sequence.
        InSequence = 1 => "in sequence",
        /// At random.
        AtRandom = 0 => "at random",
    }
}

impl UploadCodeFile {
    /// Uploads this file for a registration of the unit with this main code. The codes of a
    /// [`CodeFile`](crate::CodeFile) have been checked.
    #[must_use]
    pub fn new(
        company: IdCode,
        registration_id: impl Into<DecimalId>,
        file: impl Into<File>,
    ) -> Self {
        Self {
            company,
            registration_id: registration_id.into(),
            file: file.into(),
            generation: None,
        }
    }

    /// Chooses how short codes are made.
    #[must_use]
    pub fn with_generation(mut self, generation: Generation) -> Self {
        self.generation = Some(generation);
        self
    }
}

impl Endpoint for UploadCodeFile {
    type Vendor = Idcode;
    type Output = Done;
    const SPEC: Spec = Spec {
        name: "UploadCodeFile",
        number: Some("501"),
        path: "/AllInterFace/UploadCodeFile",
        summary: "Upload item codes as a text file.",
        params: &[
            Param::text("companyIDcode").required(),
            Param::text("CategoryReg_ID").required(),
            Param::file("CodeFileName").unmarked(),
            Param::text("generateType")
                .default("1")
                .values(Generation::VALUES),
        ],
        ..UPLOAD
    };

    fn files(&self) -> Vec<(&'static str, &File)> {
        vec![("CodeFileName", &self.file)]
    }

    fn set_file(&mut self, _: &str, file: File) {
        self.file = file;
    }

    fn validate(&self) -> Result<(), Invalid> {
        unit::check_main_code(&self.company)?;
        if self.file.is_empty() {
            return Err(Invalid::value("CodeFileName", "must not be empty"));
        }
        self.generation
            .map_or(Ok(()), |value| value.check_listed("generateType"))
    }

    /// Reads the file. There are no doubts about a file that is not a list of codes, one per line,
    /// because the format is not documented.
    fn doubts(&self) -> Vec<Invalid> {
        match CodeFile::try_from(&self.file) {
            Ok(codes) if !codes.doubts().is_empty() => {
                vec![Invalid::value("CodeFileName", codes.doubts().to_string())]
            }
            _ => Vec::new(),
        }
    }
}

samples!(
    UploadCodeFile,
    Self::new(
        unit(),
        REGISTRATION,
        File::new("codes.txt", &b"1\n2\n3\n"[..])
    )
    .with_generation(Generation::InSequence),
    Self::new(unit(), 0_u64, File::new("", &b"1"[..]))
);
