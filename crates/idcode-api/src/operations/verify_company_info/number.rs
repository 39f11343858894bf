//! Holds the number of a certificate, which may be sent as written.

use core::fmt;

use registry_model::IDENTIFIER_NEWTYPE;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The number of a certificate (`Organizationcode`), of whatever kind.
///
/// [`validate`](endpoint_core::Endpoint::validate) refuses a number that breaks the rules of its
/// kind, unless it is [`as_written`](Self::as_written). Serde writes and reads the text.
#[derive(Clone, PartialEq, Eq)]
pub struct CertificateNumber {
    pub(super) text: String,
    pub(super) is_as_written: bool,
}

impl CertificateNumber {
    /// A number that must obey the rules of its kind.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            is_as_written: false,
        }
    }

    /// A number that is sent even if it breaks a rule, as the user insists. `Debug` shows this.
    #[must_use]
    pub fn as_written(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            is_as_written: true,
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl From<String> for CertificateNumber {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for CertificateNumber {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Display for CertificateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for CertificateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = if self.is_as_written {
            "CertificateNumber::as_written"
        } else {
            "CertificateNumber"
        };
        f.debug_tuple(name).field(&self.text).finish()
    }
}

impl Serialize for CertificateNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for CertificateNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(IDENTIFIER_NEWTYPE, Text)
    }
}

struct Text;

impl<'de> de::Visitor<'de> for Text {
    type Value = CertificateNumber;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the number of a certificate as text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<CertificateNumber, E> {
        Ok(CertificateNumber::new(text))
    }

    fn visit_bytes<E: de::Error>(self, text: &[u8]) -> Result<CertificateNumber, E> {
        let text = core::str::from_utf8(text).map_err(E::custom)?;
        Ok(CertificateNumber::as_written(text))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<CertificateNumber, D::Error> {
        deserializer.deserialize_str(self)
    }
}
