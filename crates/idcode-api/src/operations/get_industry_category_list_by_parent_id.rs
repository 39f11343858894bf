//! 203 `GET /AllInterFace/GetIndustryCategoryListByParentID`: lists subcategories.

use endpoint_core::{Endpoint, Param, Shape, Spec};
use registry_model::DecimalId;
use serde::{Deserialize, Serialize};

use crate::codes::READ;
use crate::{Category, Idcode};

/// 203 `GET /AllInterFace/GetIndustryCategoryListByParentID`: lists the categories directly below a
/// category.
///
/// The document does not mark the parameter; we require it, as in 102 and 104. Section 7
/// of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GetIndustryCategoryListByParentID {
    /// Id of the parent category (`industryCategory_ID_Parent`, with a small i); 0 for the first
    /// level.
    #[serde(rename = "industryCategory_ID_Parent")]
    pub parent_id: DecimalId,
}

impl GetIndustryCategoryListByParentID {
    /// The categories below this one; 0 for the first level.
    #[must_use]
    pub fn new(parent_id: impl Into<DecimalId>) -> Self {
        Self {
            parent_id: parent_id.into(),
        }
    }
}

impl Endpoint for GetIndustryCategoryListByParentID {
    type Vendor = Idcode;
    type Output = Vec<Category>;
    const SPEC: Spec = Spec {
        name: "GetIndustryCategoryListByParentID",
        number: Some("203"),
        path: "/AllInterFace/GetIndustryCategoryListByParentID",
        summary: "List the categories below a category.",
        params: &[Param::decimal("industryCategory_ID_Parent")
            .required()
            .unmarked()],
        reply: Shape::List("IndustryCategoryList"),
        ..READ
    };
}

samples!(
    GetIndustryCategoryListByParentID,
    Self::new(10_222_u64),
    Self::new(0_u64)
);
