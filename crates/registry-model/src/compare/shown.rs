//! A value of a comparison as text, with its provenance.

use core::fmt;

use serde::Serialize;

use crate::personal::masked;
use crate::provenance::{Provenance, Sourced};

/// A value as text, with its provenance. In full by [`text`](Self::text) and serde; `Debug` masks
/// values about persons.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    text: String,
    #[serde(skip)]
    is_personal: bool,
    #[serde(rename = "source")]
    provenance: Provenance,
}

impl Shown {
    pub(super) fn new<T>(sourced: &Sourced<T>, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            is_personal: false,
            provenance: sourced.provenance.clone(),
        }
    }

    pub(super) fn personal(mut self) -> Self {
        self.is_personal = true;
        self
    }

    /// The value in full.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the value is personal data, which is kept out of logs.
    #[must_use]
    pub const fn is_personal(&self) -> bool {
        self.is_personal
    }

    /// Where it comes from.
    #[must_use]
    pub const fn provenance(&self) -> &Provenance {
        &self.provenance
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_personal {
            write!(f, "\"{}\" from {}", masked(&self.text), self.provenance)
        } else {
            write!(f, "{:?} from {}", self.text, self.provenance)
        }
    }
}
