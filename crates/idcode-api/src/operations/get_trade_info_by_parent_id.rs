//! 104 `GET /AllInterFace/GetTradeInfoByParentID`: lists the industries below an industry.

use endpoint_core::{Endpoint, Param, Shape, Spec};
use registry_model::DecimalId;
use serde::{Deserialize, Serialize};

use crate::codes::READ;
use crate::{Idcode, Trade};

/// 104 `GET /AllInterFace/GetTradeInfoByParentID`: lists the industries below an industry.
///
/// Unlike 102 it takes no level. Section 6 of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GetTradeInfoByParentID {
    /// Id of the parent industry (`tradeidparent`, in small letters); 0 for the first level.
    #[serde(rename = "tradeidparent")]
    pub parent_id: DecimalId,
}

impl GetTradeInfoByParentID {
    /// The industries below this one; 0 for the first level.
    #[must_use]
    pub fn new(parent_id: impl Into<DecimalId>) -> Self {
        Self {
            parent_id: parent_id.into(),
        }
    }
}

impl Endpoint for GetTradeInfoByParentID {
    type Vendor = Idcode;
    type Output = Vec<Trade>;
    const SPEC: Spec = Spec {
        name: "GetTradeInfoByParentID",
        number: Some("104"),
        path: "/AllInterFace/GetTradeInfoByParentID",
        summary: "List the industries below an industry.",
        params: &[Param::decimal("tradeidparent").required()],
        reply: Shape::List("TradeList"),
        ..READ
    };
}

samples!(
    GetTradeInfoByParentID,
    Self::new(5000_u64),
    Self::new(0_u64)
);
