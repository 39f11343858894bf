//! Serialises a typed request to its parameters: one flat level.

use core::fmt;
use std::borrow::Cow;

use serde::ser::{Error as _, Impossible, Serialize, SerializeMap, SerializeStruct, Serializer};

use super::Value;
use crate::Invalid;

type Pairs = Vec<(Cow<'static, str>, Value)>;

pub(super) fn params<T: Serialize>(request: &T) -> Result<Pairs, Invalid> {
    request
        .serialize(Flat)
        .map_err(|Unfit { name, reason }| Invalid::value(name, reason))
}

/// A field that has no place among parameters.
#[derive(Debug)]
struct Unfit {
    name: Cow<'static, str>,
    reason: String,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.name, self.reason)
    }
}

impl std::error::Error for Unfit {}

impl serde::ser::Error for Unfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self {
            name: Cow::Borrowed(""),
            reason: message.to_string(),
        }
    }
}

fn unfit<T>(what: &str) -> Result<T, Unfit> {
    Err(Unfit::custom(format!("{what} cannot be a parameter")))
}

/// Refuses what neither a request nor a parameter can be.
macro_rules! refuse {
    ($($method:ident($($argument:ty),*) -> $ok:ty = $what:literal;)*) => {
        $(fn $method(self, $(_: $argument),*) -> Result<$ok, Unfit> { unfit($what) })*
    };
}

/// The request itself: a struct, whose fields are the parameters.
struct Flat;

impl Serializer for Flat {
    type Ok = Pairs;
    type Error = Unfit;
    type SerializeSeq = Impossible<Pairs, Unfit>;
    type SerializeTuple = Impossible<Pairs, Unfit>;
    type SerializeTupleStruct = Impossible<Pairs, Unfit>;
    type SerializeTupleVariant = Impossible<Pairs, Unfit>;
    type SerializeMap = Fields;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Impossible<Pairs, Unfit>;

    fn serialize_struct(self, _: &'static str, len: usize) -> Result<Fields, Unfit> {
        Ok(Fields {
            pairs: Vec::with_capacity(len),
            name: None,
        })
    }

    /// A struct with a flattened part.
    fn serialize_map(self, _: Option<usize>) -> Result<Fields, Unfit> {
        self.serialize_struct("", 0)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Pairs, Unfit> {
        Ok(Vec::new())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Pairs, Unfit> {
        value.serialize(self)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Pairs, Unfit> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Pairs, Unfit> {
        unfit("a variant")
    }

    refuse! {
        serialize_bool(bool) -> Pairs = "a lone value";
        serialize_i8(i8) -> Pairs = "a lone value";
        serialize_i16(i16) -> Pairs = "a lone value";
        serialize_i32(i32) -> Pairs = "a lone value";
        serialize_i64(i64) -> Pairs = "a lone value";
        serialize_u8(u8) -> Pairs = "a lone value";
        serialize_u16(u16) -> Pairs = "a lone value";
        serialize_u32(u32) -> Pairs = "a lone value";
        serialize_u64(u64) -> Pairs = "a lone value";
        serialize_f32(f32) -> Pairs = "a lone value";
        serialize_f64(f64) -> Pairs = "a lone value";
        serialize_char(char) -> Pairs = "a lone value";
        serialize_str(&str) -> Pairs = "a lone value";
        serialize_bytes(&[u8]) -> Pairs = "a lone value";
        serialize_none() -> Pairs = "nothing";
        serialize_unit() -> Pairs = "nothing";
        serialize_unit_variant(&'static str, u32, &'static str) -> Pairs = "a variant";
        serialize_seq(Option<usize>) -> Self::SerializeSeq = "a list";
        serialize_tuple(usize) -> Self::SerializeTuple = "a list";
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct = "a list";
        serialize_tuple_variant(&'static str, u32, &'static str, usize)
            -> Self::SerializeTupleVariant = "a variant";
        serialize_struct_variant(&'static str, u32, &'static str, usize)
            -> Self::SerializeStructVariant = "a variant";
    }
}

struct Fields {
    pairs: Pairs,
    /// The name of the next value, where names and values come one by one.
    name: Option<String>,
}

impl Fields {
    fn push<T: Serialize + ?Sized>(
        &mut self,
        name: Cow<'static, str>,
        value: &T,
    ) -> Result<(), Unfit> {
        match value.serialize(One) {
            Ok(Some(value)) => self.pairs.push((name, value)),
            Ok(None) => {}
            Err(unfit) => return Err(Unfit { name, ..unfit }),
        }
        Ok(())
    }
}

impl SerializeStruct for Fields {
    type Ok = Pairs;
    type Error = Unfit;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unfit> {
        self.push(Cow::Borrowed(name), value)
    }

    fn end(self) -> Result<Pairs, Unfit> {
        Ok(self.pairs)
    }
}

impl SerializeMap for Fields {
    type Ok = Pairs;
    type Error = Unfit;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), Unfit> {
        match name.serialize(One)? {
            Some(Value::Text(name)) => self.name = Some(name),
            _ => return unfit("a value without a name"),
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
        let name = self.name.take().unwrap_or_default();
        self.push(Cow::Owned(name), value)
    }

    fn end(self) -> Result<Pairs, Unfit> {
        Ok(self.pairs)
    }
}

/// One parameter: a text, a number, or nothing.
struct One;

type Maybe = Option<Value>;

#[expect(
    clippy::unnecessary_wraps,
    reason = "the shape that a serializer returns"
)]
fn text(value: impl fmt::Display) -> Result<Maybe, Unfit> {
    Ok(Some(Value::Text(value.to_string())))
}

macro_rules! texts {
    ($($method:ident($type:ty);)*) => {
        $(fn $method(self, value: $type) -> Result<Maybe, Unfit> { text(value) })*
    };
}

impl Serializer for One {
    type Ok = Maybe;
    type Error = Unfit;
    type SerializeSeq = Impossible<Maybe, Unfit>;
    type SerializeTuple = Impossible<Maybe, Unfit>;
    type SerializeTupleStruct = Impossible<Maybe, Unfit>;
    type SerializeTupleVariant = Impossible<Maybe, Unfit>;
    type SerializeMap = Impossible<Maybe, Unfit>;
    type SerializeStruct = Impossible<Maybe, Unfit>;
    type SerializeStructVariant = Impossible<Maybe, Unfit>;

    texts! {
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
        serialize_char(char);
        serialize_str(&str);
    }

    fn serialize_none(self) -> Result<Maybe, Unfit> {
        Ok(None)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Maybe, Unfit> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Maybe, Unfit> {
        value.serialize(self)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Maybe, Unfit> {
        text(variant)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Maybe, Unfit> {
        unfit("a variant")
    }

    refuse! {
        serialize_bool(bool) -> Maybe = "a flag";
        serialize_f32(f32) -> Maybe = "a float";
        serialize_f64(f64) -> Maybe = "a float";
        serialize_bytes(&[u8]) -> Maybe = "a list of bytes";
        serialize_struct(&'static str, usize) -> Self::SerializeStruct = "a nested struct";
        serialize_unit() -> Maybe = "nothing";
        serialize_unit_struct(&'static str) -> Maybe = "nothing";
        serialize_seq(Option<usize>) -> Self::SerializeSeq = "a list";
        serialize_tuple(usize) -> Self::SerializeTuple = "a list";
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct = "a list";
        serialize_tuple_variant(&'static str, u32, &'static str, usize)
            -> Self::SerializeTupleVariant = "a variant";
        serialize_map(Option<usize>) -> Self::SerializeMap = "a map";
        serialize_struct_variant(&'static str, u32, &'static str, usize)
            -> Self::SerializeStructVariant = "a variant";
    }
}
