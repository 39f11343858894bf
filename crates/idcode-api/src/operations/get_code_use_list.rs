//! 201 `GET /AllInterFace/GetCodeUseList`: lists the uses of codes.

use endpoint_core::{Endpoint, Shape, Spec};
use serde::{Deserialize, Serialize};

use crate::codes::READ;
use crate::{CodeUse, Idcode};

/// 201 `GET /AllInterFace/GetCodeUseList`: lists the uses that a code can have, for persons,
/// events and things.
///
/// Section 7 of the document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GetCodeUseList {}

impl GetCodeUseList {
    /// The request; it has no parameters.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

impl Endpoint for GetCodeUseList {
    type Vendor = Idcode;
    type Output = Vec<CodeUse>;
    const SPEC: Spec = Spec {
        name: "GetCodeUseList",
        number: Some("201"),
        path: "/AllInterFace/GetCodeUseList",
        summary: "List the uses that a code can have.",
        reply: Shape::List("CodeUseList"),
        ..READ
    };
}

samples!(GetCodeUseList, Self::new());
