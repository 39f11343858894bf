//! 501 `POST /AllInterFace/UploadCodeList`: uploads item codes as a list.

use core::num::NonZeroUsize;

use endpoint_core::{Endpoint, Invalid, Param, Spec};
use registry_model::{DecimalId, IdCode};
use serde::{Deserialize, Serialize};

use crate::codes::FORM;
use crate::operations::{Done, Generation};
use crate::{Idcode, ItemCodes, unit};

/// 501 `POST /AllInterFace/UploadCodeList`: uploads item codes of a registration as one text,
/// separated by commas.
///
/// The second operation of this number; the first is
/// [`UploadCodeFile`](crate::operations::UploadCodeFile). The document sets no limit for the codes
/// of a call; [`UploadCodeList::batches`] splits a call into several, with a report of each.
/// Section 10 of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UploadCodeList {
    /// Main code of the unit (`companyIDcode`).
    #[serde(rename = "companyIDcode")]
    pub company: IdCode,
    /// The registration (`CategoryReg_ID`): an id of 402, 403 or 404.
    #[serde(rename = "CategoryReg_ID")]
    pub registration_id: DecimalId,
    /// The codes (`CodeListStr`).
    #[serde(rename = "CodeListStr")]
    pub codes: ItemCodes,
    /// How short codes are made (`generateType`); in sequence unless set.
    #[serde(rename = "generateType", skip_serializing_if = "Option::is_none")]
    pub generation: Option<Generation>,
}

impl UploadCodeList {
    /// Uploads these codes for a registration of the unit with this main code.
    #[must_use]
    pub fn new(company: IdCode, registration_id: impl Into<DecimalId>, codes: ItemCodes) -> Self {
        Self {
            company,
            registration_id: registration_id.into(),
            codes,
            generation: None,
        }
    }

    /// Chooses how short codes are made.
    #[must_use]
    pub fn with_generation(mut self, generation: Generation) -> Self {
        self.generation = Some(generation);
        self
    }

    /// Splits the upload into calls of at most `size` codes, in their order.
    ///
    /// ```
    /// use core::num::NonZeroUsize;
    /// use idcode_api::ItemCodes;
    /// use idcode_api::operations::UploadCodeList;
    ///
    /// let all = UploadCodeList::new("i.86.110108.52".parse()?, 7_u64, ItemCodes::new(["1", "2", "3"])?);
    /// let size = NonZeroUsize::new(2).ok_or("zero")?;
    /// let lists: Vec<_> = all.split(size).map(|call| call.codes.to_list()).collect();
    /// assert_eq!(lists, ["1,2", "3"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn split(self, size: NonZeroUsize) -> impl Iterator<Item = Self> {
        let Self {
            company,
            registration_id,
            codes,
            generation,
        } = self;
        codes.split(size).map(move |codes| Self {
            company: company.clone(),
            registration_id,
            codes,
            generation,
        })
    }
}

impl Endpoint for UploadCodeList {
    type Vendor = Idcode;
    type Output = Done;
    const SPEC: Spec = Spec {
        name: "UploadCodeList",
        number: Some("501"),
        path: "/AllInterFace/UploadCodeList",
        summary: "Upload item codes as a list.",
        params: &[
            Param::text("companyIDcode").required(),
            Param::text("CategoryReg_ID").required(),
            Param::text("CodeListStr").required().unmarked(),
            Param::text("generateType")
                .default("1")
                .values(Generation::VALUES),
        ],
        ..FORM
    };

    fn validate(&self) -> Result<(), Invalid> {
        unit::check_main_code(&self.company)?;
        self.generation
            .map_or(Ok(()), |value| value.check_listed("generateType"))
    }

    fn doubts(&self) -> Vec<Invalid> {
        let doubts = self.codes.doubts();
        if doubts.is_empty() {
            return Vec::new();
        }
        vec![Invalid::value("CodeListStr", doubts.to_string())]
    }
}

samples!(
    UploadCodeList,
    Self::new(unit(), REGISTRATION, codes(&["1", "2", "3"])).with_generation(Generation::AtRandom),
    Self::new(unit(), 0_u64, codes(&["1 & 2"]))
);
