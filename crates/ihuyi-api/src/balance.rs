//! What every GetNum returns.

use serde::{Deserialize, Serialize};

/// How many queries of a product are left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// Remaining queries (`num`); documented as text, sent as a number (`num-type`).
    pub num: u64,
}
