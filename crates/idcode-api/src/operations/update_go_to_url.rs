//! 602 `GET /AllInterFace/UpdateGoToUrl`: changes the address of the codes of a category.

use endpoint_core::{Endpoint, Invalid, Param, Spec};
use registry_model::{DecimalId, IdCode};
use serde::{Deserialize, Serialize};

use crate::codes::WRITE;
use crate::operations::Done;
use crate::{Idcode, address, unit, unset};

/// 602 `GET /AllInterFace/UpdateGoToUrl`: submits a new address for the codes of a registration,
/// to be reviewed.
///
/// The document requires the main code only, but a call without the other parameters changes
/// nothing: see [`doubtful`](Self::doubtful) (OQ37). Section 12 of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UpdateGoToUrl {
    /// Main code of the unit (`companyIDcode`).
    #[serde(rename = "companyIDcode")]
    pub company: IdCode,
    /// The address that scans open (`goToUrl`, with a small g), see [`scan`](crate::scan).
    #[serde(rename = "goToUrl", skip_serializing_if = "Option::is_none")]
    pub goto_url: Option<String>,
    /// An example of such an address with a code in it (`sampleUrl`).
    #[serde(rename = "sampleUrl", skip_serializing_if = "Option::is_none")]
    pub sample_url: Option<String>,
    /// The registration (`RegID`), elsewhere named `CategoryReg_ID`.
    #[serde(
        rename = "RegID",
        default,
        deserialize_with = "unset::none_if_empty",
        skip_serializing_if = "Option::is_none"
    )]
    pub registration_id: Option<DecimalId>,
}

impl UpdateGoToUrl {
    /// Changes the address of a registration (an id of 402, 403 or 404) of the unit with this
    /// main code.
    #[must_use]
    pub fn new(
        company: IdCode,
        registration_id: impl Into<DecimalId>,
        goto_url: impl Into<String>,
    ) -> Self {
        Self {
            company,
            goto_url: Some(goto_url.into()),
            sample_url: None,
            registration_id: Some(registration_id.into()),
        }
    }

    /// With an example of the address.
    #[must_use]
    pub fn with_sample_url(mut self, sample_url: impl Into<String>) -> Self {
        self.sample_url = Some(sample_url.into());
        self
    }

    /// The missing parameters without which there is nothing to review: a reason to warn, not to
    /// refuse (OQ37).
    #[must_use]
    pub fn doubtful(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if !unset::is_set(self.goto_url.as_ref()) {
            missing.push("goToUrl");
        }
        if self.registration_id.is_none() {
            missing.push("RegID");
        }
        missing
    }
}

impl Endpoint for UpdateGoToUrl {
    type Vendor = Idcode;
    type Output = Done;
    const SPEC: Spec = Spec {
        name: "UpdateGoToUrl",
        number: Some("602"),
        path: "/AllInterFace/UpdateGoToUrl",
        summary: "Submit a new address for the codes of a registration.",
        params: &[
            Param::text("companyIDcode").required(),
            Param::text("goToUrl").unmarked(),
            Param::text("sampleUrl").unmarked(),
            Param::text("RegID").unmarked(),
        ],
        ..WRITE
    };

    fn doubts(&self) -> Vec<Invalid> {
        let missing = |name| Invalid::value(name, "without it there is nothing to review");
        let missing = self.doubtful().into_iter().map(missing);
        let addresses = address::doubts_of([
            ("goToUrl", self.goto_url.as_ref()),
            ("sampleUrl", self.sample_url.as_ref()),
        ]);
        missing.chain(addresses).collect()
    }

    fn validate(&self) -> Result<(), Invalid> {
        unit::check_main_code(&self.company)?;
        address::check_if_set("goToUrl", self.goto_url.as_ref())?;
        address::check_if_set("sampleUrl", self.sample_url.as_ref())
    }
}

samples!(
    UpdateGoToUrl,
    Self::new(
        unit(),
        REGISTRATION,
        "http://www.xxxx.com/xxxx.aspx?tenantId=a1&lang=zh"
    )
    .with_sample_url("http://www.xxxx.com/样例.aspx"),
    Self {
        goto_url: None,
        registration_id: None,
        ..Self::new(unit(), 0_u64, "")
    }
);
