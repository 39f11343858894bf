//! Finds a code or another number beside a name.

use crate::identify::identify;
use crate::kind::IdentifierKind;

/// The fewest digits of a number that is no part of a name: of a telephone.
const FEWEST_DIGITS: usize = 7;

/// The kind of an identifier among the words of a text that has other ones too. It need not be
/// valid if it is long.
pub(super) fn code(name: &str) -> Option<IdentifierKind> {
    let words = name.split(|next: char| !next.is_ascii_alphanumeric());
    words
        .filter(|word| word.len() < name.len())
        .map(str::to_ascii_uppercase)
        .find_map(|word| {
            let digits = word.bytes().filter(u8::is_ascii_digit).count();
            let found = identify(&word);
            let is_one = matches!(
                found.kind(),
                IdentifierKind::CreditCode
                    | IdentifierKind::OrganizationCode
                    | IdentifierKind::RegistrationNumber
            );
            let is_long = word.len() >= 15 && digits >= 8;
            let is_at_end = name.len() > word.len()
                && word.len() == 9
                && digits > 1
                && (name.starts_with(&word) || name.ends_with(&word));
            let is_meant = found.is_valid() && digits > 0 || is_long || is_at_end;
            (is_one && is_meant).then(|| found.kind())
        })
}

/// Where a number of a telephone or a code begins, in bytes: apart from the name, or a mobile
/// phone's right beside it.
pub(super) fn number(name: &str) -> Option<usize> {
    let is_of_number = |next: char| {
        next.is_ascii_digit()
            || next.is_ascii_uppercase()
            || matches!(
                next,
                ' ' | '+' | '-' | '(' | ')' | '.' | '/' | ':' | ',' | ';' | '、'
            )
    };
    let is_sign = |next: char| !next.is_ascii_alphanumeric();
    let front = name.trim_end_matches(is_of_number);
    let behind = name.get(front.len()..).unwrap_or_default();
    if is_number(behind, behind.starts_with(is_sign)) && !front.is_empty() {
        let number = behind.trim_start_matches(is_sign);
        return Some(name.len() - number.len());
    }
    let rest = name.trim_start_matches(is_of_number);
    let ahead = name.get(..name.len() - rest.len()).unwrap_or_default();
    let is_one = is_number(ahead, ahead.ends_with(is_sign) && !ahead.ends_with('.'));
    (is_one && !rest.is_empty()).then_some(0)
}

fn is_number(text: &str, is_apart: bool) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let letters = text.bytes().filter(u8::is_ascii_uppercase).count();
    let bare = digits.strip_prefix("86").unwrap_or(&digits);
    let is_mobile = [digits.as_str(), bare]
        .iter()
        .any(|number| number.len() == 11 && matches!(number.as_bytes(), [b'1', b'3'..=b'9', ..]));
    is_mobile && letters == 0
        || is_apart && digits.len() >= FEWEST_DIGITS && letters * 2 <= digits.len()
}
