//! Deserialises parameters to a typed request: one flat level of texts.

use core::fmt;
use std::borrow::Cow;

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;

use super::Value;
use crate::{Endpoint, Invalid, Kind};

type Pair = (Cow<'static, str>, Value);

/// The name under which identifiers are deserialised that may be taken as written: the deserializer
/// provides their text as bytes (`registry_model::IDENTIFIER_NEWTYPE`).
const IDENTIFIER_NEWTYPE: &str = "identifier, perhaps as written";

/// The request of these parameters: its fields by serde, its files by the names that the operation
/// has for them.
pub(super) fn typed<E: Endpoint>(pairs: Vec<Pair>, as_written: bool) -> Result<E, Invalid> {
    let is_file = |name: &str| {
        E::SPEC
            .param(name)
            .is_some_and(|param| param.kind == Kind::File)
    };
    let (files, fields): (Vec<Pair>, Vec<Pair>) =
        pairs.into_iter().partition(|(name, _)| is_file(name));
    let mut request: E = read(fields, as_written)?;
    let mut given: Vec<Cow<'static, str>> = Vec::new();
    for (name, value) in files {
        let Value::File(file) = value else {
            return Err(Invalid::value(name, "expected a file"));
        };
        if given.contains(&name) {
            return Err(Invalid::Repeated {
                name: name.into_owned(),
            });
        }
        request.set_file(&name, file);
        given.push(name);
    }
    let missing = request.files().into_iter().map(|(name, _)| name);
    match missing
        .into_iter()
        .find(|name| given.iter().all(|one| one != name))
    {
        Some(name) => Err(Invalid::Missing { name: name.into() }),
        None => Ok(request),
    }
}

/// The fields of these parameters.
pub(super) fn fields<T: DeserializeOwned>(pairs: Vec<Pair>) -> Result<T, Invalid> {
    read(pairs, false)
}

fn read<T: DeserializeOwned>(pairs: Vec<Pair>, as_written: bool) -> Result<T, Invalid> {
    T::deserialize(Flat { pairs, as_written }).map_err(|Unread { name, reason }| {
        match (name, reason) {
            (Some(name), Reason::Missing) => Invalid::Missing { name },
            (name, Reason::Repeated) => Invalid::Repeated {
                name: name.unwrap_or_default().into_owned(),
            },
            (name, Reason::Missing) => Invalid::Value {
                name: name.unwrap_or_default(),
                reason: "is missing".to_owned(),
            },
            (name, Reason::Text(reason)) => Invalid::Value {
                name: name.unwrap_or_default(),
                reason,
            },
        }
    })
}

/// Why parameters do not make a request. It never holds values: they may be secret.
#[derive(Debug)]
struct Unread {
    name: Option<Cow<'static, str>>,
    reason: Reason,
}

#[derive(Debug)]
enum Reason {
    Missing,
    Repeated,
    Text(String),
}

impl Unread {
    fn with_name(mut self, name: Cow<'static, str>) -> Self {
        self.name.get_or_insert(name);
        self
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            Reason::Missing => f.write_str("missing"),
            Reason::Repeated => f.write_str("given more than once"),
            Reason::Text(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Unread {}

impl serde::de::Error for Unread {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self {
            name: None,
            reason: Reason::Text(message.to_string()),
        }
    }

    fn missing_field(field: &'static str) -> Self {
        Self {
            name: Some(Cow::Borrowed(field)),
            reason: Reason::Missing,
        }
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self {
            name: Some(Cow::Borrowed(field)),
            reason: Reason::Repeated,
        }
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::custom(format_args!("expected one of {}", expected.join(", ")))
    }

    fn invalid_type(_: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        Self::custom(format_args!("expected {expected}"))
    }

    fn invalid_value(_: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        Self::custom(format_args!("expected {expected}"))
    }
}

struct Flat {
    pairs: Vec<Pair>,
    as_written: bool,
}

impl<'de> Deserializer<'de> for Flat {
    type Error = Unread;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_map(Pairs {
            pairs: self.pairs.into_iter(),
            current: None,
            as_written: self.as_written,
        })
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unread> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        option unit newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Pairs {
    pairs: std::vec::IntoIter<Pair>,
    current: Option<Pair>,
    as_written: bool,
}

impl<'de> MapAccess<'de> for Pairs {
    type Error = Unread;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unread> {
        self.current = self.pairs.next();
        self.current
            .as_ref()
            .map(|(name, _)| seed.deserialize(StrDeserializer::new(name)))
            .transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unread> {
        let (name, value) = self
            .current
            .take()
            .ok_or_else(|| Unread::custom("a value was asked for before its name"))?;
        let as_written = self.as_written;
        seed.deserialize(One { value, as_written })
            .map_err(|unread| unread.with_name(name))
    }
}

/// One parameter. Its text becomes the type of the request's field.
struct One {
    value: Value,
    as_written: bool,
}

impl One {
    fn text(self, expected: &dyn serde::de::Expected) -> Result<String, Unread> {
        match self.value {
            Value::Text(text) => Ok(text),
            Value::File(_) => Err(Unread::custom(format_args!(
                "expected {expected}, found a file"
            ))),
        }
    }
}

macro_rules! numbers {
    ($($method:ident => $visit:ident($type:ty);)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
            let text = self.text(&"a number")?;
            let number: $type = text
                .trim()
                .parse()
                .map_err(|_| Unread::custom("expected a whole number"))?;
            visitor.$visit(number)
        })*
    };
}

impl<'de> Deserializer<'de> for One {
    type Error = Unread;

    numbers! {
        deserialize_i8 => visit_i64(i64);
        deserialize_i16 => visit_i64(i64);
        deserialize_i32 => visit_i64(i64);
        deserialize_i64 => visit_i64(i64);
        deserialize_i128 => visit_i128(i128);
        deserialize_u8 => visit_u64(u64);
        deserialize_u16 => visit_u64(u64);
        deserialize_u32 => visit_u64(u64);
        deserialize_u64 => visit_u64(u64);
        deserialize_u128 => visit_u128(u128);
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        let text = self.text(&visitor)?;
        visitor.visit_string(text)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unread> {
        if self.as_written && name == IDENTIFIER_NEWTYPE {
            let text = self.text(&visitor)?;
            return visitor.visit_byte_buf(text.into_bytes());
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Unread> {
        Err(Unread::custom("expected a text"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        let text = self.text(&visitor)?;
        visitor.visit_enum(text.into_deserializer())
    }

    forward_to_deserialize_any! {
        bool f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map
        identifier ignored_any
    }
}
