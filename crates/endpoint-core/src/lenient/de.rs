//! The serde deserializer that forgives: what the type expects decides how a value is read.

use std::borrow::Cow;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Unexpected, Visitor,
};

use super::error::Segment;
use super::scan::Scanner;
use super::{Error, keys};

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

    fn enter(&mut self) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Error::new(format!("nested deeper than {DEEPEST} levels")));
        }
        Ok(())
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    pub(super) fn note_enter(&mut self, segment: &str) {
        if let Some(untaken) = &mut self.untaken {
            untaken.here.push(segment.to_owned());
        }
    }

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
    fn scalar_text(&mut self) -> Result<Cow<'de, str>, Error> {
        match self.scan.peek() {
            Some(b'"') => self.scan.text(),
            Some(b't') => self.scan.literal("true").map(|()| Cow::Borrowed("true")),
            Some(b'f') => self.scan.literal("false").map(|()| Cow::Borrowed("false")),
            Some(b'n') => self.scan.literal("null").map(|()| Cow::Borrowed("")),
            Some(b'[' | b'{') => Err(self.scan.error("a text")),
            _ => self.scan.number().map(Cow::Borrowed),
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
            _ => {
                let text = self.scalar_text()?;
                Whole::parse(&text)
                    .ok_or_else(|| Error::invalid_value(Unexpected::Str(""), &"a whole number"))
            }
        }
    }

    /// Reads the elements of a list whose opening bracket has been consumed.
    pub(super) fn list<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        self.enter()?;
        let mut elements = Elements {
            reader: self,
            index: 0,
            ended: false,
        };
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
        let mut members = Members {
            reader: self,
            names,
            intercept,
            next: 0,
            seen: Seen::default(),
            key: Cow::Borrowed(""),
            first: true,
            ended: false,
        };
        let value = visitor.visit_map(&mut members)?;
        members.finish()?;
        self.leave();
        Ok(value)
    }
}

/// Takes members of the root object before the type sees them: those of the envelope.
pub(super) trait Intercept<'de> {
    /// Whether the member was taken; if so its value has been consumed.
    fn take(&mut self, key: &str, reader: &mut Reader<'de>) -> Result<bool, Error>;
}

/// A whole number of up to 38 digits.
#[derive(Clone, Copy)]
enum Whole {
    Unsigned(u128),
    Negative(i128),
}

impl Whole {
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(number) = text.parse() {
            return Some(Self::Unsigned(number));
        }
        if let Ok(number) = text.parse() {
            return Some(Self::Negative(number));
        }
        Self::parse_decimal(text)
    }

    /// `1000.0` is the whole number 1000; `1000.5` is none.
    #[cold]
    fn parse_decimal(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.')?;
        if fraction.is_empty() || fraction.bytes().any(|digit| digit != b'0') {
            return None;
        }
        whole
            .parse()
            .map(Self::Unsigned)
            .or_else(|_| whole.parse().map(Self::Negative))
            .ok()
    }

    fn visit<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Unsigned(number) => match u64::try_from(number) {
                Ok(number) => visitor.visit_u64(number),
                Err(_) => visitor.visit_u128(number),
            },
            Self::Negative(number) => match i64::try_from(number) {
                Ok(number) => visitor.visit_i64(number),
                Err(_) => visitor.visit_i128(number),
            },
        }
    }
}

fn visit_text<'de, V: Visitor<'de>>(text: Cow<'de, str>, visitor: V) -> Result<V::Value, Error> {
    match text {
        Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
        Cow::Owned(text) => visitor.visit_string(text),
    }
}

macro_rules! whole_numbers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.whole_number()?.visit(visitor)
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
            _ => {
                let digits = self.scan.number()?;
                match Whole::parse(digits) {
                    // More digits than 64 bits hold are handed on as text: the only exact form
                    // that every visitor knows.
                    Some(Whole::Unsigned(number)) if u64::try_from(number).is_err() => {
                        visitor.visit_borrowed_str(digits)
                    }
                    Some(whole) if !digits.contains('.') => whole.visit(visitor),
                    _ => match digits.parse() {
                        Ok(number) => visitor.visit_f64(number),
                        Err(_) => Err(Error::new("expected a value, found a malformed number")),
                    },
                }
            }
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
        let text = self.scalar_text()?;
        match text.trim().parse() {
            Ok(number) => visitor.visit_f64(number),
            Err(_) => Err(Error::invalid_value(Unexpected::Str(""), &"a number")),
        }
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
        let value = visitor.visit_seq(OneElement(Some(&mut *self)))?;
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

struct Elements<'r, 'de> {
    reader: &'r mut Reader<'de>,
    index: usize,
    ended: bool,
}

impl Elements<'_, '_> {
    /// Passes over what a visitor left unread, so that the reader stands behind the list.
    fn finish(mut self) -> Result<(), Error> {
        while self
            .next_element_seed(core::marker::PhantomData::<serde::de::IgnoredAny>)?
            .is_some()
        {}
        Ok(())
    }
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if self.ended {
            return Ok(None);
        }
        if !self.reader.scan.more(self.index == 0, b']')? {
            self.ended = true;
            return Ok(None);
        }
        self.reader.note_enter("[]");
        let value = seed
            .deserialize(&mut *self.reader)
            .map_err(|error| error.inside(Segment::Index(self.index)))?;
        self.reader.note_leave();
        self.index += 1;
        Ok(Some(value))
    }
}

struct OneElement<'r, 'de>(Option<&'r mut Reader<'de>>);

impl<'de> SeqAccess<'de> for OneElement<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some(reader) = self.0.take() else {
            return Ok(None);
        };
        reader.note_enter("[]");
        let value = seed.deserialize(&mut *reader)?;
        reader.note_leave();
        Ok(Some(value))
    }
}

struct NoElements;

impl<'de> SeqAccess<'de> for NoElements {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        _: T,
    ) -> Result<Option<T::Value>, Error> {
        Ok(None)
    }
}

impl<'de> MapAccess<'de> for NoElements {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, _: K) -> Result<Option<K::Value>, Error> {
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, _: S) -> Result<S::Value, Error> {
        Err(Error::new("an empty object has no values"))
    }
}

/// Which of the expected names have been met.
#[derive(Default)]
struct Seen {
    first: u128,
    rest: Vec<usize>,
}

impl Seen {
    /// Whether this is the first time.
    fn note(&mut self, index: usize) -> bool {
        if index < 128 {
            let bit = 1 << index;
            let new = self.first & bit == 0;
            self.first |= bit;
            return new;
        }
        let new = !self.rest.contains(&index);
        self.rest.push(index);
        new
    }
}

struct Members<'r, 'i, 'de> {
    reader: &'r mut Reader<'de>,
    names: &'static [&'static str],
    intercept: Option<&'i mut dyn Intercept<'de>>,
    next: usize,
    seen: Seen,
    /// The key of the value that comes next, for errors.
    key: Cow<'de, str>,
    first: bool,
    ended: bool,
}

impl<'de> Members<'_, '_, 'de> {
    /// Reads keys until one is for the type; `None` at the end of the object.
    fn advance(&mut self) -> Result<bool, Error> {
        loop {
            if self.ended || !self.reader.scan.more(self.first, b'}')? {
                self.ended = true;
                return Ok(false);
            }
            self.first = false;
            self.key = self.reader.scan.text()?;
            if !self.reader.scan.eat(b':') {
                return Err(self.reader.scan.error("a colon"));
            }
            if let Some(intercept) = &mut self.intercept
                && intercept
                    .take(&self.key, self.reader)
                    .map_err(|error| error.inside(Segment::Key((*self.key).to_owned())))?
            {
                continue;
            }
            let Some(index) = keys::find(self.names, &self.key, self.next) else {
                return Ok(true);
            };
            self.next = index + 1;
            if !self.seen.note(index) {
                self.reader.scan.skip()?;
                continue;
            }
            if let Some(name) = self.names.get(index) {
                self.key = Cow::Borrowed(name);
            }
            return Ok(true);
        }
    }

    fn finish(mut self) -> Result<(), Error> {
        while self.advance()? {
            self.reader.scan.skip()?;
        }
        Ok(())
    }
}

impl<'de> MapAccess<'de> for Members<'_, '_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        if !self.advance()? {
            return Ok(None);
        }
        seed.deserialize(KeyDeserializer(self.key.clone()))
            .map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        if self.reader.untaken.is_some() {
            let segment = format!(".{}", self.key);
            self.reader.note_enter(&segment);
        }
        let value = seed
            .deserialize(&mut *self.reader)
            .map_err(|error| error.inside(Segment::Key((*self.key).to_owned())))?;
        self.reader.note_leave();
        Ok(value)
    }
}

struct KeyDeserializer<'de>(Cow<'de, str>);

impl<'de> Deserializer<'de> for KeyDeserializer<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visit_text(self.0, visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        option unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}
