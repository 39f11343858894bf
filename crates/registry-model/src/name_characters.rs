//! Finds look-alike and invisible characters in names, and the characters that are meant.

use core::fmt;

use crate::characters::{is_combining, is_quote, is_unseen};

/// Pairs of a look-alike and the character that is meant; lines with `#` are comments.
const LOOK_ALIKES: &str = include_str!("look_alikes.txt");

/// The dot that registers write between the parts of a name.
const MIDDLE_DOT: char = '·';

/// The ordinary character for a look-alike: the Chinese character for a radical, a stroke or a
/// compatibility ideograph, the middle dot of registers for other dots, and the blank for blanks of
/// another width.
pub(crate) fn stands_for(character: char) -> Option<char> {
    match character {
        '\u{2e80}'..='\u{2fdf}'
        | '\u{31c0}'..='\u{31ef}'
        | '\u{f900}'..='\u{faff}'
        | '\u{2f800}'..='\u{2fa1f}' => look_alike(character),
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            Some(' ')
        }
        _ if is_other_middle_dot(character) => Some(MIDDLE_DOT),
        _ => None,
    }
}

fn look_alike(character: char) -> Option<char> {
    let lines = LOOK_ALIKES.lines().filter(|line| !line.starts_with('#'));
    let mut characters = lines.flat_map(str::chars);
    while let (Some(from), Some(to)) = (characters.next(), characters.next()) {
        if from == character {
            return Some(to);
        }
    }
    None
}

/// Dots at half height that look like U+00B7.
const fn is_other_middle_dot(character: char) -> bool {
    matches!(
        character,
        '\u{2d9}'
            | '\u{387}'
            | '\u{5bc}'
            | '\u{1427}'
            | '\u{16eb}'
            | '\u{2022}'
            | '\u{2024}'
            | '\u{2027}'
            | '\u{2218}'
            | '\u{2219}'
            | '\u{22c5}'
            | '\u{25aa}'
            | '\u{25cf}'
            | '\u{25e6}'
            | '\u{26ab}'
            | '\u{2981}'
            | '\u{2b1d}'
            | '\u{2b24}'
            | '\u{2e30}'
            | '\u{2e31}'
            | '\u{2e33}'
            | '\u{30fb}'
            | '\u{318d}'
            | '\u{119e}'
            | '\u{a78f}'
            | '\u{ff65}'
            | '\u{10101}'
            | '\u{1f784}'
    )
}

/// Whether a dot and the character after it mask a part of the name: `张●●`, `李•`. A single dot
/// between two characters separates them.
pub(crate) fn is_masking_dot(dot: char, next: Option<char>) -> bool {
    is_other_middle_dot(dot) && next.is_none_or(|next| next == dot)
}

/// Whether the character of this index is part of a mask, which must not become a middle dot.
fn is_in_mask(name: &[char], index: usize) -> bool {
    let Some(dot) = name.get(index).copied() else {
        return false;
    };
    let after = name.get(index + 1..).unwrap_or_default();
    let next = after.iter().copied().find(|next| !next.is_whitespace());
    let before = index.checked_sub(1).and_then(|at| name.get(at));
    index > 0 && is_masking_dot(dot, next) || is_other_middle_dot(dot) && before == Some(&dot)
}

/// Full stops that replace a middle dot between Chinese characters.
const fn is_full_stop(character: char) -> bool {
    matches!(
        character,
        '.' | '\u{3002}' | '\u{fe52}' | '\u{ff0e}' | '\u{ff61}'
    )
}

/// The Latin letter that a Cyrillic or Greek one looks like. Registers write Latin ones beside
/// Chinese characters.
const fn latin_of(character: char) -> Option<char> {
    Some(match character {
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' | 'Ϲ' => 'C',
        'Е' | 'Ε' => 'E',
        'Ԍ' => 'G',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' | 'Ӏ' => 'I',
        'Ј' | 'Ϳ' => 'J',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'Ѵ' => 'V',
        'Ԝ' => 'W',
        'Х' | 'Χ' => 'X',
        'У' | 'Υ' => 'Y',
        'Ζ' => 'Z',
        'а' => 'a',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' => 'e',
        'һ' => 'h',
        'і' => 'i',
        'ј' | 'ϳ' => 'j',
        'о' | 'ο' => 'o',
        'р' => 'p',
        'ѕ' => 's',
        'ѵ' => 'v',
        'ԝ' => 'w',
        'х' => 'x',
        'у' => 'y',
        _ => return None,
    })
}

/// The Latin letter for a look-alike in a name with Chinese characters.
fn latin_in(name: &[char], character: char) -> Option<char> {
    latin_of(character).filter(|_| name.iter().any(|next| is_chinese(*next)))
}

/// Whether a character is Chinese. No name needs a blank between two of them.
const fn is_chinese(character: char) -> bool {
    matches!(
        character,
        '\u{2e80}'..='\u{2fdf}'
            | '\u{3005}'
            | '\u{3007}'
            | '\u{31c0}'..='\u{31e3}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

/// Whether a character is a blank of any width.
fn is_blank(character: char) -> bool {
    character == ' ' || stands_for(character) == Some(' ')
}

/// Whether no name has this character and nothing replaces it: marks of lost characters,
/// private-use and combining characters, descriptions of characters.
fn is_never_in_name(character: char) -> bool {
    matches!(
        character,
        '\u{fffd}'
            | '\u{fffc}'
            | '\u{e000}'..='\u{f8ff}'
            | '\u{f0000}'..='\u{10ffff}'
            | '\u{2e80}'..='\u{2fff}'
            | '\u{303e}'
            | '\u{303f}'
            | '\u{31c0}'..='\u{31ef}'
            | '\u{fdd0}'..='\u{fdef}'
            | '\u{2028}'
            | '\u{2029}'
            // Pictures, except a star that masks.
            | '\u{2700}'..='\u{2730}'
            | '\u{2732}'..='\u{2775}'
            | '\u{2794}'..='\u{27bf}'
            | '\u{1f300}'..='\u{1f77f}'
            | '\u{1f7e0}'..='\u{1faff}'
    ) || character.is_control()
        || marks_lost_character(character)
        || is_combining(character)
        || matches!(u32::from(character) & 0xffff, 0xfffe | 0xffff)
}

/// Signs between the values of a list, and the end of a sentence.
const fn is_list_sign(character: char) -> bool {
    matches!(character, ',' | '，' | '、' | ';' | '；' | '。')
}

/// Whether the first or the last character of a name is a sign between values.
fn is_stray(name: &[char], index: usize) -> bool {
    let is_seen = |next: &char| !next.is_whitespace() && !is_unseen(*next) && !is_list_sign(*next);
    let is_one = name.get(index).is_some_and(|next| is_list_sign(*next));
    is_one
        && match (
            name.iter().position(is_seen),
            name.iter().rposition(is_seen),
        ) {
            (Some(first), Some(last)) => index < first || index > last,
            _ => false,
        }
}

/// Whether conversions, fonts or printers write this mark for a missing character.
const fn marks_lost_character(character: char) -> bool {
    matches!(
        character,
        '?' | '\u{ff1f}'
            | '\u{25a0}'..='\u{25a2}'
            | '\u{25ae}'
            | '\u{25af}'
            | '\u{25fb}'..='\u{25fe}'
            | '\u{2b1b}'
            | '\u{2b1c}'
            | '\u{3013}'
    )
}

/// Whether the nearest visible characters on both sides are Chinese. Unless `both` is set, one side
/// is enough if the other is not a letter or digit.
fn is_between_chinese(name: &[char], index: usize, both: bool) -> bool {
    let is_seen = |next: &&char| !is_unseen(**next) && !is_blank(**next);
    let before = name
        .get(..index)
        .and_then(|part| part.iter().rev().find(is_seen));
    let behind = name
        .get(index + 1..)
        .and_then(|part| part.iter().find(is_seen));
    let (Some(before), Some(behind)) = (before, behind) else {
        return false;
    };
    let is_other = |one: char| !both && !one.is_alphanumeric();
    let (is_first, is_second) = (is_chinese(*before), is_chinese(*behind));
    (is_first || is_other(*before)) && (is_second || is_other(*behind)) && (is_first || is_second)
}

/// The offsets of the quotation marks around a name.
#[derive(Debug, Clone, Copy, Default)]
struct OuterQuotes {
    first: Option<usize>,
    last: Option<usize>,
}

impl OuterQuotes {
    /// The marks at both ends, unless there are others between: `“甲”与“乙”` keeps its own.
    fn new(name: &[char]) -> Self {
        let is_seen = |next: &char| !next.is_whitespace() && !is_unseen(*next);
        let (Some(first), Some(last)) = (
            name.iter().position(is_seen),
            name.iter().rposition(is_seen),
        ) else {
            return Self::default();
        };
        let quote = |index: usize| name.get(index).copied().filter(|next| is_quote(*next));
        let within = name.get(first + 1..last).unwrap_or_default();
        let has = |one: &char| within.contains(one);
        match (quote(first), quote(last)) {
            (Some(open), Some(close)) if first < last && !has(&open) && !has(&close) => Self {
                first: Some(first),
                last: Some(last),
            },
            (Some(_), None) if !within.iter().any(|next| is_quote(*next)) => Self {
                first: Some(first),
                last: None,
            },
            (None, Some(_)) if !within.iter().any(|next| is_quote(*next)) => Self {
                first: None,
                last: Some(last),
            },
            _ => Self::default(),
        }
    }
}

/// A character that keeps a register from finding a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NameIssue {
    position: usize,
    found: char,
    remedy: NameRemedy,
}

/// The remedy for a [`NameIssue`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NameRemedy {
    /// Leave the character out: it is invisible, or not part of the name.
    Drop,
    /// Write this character instead.
    Write(char),
    /// Look the name up again: the intended character is unknown.
    LookUp,
}

impl NameIssue {
    /// The issue with the character at this index.
    fn at(name: &[char], index: usize, quoted: OuterQuotes) -> Option<Self> {
        let found = *name.get(index)?;
        let is_at = |end: Option<usize>| end == Some(index);
        let remedy = if is_unseen(found)
            || is_at(quoted.first)
            || is_at(quoted.last)
            || is_stray(name, index)
            || is_blank(found) && is_between_chinese(name, index, false)
        {
            NameRemedy::Drop
        } else if is_in_mask(name, index) {
            return None;
        } else if let Some(meant) = stands_for(found) {
            NameRemedy::Write(meant)
        } else if is_full_stop(found) && is_between_chinese(name, index, true) {
            NameRemedy::Write(MIDDLE_DOT)
        } else if let Some(latin) = latin_in(name, found) {
            NameRemedy::Write(latin)
        } else if is_never_in_name(found) {
            NameRemedy::LookUp
        } else {
            return None;
        };
        Some(Self {
            position: index + 1,
            found,
            remedy,
        })
    }

    /// The position, in characters from 1 of the text as given.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.position
    }

    /// The character at that position.
    #[must_use]
    pub const fn found(&self) -> char {
        self.found
    }

    /// The remedy.
    #[must_use]
    pub const fn remedy(&self) -> NameRemedy {
        self.remedy
    }
}

impl fmt::Display for NameIssue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            position,
            found,
            remedy,
        } = self;
        write!(f, "character {position} is U+{:04X}, ", u32::from(*found))?;
        match remedy {
            NameRemedy::Drop if is_quote(*found) => {
                f.write_str("a quotation mark around the name: leave it out")
            }
            NameRemedy::Drop if is_blank(*found) => {
                f.write_str("a blank beside Chinese characters: leave it out")
            }
            NameRemedy::Drop if is_list_sign(*found) => {
                f.write_str("a sign beside the name: leave it out")
            }
            NameRemedy::Drop => f.write_str("which is invisible: leave it out"),
            NameRemedy::Write(' ') => f.write_str("not the ordinary blank"),
            NameRemedy::Write(meant) => write!(
                f,
                "which looks like {meant} (U+{:04X}): write that",
                u32::from(*meant)
            ),
            NameRemedy::LookUp => {
                f.write_str("which no register uses: the text was damaged, look the name up again")
            }
        }
    }
}

/// The characters of a name for which a register answers "mismatch" although the name looks right,
/// ordered by position. Blanks at the ends do not count.
///
/// ```
/// use registry_model::{NameRemedy, name_issues};
///
/// let issues: Vec<_> = name_issues("样例⼭\u{200b}有限公司").collect();
/// assert_eq!(issues[0].remedy(), NameRemedy::Write('山'));
/// assert_eq!((issues[1].position(), issues[1].remedy()), (4, NameRemedy::Drop));
/// assert_eq!(name_issues("样例（北京）科技有限公司").count(), 0);
/// ```
pub fn name_issues(name: &str) -> impl Iterator<Item = NameIssue> + '_ {
    let before = name.chars().take_while(|next| next.is_whitespace()).count();
    let last = name.trim().chars().count() + before;
    let characters: Vec<char> = name.chars().collect();
    let quoted = OuterQuotes::new(&characters);
    (before..last).filter_map(move |index| NameIssue::at(&characters, index, quoted))
}

/// Repairs every issue of a name that can be repaired; see [`name_issues`].
///
/// # Errors
///
/// The first issue whose intended character is unknown.
///
/// ```
/// use registry_model::repaired_name;
///
/// assert_eq!(repaired_name("样例⼭\u{200b}有限公司").unwrap(), "样例山有限公司");
/// assert_eq!(repaired_name("样例\u{fffd}有限公司").unwrap_err().position(), 3);
/// ```
pub fn repaired_name(name: &str) -> Result<String, NameIssue> {
    if let Some(issue) = name_issues(name).find(|issue| issue.remedy == NameRemedy::LookUp) {
        return Err(issue);
    }
    let mut issues = name_issues(name).peekable();
    let repaired: String = name
        .chars()
        .zip(1..)
        .filter_map(|(next, position)| {
            let issue = issues.next_if(|issue| issue.position == position);
            match issue.map(|issue| issue.remedy) {
                Some(NameRemedy::Drop) => None,
                Some(NameRemedy::Write(meant)) => Some(meant),
                Some(NameRemedy::LookUp) | None => Some(next),
            }
        })
        .collect();
    Ok(repaired.trim().to_owned())
}
