//! Reads numbers from digits: whole ones exact up to 38 digits, without a float in between.

use serde::de::{Error as _, Unexpected, Visitor};

use super::DecodeError;

/// A whole number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    Unsigned(u128),
    Negative(i128),
}

impl Whole {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::parse_digits(text).or_else(|| {
            // `1000.0` is the whole number 1000; `1000.5` is not whole.
            let (whole, fraction) = text.split_once('.')?;
            let nothing = !fraction.is_empty() && fraction.bytes().all(|digit| digit == b'0');
            nothing.then(|| Self::parse_digits(whole)).flatten()
        })
    }

    fn parse_digits(text: &str) -> Option<Self> {
        let unsigned = text.parse().map(Self::Unsigned);
        unsigned.or_else(|_| text.parse().map(Self::Negative)).ok()
    }

    pub(super) fn visit<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
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

/// A finite number; words like `inf` and `nan` are not numbers.
pub(super) fn float(text: &str) -> Result<f64, DecodeError> {
    let written = text
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'));
    text.parse()
        .ok()
        .filter(|number: &f64| written && number.is_finite())
        .ok_or_else(|| DecodeError::invalid_value(Unexpected::Str(""), &"a number"))
}
