//! What spreadsheets and copying do to identifiers, and what they were before.

use crate::characters::{is_beside, is_quote, is_unseen};
use crate::identify::{Identified, identify};
use crate::kind::IdentifierKind;
use crate::width::narrow;

/// The kind of the identifier of which a spreadsheet has made a number in scientific notation:
/// `9.1310E+17` was a credit code, `3.10116E+14` a registration number.
pub(crate) fn scientific(text: &str) -> Option<IdentifierKind> {
    // In place, for most of what comes here is something else.
    let mut room = [0_u8; 32];
    let mut length = 0;
    let plain = text
        .chars()
        .filter(|next| !next.is_whitespace() && !is_unseen(*next) && !is_quote(*next))
        .map(narrow);
    for next in plain {
        *room.get_mut(length)? = u8::try_from(next).ok().filter(u8::is_ascii)?;
        length += 1;
    }
    let text = core::str::from_utf8(room.get(..length)?).ok()?;
    let (mantissa, exponent) = text.split_once(['E', 'e'])?;
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let has_sign = exponent.starts_with('+');
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let is_one = whole.len() == 1
        && is_digits(whole)
        && is_digits(fraction)
        && (has_sign || mantissa.len() > whole.len());
    if !is_one || exponent.is_empty() || exponent.len() > 2 || !is_digits(exponent) {
        return None;
    }
    // What is too short to be one has lost no digit that could be missed: `7.6E+5`.
    match exponent.parse::<u8>().ok()? {
        15..=19 => Some(IdentifierKind::CreditCode),
        12..=14 => Some(IdentifierKind::RegistrationNumber),
        7 | 8 => Some(IdentifierKind::OrganizationCode),
        _ => None,
    }
}

/// Whether 18 digits end in the three zeros that a spreadsheet puts in place of what it cannot
/// keep.
pub(crate) fn is_rounded(text: &str) -> bool {
    text.len() == 18 && text.bytes().all(|byte| byte.is_ascii_digit()) && text.ends_with("000")
}

/// The one valid identifier that a refused text turns into once it is cleaned of what copying
/// adds and of letters that its alphabet lacks; `None` where there is none, or more than one.
///
/// Blanks, characters that are not seen, quotation marks and dashes go, and so does what names
/// the code in front of it and the `.0` of a number; full width becomes narrow, small letters
/// capitals; of the letters that the alphabet of credit codes lacks, `I` is `1`, `O` is `0`, `S`
/// is `5`, `Z` is `2` and `V` is `U` or `Y`.
///
/// To be shown to a person, never to be applied. Of a number of an identity card nothing is
/// proposed.
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
    cleaned_of(text, &identify(text))
}

/// The same, for those who know already what [`identify`] says of this text.
#[must_use]
pub fn cleaned_of(text: &str, found: &Identified) -> Option<String> {
    let is_unknown = found.kind() == IdentifierKind::Unknown && !begins_with_a_name(text);
    if is_unknown || found.is_valid() || found.is_personal() || text.len() > LONGEST {
        return None;
    }
    let bare = bare(text)?;
    let mut candidates = vec![bare.clone()];
    if bare.len() == 18 {
        candidates.extend(within_alphabet(&bare));
        // The alphabet has the capital of this one.
        if text.contains('l') {
            let read = self::bare(&text.replace('l', "1"))?;
            candidates.extend(within_alphabet(&read));
        }
    }
    let mut valid = candidates.into_iter().filter(|one| {
        let found = identify(one);
        one != text && found.is_valid() && !found.is_personal()
    });
    let first = valid.next()?;
    valid.all(|other| other == first).then_some(first)
}

/// Whether a colon stands in front of what may be a code, so that the text is of no kind by its
/// length.
fn begins_with_a_name(text: &str) -> bool {
    text.contains([':', '：'])
}

/// Longer texts, in bytes, are not looked at.
const LONGEST: usize = 256;

/// The letters and digits of the code in the text.
fn bare(text: &str) -> Option<String> {
    let narrow: String = text
        .chars()
        .map(narrow)
        .filter(|next| !is_beside(*next))
        .map(|next| next.to_ascii_uppercase())
        .collect();
    // `统一社会信用代码：9131…`, `CODE:9131…`, `9131…。`
    let is_part = |next: char| next.is_ascii_alphanumeric() || next == '.';
    let mut parts = narrow
        .split(|next| !is_part(next))
        .filter(|part| part.len() >= SHORTEST && part.bytes().any(|byte| byte.is_ascii_digit()));
    let part = parts.next()?;
    if parts.next().is_some() {
        return None;
    }
    let part = part.trim_matches('.');
    // A number that has become one with a fraction.
    let bare = match part.split_once('.') {
        Some((whole, zeros)) if zeros.bytes().all(|byte| byte == b'0') => whole,
        Some(_) => return None,
        None => part,
    };
    // Nothing shorter is told apart from any other number.
    (matches!(bare.len(), 9 | 15 | 18)).then(|| bare.to_owned())
}

/// The shortest identifier that is cleaned: an organisation code.
const SHORTEST: usize = 9;

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
