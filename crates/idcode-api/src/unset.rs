//! Treats an optional parameter that was sent empty as not sent (OQ09).

use core::fmt::Display;
use core::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error as _};

/// Reads an optional value other than free text: empty text is `None`.
pub(crate) fn none_if_empty<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    match Option::<String>::deserialize(deserializer)? {
        Some(text) if !text.trim().is_empty() => text.parse().map(Some).map_err(D::Error::custom),
        _ => Ok(None),
    }
}

/// Whether an optional text is set and not blank.
pub(crate) fn is_set(text: Option<&String>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}
