//! 204 `GET /AllInterFace/GetProductCategoryList`: lists the categories of products.

use endpoint_core::{Endpoint, Shape, Spec};
use serde::{Deserialize, Serialize};

use crate::codes::READ;
use crate::{Category, Idcode};

/// 204 `GET /AllInterFace/GetProductCategoryList`: lists the categories of products.
///
/// The rows are those of 202; the selection rule is not documented. Section 7 of the document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GetProductCategoryList {}

impl GetProductCategoryList {
    /// The request; it has no parameters.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Endpoint for GetProductCategoryList {
    type Vendor = Idcode;
    type Output = Vec<Category>;
    const SPEC: Spec = Spec {
        name: "GetProductCategoryList",
        number: Some("204"),
        path: "/AllInterFace/GetProductCategoryList",
        summary: "List the categories of products.",
        reply: Shape::List("IndustryCategoryList"),
        ..READ
    };
}

samples!(GetProductCategoryList, Self::new());
