//! 606 `POST /AllInterFace/ApplyGoToUrlWhiteList`: applies for an address on the white list.

use endpoint_core::{Endpoint, Invalid, Param, Spec};
use serde::{Deserialize, Serialize};

use crate::codes::FORM;
use crate::operations::Done;
use crate::{Idcode, address};

/// 606 `POST /AllInterFace/ApplyGoToUrlWhiteList`: applies for an address on the white list of
/// addresses that scans may open.
///
/// It names no unit: the address belongs to the system. Section 12 of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApplyGoToUrlWhiteList {
    /// The address that scans open (`GoToUrl`), see [`scan`](crate::scan).
    #[serde(rename = "GoToUrl")]
    pub goto_url: String,
    /// An example of such an address with a code in it (`SampleUrl`).
    #[serde(rename = "SampleUrl")]
    pub sample_url: String,
}

impl ApplyGoToUrlWhiteList {
    /// Applies for this address.
    #[must_use]
    pub fn new(goto_url: impl Into<String>, sample_url: impl Into<String>) -> Self {
        Self {
            goto_url: goto_url.into(),
            sample_url: sample_url.into(),
        }
    }
}

impl Endpoint for ApplyGoToUrlWhiteList {
    type Vendor = Idcode;
    type Output = Done;
    const SPEC: Spec = Spec {
        name: "ApplyGoToUrlWhiteList",
        number: Some("606"),
        path: "/AllInterFace/ApplyGoToUrlWhiteList",
        summary: "Apply for an address to be put on the white list.",
        params: &[
            Param::text("GoToUrl").required(),
            Param::text("SampleUrl").required(),
        ],
        ..FORM
    };

    fn doubts(&self) -> Vec<Invalid> {
        address::doubts_of([
            ("GoToUrl", Some(&self.goto_url)),
            ("SampleUrl", Some(&self.sample_url)),
        ])
    }

    fn validate(&self) -> Result<(), Invalid> {
        address::check("GoToUrl", &self.goto_url)?;
        address::check("SampleUrl", &self.sample_url)
    }
}

samples!(
    ApplyGoToUrlWhiteList,
    Self::new(
        "http://www.xxxx.com/xxxx.aspx?id=",
        "http://www.xxxx.com/xxxx.aspx?id=1"
    ),
    Self::new("https://a", "https://a")
);
