//! Names of companies, and when two spellings are one name.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::characters::{is_quote, is_unseen};
use crate::damage::cleaned;
use crate::name_characters::stands_for;
use crate::width::narrow;

/// The name of a company as a source writes it.
///
/// Equality, order and hash are those of the text. [`is_respelling_of`](Self::is_respelling_of)
/// compares without differences of typing: see [`normalised`].
///
/// ```
/// use registry_model::CompanyName;
///
/// let name = CompanyName::new("样例（北京）科技有限公司");
/// assert!(name.is_respelling_of(&CompanyName::new("样例(北京) 科技有限公司")));
/// assert_ne!(name, CompanyName::new("样例(北京) 科技有限公司"));
/// assert!(!name.is_respelling_of(&CompanyName::new("样例科技（北京）有限公司")));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CompanyName(String);

impl CompanyName {
    /// The name as it is written here.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text as received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether both are one name but for differences of typing.
    #[must_use]
    pub fn is_respelling_of(&self, other: &Self) -> bool {
        self.0 == other.0 || normalised(&self.0) == normalised(&other.0)
    }

    /// The spellings under which a search by exact name may find it: as it is, with full-width
    /// brackets, with narrow ones; each once.
    #[must_use]
    pub fn spellings(&self) -> Vec<String> {
        let replaced = |pairs: [(char, char); 2]| -> String {
            let swap = |next: char| {
                let pair = pairs.iter().find(|(from, _)| *from == next);
                pair.map_or(next, |(_, to)| *to)
            };
            self.0.trim().chars().map(swap).collect()
        };
        let mut spellings = vec![self.0.trim().to_owned()];
        for spelling in [
            replaced([('(', '（'), (')', '）')]),
            replaced([('（', '('), ('）', ')')]),
        ] {
            if !spellings.contains(&spelling) {
                spellings.push(spelling);
            }
        }
        spellings
    }
}

/// A text without the differences of typing that mean nothing in names and addresses.
///
/// Full-width letters, digits and signs become narrow, small Latin letters capitals, all kinds of
/// brackets round ones, all kinds of dots and dashes one; radicals and compatibility ideographs
/// become the characters that they look like; blanks, invisible characters, and quotation marks at
/// the ends go. Nothing else changes: neither words nor their order, neither traditional nor
/// simplified characters.
///
/// ```
/// use registry_model::normalised;
///
/// assert_eq!(normalised(" ＡＢｃ〔样例〕·科技 "), "ABC(样例)·科技");
/// assert_eq!(normalised("样例⼭•\u{200b}科技"), "样例山·科技");
/// ```
///
/// A text that is an identifier once it is cleaned (see [`cleaned`](crate::cleaned)) becomes that
/// identifier.
#[must_use]
pub fn normalised(text: &str) -> String {
    if let Some(code) = cleaned(text) {
        return code;
    }
    text.trim_matches(|next: char| next.is_whitespace() || is_unseen(next) || is_quote(next))
        .chars()
        .map(|next| narrow(stands_for(next).unwrap_or(next)))
        .filter(|next| !next.is_whitespace() && !is_unseen(*next))
        .map(|next| match next {
            '[' | '{' | '〔' | '【' | '〈' | '《' | '﹙' | '〖' | '「' | '『' => '(',
            ']' | '}' | '〕' | '】' | '〉' | '》' | '﹚' | '〗' | '」' | '』' => ')',
            '.' | '。' | '｡' | '﹒' => '·',
            '○' | '◯' => '〇',
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '－' | '−' => '-',
            other => other.to_ascii_uppercase(),
        })
        .collect()
}

impl fmt::Display for CompanyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for CompanyName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for CompanyName {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for CompanyName {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl Serialize for CompanyName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for CompanyName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}
