//! 202 `GET /AllInterFace/GetAllIndustryCategoryList`: lists all categories.

use endpoint_core::{Endpoint, Shape, Spec};
use serde::{Deserialize, Serialize};

use crate::codes::READ;
use crate::{Category, Idcode};

/// 202 `GET /AllInterFace/GetAllIndustryCategoryList`: lists the categories of every level.
///
/// To descend level by level use 203; for products only, 204. Section 7 of the document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GetAllIndustryCategoryList {}

impl GetAllIndustryCategoryList {
    /// The request; it has no parameters.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Endpoint for GetAllIndustryCategoryList {
    type Vendor = Idcode;
    type Output = Vec<Category>;
    const SPEC: Spec = Spec {
        name: "GetAllIndustryCategoryList",
        number: Some("202"),
        path: "/AllInterFace/GetAllIndustryCategoryList",
        summary: "List the categories of every level.",
        reply: Shape::List("IndustryCategoryList"),
        ..READ
    };
}

samples!(GetAllIndustryCategoryList, Self::new());
