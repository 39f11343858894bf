//! Flags, counts and years as registers write them: the raw text and the parsed value.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value that registers send as text: the raw text, and the parsed value where it can be read.
///
/// For flags, counts and years; dates are [`RegistryDate`](crate::RegistryDate), identifiers
/// [`ParsedIdentifier`](crate::ParsedIdentifier). Registers write them in several forms, and
/// sometimes words in their place. None of them makes a response unreadable: the text is always
/// kept, and [`value`](Self::value) is `None` where this crate cannot read it. Serde writes the
/// text and reads text.
///
/// ```
/// use registry_model::ParsedValue;
///
/// let is_shared = ParsedValue::<bool>::from("是");
/// assert_eq!(is_shared.value(), Some(&true));
/// assert_eq!(is_shared.as_str(), "是");
///
/// let count = ParsedValue::<u32>::from("不详");
/// assert_eq!((count.value(), count.as_str()), (None, "不详"));
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ParsedValue<T> {
    text: Box<str>,
    value: Option<T>,
}

/// A type that the text of a [`ParsedValue`] is parsed as.
pub trait FromRegisterText: Sized {
    /// Parses the text; `None` where it is not of this type.
    #[must_use]
    fn read(text: &str) -> Option<Self>;
}

impl<T: FromRegisterText> ParsedValue<T> {
    /// Parses this text, or keeps it unread.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            value: T::read(text.trim()),
            text: text.into_boxed_str(),
        }
    }
}

impl<T> ParsedValue<T> {
    /// The text as received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The parsed value, where the text can be read.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }
}

impl<T: FromRegisterText> From<&str> for ParsedValue<T> {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl<T: FromRegisterText> From<String> for ParsedValue<T> {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

/// The text.
impl<T> fmt::Display for ParsedValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

/// The text, marked where it could not be read.
impl<T> fmt::Debug for ParsedValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = if self.value.is_some() {
            "ParsedValue"
        } else {
            "Unread"
        };
        f.debug_tuple(name).field(&self.text).finish()
    }
}

impl<T> Serialize for ParsedValue<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, T: FromRegisterText> Deserialize<'de> for ParsedValue<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

/// `1` and `0`, 是 and 否, `true` and `false`, `Y` and `N`.
impl FromRegisterText for bool {
    fn read(text: &str) -> Option<Self> {
        match text {
            "1" | "是" => Some(true),
            "0" | "否" => Some(false),
            word if ["true", "y", "yes"]
                .iter()
                .any(|yes| word.eq_ignore_ascii_case(yes)) =>
            {
                Some(true)
            }
            word if ["false", "n", "no"]
                .iter()
                .any(|no| word.eq_ignore_ascii_case(no)) =>
            {
                Some(false)
            }
            _ => None,
        }
    }
}

/// Digits, such as those of a count or a year.
macro_rules! digits {
    ($($number:ty)*) => {
        $(impl FromRegisterText for $number {
            fn read(text: &str) -> Option<Self> {
                let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
                is_plain.then(|| text.parse().ok()).flatten()
            }
        })*
    };
}

digits! { u8 u16 u32 u64 }
