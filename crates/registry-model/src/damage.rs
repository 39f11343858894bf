//! Recognises identifiers that spreadsheets and copying have damaged, and restores them.

mod readings;

use self::readings::{compact, cores, plain, words};
use crate::credit_code::UnifiedSocialCreditCode;
use crate::division_code::DivisionCode;
use crate::error::{IdentifierErrorKind, ParseIdentifierError};
use crate::id_code::IdCode;
use crate::identify::{Identified, identify};
use crate::kind::IdentifierKind;
use crate::organization_code::OrganizationCode;
use crate::registration_number::RegistrationNumber;
use crate::width::plain_character;

/// Replaces the error of the first wrong character if the text has lost digits.
pub(crate) fn explained(text: &str, error: ParseIdentifierError) -> ParseIdentifierError {
    lost(text)
        .filter(|lost| lost.kind() == error.kind())
        .unwrap_or(error)
}

/// The error of an identifier that has lost digits, because a spreadsheet or another program
/// handled it as a number.
pub(crate) fn lost(text: &str) -> Option<ParseIdentifierError> {
    // The quick way for most texts: no signs, no notation.
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        let (kind, position) = rounded(text)?;
        return Some(ParseIdentifierError::at(
            kind,
            position,
            IdentifierErrorKind::Rounded,
        ));
    }
    if !has_digits(text, 3) {
        return None;
    }
    let plain = plain(text)?;
    let cores = cores(&plain);
    let scientific = cores.iter().find_map(|core| scientific(core));
    if let Some(kind) = scientific {
        return Some(ParseIdentifierError::at(
            kind,
            1,
            IdentifierErrorKind::Scientific,
        ));
    }
    let (kind, digit) = cores.iter().find_map(|core| rounded(&compact(core)?))?;
    let position = position_of_digit(text, digit);
    Some(ParseIdentifierError::at(
        kind,
        position,
        IdentifierErrorKind::Rounded,
    ))
}

/// The error values of spreadsheets.
const ERRORS: [&str; 8] = [
    "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#DIV/0!", "#SPILL!",
];

/// Whether a text is a spreadsheet's error value or the `###` of a column that is too narrow.
pub(crate) fn is_in_place_of_a_value(text: &str) -> bool {
    let text = text.trim();
    let is_too_narrow = text.len() > 1 && text.bytes().all(|byte| byte == b'#');
    is_too_narrow || ERRORS.contains(&text)
}

/// Where the first error value of a spreadsheet begins, in bytes.
pub(crate) fn error_value(text: &str) -> Option<usize> {
    ERRORS.iter().filter_map(|error| text.find(error)).min()
}

/// Whether a text has at least this many digits, of any width.
fn has_digits(text: &str, count: usize) -> bool {
    let digits = text
        .chars()
        .filter(|next| plain_character(*next).is_ascii_digit());
    digits.take(count).count() == count
}

/// The kind of identifier that a spreadsheet turned into a number in scientific notation:
/// `9.1310E+17` was a credit code, `3.10116E+14` a registration number.
fn scientific(core: &str) -> Option<IdentifierKind> {
    let core: String = core.chars().filter(|next| *next != ' ').collect();
    let core = ["×10^", "*10^", "x10^", "X10^"]
        .into_iter()
        .fold(core, |core, power| core.replace(power, "E"));
    let (mantissa, exponent) = core.split_once(['E', 'e'])?;
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let has_sign = exponent.starts_with('+');
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let is_one = (1..=3).contains(&whole.len())
        && is_digits(whole)
        && is_digits(fraction)
        && (has_sign || mantissa.len() > whole.len());
    if !is_one || exponent.is_empty() || !is_digits(exponent) {
        return None;
    }
    // Shorter numbers are of no kind: `7.6E+5`.
    let exponent: usize = exponent.parse().ok()?;
    match exponent.saturating_add(whole.len()) {
        16..=20 => Some(IdentifierKind::CreditCode),
        13..=15 => Some(IdentifierKind::RegistrationNumber),
        8 | 9 => Some(IdentifierKind::OrganizationCode),
        _ => None,
    }
}

/// How many zeros a program leaves at the end of 18 digits that it keeps in 64 bits of floating
/// point; a spreadsheet leaves one more.
const ZEROS_OF_A_DOUBLE: usize = 2;

/// The kind of the identifier that these digits were before zeros came in place of the last ones,
/// and the first of these, counted in digits from 1; `None` for a valid identifier.
///
/// A spreadsheet keeps 15 digits and shows twelve or fewer of them in a cell.
fn rounded(digits: &str) -> Option<(IdentifierKind, usize)> {
    let zeros = digits
        .bytes()
        .rev()
        .take_while(|byte| *byte == b'0')
        .count();
    let (kind, least) = match digits.len() {
        18 => (IdentifierKind::CreditCode, ZEROS_OF_A_DOUBLE),
        15 => (IdentifierKind::RegistrationNumber, 3),
        9 => (IdentifierKind::OrganizationCode, 3),
        _ => return None,
    };
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_one = is_number && (least..digits.len()).contains(&zeros) && !is_valid(kind, digits);
    is_one.then(|| (kind, digits.len() - zeros + 1))
}

/// The position in a text, in characters from 1, of its digit with this number.
fn position_of_digit(text: &str, number: usize) -> usize {
    let digits = text
        .chars()
        .zip(1..)
        .filter(|(next, _)| plain_character(*next).is_ascii_digit());
    digits
        .map(|(_, position)| position)
        .nth(number.saturating_sub(1))
        .unwrap_or(1)
}

/// The kind of the identifier in a text that has labels, endings or signs around it, where its
/// length and alphabet do not tell.
pub(crate) fn kind_within(text: &str) -> Option<IdentifierKind> {
    if text.len() < SHORTEST || !has_digits(text, 1) {
        return None;
    }
    if let Some(lost) = lost(text) {
        return Some(lost.kind());
    }
    let plain = plain(text)?;
    let cores = cores(&plain);
    let mut kinds = cores.iter().filter_map(|core| {
        if is_valid(IdentifierKind::IdCode, core) {
            return Some(IdentifierKind::IdCode);
        }
        let compact = compact(core)?;
        // With a label or an ending around it, it need not be right.
        let is_named = *core != plain && compact.len() == core.len();
        let kind = match compact.len() {
            18 => IdentifierKind::CreditCode,
            15 => IdentifierKind::RegistrationNumber,
            _ => IdentifierKind::OrganizationCode,
        };
        (is_named || is_valid(kind, &compact)).then_some(kind)
    });
    kinds.next()
}

fn is_valid(kind: IdentifierKind, text: &str) -> bool {
    match kind {
        IdentifierKind::CreditCode => UnifiedSocialCreditCode::valid(text).is_some(),
        IdentifierKind::RegistrationNumber => RegistrationNumber::is_valid(text),
        IdentifierKind::OrganizationCode => OrganizationCode::is_valid(text),
        IdentifierKind::IdCode => IdCode::check(text).is_ok(),
        IdentifierKind::DivisionCode => DivisionCode::parse(text).is_ok(),
        _ => false,
    }
}

/// Removes traces of copying from a refused text and replaces letters that its alphabet lacks.
/// `None` unless exactly one valid identifier results.
///
/// Blanks, invisible characters, quotation marks, dashes and other signs are removed, and so are
/// labels in front (`统一社会信用代码：`, `USCC`, `="…"`), copy numbers behind (`（1-1）`,
/// `副本`), the ending of a file (`.pdf`), a name or a sentence around a code, and the commas and
/// `.0` of a number; full width becomes narrow, letters of other scripts become the Latin ones
/// that they look like, small letters capitals; of the letters that the alphabet of credit codes
/// lacks, `I` is `1`, `O` is `0`, `S` is `5`, `Z` is `2` and `V` is `U` or `Y`. In a registration
/// number, which has digits only, `D` and `Q` are `0` too, `L` is `1`, `G` is `6` and `B` is `8`.
///
/// For display; never apply it without asking. A number of an identity card has no proposal.
///
/// ```
/// use registry_model::cleaned;
///
/// for damaged in [
///     "'91310116761614322N",
///     "913101 1676 1614 322n",
///     "９１３１０１１６７６１６１４３２２Ｎ",
///     "9131011676I6I4322N",
/// ] {
///     assert_eq!(cleaned(damaged).as_deref(), Some("91310116761614322N"), "{damaged}");
/// }
/// assert_eq!(cleaned("91310116761614322N"), None);
/// ```
#[must_use]
pub fn cleaned(text: &str) -> Option<String> {
    cleaned_with(text, &identify(text))
}

/// Like [`cleaned`], with the result of [`identify`] for this text.
#[must_use]
pub fn cleaned_with(text: &str, found: &Identified) -> Option<String> {
    if found.is_valid() || found.is_personal() || text.len() < SHORTEST || lost(text).is_some() {
        return None;
    }
    let plain = plain(text)?;
    let cores = cores(&plain);
    let mut candidates: Vec<String> = cores
        .iter()
        .filter_map(|core| match found.kind() {
            IdentifierKind::IdCode => Some((*core).to_owned()),
            IdentifierKind::DivisionCode => digits_of_a_division(core),
            _ => compact(core),
        })
        .collect();
    if found.kind() != IdentifierKind::IdCode {
        candidates.extend(words(&plain));
    }
    for bare in candidates.clone() {
        match bare.len() {
            18 => candidates.extend(within_alphabet(&bare)),
            15 => candidates.extend(readings::in_digits(&bare)),
            _ => {}
        }
    }
    // The alphabet has the capital of this one.
    if plain.contains('l') {
        let read = plain.replace('l', "1");
        let read = self::cores(&read).into_iter().filter_map(compact);
        candidates.extend(read.flat_map(|bare| match bare.len() {
            15 => readings::in_digits(&bare).into_iter().collect(),
            _ => within_alphabet(&bare),
        }));
    }
    let mut valid = candidates.into_iter().filter(|one| {
        let found = identify(one);
        one != text && found.is_valid() && !found.is_personal()
    });
    let first = valid.next()?;
    valid.all(|other| other == first).then_some(first)
}

/// Whether a spreadsheet has given a division code the fraction of a number: `310116.0`.
pub(crate) fn is_division_with_fraction(text: &str) -> bool {
    let digits = text.split_once('.').map(|(digits, _)| digits);
    digits.is_some_and(|digits| digits.len() == 6 && is_valid(IdentifierKind::DivisionCode, digits))
        && digits_of_a_division(text).is_some()
}

/// The six digits of a division code with quotation marks, blanks or `.0` around them.
fn digits_of_a_division(core: &str) -> Option<String> {
    let (digits, zeros) = core.split_once('.').unwrap_or((core, ""));
    let is_one = digits.len() == 6 && zeros.bytes().all(|byte| byte == b'0');
    is_one.then(|| digits.to_owned())
}

/// The shortest text that is cleaned: a division code.
const SHORTEST: usize = 6;

/// A text of capitals and digits with the letters replaced that the alphabet of credit codes
/// lacks.
fn within_alphabet(text: &str) -> Vec<String> {
    let replaced = |v: char| {
        text.chars()
            .map(|next| match next {
                'I' => '1',
                'O' => '0',
                'S' => '5',
                'Z' => '2',
                'V' => v,
                other => other,
            })
            .collect::<String>()
    };
    [replaced('U'), replaced('Y')].into()
}
