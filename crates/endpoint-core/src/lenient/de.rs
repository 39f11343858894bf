//! The serde deserializer that forgives: what the type expects decides how a value is read.

use std::borrow::Cow;

use serde::de::{Deserializer, Error as _, Unexpected, Visitor};

use super::Error;
use super::access::{Elements, Members, NoElements, OneElement};
use super::number::Whole;
use super::scan::Scanner;

/// How deep typed values may nest; values that nobody asked for are skipped at any depth.
const DEEPEST: usize = 128;

/// The state of reading one answer.
#[derive(Debug)]
pub(super) struct Reader<'de> {
    pub(super) scan: Scanner<'de>,
    depth: usize,
    /// Where members are noted that the type did not take, if anybody asked.
    pub(super) untaken: Option<Untaken>,
}

/// The members that were not taken: paths, with `[]` for any element of a list.
#[derive(Debug, Default)]
pub(super) struct Untaken {
    here: Vec<String>,
    pub(super) paths: Vec<String>,
}

impl<'de> Reader<'de> {
    pub(super) fn new(bytes: &'de [u8]) -> Result<Self, Error> {
        Ok(Self {
            scan: Scanner::new(bytes)?,
            depth: 0,
            untaken: None,
        })
    }

    #[inline]
    fn enter(&mut self) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(too_deep());
        }
        Ok(())
    }

    #[inline]
    fn leave(&mut self) {
        self.depth -= 1;
    }

    #[inline]
    pub(super) fn note_enter(&mut self, segment: &str) {
        if let Some(untaken) = &mut self.untaken {
            untaken.here.push(segment.to_owned());
        }
    }

    #[inline]
    pub(super) fn note_leave(&mut self) {
        if let Some(untaken) = &mut self.untaken {
            untaken.here.pop();
        }
    }

    fn note_skipped(&mut self) {
        if let Some(untaken) = &mut self.untaken {
            let path = untaken.here.concat();
            let path = path.trim_start_matches('.').to_owned();
            if !untaken.paths.contains(&path) {
                untaken.paths.push(path);
            }
        }
    }

    /// A scalar as the text it is written with.
    #[inline]
    fn scalar_text(&mut self) -> Result<Cow<'de, str>, Error> {
        match self.scan.peek() {
            Some(b'"') => self.scan.text(),
            _ => self.bare_text().map(Cow::Borrowed),
        }
    }

    /// A scalar without quotes as the text it is written with; nothing for null.
    fn bare_text(&mut self) -> Result<&'de str, Error> {
        match self.scan.peek() {
            Some(b't') => self.scan.literal("true").map(|()| "true"),
            Some(b'f') => self.scan.literal("false").map(|()| "false"),
            Some(b'n') => self.scan.literal("null").map(|()| ""),
            Some(b'[' | b'{') => Err(self.scan.error("a text")),
            _ => self.scan.number(),
        }
    }

    /// The digits of a whole number, written as number or as text.
    fn whole_number(&mut self) -> Result<Whole, Error> {
        match self.scan.peek() {
            Some(b'n') => {
                self.scan.literal("null")?;
                Err(Error::invalid_type(Unexpected::Unit, &"a whole number"))
            }
            Some(b'[') => Err(Error::invalid_type(Unexpected::Seq, &"a whole number")),
            Some(b'{') => Err(Error::invalid_type(Unexpected::Map, &"a whole number")),
            Some(b'"') => {
                let text = self.scan.text()?;
                Whole::parse(&text)
                    .ok_or_else(|| Error::invalid_value(Unexpected::Str(""), &"a whole number"))
            }
            _ => {
                let text = self.bare_text()?;
                Whole::parse(text)
                    .ok_or_else(|| Error::invalid_value(Unexpected::Float(0.0), &"a whole number"))
            }
        }
    }

    /// A number for a type that takes anything. More digits than 64 bits hold are handed on as
    /// text: the only exact form that every visitor knows.
    fn any_number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let number = self.scan.number()?;
        if number.contains(['.', 'e', 'E']) {
            return visitor.visit_f64(float(number)?);
        }
        if let Ok(number) = number.parse() {
            return visitor.visit_u64(number);
        }
        if let Ok(number) = number.parse() {
            return visitor.visit_i64(number);
        }
        visitor.visit_borrowed_str(number)
    }

    /// Reads the elements of a list whose opening bracket has been consumed.
    pub(super) fn list<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        self.enter()?;
        let mut elements = Elements::new(self);
        let value = visitor.visit_seq(&mut elements)?;
        elements.finish()?;
        self.leave();
        Ok(value)
    }

    /// Reads the members of an object whose opening bracket has been consumed.
    pub(super) fn object<V: Visitor<'de>>(
        &mut self,
        names: &'static [&'static str],
        intercept: Option<&mut dyn Intercept<'de>>,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.enter()?;
        let mut members = Members::new(self, names, intercept);
        let value = visitor.visit_map(&mut members)?;
        members.finish()?;
        self.leave();
        Ok(value)
    }
}

/// A finite number; words like `inf` and `nan` are none.
fn float(text: &str) -> Result<f64, Error> {
    let written = text
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'));
    text.parse()
        .ok()
        .filter(|number: &f64| written && number.is_finite())
        .ok_or_else(|| Error::invalid_value(Unexpected::Str(""), &"a number"))
}

#[cold]
fn too_deep() -> Error {
    Error::new(format!("nested deeper than {DEEPEST} levels"))
}

/// Takes members of the root object before the type sees them: those of the envelope.
pub(super) trait Intercept<'de> {
    /// Whether the member was taken; if so its value has been consumed. An error names it.
    fn take(&mut self, key: &str, reader: &mut Reader<'de>) -> Result<bool, Error>;
}

#[inline]
fn visit_text<'de, V: Visitor<'de>>(text: Cow<'de, str>, visitor: V) -> Result<V::Value, Error> {
    match text {
        Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
        Cow::Owned(text) => visitor.visit_string(text),
    }
}

macro_rules! whole_numbers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.scan.digits() {
                Some(number) => visitor.visit_u64(number),
                None => self.whole_number()?.visit(visitor),
            }
        })*
    };
}

macro_rules! texts {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visit_text(self.scalar_text()?, visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Error;

    whole_numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    texts! {
        deserialize_char deserialize_str deserialize_string deserialize_identifier
        deserialize_bytes deserialize_byte_buf
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.scan.peek() {
            Some(b'"') => visit_text(self.scan.text()?, visitor),
            Some(b't' | b'f') => self.deserialize_bool(visitor),
            Some(b'n') => self.deserialize_unit(visitor),
            Some(b'[') => self.deserialize_seq(visitor),
            Some(b'{') => self.deserialize_map(visitor),
            _ => self.any_number(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let text = self.scalar_text()?;
        match text.trim() {
            "1" => visitor.visit_bool(true),
            "0" => visitor.visit_bool(false),
            word if word.eq_ignore_ascii_case("true") => visitor.visit_bool(true),
            word if word.eq_ignore_ascii_case("false") => visitor.visit_bool(false),
            _ => Err(Error::invalid_value(
                Unexpected::Str(""),
                &"true, false, 1 or 0",
            )),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let number = match self.scan.peek() {
            Some(b'"') => float(self.scan.text()?.trim())?,
            _ => float(self.bare_text()?)?,
        };
        visitor.visit_f64(number)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
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

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.scan.literal("null")?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.scan.skip()?;
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
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

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_struct("", &[], visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
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
        let value = self.deserialize_struct(name, fields, visitor)?;
        self.leave();
        if self.scan.more(false, b']')? {
            return Err(Error::new("expected one object, found a list of several"));
        }
        Ok(value)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let text = self.scalar_text()?;
        visitor.visit_enum(serde::de::value::StrDeserializer::new(text.trim()))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.note_skipped();
        self.scan.skip()?;
        visitor.visit_unit()
    }
}
