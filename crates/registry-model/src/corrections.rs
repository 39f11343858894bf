//! Proposes one-character corrections of refused identifiers.

mod credit_code;
mod organization_code;
mod registration_number;

use crate::department::Department;
use crate::error::IdentifierErrorKind;
use crate::identify::{Identified, identify};
use crate::kind::IdentifierKind;
use crate::organisation_kind::OrganisationKind;

/// One character that may be wrong in a refused identifier, and the character that would make it
/// valid.
///
/// Show it to the person who typed the code and never apply it: at most one of several candidates
/// is right, and the mistake may be elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Correction {
    position: usize,
    found: char,
    proposed: char,
}

impl Correction {
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

    /// The character with which the identifier would be valid.
    #[must_use]
    pub const fn proposed(&self) -> char {
        self.proposed
    }

    /// Whether readers confuse the two characters: `0` and `O`, `1` and `I`, `8` and
    /// `B`, a capital and its small letter, a digit and its full-width form.
    #[must_use]
    pub fn is_lookalike(&self) -> bool {
        let group = |character: char| match character {
            '0' | 'O' | 'D' | 'Q' => Some('0'),
            '1' | 'I' | 'L' | 'J' | '7' | 'T' => Some('1'),
            '2' | 'Z' => Some('2'),
            '5' | 'S' => Some('5'),
            '6' | 'G' => Some('6'),
            '8' | 'B' | '3' => Some('8'),
            'U' | 'V' | 'Y' => Some('U'),
            'M' | 'N' | 'H' => Some('M'),
            _ => None,
        };
        let found = crate::width::narrow(self.found).to_ascii_uppercase();
        found == self.proposed || group(found).is_some_and(|one| group(self.proposed) == Some(one))
    }

    /// The text with this correction applied. It must be the text that was passed to
    /// [`corrections`].
    #[must_use]
    pub fn applied_to(&self, text: &str) -> String {
        let mut corrected = text.to_owned();
        let before = self.position.checked_sub(1);
        if let Some((at, found)) = before.and_then(|before| text.char_indices().nth(before)) {
            let mut proposed = [0; 4];
            let proposed = self.proposed.encode_utf8(&mut proposed);
            corrected.replace_range(at..at + found.len_utf8(), proposed);
        }
        corrected
    }
}

/// All corrections of one character that would make a refused text valid as the kind that
/// [`identify`] takes it for: for credit codes, organisation codes and registration numbers.
///
/// In the order of the positions. In place of the letters `I`, `l`, `O`, `S` and `Z`, which credit
/// codes and registration numbers lack, only `1`, `0`, `5` and `2` are proposed, in place of `V`
/// only `U` or `Y`. Codes of an unassigned kind of organisation are not proposed. There are no
/// corrections of a valid text, of one with two slips or with a character too many or too few, nor
/// of a number of an identity card, which is not to be shown.
///
/// A credit code has at most one candidate a position (two in the form of Fujian's pilot, by either
/// rule), and mostly about five; a registration number has one a position, an organisation code two
/// or three. Time and memory are linear in the length of the text.
///
/// ```
/// use registry_model::corrections;
///
/// // A two that was read as Z.
/// let [correction] = corrections("9131011676161432ZN")[..] else { panic!("one candidate") };
/// assert_eq!((correction.position(), correction.proposed()), (17, '2'));
/// assert!(correction.is_lookalike());
/// assert_eq!(correction.applied_to("9131011676161432ZN"), "91310116761614322N");
///
/// assert!(corrections("91310116761614322N").is_empty());
/// ```
#[must_use]
pub fn corrections(text: &str) -> Vec<Correction> {
    corrections_with(text, &identify(text))
}

/// Like [`corrections`], with the result of [`identify`] for this text.
///
/// ```
/// use registry_model::{corrections, corrections_with, identify};
///
/// let text = "9131011676161432ZN";
/// assert_eq!(corrections_with(text, &identify(text)), corrections(text));
/// ```
#[must_use]
pub fn corrections_with(text: &str, found: &Identified) -> Vec<Correction> {
    if found.is_valid() || found.is_personal() {
        return Vec::new();
    }
    // What a spreadsheet has cut off is not one character.
    let is_cut = found.error().is_some_and(|error| {
        matches!(
            error.reason(),
            IdentifierErrorKind::Rounded | IdentifierErrorKind::Scientific
        )
    });
    if is_cut {
        return Vec::new();
    }
    let mut corrections = Vec::new();
    match found.kind() {
        IdentifierKind::CreditCode => credit_code::find(text, &mut corrections),
        IdentifierKind::OrganizationCode => organization_code::find(text, &mut corrections),
        IdentifierKind::RegistrationNumber => registration_number::find(text, &mut corrections),
        _ => {}
    }
    if found.kind() == IdentifierKind::CreditCode {
        corrections.retain(|one| is_assigned(text, one));
    }
    // The alphabet of an organisation code has both letters.
    if found.kind() != IdentifierKind::OrganizationCode {
        corrections.retain(|one| meant(one.found).is_none_or(|all| all.contains(&one.proposed)));
    }
    corrections
}

/// Whether a corrected credit code is of an assigned kind of organisation. If the first two
/// characters stay, an unassigned kind of a known department may be a new one.
fn is_assigned(text: &str, correction: &Correction) -> bool {
    let corrected = correction.applied_to(text);
    let mut characters = corrected.chars().map(crate::width::narrow);
    let (Some(first), Some(second)) = (characters.next(), characters.next()) else {
        return false;
    };
    let department = Department::from_char(first);
    let kind = OrganisationKind::from_characters(department, second);
    department.is_known() && (correction.position > 2 || kind != OrganisationKind::Unknown)
}

/// The characters that are read as a letter which credit codes and registration numbers lack. Any
/// other character in its place makes the code of another company.
fn meant(found: char) -> Option<&'static [char]> {
    match crate::width::narrow(found) {
        'I' | 'i' | 'l' => Some(&['1']),
        'O' | 'o' => Some(&['0']),
        'S' | 's' => Some(&['5']),
        'Z' | 'z' => Some(&['2']),
        'V' | 'v' => Some(&['U', 'Y']),
        _ => None,
    }
}

/// `N` characters of a text with their values; characters outside the alphabet have none. `None`
/// for a text of another length.
fn counted<const N: usize>(
    characters: impl Iterator<Item = (usize, char)>,
    count: impl Fn(char) -> Option<u16>,
) -> Option<[Counted; N]> {
    let mut counted = [Counted::default(); N];
    let mut characters = characters;
    for slot in &mut counted {
        let (position, found) = characters.next()?;
        *slot = Counted {
            position,
            found,
            value: count(found),
        };
    }
    characters.next().is_none().then_some(counted)
}

/// A character, its position in the text, and its value.
#[derive(Clone, Copy, Default)]
struct Counted {
    position: usize,
    found: char,
    value: Option<u16>,
}

impl Counted {
    /// Proposes a character, unless it is there already.
    fn propose(&self, proposed: u8, corrections: &mut Vec<Correction>) {
        let proposed = char::from(proposed);
        if proposed != self.found {
            corrections.push(Correction {
                position: self.position,
                found: self.found,
                proposed,
            });
        }
    }
}

/// The only place where the slip can be: that of the one character outside the alphabet.
fn wrong_place(counted: &[Counted]) -> Result<Option<usize>, TwoSlips> {
    let mut wrong = counted
        .iter()
        .enumerate()
        .filter(|(_, one)| one.value.is_none())
        .map(|(index, _)| index);
    match (wrong.next(), wrong.next()) {
        (place, None) => Ok(place),
        (_, Some(_)) => Err(TwoSlips),
    }
}

/// More than one character is wrong.
struct TwoSlips;
