//! What operations return that have nothing to return.

use serde::{Deserialize, Serialize};

/// The reply of operations that return nothing but their result code.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {}
