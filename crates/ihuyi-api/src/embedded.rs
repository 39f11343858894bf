//! How are lists read that arrive as a JSON text inside the answer (`json-in-string`)?

use core::fmt;
use core::marker::PhantomData;

use endpoint_core::lenient;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeOwned, MapAccess, SeqAccess, Visitor};
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
/// # Ok::<(), endpoint_core::lenient::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Embedded<T>(Option<Box<Read<T>>>);

/// A text that is not empty, and what it says. In a box: most rows have none.
#[derive(Clone, PartialEq, Eq)]
struct Read<T> {
    text: Box<str>,
    items: Result<Vec<T>, lenient::Error>,
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
    fn read(text: String, items: Result<Vec<T>, lenient::Error>) -> Self {
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
    pub fn items(&self) -> Result<&[T], &lenient::Error> {
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
    pub fn of(items: Vec<T>) -> Result<Self, serde_json::Error> {
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
        deserializer.deserialize_any(TextOrList(PhantomData))
    }
}

struct TextOrList<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for TextOrList<T> {
    type Value = Embedded<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list as a JSON text")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Embedded<T>, E> {
        read(text.to_owned())
    }

    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<Embedded<T>, E> {
        read(text)
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Embedded<T>, E> {
        Ok(Embedded::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Embedded<T>, A::Error> {
        let list = serde_json::Value::deserialize(SeqAccessDeserializer::new(list))?;
        written(&list)
    }

    fn visit_map<A: MapAccess<'de>>(self, one: A) -> Result<Embedded<T>, A::Error> {
        let one = serde_json::Value::deserialize(MapAccessDeserializer::new(one))?;
        written(&one)
    }
}

/// A list that came as a list, as the text that it would be.
fn written<T: DeserializeOwned, E: serde::de::Error>(
    value: &serde_json::Value,
) -> Result<Embedded<T>, E> {
    let text = value.to_string();
    lenient::charge(text.len()).map_err(E::custom)?;
    read(text)
}

/// What a text in an answer says, on the budget of the answer.
fn read<T: DeserializeOwned, E: serde::de::Error>(text: String) -> Result<Embedded<T>, E> {
    if !text.is_empty() {
        lenient::charge(size_of::<Read<T>>()).map_err(E::custom)?;
    }
    Ok(Embedded::new(text))
}
