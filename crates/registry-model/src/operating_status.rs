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

    /// What the words amount to: those of the register, alone or several of them with brackets or
    /// commas between. `Standing::NotRead` for others, even where a known word is part of them:
    /// `拟注销` is not `注销`.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let words = respelt(&self.0);
        let mut standing = None;
        for part in words.split(['(', ')', '、', ',', '/', ';']) {
            standing = match (standing, meaning(part)) {
                (standing, Meaning::Nothing) => standing,
                (None, Meaning::Standing(new)) => Some(new),
                (Some(one), Meaning::Standing(new)) if one == new => standing,
                // `吊销，已注销`: first the one, then the other.
                (Some(Standing::Revoked), Meaning::Standing(Standing::Deregistered)) => {
                    Some(Standing::Deregistered)
                }
                _ => return Standing::NotRead,
            };
        }
        standing.unwrap_or(Standing::NotRead)
    }
}

enum Meaning {
    Standing(Standing),
    /// Nothing that the other words do not say.
    Nothing,
    Unknown,
}

fn meaning(word: &str) -> Meaning {
    Meaning::Standing(match word {
        "" | "未注销" => return Meaning::Nothing,
        "存续" | "在业" | "开业" | "在营" | "在册" | "正常" | "迁入" | "登记成立" => {
            Standing::InBusiness
        }
        "停业" | "歇业" => Standing::Dormant,
        "吊销" | "已吊销" | "吊销企业" | "吊销未注销" => Standing::Revoked,
        "撤销" | "已撤销" | "撤销登记" => Standing::Annulled,
        "清算" | "清算中" | "正在清算" => Standing::InLiquidation,
        "迁出" | "已迁出" => Standing::MovedAway,
        "注销" | "已注销" | "注销企业" | "吊销已注销" => Standing::Deregistered,
        _ => return Meaning::Unknown,
    })
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
