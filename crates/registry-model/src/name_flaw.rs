//! Recognises texts that are in the place of a name but are not names.

mod beside;
mod joined;
mod labels;
mod notation;

use core::fmt;

use crate::characters::is_dash;
use crate::damage::is_in_place_of_a_value;
use crate::identify::identify;
use crate::kind::IdentifierKind;
use crate::name_characters::{NameRemedy, is_masking_dot, name_issues};
use crate::width::narrow;

/// Words that programs and people write where there is no value, in small letters.
const PLACEHOLDERS: [&str; 47] = [
    "null",
    "none",
    "nil",
    "nan",
    "-nan",
    "nat",
    "na",
    "n/a",
    "n.a",
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
    "不适用",
    "请填写",
    "请输入",
    "没有",
    "同上",
    "同左",
    "见附件",
    "待补充",
    "待确认",
    "待核实",
    "暂缺",
    "缺失",
    "未提供",
    "missing",
    "blank",
    "empty",
    "todo",
    "tba",
    "tbc",
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
    /// An identifier beside other characters.
    Code(IdentifierKind),
    /// The number of a phone or a code beside a name: `样例有限公司 13800138000`. The position of
    /// its first character, from 1.
    NumberBeside(usize),
    /// It contains a formula or the expression of a template: `=A1&B1`, `{{name}}`, `${name}`. The
    /// position of its first character, from 1.
    Expression(usize),
    /// It contains JSON or escaped characters: `{"entName":"…"}`, `%E6%A0%B7`. The position of the
    /// first character, from 1.
    Data(usize),
    /// It contains a web or e-mail address. The position of its first character, from 1.
    Address(usize),
    /// A bracket without its partner, as in a name that was cut: `样例（北京`. Its position, from 1.
    Bracket(usize),
    /// It was read in a wrong character set: `æ ·ä¾‹`. The position of the first such character,
    /// from 1.
    Garbled(usize),
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
            Self::NumberBeside(position) => write!(
                f,
                "from character {position} it has the number of a phone or a code: give the name \
                 alone"
            ),
            Self::Expression(position) => write!(
                f,
                "from character {position} it has a formula or the expression of a template, not \
                 its result"
            ),
            Self::Data(position) => write!(
                f,
                "from character {position} it has JSON or escaped characters: give the name in \
                 plain text"
            ),
            Self::Address(position) => write!(
                f,
                "from character {position} it has a web or e-mail address, which is no name"
            ),
            Self::Bracket(position) => write!(
                f,
                "the bracket at character {position} has no partner: the name may be cut"
            ),
            Self::Garbled(position) => write!(
                f,
                "from character {position} it was read in a wrong character set: read it again"
            ),
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
    let place = |at: usize| before + position(&name, at);
    let small = name.to_ascii_lowercase();
    if let Some((flaw, at)) = notation::find(&name, &small) {
        return Some(flaw(place(at)));
    }
    if stands_for_nothing(text, &name) {
        return Some(NameFlaw::Placeholder);
    }
    if let Some(label) = labels::find(&name, &small) {
        return Some(NameFlaw::Label(label));
    }
    let is_of_digits = name.chars().all(|next| {
        next.is_ascii_digit() || next == ' ' || matches!(next, '+' | '-' | '.' | ',' | '(' | ')')
    });
    let found = identify(&name);
    let is_identifier = found.kind() != IdentifierKind::Unknown && found.is_valid();
    if !found.is_personal() {
        if is_of_digits && !is_identifier {
            return Some(NameFlaw::Number);
        }
        if let Some(kind) = beside::code(&name) {
            return Some(NameFlaw::Code(kind));
        }
        if let Some(at) = beside::number(&name) {
            return Some(NameFlaw::NumberBeside(place(at)));
        }
    }
    joined::second_name(&name)
        .map(|at| NameFlaw::Joined(place(at)))
        .or_else(|| lone_bracket(&name).map(|at| NameFlaw::Bracket(place(at))))
        .or_else(|| masked(&name).map(|at| NameFlaw::Masked(place(at))))
}

/// Where a bracket has no partner.
fn lone_bracket(name: &str) -> Option<usize> {
    let mut open = Vec::new();
    for (at, next) in name.char_indices() {
        match next {
            '(' => open.push(at),
            ')' if open.pop().is_none() => return Some(at),
            _ => {}
        }
    }
    open.pop()
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
    let is_around = |next: char| " ()<>[]{}（）【】《》#!.。\"'".contains(next);
    let bare = small.trim_matches(is_around);
    // Names of humans, unlike `NaN`, `NA` and `true`.
    let is_human = ["Na", "Nan", "Nat", "Nil", "True"].contains(&text);
    // `#REF!`, `#GETTING_DATA`, `Err:502`.
    let is_sign = |byte: u8| byte.is_ascii_lowercase() || b"#_/!?0".contains(&byte);
    let is_error = small.len() > 1 && small.starts_with('#') && small.bytes().all(is_sign);
    let is_dashes = text
        .chars()
        .all(|next| is_dash(next) || matches!(next, '_' | '—' | '/' | '.'));
    let mut words = bare.split_whitespace();
    let is_repeated = words
        .next()
        .is_some_and(|first| PLACEHOLDERS.contains(&first) && words.all(|next| next == first));
    (is_repeated || PLACEHOLDERS.contains(&bare)) && !is_human
        || is_error
        || small.starts_with("err:")
        || is_dashes
        || is_in_place_of_a_value(text)
}

/// The position of the character at this byte, counted from 1.
fn position(text: &str, at: usize) -> usize {
    text.get(..at).map_or(0, |front| front.chars().count()) + 1
}

/// Where a mask begins: `张*`, `李•`, `样例●●公司`, `王〇〇`, `张XX`.
fn masked(name: &str) -> Option<usize> {
    const RUNS: [&str; 7] = ["××", "__", "##", "□□", "某某", "…", "..."];

    let is_latin = |next: Option<char>| next.is_some_and(|next| next.is_ascii_alphanumeric());
    let has_chinese = name.contains(|next| matches!(next, '\u{3400}'..='\u{9fff}'));
    let letters = || {
        let (at, _) = name.match_indices(['X', 'x']).next()?;
        let (front, rest) = name.split_at_checked(at)?;
        let behind = rest.trim_start_matches(['X', 'x']);
        let is_run = rest.len() - behind.len() > 1 && has_chinese;
        (is_run && !is_latin(front.chars().next_back()) && !is_latin(behind.chars().next()))
            .then_some(at)
    };
    // `二〇〇八` is a year.
    let zeros = || {
        let front = name.trim_end_matches('〇');
        let is_short = name.len() - front.len() > 3 && matches!(front.chars().count(), 1 | 2);
        (is_short && !front.contains(|next| "一二三四五六七八九十".contains(next)))
            .then_some(front.len())
    };
    let mut dots = name
        .char_indices()
        .zip(name.chars().skip(1).map(Some).chain([None]));
    name.find(is_mask)
        .or_else(|| RUNS.iter().find_map(|run| name.find(run)))
        .or_else(|| {
            let dot = dots.find(|((_, dot), next)| is_masking_dot(*dot, *next));
            dot.map(|((at, _), _)| at).filter(|at| *at > 0)
        })
        .or_else(letters)
        .or_else(zeros)
}

const fn is_mask(next: char) -> bool {
    matches!(
        next,
        '*' | '\u{fe61}'
            | '\u{2217}'
            | '\u{203b}'
            | '\u{2731}'
            | '\u{25cb}'
            | '\u{25ef}'
            | '\u{25ce}'
    )
}
