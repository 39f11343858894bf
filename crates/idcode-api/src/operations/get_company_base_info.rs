//! 306 `GET /AllInterFace/GetCompanyBaseInfo`: returns a unit by its main code.

use endpoint_core::{Endpoint, Invalid, Param, Spec};
use registry_model::IdCode;
use serde::{Deserialize, Serialize};

use crate::codes::READ;
use crate::{Idcode, Unit, unit};

/// 306 `GET /AllInterFace/GetCompanyBaseInfo`: returns the basic data of a unit.
///
/// If the status is [`Incomplete`](crate::UnitStatus::Incomplete), complete the data with 305.
/// Section 8 of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GetCompanyBaseInfo {
    /// Main code of the unit (`companyIDcode`).
    #[serde(rename = "companyIDcode")]
    pub company: IdCode,
}

impl GetCompanyBaseInfo {
    /// The unit with this main code.
    #[must_use]
    pub fn new(company: IdCode) -> Self {
        Self { company }
    }
}

impl Endpoint for GetCompanyBaseInfo {
    type Vendor = Idcode;
    type Output = Unit;
    const SPEC: Spec = Spec {
        name: "GetCompanyBaseInfo",
        number: Some("306"),
        path: "/AllInterFace/GetCompanyBaseInfo",
        summary: "Return the basic data of a unit by its main code.",
        params: &[Param::text("companyIDcode").required()],
        ..READ
    };

    fn validate(&self) -> Result<(), Invalid> {
        unit::check_main_code(&self.company)
    }
}

samples!(
    GetCompanyBaseInfo,
    Self::new(parsed("i.86.110108.52")),
    Self::new(unit())
);
