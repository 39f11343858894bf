//! Holds a patent, the presumed row of entpat.

use core::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::list_result::ListRow;

/// A patent as received, since no web page shows its members. Numbers beyond 64 bits lose
/// precision.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Patent(pub Value);

/// Shows no member, since they are unknown and may be personal.
impl fmt::Debug for Patent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Patent")
    }
}

impl ListRow for Patent {
    const KEY: &'static str = "lists";
}
