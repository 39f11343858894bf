//! 405 `GET /AllInterFace/ProductIDcodeApply`: the page for applying for a given category.

use endpoint_core::{Endpoint, Invalid, Param, Spec};
use registry_model::{DecimalId, IdCode};
use serde::{Deserialize, Serialize};

use crate::codes::PAGE;
use crate::operations::Done;
use crate::{Application, Idcode, Page, address, unit};

/// 405 `GET /AllInterFace/ProductIDcodeApply`: opens the page where a given product category of a
/// unit is registered or filed.
///
/// A browser page (OQ32): [`Idcode::page_url`] signs its address, and
/// [`callback`](crate::callback) reads its result. Section 9 of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ProductIDcodeApply {
    /// Main code of the unit (`companyIDcode`).
    #[serde(rename = "companyIDcode")]
    pub company: IdCode,
    /// The category (`industryCategory_ID`, with a small i): an id of 202, 203 or 204.
    #[serde(rename = "industryCategory_ID")]
    pub category_id: DecimalId,
    /// Registered or filed (`codePayType`).
    #[serde(rename = "codePayType")]
    pub application: Application,
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

impl ProductIDcodeApply {
    /// An application of the unit with this main code for a category (an id of 202 to 204).
    #[must_use]
    pub fn new(
        company: IdCode,
        category_id: impl Into<DecimalId>,
        application: Application,
        goto_url: impl Into<String>,
        sample_url: impl Into<String>,
        call_back_url: impl Into<String>,
    ) -> Self {
        Self {
            company,
            category_id: category_id.into(),
            application,
            goto_url: goto_url.into(),
            sample_url: sample_url.into(),
            call_back_url: call_back_url.into(),
        }
    }
}

impl Page for ProductIDcodeApply {}

impl Endpoint for ProductIDcodeApply {
    type Vendor = Idcode;
    type Output = Done;
    const SPEC: Spec = Spec {
        name: "ProductIDcodeApply",
        number: Some("405"),
        path: "/AllInterFace/ProductIDcodeApply",
        summary: "Open the page where a product category is registered or filed.",
        params: &[
            Param::text("companyIDcode").required(),
            Param::text("industryCategory_ID").required(),
            Param::text("codePayType")
                .required()
                .values(Application::VALUES),
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
        self.application.check_listed("codePayType")?;
        address::check("GoToUrl", &self.goto_url)?;
        address::check("SampleUrl", &self.sample_url)?;
        address::check("CallBackUrl", &self.call_back_url)
    }
}

samples!(
    ProductIDcodeApply,
    Self::new(
        unit(),
        10_222_u64,
        Application::Registered,
        "http://www.xxxx.com/xxxx.aspx?id=",
        "http://www.xxxx.com/xxxx.aspx?id=1",
        "http://www.xxxx.com/cb?a=1&b=2"
    ),
    Self::new(
        unit(),
        0_u64,
        Application::Filed,
        "http://a",
        "http://a",
        "http://a"
    )
);
