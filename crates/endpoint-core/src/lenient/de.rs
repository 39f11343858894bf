//! The lenient serde deserializer: the expected type decides how a value is read.

use std::borrow::Cow;

use serde::de::{Deserializer, Error as _, Unexpected, Visitor};

use super::DecodeError;
use super::access::{NoElements, OneElement};
use super::budget::charge_text;
use super::number::float;
use super::reader::Reader;
use super::repeated::without_blanks;
use super::written::WRITTEN;

#[inline]
fn visit_text<'de, V: Visitor<'de>>(
    text: Cow<'de, str>,
    visitor: V,
) -> Result<V::Value, DecodeError> {
    if size_of::<V::Value>() > 0 {
        charge_text(text.len())?;
    }
    match text {
        Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
        Cow::Owned(text) => visitor.visit_string(text),
    }
}

macro_rules! whole_numbers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
            match self.scan.digits() {
                Some(number) => visitor.visit_u64(number),
                None => self.whole_number()?.visit(visitor),
            }
        })*
    };
}

macro_rules! texts {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
            visit_text(self.scalar_text()?, visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = DecodeError;

    whole_numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    texts! {
        deserialize_char deserialize_str deserialize_string deserialize_identifier
        deserialize_bytes deserialize_byte_buf
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.scan.peek() {
            Some(b'"') => visit_text(self.scan.text()?, visitor),
            Some(b't' | b'f') => self.deserialize_bool(visitor),
            Some(b'n') => self.deserialize_unit(visitor),
            Some(b'[') => self.deserialize_seq(visitor),
            Some(b'{') => self.deserialize_map(visitor),
            _ => self.any_number(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        let text = self.scalar_text()?;
        match text.trim() {
            "1" => visitor.visit_bool(true),
            "0" => visitor.visit_bool(false),
            word if word.eq_ignore_ascii_case("true") => visitor.visit_bool(true),
            word if word.eq_ignore_ascii_case("false") => visitor.visit_bool(false),
            _ => Err(DecodeError::invalid_value(
                Unexpected::Str(""),
                &"true, false, 1 or 0",
            )),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        let number = match self.scan.peek() {
            Some(b'"') => float(self.scan.text()?.trim())?,
            _ => float(self.bare_text()?)?,
        };
        visitor.visit_f64(number)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        if self.scan.peek() == Some(b'n') {
            self.scan.literal("null")?;
            return visitor.visit_none();
        }
        if self.scan.at_blank_text() {
            self.scan.text()?;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.scan.literal("null")?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.scan.skip()?;
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        if name == WRITTEN && matches!(self.scan.peek(), Some(b'[' | b'{')) {
            return visit_text(without_blanks(self.passed_over()?).into(), visitor);
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        if self.scan.eat(b'[') {
            return self.list(visitor);
        }
        if self.scan.at_blank_text() || self.scan.peek() == Some(b'n') {
            self.scalar_text()?;
            return visitor.visit_seq(NoElements);
        }
        self.enter()?;
        let mut one = OneElement::new(self);
        let value = visitor.visit_seq(&mut one)?;
        one.finish()?;
        self.leave();
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.deserialize_struct("", &[], visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        if self.scan.eat(b'{') {
            return self.object(fields, None, visitor);
        }
        if !self.scan.eat(b'[') {
            return Err(self.scan.error("an object"));
        }
        if self.scan.eat(b']') {
            return visitor.visit_map(NoElements);
        }
        self.enter()?;
        self.scan.peek();
        let from = self.scan.at;
        let value = self.deserialize_struct(name, fields, visitor)?;
        self.leave();
        let first = self.scan.slice(from, self.scan.at)?;
        self.pass_over_equals(first)?;
        Ok(value)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        let text = self.scalar_text()?;
        visitor.visit_enum(serde::de::value::StrDeserializer::new(text.trim()))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.note_skipped();
        self.scan.skip().map_err(DecodeError::in_passing)?;
        visitor.visit_unit()
    }
}
