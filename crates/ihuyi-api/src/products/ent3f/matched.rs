//! Declares the reply of ent3f.

use core::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{MatchStatus, Serial};

/// What ent3f returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matched {
    /// The vendor's serial number of the query (`idcardid`).
    #[serde(rename = "idcardid", default, deserialize_with = "Serial::if_any")]
    pub serial: Option<Serial>,
    /// The result.
    pub result: MatchResult,
}

/// The result of ent3f.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MatchResult {
    /// The outcome.
    pub status: MatchStatus,
    /// Reserved; the document does not say for what (`info`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub info: Option<Value>,
}

impl MatchResult {
    /// The result with this outcome.
    #[must_use]
    pub fn new(status: MatchStatus) -> Self {
        Self { status, info: None }
    }
}

/// Hides the reserved data, which may be personal, and shows only whether there is any.
impl fmt::Debug for MatchResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { status, info } = self;
        f.debug_struct("MatchResult")
            .field("status", status)
            .field("has_info", &info.is_some())
            .finish()
    }
}
