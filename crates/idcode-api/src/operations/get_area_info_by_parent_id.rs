//! 102 `GET /AllInterFace/GetAreaInfoByParentID`: the areas below an area.

use endpoint_core::{Endpoint, Invalid, Param, Shape, Spec};
use registry_model::DecimalId;
use serde::{Deserialize, Serialize};

use crate::codes::READ;
use crate::{Area, AreaLevel, Idcode};

/// 102 `GET /AllInterFace/GetAreaInfoByParentID`: lists the areas below an area.
///
/// With a level, it lists the areas of that level in the subtree of the area, including the area
/// itself (OQ39). Section 6 of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GetAreaInfoByParentID {
    /// Id of the parent area (`addressidparent`, in small letters); 0 for the provinces.
    #[serde(rename = "addressidparent")]
    pub parent_id: DecimalId,
    /// Only areas of this level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<AreaLevel>,
}

impl GetAreaInfoByParentID {
    /// The areas below this one; 0 for the provinces.
    #[must_use]
    pub fn new(parent_id: impl Into<DecimalId>) -> Self {
        Self {
            parent_id: parent_id.into(),
            level: None,
        }
    }

    /// Lists areas of this level only.
    #[must_use]
    pub fn with_level(mut self, level: AreaLevel) -> Self {
        self.level = Some(level);
        self
    }
}

impl Endpoint for GetAreaInfoByParentID {
    type Vendor = Idcode;
    type Output = Vec<Area>;
    const SPEC: Spec = Spec {
        name: "GetAreaInfoByParentID",
        number: Some("102"),
        path: "/AllInterFace/GetAreaInfoByParentID",
        summary: "List the areas below an area.",
        params: &[
            Param::decimal("addressidparent").required(),
            Param::int("level").unmarked().values(AreaLevel::VALUES),
        ],
        reply: Shape::List("AddressList"),
        ..READ
    };

    fn validate(&self) -> Result<(), Invalid> {
        self.level
            .map_or(Ok(()), |value| value.check_listed("level"))
    }
}

samples!(
    GetAreaInfoByParentID,
    Self::new(440_000_u64).with_level(AreaLevel::City),
    Self::new(0_u64)
);
