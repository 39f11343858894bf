//! The officers of a company.

use serde::{Deserialize, Serialize};

use crate::personal::PersonalText;

/// An officer of a company: the person and the position.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Officer {
    /// Name.
    pub name: PersonalText,
    /// Position, such as `执行董事`.
    pub position: Option<String>,
}
