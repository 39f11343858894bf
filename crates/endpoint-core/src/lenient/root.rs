//! The entry points of lenient reading: a whole value, a value inside its envelope, the envelope
//! alone.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, MapAccess, Visitor};

use super::budget::within_share;
use super::error::Segment;
use super::reader::{Intercept, Reader, Untaken};
use super::repeated::Counted;
use super::{DecodeError, keys, repeated};
use crate::{Envelope, Shape};

/// Reads a value.
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct Area {
///     #[serde(rename = "Address_ID")]
///     id: u64,
///     #[serde(rename = "AddressName")]
///     name: Option<String>,
/// }
/// let area: Area = endpoint_core::lenient::decode(br#"{" address_id":"110000","AddressName":""}"#)?;
/// assert_eq!((area.id, area.name), (110_000, None));
/// # Ok::<(), endpoint_core::lenient::DecodeError>(())
/// ```
///
/// # Errors
///
/// The expected type, and the path.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    within_share(|| {
        let mut reader = Reader::new(bytes)?;
        let value = T::deserialize(&mut reader)?;
        reader.scan.end()?;
        Ok(value)
    })
}

/// Reads a value, and returns the members that the type ignored: their paths, with `[]` for the
/// elements of lists.
///
/// # Errors
///
/// As [`decode`].
pub fn decode_reporting<T: DeserializeOwned>(
    bytes: &[u8],
) -> Result<(T, Vec<String>), DecodeError> {
    within_share(|| {
        let mut reader = Reader::new(bytes)?;
        reader.untaken = Some(Untaken::default());
        let value = T::deserialize(&mut reader)?;
        reader.scan.end()?;
        let paths = reader.untaken.map(|untaken| untaken.paths);
        Ok((value, paths.unwrap_or_default()))
    })
}

/// Code and message of a response.
#[derive(Debug)]
pub(crate) struct Head<'e> {
    envelope: &'e Envelope,
    pub(crate) code: Option<i64>,
    pub(crate) message: Option<String>,
    /// Whether the code came under its exact name.
    is_exact: bool,
}

impl<'e> Head<'e> {
    pub(crate) fn new(envelope: &'e Envelope) -> Self {
        Self {
            envelope,
            code: None,
            message: None,
            is_exact: false,
        }
    }

    /// Sets the code. Of two different codes the one under the exact name counts.
    ///
    /// # Errors
    ///
    /// Both came under the exact name, or neither.
    fn take_code(&mut self, code: i64, is_exact: bool) -> Result<(), DecodeError> {
        let is_another = self.code.is_some_and(|before| before != code);
        if is_another && is_exact == self.is_exact {
            let name = self.envelope.code.to_owned();
            return Err(repeated::contradiction().inside(Segment::Key(name)));
        }
        if is_exact || self.code.is_none() {
            self.code = Some(code);
        }
        self.is_exact |= is_exact;
        Ok(())
    }
}

impl<'de> Intercept<'de> for Head<'_> {
    fn take(&mut self, key: &str, reader: &mut Reader<'de>) -> Result<bool, DecodeError> {
        let envelope = self.envelope;
        let is_exact = key == envelope.code;
        let key = keys::trimmed(key);
        let is_code = envelope.code.eq_ignore_ascii_case(key)
            || envelope
                .also_code
                .iter()
                .any(|name| name.eq_ignore_ascii_case(key));
        if is_code {
            let code = read(envelope.code, reader)?;
            self.take_code(code, is_exact)?;
            return Ok(true);
        }
        if envelope.message.eq_ignore_ascii_case(key) {
            if self.message.is_some() {
                reader.scan.skip()?;
            } else {
                self.message = Some(read_first(envelope.message, reader)?);
            }
            return Ok(true);
        }
        Ok(false)
    }
}

/// Reads the value of the member `name`.
fn read<'de, T: Deserialize<'de>>(
    name: &'static str,
    reader: &mut Reader<'de>,
) -> Result<T, DecodeError> {
    T::deserialize(reader).map_err(|error| error.inside(Segment::Key(name.to_owned())))
}

/// Reads the first text of a text, or of a list of texts, as the XML reader returns them.
fn read_first(name: &'static str, reader: &mut Reader<'_>) -> Result<String, DecodeError> {
    if !reader.scan.eat(b'[') {
        return read(name, reader);
    }
    let mut first = None;
    while reader.scan.more(first.is_none(), b']')? {
        match first {
            None => first = Some(read(name, reader)?),
            Some(_) => reader.scan.skip()?,
        }
    }
    Ok(first.unwrap_or_default())
}

/// Reads a value from the members beside the envelope, or under one key beside it. An absent list
/// is empty, unless the response has something else under an unknown key that could be the list.
///
/// An outermost list may have `row_limit` elements. The paths of ignored members are added to
/// `untaken`, if given.
pub(crate) fn decode_enveloped<T: DeserializeOwned>(
    bytes: &[u8],
    head: &mut Head<'_>,
    shape: Shape,
    row_limit: usize,
    untaken: Option<&mut Vec<String>>,
) -> Result<T, DecodeError> {
    let mut reader = Reader::new(bytes)?;
    reader.row_limit = row_limit;
    reader.untaken = untaken.is_some().then(Untaken::default);
    let value = match shape {
        Shape::Object => T::deserialize(Root {
            reader: &mut reader,
            head,
        })?,
        Shape::List(key) | Shape::Entity(key) => {
            let mut keyed = Keyed {
                head,
                key,
                value: None,
                counted: None,
                has_another: false,
            };
            if !reader.scan.eat(b'{') {
                return Err(reader.scan.error("an object"));
            }
            reader.object(&[], Some(&mut keyed), Nothing)?;
            match (keyed.value, shape) {
                (Some(value), _) => value,
                (None, Shape::List(_)) if !keyed.has_another => decode(b"[]")?,
                (None, _) => return Err(DecodeError::missing(key)),
            }
        }
    };
    reader.scan.end()?;
    if let (Some(paths), Some(found)) = (untaken, reader.untaken) {
        paths.extend(found.paths);
    }
    Ok(value)
}

/// Reads only code and message.
pub(crate) fn decode_head<'e>(
    bytes: &[u8],
    envelope: &'e Envelope,
) -> Result<Head<'e>, DecodeError> {
    let mut reader = Reader::new(bytes)?;
    let mut head = Head::new(envelope);
    if !reader.scan.eat(b'{') {
        return Err(reader.scan.error("an object"));
    }
    reader.object(&[], Some(&mut head), Nothing)?;
    reader.scan.end()?;
    Ok(head)
}

/// Takes the value under a key beside the envelope.
struct Keyed<'h, 'e, 'de, T> {
    head: &'h mut Head<'e>,
    key: &'static str,
    value: Option<T>,
    /// The source of `value`.
    counted: Option<Counted<'de>>,
    /// Whether there is a list or an object under another key.
    has_another: bool,
}

impl<'de, T: DeserializeOwned> Intercept<'de> for Keyed<'_, '_, 'de, T> {
    fn take(&mut self, key: &str, reader: &mut Reader<'de>) -> Result<bool, DecodeError> {
        if keys::same(self.key, key) {
            let is_exact = self.key == key;
            let from = reader.scan.at;
            let counted = self.counted.filter(|one| one.is_exact >= is_exact);
            if let Some(counted) = counted {
                reader.scan.skip()?;
                let value = reader.scan.slice(from, reader.scan.at)?;
                counted
                    .compare(value, is_exact)
                    .map_err(|error| error.inside(Segment::Key(self.key.to_owned())))?;
                return Ok(true);
            }
            reader.note_enter(self.key);
            self.value = Some(read(self.key, reader)?);
            reader.note_leave();
            let value = reader.scan.slice(from, reader.scan.at)?;
            self.counted = Some(Counted::new(value, is_exact));
            return Ok(true);
        }
        self.has_another |= matches!(reader.scan.peek(), Some(b'[' | b'{'));
        self.head.take(key, reader)
    }
}

/// Skips all members.
struct Nothing;

impl<'de> Visitor<'de> for Nothing {
    type Value = ();

    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map
            .next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?
            .is_some()
        {}
        Ok(())
    }
}

/// The root object: its members without those of the envelope.
struct Root<'r, 'h, 'e, 'de> {
    reader: &'r mut Reader<'de>,
    head: &'h mut Head<'e>,
}

impl<'de> Deserializer<'de> for Root<'_, '_, '_, 'de> {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.deserialize_struct("", &[], visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        if !self.reader.scan.eat(b'{') {
            return Err(self.reader.scan.error("an object"));
        }
        self.reader.object(fields, Some(self.head), visitor)
    }

    /// An operation may return nothing but its code.
    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        if !self.reader.scan.eat(b'{') {
            return Err(self.reader.scan.error("an object"));
        }
        self.reader.object(&[], Some(self.head), Nothing)?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.deserialize_unit(visitor)
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
        option seq tuple tuple_struct map enum identifier
        ignored_any
    }
}
