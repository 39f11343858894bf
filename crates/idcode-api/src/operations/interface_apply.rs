//! 401 `GET /AllInterFace/Interface_Apply`: the page for applying for a category.

use endpoint_core::{Endpoint, Invalid, Param, Spec};
use registry_model::IdCode;
use serde::{Deserialize, Serialize};

use crate::codes::PAGE;
use crate::operations::Done;
use crate::{Idcode, Page, address, unit};

/// 401 `GET /AllInterFace/Interface_Apply`: opens the page where the user chooses a category for a
/// unit and applies for its code.
///
/// A browser page (OQ32): [`Idcode::page_url`] signs its address, and
/// [`callback`](crate::callback) reads its result. To register without a browser use 402. No other
/// path contains an underscore. Section 9 of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InterfaceApply {
    /// Main code of the unit (`companyIDcode`).
    #[serde(rename = "companyIDcode")]
    pub company: IdCode,
    /// The address that scans open (`GoToUrl`), see [`scan`](crate::scan).
    #[serde(rename = "GoToUrl")]
    pub goto_url: String,
    /// An example of such an address with a code in it (`SampleUrl`).
    #[serde(rename = "SampleUrl")]
    pub sample_url: String,
    /// Where the page redirects at the end (`CallBackUrl`).
    #[serde(rename = "CallBackUrl")]
    pub call_back_url: String,
}

impl InterfaceApply {
    /// An application for the unit with this main code.
    #[must_use]
    pub fn new(
        company: IdCode,
        goto_url: impl Into<String>,
        sample_url: impl Into<String>,
        call_back_url: impl Into<String>,
    ) -> Self {
        Self {
            company,
            goto_url: goto_url.into(),
            sample_url: sample_url.into(),
            call_back_url: call_back_url.into(),
        }
    }
}

impl Page for InterfaceApply {}

impl Endpoint for InterfaceApply {
    type Vendor = Idcode;
    type Output = Done;
    const SPEC: Spec = Spec {
        name: "Interface_Apply",
        number: Some("401"),
        path: "/AllInterFace/Interface_Apply",
        summary: "Open the page where a category code is applied for.",
        params: &[
            Param::text("companyIDcode").required(),
            Param::text("GoToUrl").required(),
            Param::text("SampleUrl").required(),
            Param::text("CallBackUrl").required(),
        ],
        ..PAGE
    };

    fn doubts(&self) -> Vec<Invalid> {
        address::doubts_of([
            ("GoToUrl", Some(&self.goto_url)),
            ("SampleUrl", Some(&self.sample_url)),
            ("CallBackUrl", Some(&self.call_back_url)),
        ])
    }

    fn validate(&self) -> Result<(), Invalid> {
        unit::check_main_code(&self.company)?;
        address::check("GoToUrl", &self.goto_url)?;
        address::check("SampleUrl", &self.sample_url)?;
        address::check("CallBackUrl", &self.call_back_url)
    }
}

samples!(
    InterfaceApply,
    Self::new(
        unit(),
        "http://www.xxxx.com/xxxx.aspx?id=1&organunitname=%E5%8D%95%E4%BD%8D%E5%90%8D%E7%A7%B0",
        "http://www.xxxx.com/xxxx.aspx",
        "http://www.xxxx.com/cb"
    ),
    Self::new(unit(), "http://a", "http://a", "http://a")
);
