//! Reads lists that arrive as JSON text inside a response (`json-in-string`).

use core::fmt;

use endpoint_core::lenient::{self, Written};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A list that arrives as JSON text: it is decoded, and the text is kept.
///
/// Empty text, null and absence are the empty list; a plain JSON list is accepted too. The response
/// was paid for, so a text that cannot be decoded, or whose elements exceed the
/// [memory](lenient::MEMORY) left to the response, does not make it unreadable:
/// [`items`](Self::items) returns the error, and [`text`](Self::text) the text. Serde writes the
/// text; `Debug` hides it.
///
/// ```
/// use ihuyi_api::Embedded;
/// use ihuyi_api::products::RelatedEntity;
///
/// let read = Embedded::<RelatedEntity>::new(r#"[{"item":"1","name":"甲公司","by":"ByName"}]"#);
/// let items = read.items().map_err(Clone::clone)?;
/// assert_eq!(items[0].by.as_deref(), Some("ByName"));
///
/// let unread = Embedded::<RelatedEntity>::new("[{");
/// assert!(unread.items().is_err());
/// assert_eq!(unread.text(), "[{");
/// # Ok::<(), endpoint_core::lenient::DecodeError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Embedded<T>(Option<Box<Read<T>>>);

/// A text that is not empty, and its elements. Boxed, because most rows have none.
#[derive(Clone, PartialEq, Eq)]
struct Read<T> {
    text: Box<str>,
    items: Result<Vec<T>, lenient::DecodeError>,
}

impl<T: DeserializeOwned> Embedded<T> {
    /// Decodes the list in this text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let items = if text.trim().is_empty() {
            Ok(Vec::new())
        } else {
            lenient::decode(text.as_bytes())
        };
        Self::read(text, items)
    }
}

impl<T> Embedded<T> {
    fn read(text: String, items: Result<Vec<T>, lenient::DecodeError>) -> Self {
        if text.is_empty() {
            return Self(None);
        }
        let text = text.into_boxed_str();
        Self(Some(Box::new(Read { text, items })))
    }

    /// The elements.
    ///
    /// # Errors
    ///
    /// The text could not be decoded.
    pub fn items(&self) -> Result<&[T], &lenient::DecodeError> {
        self.0
            .as_ref()
            .map_or(Ok(&[]), |read| read.items.as_deref())
    }

    /// The text as received, or the JSON of a plain list.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.as_ref().map_or("", |read| &*read.text)
    }
}

impl<T: Serialize> Embedded<T> {
    /// Encodes these elements as the vendor does.
    ///
    /// # Errors
    ///
    /// The elements have no JSON form, such as a map whose keys are not texts.
    pub fn from_items(items: Vec<T>) -> Result<Self, serde_json::Error> {
        let text = serde_json::to_string(&items)?;
        Ok(Self::read(text, Ok(items)))
    }
}

/// The empty list, which is empty text.
impl<T> Default for Embedded<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> fmt::Debug for Embedded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.items() {
            Ok(items) => write!(f, "Embedded({} elements)", items.len()),
            Err(why) => write!(f, "Embedded({} bytes, unread: {why})", self.text().len()),
        }
    }
}

impl<T> Serialize for Embedded<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text())
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Embedded<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Written(text) = Written::deserialize(deserializer)?;
        // The elements are charged to the memory budget of the response.
        if !text.is_empty() {
            lenient::charge(size_of::<Read<T>>()).map_err(D::Error::custom)?;
        }
        Ok(Self::new(text))
    }
}
