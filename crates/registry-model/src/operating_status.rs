//! Is a company in business, by what the register says?

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::company_name::respelt;

/// Operating status (经营状态) as a register words it, and what the words amount to.
///
/// Registers word it differently: `存续`, `在业`, `存续（在营、开业、在册）`. serde reads and
/// writes the words.
///
/// ```
/// use registry_model::{OperatingStatus, Standing};
///
/// assert_eq!(OperatingStatus::new("存续（在营、开业、在册）").standing(), Standing::InBusiness);
/// assert_eq!(OperatingStatus::new("吊销，未注销").standing(), Standing::Revoked);
/// assert_eq!(OperatingStatus::new("吊销，已注销").standing(), Standing::Deregistered);
/// assert_eq!(OperatingStatus::new("待定").standing(), Standing::NotRead);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperatingStatus(String);

/// What an operating status amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Standing {
    /// Registered and in business (存续, 在业, 开业, 在营, 在册, 正常).
    InBusiness,
    /// Registered, and has stopped or suspended business (停业, 歇业).
    Dormant,
    /// The licence was revoked; the company is still to be wound up (吊销).
    Revoked,
    /// The registration itself was annulled (撤销).
    Annulled,
    /// In liquidation (清算).
    InLiquidation,
    /// Moved to another registration authority (迁出).
    MovedAway,
    /// Deregistered: the company is no more (注销).
    Deregistered,
    /// Words that are not known here.
    NotRead,
}

impl OperatingStatus {
    /// The status in these words.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The words as they came.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the words amount to.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let words = respelt(&self.0);
        let says = |word: &str| words.contains(word);
        // `吊销，未注销` names both.
        if says("未注销") {
            Standing::Revoked
        } else if says("注销") {
            Standing::Deregistered
        } else if says("吊销") {
            Standing::Revoked
        } else if says("撤销") {
            Standing::Annulled
        } else if says("清算") {
            Standing::InLiquidation
        } else if says("迁出") {
            Standing::MovedAway
        } else if says("停业") || says("歇业") {
            Standing::Dormant
        } else if is_in_business(&words) {
            Standing::InBusiness
        } else {
            Standing::NotRead
        }
    }
}

/// The words alone, or with others of them behind in brackets: `不正常` is not `正常`.
fn is_in_business(words: &str) -> bool {
    const WORDS: [&str; 8] = [
        "存续",
        "在业",
        "开业",
        "在营",
        "在册",
        "正常",
        "迁入",
        "登记成立",
    ];
    let mut parts = words
        .split(['(', ')', '、', ',', '/', ';'])
        .filter(|part| !part.is_empty())
        .peekable();
    parts.peek().is_some() && parts.all(|part| WORDS.contains(&part))
}

impl fmt::Display for OperatingStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<&str> for OperatingStatus {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for OperatingStatus {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl Serialize for OperatingStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for OperatingStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}
