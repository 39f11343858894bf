//! 103 `GET /AllInterFace/GetAllTradeInfo`: lists all industries.

use endpoint_core::{Endpoint, Shape, Spec};
use serde::{Deserialize, Serialize};

use crate::codes::READ;
use crate::{Idcode, Trade};

/// 103 `GET /AllInterFace/GetAllTradeInfo`: lists the industries of every level.
///
/// The document lists them for the registration of a unit, but 305 takes one. To descend level by
/// level use 104, [`GetTradeInfoByParentID`](crate::operations::GetTradeInfoByParentID).
/// Section 6 of the document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GetAllTradeInfo {}

impl GetAllTradeInfo {
    /// The request; it has no parameters.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Endpoint for GetAllTradeInfo {
    type Vendor = Idcode;
    type Output = Vec<Trade>;
    const SPEC: Spec = Spec {
        name: "GetAllTradeInfo",
        number: Some("103"),
        path: "/AllInterFace/GetAllTradeInfo",
        summary: "List the industries of every level.",
        reply: Shape::List("TradeList"),
        ..READ
    };
}

samples!(GetAllTradeInfo, Self::new());
