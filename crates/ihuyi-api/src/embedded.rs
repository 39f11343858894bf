//! How are lists read that arrive as a JSON text inside the answer (`json-in-string`)?

use core::fmt;

use endpoint_core::lenient::{self, Written};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A list that arrives as a JSON text: read a second time, and the text kept as it came.
///
/// Empty text, null and absence are the empty list. A text that cannot be read does not make the
/// answer unreadable, which was paid for; nor does one whose elements would take more
/// [memory](lenient::MEMORY) than is left to the answer: [`items`](Self::items) gives the reason, and
/// [`text`](Self::text) what came. A list that is no text but a list is taken too. Serde writes
/// the text; `Debug` shows none of it.
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

/// A text that is not empty, and what it says. In a box: most rows have none.
#[derive(Clone, PartialEq, Eq)]
struct Read<T> {
    text: Box<str>,
    items: Result<Vec<T>, lenient::DecodeError>,
}

impl<T: DeserializeOwned> Embedded<T> {
    /// The list in this text.
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
    /// Why the text cannot be read.
    pub fn items(&self) -> Result<&[T], &lenient::DecodeError> {
        self.0
            .as_ref()
            .map_or(Ok(&[]), |read| read.items.as_deref())
    }

    /// The text as it came; that of the list where it came as a list.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.as_ref().map_or("", |read| &*read.text)
    }
}

impl<T: Serialize> Embedded<T> {
    /// These elements, as the text that the vendor makes of them.
    ///
    /// # Errors
    ///
    /// The elements have no JSON form, such as a map whose keys are no texts.
    pub fn from_items(items: Vec<T>) -> Result<Self, serde_json::Error> {
        let text = serde_json::to_string(&items)?;
        Ok(Self::read(text, Ok(items)))
    }
}

/// The empty list, as empty text.
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
        // What a text in an answer says is on the budget of the answer.
        if !text.is_empty() {
            lenient::charge(size_of::<Read<T>>()).map_err(D::Error::custom)?;
        }
        Ok(Self::new(text))
    }
}
