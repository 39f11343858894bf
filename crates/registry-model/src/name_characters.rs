//! Characters in names that are not what they seem, and those that they stand for.

use core::fmt;

use crate::characters::is_unseen;

/// Pairs of characters, each look-alike with what it stands for; lines that begin with `#` are
/// comments.
const LOOK_ALIKES: &str = include_str!("look_alikes.txt");

/// The dot that registers write between the parts of a name.
const MIDDLE_DOT: char = '·';

/// The character that a look-alike stands for: of a radical, a stroke or a compatibility ideograph
/// the ordinary Chinese character, of any other middle dot the one that registers write, of a
/// blank of another width the ordinary one.
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

/// Dots at half height other than U+00B7, which people cannot tell from it.
const fn is_other_middle_dot(character: char) -> bool {
    matches!(
        character,
        '\u{387}'
            | '\u{1427}'
            | '\u{16eb}'
            | '\u{2022}'
            | '\u{2024}'
            | '\u{2027}'
            | '\u{2219}'
            | '\u{22c5}'
            | '\u{25cf}'
            | '\u{26ab}'
            | '\u{2e30}'
            | '\u{2e31}'
            | '\u{2e33}'
            | '\u{30fb}'
            | '\u{318d}'
            | '\u{119e}'
            | '\u{a78f}'
            | '\u{ff65}'
            | '\u{10101}'
    )
}

/// Characters that no name has and that stand for none: what was lost in a conversion, what only
/// one font shows, what describes a character.
fn is_no_text(character: char) -> bool {
    matches!(
        character,
        '\u{fffd}'
            | '\u{fffc}'
            | '\u{e000}'..='\u{f8ff}'
            | '\u{f0000}'..='\u{10ffff}'
            | '\u{2ff0}'..='\u{2fff}'
            | '\u{fdd0}'..='\u{fdef}'
            | '\u{2028}'
            | '\u{2029}'
    ) || character.is_control()
        || matches!(u32::from(character) & 0xffff, 0xfffe | 0xffff)
}

/// A character in a name that a register will not find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NameFault {
    position: usize,
    found: char,
    remedy: NameRemedy,
}

/// What can be done about a [`NameFault`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NameRemedy {
    /// Leave the character out: it is not seen.
    Drop,
    /// Write this one: it is what is meant.
    Write(char),
    /// Look the name up again: what is meant cannot be told.
    LookUp,
}

impl NameFault {
    fn of(position: usize, found: char) -> Option<Self> {
        let remedy = if is_unseen(found) {
            NameRemedy::Drop
        } else if let Some(meant) = stands_for(found) {
            NameRemedy::Write(meant)
        } else if is_no_text(found) {
            NameRemedy::LookUp
        } else {
            return None;
        };
        Some(Self {
            position,
            found,
            remedy,
        })
    }

    /// The position, in characters from 1 of the text as given.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.position
    }

    /// The character that stands there.
    #[must_use]
    pub const fn found(&self) -> char {
        self.found
    }

    /// What to do about it.
    #[must_use]
    pub const fn remedy(&self) -> NameRemedy {
        self.remedy
    }
}

impl fmt::Display for NameFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            position,
            found,
            remedy,
        } = self;
        write!(f, "character {position} is U+{:04X}, ", u32::from(*found))?;
        match remedy {
            NameRemedy::Drop => f.write_str("which is not seen: leave it out"),
            NameRemedy::Write(' ') => f.write_str("another blank than the ordinary one"),
            NameRemedy::Write(meant) => write!(
                f,
                "which looks like {meant} (U+{:04X}): write that",
                u32::from(*meant)
            ),
            NameRemedy::LookUp => {
                f.write_str("which no register has: the text was damaged, look it up again")
            }
        }
    }
}

/// The characters of a name that make a register answer "mismatch" though nobody sees a
/// difference, in the order of their positions. Blanks at the ends are none.
///
/// ```
/// use registry_model::{NameRemedy, name_faults};
///
/// let faults: Vec<_> = name_faults("样例⼭\u{200b}有限公司").collect();
/// assert_eq!(faults[0].remedy(), NameRemedy::Write('山'));
/// assert_eq!((faults[1].position(), faults[1].remedy()), (4, NameRemedy::Drop));
/// assert_eq!(name_faults("样例（北京）科技有限公司").count(), 0);
/// ```
pub fn name_faults(name: &str) -> impl Iterator<Item = NameFault> + '_ {
    let before = name.chars().take_while(|next| next.is_whitespace()).count();
    let last = name.trim().chars().count() + before;
    name.chars()
        .zip(1..)
        .filter(move |(_, position)| (before + 1..=last).contains(position))
        .filter_map(|(found, position)| NameFault::of(position, found))
}

/// The name with every fault mended that can be: see [`name_faults`].
///
/// # Errors
///
/// The first fault of which nobody can tell what is meant.
///
/// ```
/// use registry_model::mended_name;
///
/// assert_eq!(mended_name("样例⼭\u{200b}有限公司").unwrap(), "样例山有限公司");
/// assert_eq!(mended_name("样例\u{fffd}有限公司").unwrap_err().position(), 3);
/// ```
pub fn mended_name(name: &str) -> Result<String, NameFault> {
    if let Some(fault) = name_faults(name).find(|fault| fault.remedy == NameRemedy::LookUp) {
        return Err(fault);
    }
    let mended = name.trim().chars().filter(|next| !is_unseen(*next));
    let mended: String = mended
        .map(|next| stands_for(next).unwrap_or(next))
        .collect();
    Ok(mended.trim().to_owned())
}
