//! A patent, as entpat may send it.

use core::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::list_result::ListRow;

/// A patent: whatever the vendor sends, since no page shows a member. Numbers above 64 bits are
/// not exact here.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Patent(pub Value);

/// The members are unknown, so none of them is shown.
impl fmt::Debug for Patent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Patent")
    }
}

impl ListRow for Patent {
    const KEY: &'static str = "lists";
}
