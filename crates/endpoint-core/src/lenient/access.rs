//! The elements of lists and the members of objects, one after the other.

use std::borrow::Cow;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::budget::charge_member;
use super::error::Segment;
use super::reader::{Intercept, Reader};
use super::repeated::{self, Counted, Names};
use super::{DecodeError, keys};

impl<'de> Reader<'de> {
    /// Reads the elements of a list whose opening bracket has been consumed.
    pub(super) fn list<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, DecodeError> {
        self.enter()?;
        self.charge_value::<V::Value>()?;
        let limit = if self.lists == 0 {
            self.row_limit
        } else {
            usize::MAX
        };
        self.lists += 1;
        let mut elements = Elements::new(self, limit);
        let value = visitor.visit_seq(&mut elements)?;
        elements.finish()?;
        self.lists -= 1;
        self.leave();
        Ok(value)
    }

    /// Reads the members of an object whose opening bracket has been consumed.
    pub(super) fn object<V: Visitor<'de>>(
        &mut self,
        names: &'static [&'static str],
        intercept: Option<&mut dyn Intercept<'de>>,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.enter()?;
        self.charge_value::<V::Value>()?;
        let mut members = Members::new(self, names, intercept);
        let value = visitor.visit_map(&mut members)?;
        members.finish()?;
        self.leave();
        Ok(value)
    }
}

/// The elements of a list.
struct Elements<'r, 'de> {
    reader: &'r mut Reader<'de>,
    index: usize,
    limit: usize,
    ended: bool,
}

impl<'r, 'de> Elements<'r, 'de> {
    /// A list of at most `limit` elements.
    fn new(reader: &'r mut Reader<'de>, limit: usize) -> Self {
        Self {
            reader,
            index: 0,
            limit,
            ended: false,
        }
    }

    /// Skips the elements that a visitor left unread, so that the reader is after the list.
    fn finish(mut self) -> Result<(), DecodeError> {
        while self
            .next_element_seed(core::marker::PhantomData::<IgnoredAny>)?
            .is_some()
        {}
        Ok(())
    }
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = DecodeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, DecodeError> {
        if self.ended {
            return Ok(None);
        }
        if !self.reader.scan.more(self.index == 0, b']')? {
            self.ended = true;
            return Ok(None);
        }
        if self.index == self.limit {
            return Err(too_many(self.limit));
        }
        self.reader.note_enter("[]");
        let value = self
            .reader
            .charge_element::<T::Value>()
            .and_then(|()| seed.deserialize(&mut *self.reader))
            .map_err(|error| error.inside(Segment::Index(self.index)))?;
        self.reader.note_leave();
        self.index += 1;
        Ok(Some(value))
    }
}

#[cold]
fn too_many(limit: usize) -> DecodeError {
    DecodeError::beyond(format!("the list has more than {limit} rows"))
}

/// A value in the place of a list of one.
pub(super) struct OneElement<'r, 'de>(Option<&'r mut Reader<'de>>);

impl<'r, 'de> OneElement<'r, 'de> {
    pub(super) fn new(reader: &'r mut Reader<'de>) -> Self {
        Self(Some(reader))
    }

    /// Skips the value if a visitor left it unread.
    pub(super) fn finish(self) -> Result<(), DecodeError> {
        self.0.map_or(Ok(()), |reader| reader.scan.skip())
    }
}

impl<'de> SeqAccess<'de> for OneElement<'_, 'de> {
    type Error = DecodeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, DecodeError> {
        let Some(reader) = self.0.take() else {
            return Ok(None);
        };
        reader.note_enter("[]");
        reader.charge_element::<T::Value>()?;
        let value = seed.deserialize(&mut *reader)?;
        reader.note_leave();
        Ok(Some(value))
    }
}

/// The empty list, or the empty object.
pub(super) struct NoElements;

impl<'de> SeqAccess<'de> for NoElements {
    type Error = DecodeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        _: T,
    ) -> Result<Option<T::Value>, DecodeError> {
        Ok(None)
    }
}

impl<'de> MapAccess<'de> for NoElements {
    type Error = DecodeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        _: K,
    ) -> Result<Option<K::Value>, DecodeError> {
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, _: S) -> Result<S::Value, DecodeError> {
        Err(DecodeError::new("an empty object has no values"))
    }
}

/// The members of an object.
struct Members<'r, 'i, 'de> {
    reader: &'r mut Reader<'de>,
    names: &'static [&'static str],
    intercept: Option<&'i mut dyn Intercept<'de>>,
    next: usize,
    /// The position of the first member.
    begin: usize,
    /// The names that were found.
    seen: Names,
    /// The names that come later in exact spelling: searched once another spelling is found.
    ahead: Option<Names>,
    /// The values of names that were found again.
    counted: Vec<(usize, Counted<'de>)>,
    /// The key of the next value, for errors.
    key: Cow<'de, str>,
    first: bool,
    ended: bool,
    /// The number of members that a map has received.
    members: usize,
}

impl<'r, 'i, 'de> Members<'r, 'i, 'de> {
    fn new(
        reader: &'r mut Reader<'de>,
        names: &'static [&'static str],
        intercept: Option<&'i mut dyn Intercept<'de>>,
    ) -> Self {
        Self {
            begin: reader.scan.at,
            reader,
            names,
            intercept,
            next: 0,
            seen: Names::default(),
            ahead: None,
            counted: Vec::new(),
            key: Cow::Borrowed(""),
            first: true,
            ended: false,
            members: 0,
        }
    }

    /// Reads keys until one matches the type; `false` at the end of the object.
    fn advance(&mut self) -> Result<bool, DecodeError> {
        loop {
            if self.ended || !self.reader.scan.more(self.first, b'}')? {
                self.ended = true;
                return Ok(false);
            }
            self.first = false;
            let exact = match self.names.get(self.next) {
                Some(name) if self.reader.scan.eat_name(name) => {
                    self.key = Cow::Borrowed(name);
                    true
                }
                _ => {
                    self.key = self.reader.scan.text()?;
                    false
                }
            };
            if !self.reader.scan.eat(b':') {
                return Err(self.reader.scan.error("a colon"));
            }
            if let Some(intercept) = &mut self.intercept
                && intercept.take(&self.key, self.reader)?
            {
                continue;
            }
            let (index, is_exact) = if exact {
                (self.next, true)
            } else if let Some(index) = keys::find(self.names, &self.key, self.next) {
                let name = self.names.get(index).copied().unwrap_or_default();
                let is_exact = name == self.key;
                self.key = Cow::Borrowed(name);
                (index, is_exact)
            } else {
                return Ok(true);
            };
            self.next = index + 1;
            if !is_exact && self.comes_exactly(index) {
                self.reader.scan.skip()?;
            } else if self.seen.note(index) {
                return Ok(true);
            } else {
                self.skip_repeated(index, is_exact)
                    .map_err(|error| error.inside(Segment::Key((*self.key).to_owned())))?;
            }
        }
    }

    /// Whether a name that was found in another spelling comes later in exact spelling.
    fn comes_exactly(&mut self, index: usize) -> bool {
        let ahead = self
            .ahead
            .get_or_insert_with(|| repeated::exact_names(self.reader.scan, self.names));
        ahead.has(index)
    }

    /// Skips the value of a name that was found before.
    ///
    /// # Errors
    ///
    /// Its spelling is as exact as that of the first, and its value differs.
    #[cold]
    fn skip_repeated(&mut self, index: usize, is_exact: bool) -> Result<(), DecodeError> {
        let from = self.reader.scan.at;
        self.reader.scan.skip()?;
        let value = self.reader.scan.slice(from, self.reader.scan.at)?;
        let known = self.counted.iter().find(|(name, _)| *name == index);
        let counted = known.map(|(_, counted)| *counted).or_else(|| {
            let scan = self.reader.scan.back_at(self.begin);
            let counted = repeated::counted(scan, self.names, index, from)?;
            self.counted.push((index, counted));
            Some(counted)
        });
        counted.map_or(Ok(()), |counted| counted.compare(value, is_exact))
    }

    fn finish(mut self) -> Result<(), DecodeError> {
        while self.advance()? {
            self.reader.scan.skip()?;
        }
        Ok(())
    }
}

impl<'de> MapAccess<'de> for Members<'_, '_, 'de> {
    type Error = DecodeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, DecodeError> {
        if !self.advance()? {
            return Ok(None);
        }
        seed.deserialize(Key(&self.key)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, DecodeError> {
        // The members of a struct are part of its own size.
        if self.names.is_empty() && size_of::<S::Value>() > 0 {
            charge_member(self.members == 0, &self.key, size_of::<S::Value>())?;
            self.members += 1;
        }
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

/// A key for the type that requested it.
struct Key<'k, 'de>(&'k Cow<'de, str>);

impl<'de> Deserializer<'de> for Key<'_, 'de> {
    type Error = DecodeError;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.0 {
            Cow::Borrowed(key) => visitor.visit_borrowed_str(key),
            Cow::Owned(key) => visitor.visit_str(key),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        option unit unit_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}
