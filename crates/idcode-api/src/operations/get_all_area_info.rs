//! 101 `GET /AllInterFace/GetAllAreaInfo`: lists all administrative areas.

use endpoint_core::{Endpoint, Shape, Spec};
use serde::{Deserialize, Serialize};

use crate::codes::READ;
use crate::{Area, Idcode};

/// 101 `GET /AllInterFace/GetAllAreaInfo`: lists the administrative areas of every level.
///
/// The list has about 3,300 rows. To descend level by level use 102,
/// [`GetAreaInfoByParentID`](crate::operations::GetAreaInfoByParentID). Section 6 of the document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GetAllAreaInfo {}

impl GetAllAreaInfo {
    /// The request; it has no parameters.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Endpoint for GetAllAreaInfo {
    type Vendor = Idcode;
    type Output = Vec<Area>;
    const SPEC: Spec = Spec {
        name: "GetAllAreaInfo",
        number: Some("101"),
        path: "/AllInterFace/GetAllAreaInfo",
        summary: "List the administrative areas of every level.",
        reply: Shape::List("AddressList"),
        ..READ
    };
}

samples!(GetAllAreaInfo, Self::new());
