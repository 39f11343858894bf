//! Recognises texts that are in the place of a name but are not names.

mod joined;

use core::fmt;

use crate::characters::is_dash;
use crate::damage::is_in_place_of_a_value;
use crate::identify::identify;
use crate::kind::IdentifierKind;
use crate::name_characters::{NameRemedy, name_issues};
use crate::width::narrow;

/// Words that programs and people write where there is no value, in small letters.
const PLACEHOLDERS: [&str; 28] = [
    "null",
    "none",
    "nil",
    "nan",
    "-nan",
    "nat",
    "na",
    "n/a",
    "n.a.",
    "undefined",
    "unknown",
    "object object",
    "\\n",
    "true",
    "false",
    "inf",
    "tbd",
    "无",
    "空",
    "暂无",
    "不详",
    "未知",
    "待定",
    "待填",
    "待补",
    "未填写",
    "无数据",
    "空白",
];

/// The endings of labels in forms, licences and columns, in small letters.
const LABELS: [&str; 28] = [
    "名称",
    "姓名",
    "名字",
    "代表人",
    "法人",
    "负责人",
    "经营者",
    "联系人",
    "投资人",
    "合伙人",
    "法人代表",
    "字号",
    "户名",
    "抬头",
    "公司",
    "公司名",
    "企业",
    "企业名",
    "单位",
    "单位名",
    "注册号",
    "信用代码",
    "机构代码",
    "name",
    "company",
    "legal_person",
    "legal person",
    "representative",
];

/// The longest label, in characters, that is recognised by its end.
const LONGEST_LABEL: usize = 12;

/// Labels of codes, which are no name.
const CODE_LABELS: [&str; 4] = [
    "统一社会信用代码",
    "社会信用代码",
    "组织机构代码",
    "纳税人识别号",
];

/// Labels of a human, which are no word of a name.
const PERSON_LABELS: [&str; 6] = [
    "法定代表人",
    "法人代表",
    "代表人",
    "法人",
    "负责人",
    "经营者",
];

/// Labels that no name begins with, even without a colon.
const BARE_LABELS: [&str; 7] = [
    "法定代表人",
    "企业名称",
    "公司名称",
    "单位名称",
    "机构名称",
    "主体名称",
    "法人代表",
];

/// The reason why a text cannot be a name, even if its characters are valid: a register would
/// answer "mismatch" or find nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NameFlaw {
    /// A placeholder for a missing value, or signs alone: `#N/A`, `NULL`, `-`.
    Placeholder,
    /// It contains markup: `&nbsp;`, `<br>`. The position of the first character, from 1.
    Markup(usize),
    /// It is masked: `样例**公司`. The position of the first masked character, from 1.
    Masked(usize),
    /// It is the label of a form or a column, or has one beside it: `企业名称`, `名称：`.
    Label(String),
    /// Two names: `样例有限公司 张三`. The position where the second begins, from 1.
    Joined(usize),
    /// It is a number.
    Number,
    /// A valid identifier beside other characters.
    Code(IdentifierKind),
}

impl NameFlaw {
    /// Whether the text is no name at all, so that a query for it would be wasted. A masked name is
    /// only doubtful: vendors print such names themselves.
    #[must_use]
    pub const fn is_refused(&self) -> bool {
        !matches!(self, Self::Masked(_))
    }
}

impl fmt::Display for NameFlaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Placeholder => f.write_str("it is a placeholder, not a name"),
            Self::Markup(position) => write!(
                f,
                "from character {position} it has the markup of a page, which is no part of a name"
            ),
            Self::Masked(position) => write!(
                f,
                "it is masked from character {position} on, and registers compare complete names"
            ),
            Self::Label(label) => {
                write!(f, "it has the label `{label}`: give the name alone")
            }
            Self::Joined(position) => write!(
                f,
                "from character {position} there may be another name: give one, without a blank"
            ),
            Self::Number => f.write_str("it is a number, not a name"),
            Self::Code(kind) => write!(f, "it has a {kind} beside the name: give the name alone"),
        }
    }
}

/// The reason that this text is not the name of an organisation or a human; `None` for a name and
/// for an empty text. [`name_issues`](crate::name_issues) reports wrong characters.
///
/// ```
/// use registry_model::{NameFlaw, name_flaw};
///
/// assert_eq!(name_flaw("#N/A"), Some(NameFlaw::Placeholder));
/// assert_eq!(name_flaw("张**"), Some(NameFlaw::Masked(2)));
/// assert_eq!(name_flaw("样例有限公司"), None);
/// ```
#[must_use]
pub fn name_flaw(text: &str) -> Option<NameFlaw> {
    let name: String = text.trim().chars().map(narrow).collect();
    if name.is_empty() {
        return None;
    }
    let before = text.chars().take_while(|next| next.is_whitespace()).count();
    let small = name.to_lowercase();
    if let Some(at) = markup(&small) {
        return Some(NameFlaw::Markup(before + position(&small, at)));
    }
    if stands_for_nothing(text, &name) {
        return Some(NameFlaw::Placeholder);
    }
    if let Some(label) = label(&name, &small) {
        return Some(NameFlaw::Label(label));
    }
    let is_of_digits = name.chars().all(|next| {
        next.is_ascii_digit() || next == ' ' || matches!(next, '+' | '-' | '.' | ',' | '(' | ')')
    });
    let found = identify(&name);
    let is_identifier = found.kind() != IdentifierKind::Unknown && found.is_valid();
    if is_of_digits && !is_identifier && !found.is_personal() {
        return Some(NameFlaw::Number);
    }
    if let Some(kind) = code_within(&name) {
        return Some(NameFlaw::Code(kind));
    }
    if let Some(at) = joined::second_name(&name) {
        return Some(NameFlaw::Joined(before + position(&name, at)));
    }
    let mask = name.find(is_mask).or_else(|| name.find("××"));
    mask.map(|at| NameFlaw::Masked(before + position(&name, at)))
}

/// Whether a text holds no name: the words of programs for it, or signs alone.
fn stands_for_nothing(text: &str, name: &str) -> bool {
    // Characters that were lost have a message of their own.
    let is_lost = || name_issues(text).any(|fault| fault.remedy() == NameRemedy::LookUp);
    let has_text = name.chars().any(char::is_alphanumeric);
    is_placeholder(name) || !has_text && !is_lost()
}

/// Whether a text is a placeholder for a missing value, as programs and people write them: `#N/A`,
/// `######`, `NULL`, `nan`, `-`, `暂无`.
///
/// ```
/// use registry_model::is_placeholder;
///
/// assert!(is_placeholder("#REF!") && is_placeholder("null") && is_placeholder("--"));
/// assert!(!is_placeholder("A-1") && !is_placeholder(""));
/// ```
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    const LONGEST: usize = 32;

    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return false;
    }
    let small = text.to_lowercase();
    let bare = small.trim_matches(|next: char| " ()<>[]{}#!\"'".contains(next));
    // `#REF!`, `#GETTING_DATA`, `Err:502`.
    let is_sign = |byte: u8| byte.is_ascii_lowercase() || b"#_/!?0".contains(&byte);
    let is_error = small.len() > 1 && small.starts_with('#') && small.bytes().all(is_sign);
    let is_dashes = text
        .chars()
        .all(|next| is_dash(next) || matches!(next, '_' | '—' | '/' | '.'));
    PLACEHOLDERS.contains(&bare)
        || is_error
        || small.starts_with("err:")
        || is_dashes
        || is_in_place_of_a_value(text)
}

/// The position of the character at this byte, counted from 1.
fn position(text: &str, at: usize) -> usize {
    text.get(..at).map_or(0, |front| front.chars().count()) + 1
}

const fn is_mask(next: char) -> bool {
    matches!(
        next,
        '*' | '\u{fe61}' | '\u{2217}' | '\u{203b}' | '\u{2731}'
    )
}

/// Where a tag or a character reference begins.
fn markup(name: &str) -> Option<usize> {
    if is_placeholder(name) {
        return None;
    }
    name.match_indices(['&', '<']).find_map(|(at, sign)| {
        let rest = name.get(at + 1..)?;
        let (within, _) = rest.split_once(if sign == "&" { ';' } else { '>' })?;
        let is_short = !within.is_empty() && within.len() <= 10;
        let is_word = within
            .chars()
            .all(|next| next.is_ascii_alphanumeric() || matches!(next, '#' | '/' | ' '));
        (is_short && is_word).then_some(at)
    })
}

/// The label that is the whole text, or in front of a name with a colon, or behind it in brackets.
fn label(name: &str, small: &str) -> Option<String> {
    const BRACKETS: [char; 6] = ['(', ')', '[', ']', '【', '】'];

    let is_label = |text: &str| {
        text.chars().count() <= LONGEST_LABEL && LABELS.iter().any(|label| text.ends_with(label))
    };
    if let Some((front, _)) = small.split_once(':') {
        let front = front.trim().trim_matches(BRACKETS);
        return is_label(front).then(|| format!("{front}："));
    }
    if LABELS.contains(&small) || CODE_LABELS.contains(&small) {
        return Some(small.to_owned());
    }
    let mut words = small.split_whitespace();
    if let Some(word) = words.find(|word| PERSON_LABELS.contains(word)) {
        return Some(word.to_owned());
    }
    let behind = small
        .strip_suffix([')', ']', '】'])
        .and_then(|text| text.rsplit_once(['(', '[', '【']));
    if let Some((_, behind)) = behind
        && LABELS
            .iter()
            .chain(&BARE_LABELS)
            .any(|label| behind == *label)
    {
        return Some(behind.to_owned());
    }
    let bare = BARE_LABELS.iter().find(|label| name.starts_with(**label));
    bare.map(|label| (*label).to_owned())
}

/// The kind of a valid identifier among the words of a text that has other ones too.
fn code_within(name: &str) -> Option<IdentifierKind> {
    let words = name.split(|next: char| !next.is_ascii_alphanumeric());
    words
        .filter(|word| word.len() < name.len())
        .map(str::to_ascii_uppercase)
        .filter(|word| word.bytes().any(|byte| byte.is_ascii_digit()))
        .find_map(|word| {
            let found = identify(&word);
            let is_one = matches!(
                found.kind(),
                IdentifierKind::CreditCode
                    | IdentifierKind::OrganizationCode
                    | IdentifierKind::RegistrationNumber
            );
            (is_one && found.is_valid()).then(|| found.kind())
        })
}
