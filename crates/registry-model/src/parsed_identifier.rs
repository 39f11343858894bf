//! An identifier as a vendor gave it: the raw text and the parsed identifier.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::ParseIdentifierError;
use crate::identify::identify;
use crate::personal::masked;

/// An identifier as a vendor gave it: the raw text, and the parsed identifier or its error.
///
/// A register's mistake is kept and not refused, so that it is seen. `Display` and `Debug`
/// mask a text that is, or may be, the number of an identity card.
///
/// serde reads and writes the text.
///
/// ```
/// use registry_model::{ParsedIdentifier, UnifiedSocialCreditCode};
///
/// let code: ParsedIdentifier<UnifiedSocialCreditCode> = ParsedIdentifier::new("91310116761614322N");
/// assert_eq!(code.get().map(|code| code.category()), Some('1'));
///
/// let slip: ParsedIdentifier<UnifiedSocialCreditCode> = ParsedIdentifier::new("91310116761614322A");
/// assert_eq!(slip.get(), None);
/// assert_eq!(slip.error().and_then(|error| error.position()), Some(18));
/// assert_eq!(slip.as_str(), "91310116761614322A");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ParsedIdentifier<T> {
    text: String,
    read: Result<T, ParseIdentifierError>,
}

impl<T: FromStr<Err = ParseIdentifierError>> ParsedIdentifier<T> {
    /// Parses a text, or keeps it with its error. Blanks around it are left out.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let read = text.trim().parse();
        Self { text, read }
    }
}

impl<T> ParsedIdentifier<T> {
    /// The identifier, where the text is one.
    pub fn get(&self) -> Option<&T> {
        self.read.as_ref().ok()
    }

    /// The error of a text that is not such an identifier.
    pub fn error(&self) -> Option<&ParseIdentifierError> {
        self.read.as_ref().err()
    }

    /// Whether the text is, or may be, the number of a person's identity card.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        identify(self.text.trim()).is_personal()
    }

    /// The text as received.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<T: fmt::Display> From<T> for ParsedIdentifier<T> {
    fn from(identifier: T) -> Self {
        Self {
            text: identifier.to_string(),
            read: Ok(identifier),
        }
    }
}

impl<T> fmt::Display for ParsedIdentifier<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_personal() {
            masked(&self.text).fmt(f)
        } else {
            f.pad(&self.text)
        }
    }
}

impl<T> fmt::Debug for ParsedIdentifier<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ParsedIdentifier({:?}", self.to_string())?;
        match &self.read {
            Ok(_) => f.write_str(")"),
            Err(error) => write!(f, ", {error})"),
        }
    }
}

impl<T> Serialize for ParsedIdentifier<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, T: FromStr<Err = ParseIdentifierError>> Deserialize<'de> for ParsedIdentifier<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}
