//! 103 `GET /AllInterFace/GetAllTradeInfo`: all industries at once.

use endpoint_core::{Endpoint, Shape, Spec};
use serde::{Deserialize, Serialize};

use crate::codes::READ;
use crate::{Idcode, Trade};

/// 103 `GET /AllInterFace/GetAllTradeInfo`: lists the industries of every level.
///
/// The document gives them for the registration of a unit; what takes one is 305. To go down step
/// by step use 104, [`GetTradeInfoByParentID`](crate::operations::GetTradeInfoByParentID).
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
