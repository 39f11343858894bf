//! 105 `GET /AllInterFace/GetUnitType`: the kinds of organisation.

use endpoint_core::{Endpoint, Shape, Spec};
use registry_model::DecimalId;
use serde::{Deserialize, Serialize};

use crate::Idcode;
use crate::codes::READ;

/// 105 `GET /AllInterFace/GetUnitType`: lists the kinds of organisation (单位性质).
///
/// Section 6 of the document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GetUnitType {}

impl GetUnitType {
    /// The request; it has no parameters.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

/// A kind of organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitType {
    /// Name (`UnitTypeName`, up to 50 characters).
    #[serde(rename = "UnitTypeName")]
    pub name: Option<String>,
    /// Code (`Code`, up to 8 digits): the parameter `code` of 301 and 309, and `UnitType_ID` in the
    /// replies of 306 and 307.
    #[serde(rename = "Code")]
    pub code: DecimalId,
}

impl Endpoint for GetUnitType {
    type Vendor = Idcode;
    type Output = Vec<UnitType>;
    const SPEC: Spec = Spec {
        name: "GetUnitType",
        number: Some("105"),
        path: "/AllInterFace/GetUnitType",
        summary: "List the kinds of organisation.",
        reply: Shape::List("UnitTypeList"),
        ..READ
    };
}

samples!(GetUnitType, Self::new());
