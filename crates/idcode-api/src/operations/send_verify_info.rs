//! 303 `GET /AllInterFace/SendVerifyInfo`: has the platform send an SMS code.

use core::fmt;

use endpoint_core::{Endpoint, Invalid, Param, ResultCode, Spec, fmt_masked};
use serde::{Deserialize, Serialize};

use crate::Idcode;
use crate::codes::WRITE;
use crate::operations::Done;
use crate::phone;

/// 303 `GET /AllInterFace/SendVerifyInfo`: has IDcode send a verification code by SMS.
///
/// The code is not returned: its recipient enters it, and 301 takes it. Each call sends an SMS.
/// Section 8 of the document.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SendVerifyInfo {
    /// Mobile phone number (`phoneCode`).
    #[serde(rename = "phoneCode")]
    pub phone: String,
}

impl SendVerifyInfo {
    /// Sends a code to this mobile phone.
    #[must_use]
    pub fn new(phone: impl Into<String>) -> Self {
        Self {
            phone: phone.into(),
        }
    }
}

impl fmt::Debug for SendVerifyInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_masked(self, f)
    }
}

impl Endpoint for SendVerifyInfo {
    type Vendor = Idcode;
    type Output = Done;
    const SPEC: Spec = Spec {
        name: "SendVerifyInfo",
        number: Some("303"),
        path: "/AllInterFace/SendVerifyInfo",
        summary: "Have the platform send a verification code by SMS.",
        params: &[Param::text("phoneCode").required().personal()],
        codes: &[ResultCode::success(1, "添加成功", "sent")],
        ..WRITE
    };

    fn validate(&self) -> Result<(), Invalid> {
        phone::check("phoneCode", &self.phone)
    }
}

samples!(
    SendVerifyInfo,
    Self::new("13800000000"),
    Self::new("+8613800000000")
);
