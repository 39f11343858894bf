//! Reads an id from JSON with all its digits.

use core::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, Unexpected, Visitor,
};

use super::DecimalId;

/// The name under which serde_json hands out the raw text of a value (feature `raw_value`).
///
/// serde_json's own `RawValue` would be the public way, but it is refused by every other format,
/// and by serde_json itself once a value has been buffered. Should serde_json ever change this
/// name, numbers arrive through `visit_newtype_struct` as in other formats: those above u64 are
/// then refused, none is changed.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

/// Integers up to here are exact in a float.
const MAX_EXACT_FLOAT: f64 = 9_007_199_254_740_992.0;

impl<'de> Deserialize<'de> for DecimalId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(RAW_VALUE, IdVisitor)
    }
}

struct IdVisitor;

impl<'de> Visitor<'de> for IdVisitor {
    type Value = DecimalId;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number from 0, as a number or as text")
    }

    /// serde_json with `raw_value`: a map whose only value is the raw text.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<DecimalId, A::Error> {
        match map.next_key_seed(RawKey)? {
            Some(true) => map.next_value_seed(RawText),
            Some(false) | None => Err(Error::invalid_type(Unexpected::Map, &self)),
        }
    }

    /// Everything else.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<DecimalId, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<DecimalId, E> {
        from_text(text)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<DecimalId, E> {
        Ok(number.into())
    }

    fn visit_u128<E: Error>(self, number: u128) -> Result<DecimalId, E> {
        Ok(number.into())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<DecimalId, E> {
        u64::try_from(number)
            .map(DecimalId::from)
            .map_err(|_| E::invalid_value(Unexpected::Signed(number), &self))
    }

    fn visit_i128<E: Error>(self, number: i128) -> Result<DecimalId, E> {
        u128::try_from(number)
            .map(DecimalId::from)
            .map_err(|_| E::invalid_value(Unexpected::Other("a negative number"), &self))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<DecimalId, E> {
        if number < 0.0 || number.fract() != 0.0 || !number.is_finite() {
            return Err(E::invalid_value(Unexpected::Float(number), &self));
        }
        if number >= MAX_EXACT_FLOAT {
            return Err(E::custom(
                "numeric id was read as a float and has lost digits, it has to come as text",
            ));
        }
        from_text(&format!("{number:.0}"))
    }
}

/// Whether the key of a map is serde_json's for a raw value.
struct RawKey;

impl<'de> DeserializeSeed<'de> for RawKey {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for RawKey {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<bool, E> {
        Ok(key == RAW_VALUE)
    }
}

/// The raw text of a JSON value.
struct RawText;

impl<'de> DeserializeSeed<'de> for RawText {
    type Value = DecimalId;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<DecimalId, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for RawText {
    type Value = DecimalId;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        IdVisitor.expecting(f)
    }

    fn visit_str<E: Error>(self, raw: &str) -> Result<DecimalId, E> {
        let raw = raw.trim();
        // By the first character, which in JSON tells the type. The text itself is not repeated:
        // an object in its place may hold anything.
        match raw.as_bytes().first() {
            Some(b'0'..=b'9') => from_number(raw),
            Some(b'-') => Err(E::invalid_value(
                Unexpected::Other("a negative number"),
                &self,
            )),
            Some(b'"') => from_quoted(raw),
            Some(b't' | b'f') => Err(E::invalid_type(Unexpected::Other("a boolean"), &self)),
            Some(b'n') => Err(E::invalid_type(Unexpected::Unit, &self)),
            Some(b'[') => Err(E::invalid_type(Unexpected::Seq, &self)),
            _ => Err(E::invalid_type(Unexpected::Map, &self)),
        }
    }
}

fn from_quoted<E: Error>(raw: &str) -> Result<DecimalId, E> {
    let inner = raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"'));
    match inner {
        Some(inner) if !inner.contains('\\') => from_text(inner),
        // Escapes: legal, and never seen in an id.
        _ => {
            let text: String = serde_json::from_str(raw).map_err(E::custom)?;
            from_text(&text)
        }
    }
}

/// A JSON number: digits, or the same number with a fraction of zeros or an exponent.
fn from_number<E: Error>(raw: &str) -> Result<DecimalId, E> {
    let whole = match raw.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|byte| byte == b'0') => whole,
        _ => raw,
    };
    if whole.contains(['.', 'e', 'E']) {
        let number: f64 = raw.parse().map_err(E::custom)?;
        return IdVisitor.visit_f64(number);
    }
    from_text(whole)
}

fn from_text<E: Error>(text: &str) -> Result<DecimalId, E> {
    DecimalId::parse(text.trim()).map_err(E::custom)
}
