//! Reads whether the elements of a company match.

use core::fmt;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The outcome of a check of several elements of a company (`status`).
///
/// Any value other than the two documented numbers is undetermined (open question
/// `status-values`) and does not make a response unreadable. Only a missing status does.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum MatchStatus {
    /// They match (`2`).
    Match,
    /// They do not match (`1`).
    Mismatch,
    /// The vendor could not decide, or sent a status that is not documented: its text.
    Undetermined(String),
}

impl MatchStatus {
    fn from_text(text: &str) -> Self {
        match text.trim() {
            "2" => Self::Match,
            "1" => Self::Mismatch,
            other => Self::Undetermined(other.to_owned()),
        }
    }
}

impl Serialize for MatchStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Match => serializer.serialize_i64(2),
            Self::Mismatch => serializer.serialize_i64(1),
            Self::Undetermined(text) if text.is_empty() => serializer.serialize_none(),
            Self::Undetermined(text) => match text.parse::<i64>() {
                Ok(number) => serializer.serialize_i64(number),
                Err(_) => serializer.serialize_str(text),
            },
        }
    }
}

impl<'de> Deserialize<'de> for MatchStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Status)
    }
}

struct Status;

impl Visitor<'_> for Status {
    type Value = MatchStatus;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a status")
    }

    fn visit_str<E>(self, text: &str) -> Result<MatchStatus, E> {
        Ok(MatchStatus::from_text(text))
    }

    fn visit_u64<E>(self, number: u64) -> Result<MatchStatus, E> {
        Ok(MatchStatus::from_text(&number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<MatchStatus, E> {
        Ok(MatchStatus::from_text(&number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<MatchStatus, E> {
        Ok(MatchStatus::from_text(&number.to_string()))
    }

    fn visit_bool<E>(self, word: bool) -> Result<MatchStatus, E> {
        Ok(MatchStatus::from_text(&word.to_string()))
    }

    fn visit_unit<E>(self) -> Result<MatchStatus, E> {
        Ok(MatchStatus::from_text(""))
    }
}
