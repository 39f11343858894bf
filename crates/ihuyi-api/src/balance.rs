//! Declares the reply of every GetNum.

use serde::{Deserialize, Serialize};

/// The number of queries left of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// Remaining queries (`num`); documented as text, sent as a number (`num-type`).
    pub num: u64,
}
