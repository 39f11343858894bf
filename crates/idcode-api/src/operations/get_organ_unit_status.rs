//! 308 `GET /AllInterFace/GetOrganUnitStatus`: returns verification and review state of a unit.

use endpoint_core::{Endpoint, Invalid, Param, Spec};
use registry_model::IdCode;
use serde::{Deserialize, Serialize};

use crate::codes::READ;
use crate::{Audit, Authentication, Idcode, unit};

/// 308 `GET /AllInterFace/GetOrganUnitStatus`: returns verification state, review state and
/// remaining days of resolution service.
///
/// The sample writes the keys with a leading blank (OQ29). Section 8 of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GetOrganUnitStatus {
    /// Main code of the unit (`companyIDcode`).
    #[serde(rename = "companyIDcode")]
    pub company: IdCode,
}

impl GetOrganUnitStatus {
    /// The unit with this main code.
    #[must_use]
    pub fn new(company: IdCode) -> Self {
        Self { company }
    }
}

/// What 308 returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganUnitStatus {
    /// Whether the unit is verified (`IsAuthen`).
    #[serde(rename = "IsAuthen")]
    pub authentication: Authentication,
    /// Progress of the review (`IsAudit`).
    #[serde(rename = "IsAudit")]
    pub audit: Audit,
    /// Remaining days of resolution service (`SurplusTime`), verbatim.
    #[serde(rename = "SurplusTime")]
    pub remaining_days: Option<String>,
}

impl Endpoint for GetOrganUnitStatus {
    type Vendor = Idcode;
    type Output = OrganUnitStatus;
    const SPEC: Spec = Spec {
        name: "GetOrganUnitStatus",
        number: Some("308"),
        path: "/AllInterFace/GetOrganUnitStatus",
        summary: "Return verification and review state of a unit.",
        params: &[Param::text("companyIDcode").required()],
        ..READ
    };

    fn validate(&self) -> Result<(), Invalid> {
        unit::check_main_code(&self.company)
    }
}

samples!(GetOrganUnitStatus, Self::new(unit()));
