//! 302 `GET /AllInterFace/GetVerifyInfo`: returns an SMS code for the caller to send.

use core::fmt;

use endpoint_core::{Endpoint, Invalid, Param, ResultCode, Secret, Spec, fmt_masked};
use serde::{Deserialize, Serialize};

use crate::codes::WRITE;
use crate::{Idcode, phone};

/// 302 `GET /AllInterFace/GetVerifyInfo`: returns a verification code, which the caller sends to
/// the phone by SMS.
///
/// With 303 the platform sends it. Call one of the two before 301, not both. Section 8 of
/// the document.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GetVerifyInfo {
    /// Mobile phone number (`phoneCode`).
    #[serde(rename = "phoneCode")]
    pub phone: String,
}

impl GetVerifyInfo {
    /// A code for this mobile phone.
    #[must_use]
    pub fn new(phone: impl Into<String>) -> Self {
        Self {
            phone: phone.into(),
        }
    }
}

/// What 302 returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyCode {
    /// The code for the SMS (`VerifyCode`, up to 100 characters): the value of `smsVerifyCode`
    /// in 301.
    #[serde(rename = "VerifyCode")]
    pub code: Secret,
}

impl fmt::Debug for GetVerifyInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_masked(self, f)
    }
}

impl Endpoint for GetVerifyInfo {
    type Vendor = Idcode;
    type Output = VerifyCode;
    const SPEC: Spec = Spec {
        name: "GetVerifyInfo",
        number: Some("302"),
        path: "/AllInterFace/GetVerifyInfo",
        summary: "Return a verification code for the caller to send by SMS.",
        params: &[Param::text("phoneCode").required().personal()],
        codes: &[ResultCode::success(1, "添加成功", "made")],
        ..WRITE
    };

    fn validate(&self) -> Result<(), Invalid> {
        phone::check("phoneCode", &self.phone)
    }
}

samples!(
    GetVerifyInfo,
    Self::new("13800000000"),
    Self::new("+8613800000000")
);
