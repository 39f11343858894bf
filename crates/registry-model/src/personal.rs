//! Texts about persons, masked wherever they are shown.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Personal data as text: a name, a phone number, an e-mail address.
///
/// `Display` and `Debug` show its first character and hide the others; [`expose`](Self::expose)
/// gives all of it to code that needs it. serde reads and writes all of it, so keep
/// serialised values out of logs.
///
/// Vendors mask too (`谢**`): see [`is_masked`](Self::is_masked).
///
/// ```
/// use registry_model::PersonalText;
///
/// let name = PersonalText::new("欧阳样例");
/// assert_eq!(name.to_string(), "欧***");
/// assert_eq!(format!("{name:?}"), r#"PersonalText("欧***")"#);
/// assert_eq!(name.expose(), "欧阳样例");
/// assert!(PersonalText::new("谢**").is_masked());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonalText(Box<str>);

impl PersonalText {
    /// A text that is to be masked wherever it is shown.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into().into_boxed_str())
    }

    /// All of the text.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether it has stars in it already.
    #[must_use]
    pub fn is_masked(&self) -> bool {
        self.0.contains(['*', '＊'])
    }
}

/// The most stars that are written, so that the length stays hidden.
const MOST_STARS: usize = 10;

/// The first character of a personal text and stars for the others, up to ten.
///
/// ```
/// use registry_model::masked;
///
/// assert_eq!(masked("张三").to_string(), "张*");
/// assert_eq!(masked("13800000000").to_string(), "1**********");
/// ```
#[must_use]
pub const fn masked(text: &str) -> Masked<'_> {
    Masked(text)
}

/// A masked text, for `Display`.
#[derive(Clone, Copy)]
pub struct Masked<'a>(&'a str);

impl fmt::Display for Masked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut characters = self.0.chars();
        let first = characters.next().into_iter();
        let stars = characters.map(|_| '*').take(MOST_STARS);
        let masked: String = first.chain(stars).collect();
        f.pad(&masked)
    }
}

impl fmt::Debug for Masked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for PersonalText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        masked(&self.0).fmt(f)
    }
}

impl fmt::Debug for PersonalText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonalText(\"{}\")", masked(&self.0))
    }
}

impl From<&str> for PersonalText {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for PersonalText {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl Serialize for PersonalText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for PersonalText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}
