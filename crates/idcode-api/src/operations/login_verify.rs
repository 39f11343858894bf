//! 601 `GET /AllInterFace/LoginVerify`: checks a login.

use core::fmt;

use endpoint_core::{Endpoint, Invalid, Param, Secret, Spec, fmt_masked};
use serde::{Deserialize, Serialize};

use crate::codes::READ;
use crate::operations::Login;
use crate::{Idcode, UnitAccount};

/// 601 `GET /AllInterFace/LoginVerify`: checks user name and password of a registered user, and
/// returns the unit.
///
/// The password is plain, unlike that of 310 (OQ14), and travels in the query string, as the
/// document requires. The reply to a wrong login is not documented. Section 12 of the document.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LoginVerify {
    /// User name (`loginName`).
    #[serde(rename = "loginName")]
    pub login_name: String,
    /// Password, plain (`loginPswd`).
    #[serde(rename = "loginPswd")]
    pub login_password: Secret,
}

impl LoginVerify {
    /// Checks this login.
    #[must_use]
    pub fn new(login: Login) -> Self {
        Self {
            login_name: login.name,
            login_password: login.password,
        }
    }
}

impl fmt::Debug for LoginVerify {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_masked(self, f)
    }
}

impl Endpoint for LoginVerify {
    type Vendor = Idcode;
    type Output = UnitAccount;
    const SPEC: Spec = Spec {
        name: "LoginVerify",
        number: Some("601"),
        path: "/AllInterFace/LoginVerify",
        summary: "Check a login and return the unit.",
        params: &[
            Param::text("loginName").required().personal(),
            Param::text("loginPswd").required().secret(),
        ],
        ..READ
    };

    fn validate(&self) -> Result<(), Invalid> {
        Invalid::if_empty("loginName", &self.login_name)?;
        Invalid::if_empty("loginPswd", self.login_password.expose())
    }
}

samples!(
    LoginVerify,
    Self::new(login("zhangsan", "p@ss w&rd=1%")),
    Self::new(login("1", "密"))
);
