//! Dates as registers write them: the text, and the day it means.

mod china_time;
mod read;

use core::convert::Infallible;
use core::fmt;
use core::str::FromStr;

use jiff::civil::{Date, Time};
use serde::de::{Deserialize, Deserializer, Visitor};
use serde::{Serialize, Serializer};

use self::read::Meaning;

/// A date as a register or a vendor wrote it: the text, and the day it means where it means one.
/// The text alone is held, since rows have many dates; it is read whenever it is asked about.
///
/// Never an error: a text that cannot be read is kept as received, and [`day`](Self::day) is
/// `None`.
///
/// | text | read as |
/// |---|---|
/// | `2004-04-20`, `2004/4/20`, `2004.4.20`, `2004年4月20日`, `20040420`; full-width digits too | that day |
/// | the same with a time: `2017-03-08T00:00:00`, `2004/4/20 8:05`, `20040420080500` | that day and [`time`](Self::time) of the clock in China |
/// | a time with a zone: `…Z`, `…+08:00` | the day in China at that moment |
/// | milliseconds since 1970, 11 to 15 digits: `1082390400000`, `/Date(1082390400000)/` | the day in China at that moment |
/// | `长期`, `永久`, `无固定期限` and the like, or the year 9999 | [without end](Self::is_open_ended) |
/// | a day that no calendar has, a year before 1800 (some system's zero), a month without a day, seconds since 1970, anything else | not read |
///
/// Twelve and fourteen digits that are a date and a time are read so, and as milliseconds
/// otherwise. China's clock is eight hours ahead of UTC, nine in the summers from 1986 to 1991.
///
/// Equality, order and hash are those of the text; two texts for one day are compared by
/// [`day`](Self::day).
///
/// serde writes the text and reads text or a whole number, in formats that say which of the two
/// they hold (JSON, TOML).
///
/// ```
/// use registry_model::RegistryDate;
/// use registry_model::jiff::civil::date;
///
/// let founded = RegistryDate::new("2004年4月20日");
/// assert_eq!(founded.day(), Some(date(2004, 4, 20)));
/// assert_eq!(founded.to_string(), "2004年4月20日");
/// assert!(founded.is_same_day(&RegistryDate::new("1082390400000")));
///
/// assert!(RegistryDate::new("长期").is_open_ended());
/// assert_eq!(RegistryDate::new("2021-02-30").day(), None);
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegistryDate(Box<str>);

impl RegistryDate {
    /// The date in this text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into().into_boxed_str())
    }

    fn meaning(&self) -> Meaning {
        read::meaning(&self.0)
    }

    /// The text as received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The day, in China. `None` where the text means none, and for a term without end.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        match self.meaning() {
            Meaning::Day(day) => Some(day),
            Meaning::Moment(moment) => Some(moment.date()),
            Meaning::OpenEnded | Meaning::Unread => None,
        }
    }

    /// The time of the day, by the clock in China, where the text says one.
    #[must_use]
    pub fn time(&self) -> Option<Time> {
        match self.meaning() {
            Meaning::Moment(moment) => Some(moment.time()),
            _ => None,
        }
    }

    /// Whether the text says that a term has no end, such as `长期`.
    #[must_use]
    pub fn is_open_ended(&self) -> bool {
        matches!(self.meaning(), Meaning::OpenEnded)
    }

    /// Whether the text was understood: it means a day, or that there is no end.
    #[must_use]
    pub fn is_read(&self) -> bool {
        !matches!(self.meaning(), Meaning::Unread)
    }

    /// Whether both mean the same day, or both no end. A text that was not read equals only
    /// itself.
    #[must_use]
    pub fn is_same_day(&self, other: &Self) -> bool {
        if self.is_read() && other.is_read() {
            self.day() == other.day()
        } else {
            self.0 == other.0
        }
    }
}

impl From<Date> for RegistryDate {
    fn from(day: Date) -> Self {
        Self::new(day.to_string())
    }
}

impl From<&str> for RegistryDate {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for RegistryDate {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl FromStr for RegistryDate {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::new(text))
    }
}

impl AsRef<str> for RegistryDate {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RegistryDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for RegistryDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RegistryDate({:?}", self.0)?;
        match self.meaning() {
            Meaning::Day(day) => write!(f, ", {day})"),
            Meaning::Moment(moment) => write!(f, ", {moment})"),
            Meaning::OpenEnded => f.write_str(", open-ended)"),
            Meaning::Unread => f.write_str(", not read)"),
        }
    }
}

impl Serialize for RegistryDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for RegistryDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrNumber)
    }
}

struct TextOrNumber;

impl Visitor<'_> for TextOrNumber {
    type Value = RegistryDate;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date as text or as a whole number")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<RegistryDate, E> {
        Ok(RegistryDate::new(text))
    }

    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<RegistryDate, E> {
        Ok(RegistryDate::new(text))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<RegistryDate, E> {
        Ok(RegistryDate::new(number.to_string()))
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<RegistryDate, E> {
        Ok(RegistryDate::new(number.to_string()))
    }
}
