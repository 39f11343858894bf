//! The operating status of a company in the words of registers, and its registration state.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::company_name::normalised;

/// Operating status (经营状态) as a register words it, and the registration state that it means.
///
/// Registers word it differently: `存续`, `在业`, `存续（在营、开业、在册）`. serde reads and
/// writes the words.
///
/// ```
/// use registry_model::{OperatingStatus, RegistrationState};
///
/// assert_eq!(OperatingStatus::new("存续（在营、开业、在册）").registration_state(), RegistrationState::InBusiness);
/// assert_eq!(OperatingStatus::new("吊销，未注销").registration_state(), RegistrationState::Revoked);
/// assert_eq!(OperatingStatus::new("吊销，已注销").registration_state(), RegistrationState::Deregistered);
/// assert_eq!(OperatingStatus::new("待定").registration_state(), RegistrationState::NotRead);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperatingStatus(Box<str>);

/// The registration state that an operating status amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RegistrationState {
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
    /// Unknown words.
    NotRead,
}

impl OperatingStatus {
    /// The status in these words.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into().into_boxed_str())
    }

    /// The words as they came.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The state that the words amount to: those of the register, alone or several of them with
    /// brackets or commas between. [`RegistrationState::NotRead`] for others, even where a known
    /// word is part of them: `拟注销` is not `注销`.
    #[must_use]
    pub fn registration_state(&self) -> RegistrationState {
        let words: String = normalised(&self.0).chars().map(simplified).collect();
        let mut state = None;
        for part in words.split(['(', ')', '、', ',', '，', '/', ';', '-', ':', '|']) {
            state = match (state, meaning(part)) {
                (state, Meaning::Nothing) => state,
                (None, Meaning::RegistrationState(new)) => Some(new),
                (Some(one), Meaning::RegistrationState(new)) if one == new => state,
                // `吊销，已注销`: first the one, then the other.
                (
                    Some(RegistrationState::Revoked),
                    Meaning::RegistrationState(RegistrationState::Deregistered),
                )
                | (
                    Some(RegistrationState::Deregistered),
                    Meaning::RegistrationState(RegistrationState::Revoked),
                ) => Some(RegistrationState::Deregistered),
                _ => return RegistrationState::NotRead,
            };
        }
        state.unwrap_or(RegistrationState::NotRead)
    }
}

enum Meaning {
    RegistrationState(RegistrationState),
    /// Nothing that the other words do not say.
    Nothing,
    Unknown,
}

/// The characters of these words as Hong Kong, Macau and Taiwan write them.
const fn simplified(character: char) -> char {
    match character {
        '續' => '续',
        '營' => '营',
        '業' => '业',
        '開' => '开',
        '冊' => '册',
        '註' => '注',
        '銷' => '销',
        '遷' => '迁',
        '狀' => '状',
        '態' => '态',
        '執' => '执',
        '設' => '设',
        '經' => '经',
        '單' => '单',
        '暫' => '暂',
        '產' => '产',
        '記' => '记',
        '後' => '后',
        '並' => '并',
        '簡' => '简',
        other => other,
    }
}

fn meaning(word: &str) -> Meaning {
    // `企业已注销`, `在营企业`, `已开业`: words for the company add nothing.
    let core = ["企业", "公司", "单位"]
        .into_iter()
        .fold(word, |core, who| {
            let core = core.strip_prefix(who).unwrap_or(core);
            core.strip_suffix(who).unwrap_or(core)
        });
    let core = core.strip_prefix('已').unwrap_or(core);
    let core = core.strip_suffix('的').unwrap_or(core);
    let core = core.strip_suffix("状态").unwrap_or(core);
    // Who is being struck off (`注销中`) still is on the register; a liquidation lasts.
    if let Some(lasting) = core.strip_suffix('中') {
        return match meaning(lasting) {
            found @ Meaning::RegistrationState(RegistrationState::InLiquidation) => found,
            _ => Meaning::Unknown,
        };
    }
    Meaning::RegistrationState(match core {
        "" | "未注销" | "登记" | "经营" | "登记状态" | "经营状态" => {
            return Meaning::Nothing;
        }
        "存续" | "续存" | "在业" | "开业" | "在营" | "在册" | "正常" | "迁入" | "登记成立"
        | "成立" | "设立" | "营业" | "在营业" | "正常营业" | "正常经营" | "正常在业"
        | "正常开业" | "正常执业" | "有效" | "存续经营" | "在营开业" | "仍注册" | "核准设立"
        | "确立" => RegistrationState::InBusiness,
        "停业" | "歇业" | "停业歇业" | "暂停营业" | "休业" | "停业整顿" | "休止活动" => {
            RegistrationState::Dormant
        }
        "吊销" | "吊销未注销" | "吊销执照" | "吊销营业执照" | "吊销但未注销" | "被吊销" => {
            RegistrationState::Revoked
        }
        "撤销" | "撤销登记" | "撤销设立" | "撤销设立登记" | "被撤销" => {
            RegistrationState::Annulled
        }
        "清算" | "正在清算" | "清理" | "破产清算" => RegistrationState::InLiquidation,
        "迁出" | "迁往市外" | "迁往外地" | "市外迁出" | "迁移异地" | "迁出市外" => {
            RegistrationState::MovedAway
        }
        "注销" | "吊销已注销" | "吊销并注销" | "吊销后注销" | "注销登记" | "直接申请注销"
        | "依申请注销" | "简易注销" | "告解散" | "解散" => {
            RegistrationState::Deregistered
        }
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
        String::deserialize(deserializer).map(Self::new)
    }
}
