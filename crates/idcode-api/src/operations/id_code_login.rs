//! 607 `GET /AllInterFace/IDcodeLogin`: the login page.

use endpoint_core::{Endpoint, Invalid, Param, Spec};
use serde::{Deserialize, Serialize};

use crate::codes::PAGE;
use crate::{Idcode, Page, UnitAccount, address};

/// 607 `GET /AllInterFace/IDcodeLogin`: opens the page where a registered user logs in.
///
/// A browser page (OQ32): see [`Idcode::page_url`]. The documented reply is that of 601, but the
/// document does not say how it reaches the callback address (OQ34): pass what arrives there to
/// [`UnitAccount::from_json`] or [`UnitAccount::from_fields`]. Section 12 of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IDcodeLogin {
    /// Where the page redirects at the end (`callBackUrl`, with a small c).
    #[serde(rename = "callBackUrl")]
    pub call_back_url: String,
}

impl IDcodeLogin {
    /// A login that redirects to this address at the end.
    #[must_use]
    pub fn new(call_back_url: impl Into<String>) -> Self {
        Self {
            call_back_url: call_back_url.into(),
        }
    }
}

impl Page for IDcodeLogin {}

impl Endpoint for IDcodeLogin {
    type Vendor = Idcode;
    type Output = UnitAccount;
    const SPEC: Spec = Spec {
        name: "IDcodeLogin",
        number: Some("607"),
        path: "/AllInterFace/IDcodeLogin",
        summary: "Open the login page.",
        params: &[Param::text("callBackUrl").required()],
        ..PAGE
    };

    fn doubts(&self) -> Vec<Invalid> {
        address::doubts_of([("callBackUrl", Some(&self.call_back_url))])
    }

    fn validate(&self) -> Result<(), Invalid> {
        address::check("callBackUrl", &self.call_back_url)
    }
}

samples!(
    IDcodeLogin,
    Self::new("http://www.xxxx.com/back?session=1"),
    Self::new("https://a")
);
