//! 403 `GET /AllInterFace/GetBaseIDcodeInfo`: finds registrations of a unit by category.

use endpoint_core::{Endpoint, Invalid, Param, Shape, Spec};
use registry_model::IdCode;
use serde::{Deserialize, Serialize};

use crate::codes::READ;
use crate::{CategoryRegistration, Idcode, unit};

/// 403 `GET /AllInterFace/GetBaseIDcodeInfo`: finds the registrations of a unit by category code
/// and model code, each matched exactly.
///
/// Without both, it presumably returns all registrations of the unit (OQ40). Section 9 of the
/// document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GetBaseIDcodeInfo {
    /// Main code of the unit (`companyIDcode`).
    #[serde(rename = "companyIDcode")]
    pub company: IdCode,
    /// Code of the category (`IDcodeofCategory`), such as `46100000`.
    #[serde(rename = "IDcodeofCategory", skip_serializing_if = "Option::is_none")]
    pub category_code: Option<String>,
    /// Code of the model (`ModelNumberCode`).
    #[serde(rename = "ModelNumberCode", skip_serializing_if = "Option::is_none")]
    pub model_code: Option<String>,
}

impl GetBaseIDcodeInfo {
    /// The registrations of the unit with this main code.
    #[must_use]
    pub fn new(company: IdCode) -> Self {
        Self {
            company,
            category_code: None,
            model_code: None,
        }
    }

    /// Only registrations in the category with this code.
    #[must_use]
    pub fn with_category_code(mut self, code: impl Into<String>) -> Self {
        self.category_code = Some(code.into());
        self
    }

    /// Only registrations of the model with this code.
    #[must_use]
    pub fn with_model_code(mut self, code: impl Into<String>) -> Self {
        self.model_code = Some(code.into());
        self
    }
}

impl Endpoint for GetBaseIDcodeInfo {
    type Vendor = Idcode;
    type Output = Vec<CategoryRegistration>;
    const SPEC: Spec = Spec {
        name: "GetBaseIDcodeInfo",
        number: Some("403"),
        path: "/AllInterFace/GetBaseIDcodeInfo",
        summary: "Find the category registrations of a unit by category and model.",
        params: &[
            Param::text("companyIDcode").required(),
            Param::text("IDcodeofCategory"),
            Param::text("ModelNumberCode"),
        ],
        reply: Shape::List("BaseIDcodeList"),
        ..READ
    };

    fn validate(&self) -> Result<(), Invalid> {
        unit::check_main_code(&self.company)
    }
}

samples!(
    GetBaseIDcodeInfo,
    Self::new(unit())
        .with_category_code("46100000")
        .with_model_code("型号01"),
    Self::new(unit())
);
