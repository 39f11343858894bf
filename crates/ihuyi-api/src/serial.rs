//! Holds the serial number of an accepted query.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The vendor's serial number of a query (`idcardid`; no identity card is involved).
///
/// Kept as text, because a double cannot hold 17 digits. On failure the vendor sends `0`, `"0"`,
/// empty text or nothing, all of which are read as no serial number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Serial(String);

impl Serial {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A serial number of these digits.
    #[must_use]
    pub fn new(digits: impl Into<String>) -> Self {
        Self(digits.into())
    }

    /// For `#[serde(deserialize_with)]`: `0` and empty text are `None`.
    pub(crate) fn if_any<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Self>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        Ok(text
            .filter(|text| !matches!(text.trim(), "" | "0"))
            .map(Self))
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Serial {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
