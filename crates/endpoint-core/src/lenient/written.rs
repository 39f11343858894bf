//! Lists that arrive as a JSON text, or directly.

use core::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::charge;

/// The name under which a raw list or object is requested.
pub(super) const WRITTEN: &str = "$endpoint_core::lenient::Written";

/// A JSON text in a response: the content of a text, or a raw list or object.
///
/// [`decode`](super::decode) reads it: it still has repeated members.
///
/// ```
/// use endpoint_core::lenient::{Written, decode};
///
/// for json in [r#"{"list":"[{\"a\":1}]"}"#, r#"{"list":[{"a":1}]}"#] {
///     let read: std::collections::BTreeMap<String, Written> = decode(json.as_bytes())?;
///     assert_eq!(read["list"].0, r#"[{"a":1}]"#);
/// }
/// # Ok::<(), endpoint_core::lenient::DecodeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written(pub String);

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(WRITTEN, TextOrList)
    }
}

struct TextOrList;

impl<'de> Visitor<'de> for TextOrList {
    type Value = Written;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list as a JSON text")
    }

    fn visit_str<E>(self, text: &str) -> Result<Written, E> {
        Ok(Written(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Written, E> {
        Ok(Written(text))
    }

    fn visit_unit<E>(self) -> Result<Written, E> {
        Ok(Written(String::new()))
    }

    /// The form of texts, and of values from other deserializers.
    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Written, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Written, A::Error> {
        let list = serde_json::Value::deserialize(SeqAccessDeserializer::new(list))?;
        written(&list)
    }

    fn visit_map<A: MapAccess<'de>>(self, one: A) -> Result<Written, A::Error> {
        let one = serde_json::Value::deserialize(MapAccessDeserializer::new(one))?;
        written(&one)
    }
}

fn written<E: serde::de::Error>(value: &serde_json::Value) -> Result<Written, E> {
    let text = value.to_string();
    charge(text.len()).map_err(E::custom)?;
    Ok(Written(text))
}
