//! Declares the reply of operations that return nothing.

use serde::{Deserialize, Serialize};

/// The reply of operations that return a result code only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {}
