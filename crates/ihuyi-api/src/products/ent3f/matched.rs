//! Whether the three elements belong together, as ent3f says it.

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
    /// Reserved by the document, for what it does not say (`info`).
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

/// What is reserved may be about a person: only whether it is there is shown.
impl fmt::Debug for MatchResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { status, info } = self;
        f.debug_struct("MatchResult")
            .field("status", status)
            .field("has_info", &info.is_some())
            .finish()
    }
}
