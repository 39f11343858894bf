//! Masks telephone numbers in what vendors say.

use core::ops::{Range, RangeInclusive};
use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::redaction::letters::{is_invisible, is_separator, plain};
use crate::redaction::unescape::{Escapable, Steps, begins_escape};

/// The digits of a mobile number, and the least of a number with its area code.
const MOBILE: usize = 11;
const LANDLINE: RangeInclusive<usize> = 10..=12;
/// With the longest way to write the country before it.
const LONGEST: usize = 15;

/// The text with the middle of every telephone number of China replaced: `139****5678`. Mobile
/// numbers are found with and without +86, numbers of landlines with their area code; in whichever
/// digits and groups they are written, escaped or not. Longer numbers are no telephone numbers.
/// Where a text cannot be read in reasonable time, the rest of it is left out.
pub(crate) fn mask(text: &str) -> Cow<'_, str> {
    let masked = mask_letters(text);
    if masked.bytes().any(begins_escape)
        && let Some(deeper) = mask_escaped(&masked)
    {
        return Cow::Owned(deeper);
    }
    masked
}

/// Masks the numbers that stand there as they are.
fn mask_letters(text: &str) -> Cow<'_, str> {
    let letters: Vec<char> = text.chars().collect();
    let hidden = hidden(&letters);
    if hidden.is_empty() {
        return Cow::Borrowed(text);
    }
    let masked = letters.iter().enumerate();
    let masked = masked.map(|(at, letter)| if hidden.contains(&at) { '*' } else { *letter });
    Cow::Owned(masked.collect())
}

/// Masks the numbers that are escaped, if there is one.
fn mask_escaped(text: &str) -> Option<String> {
    let steps = Steps::for_bytes(text.len());
    let escapable = Escapable::new(text.as_bytes(), &steps);
    let mut letters = Vec::new();
    let mut ends = Vec::new();
    let mut at = 0;
    while at < text.len() && !escapable.is_exhausted() {
        // What is unescaped most often; what cannot be read is passed over byte by byte.
        let (letter, end) = escapable.letters(at).last().unwrap_or(('\u{fffd}', at + 1));
        letters.push(letter);
        ends.push(end);
        at = end;
    }
    let is_whole = at >= text.len();
    let hidden = hidden(&letters);
    if hidden.is_empty() && is_whole {
        return None;
    }
    let mut masked = Vec::new();
    let mut from = 0;
    for (at, end) in ends.into_iter().enumerate() {
        if hidden.contains(&at) {
            masked.push(b'*');
        } else {
            masked.extend_from_slice(text.as_bytes().get(from..end).unwrap_or_default());
        }
        from = end;
    }
    if !is_whole {
        masked.extend_from_slice(b"[redacted]");
    }
    Some(String::from_utf8_lossy(&masked).into_owned())
}

/// Which of the letters are the middle of a telephone number.
fn hidden(letters: &[char]) -> BTreeSet<usize> {
    let mut hidden = BTreeSet::new();
    let mut at = 0;
    while let Some(begin) = (at..letters.len()).find(|at| digit(letters, *at).is_some()) {
        let groups = groups(letters, begin);
        let end = groups.last().map_or(begin + 1, |group| group.end);
        let is_word = |letter: Option<&char>| {
            letter.is_some_and(|letter| letter.is_ascii_alphanumeric() || *letter == '_')
        };
        let before = begin.checked_sub(1).and_then(|before| letters.get(before));
        if !is_word(before) && !is_word(letters.get(end)) {
            hide(letters, &groups, &mut hidden);
        }
        at = end;
    }
    hidden
}

/// The digits that stand together from here on: groups of them with one sign between, and whatever
/// is not seen.
fn groups(letters: &[char], begin: usize) -> Vec<Range<usize>> {
    let mut groups = Vec::new();
    let mut at = begin;
    while digit(letters, at).is_some() {
        let begin = at;
        while digit(letters, at).is_some() {
            at += 1;
        }
        groups.push(begin..at);
        let is_sign = |letter: char| {
            let letter = plain(letter);
            is_separator(letter) && !matches!(letter, ':' | ',') || matches!(letter, ')' | '/')
        };
        let mut signs = 0;
        while let Some(letter) = letters.get(at)
            && (is_invisible(*letter) || (signs == 0 && is_sign(*letter)))
        {
            signs += usize::from(!is_invisible(*letter));
            at += 1;
        }
    }
    groups
}

/// Notes what is hidden of the telephone numbers in these groups, each made of as few as can be.
fn hide(letters: &[char], groups: &[Range<usize>], hidden: &mut BTreeSet<usize>) {
    let mut from = 0;
    while let Some(rest) = groups.get(from..).filter(|rest| !rest.is_empty()) {
        let mut places = Vec::new();
        let mut taken = 1;
        for (count, group) in rest.iter().enumerate() {
            places.extend(group.clone());
            if places.len() > LONGEST {
                break;
            }
            let number: String = places.iter().filter_map(|at| digit(letters, *at)).collect();
            if let Some(middle) = middle(&number) {
                hidden.extend(places.get(middle).unwrap_or_default().iter().copied());
                taken = count + 1;
                break;
            }
        }
        from += taken;
    }
}

/// Which digits of a telephone number are hidden; nothing where it is none.
fn middle(number: &str) -> Option<Range<usize>> {
    let is_mobile = |number: &str| {
        number.len() == MOBILE && matches!(number.as_bytes(), [b'1', b'3'..=b'9', ..])
    };
    let begin = ["", "86", "0086"]
        .into_iter()
        .find(|country| number.strip_prefix(country).is_some_and(is_mobile))
        .map(str::len);
    let is_landline =
        LANDLINE.contains(&number.len()) && number.starts_with('0') && !number.starts_with("00");
    let begin = begin.or(is_landline.then_some(0))?;
    Some(begin + 3..number.len() - 4)
}

/// A digit, also of those that are as wide as an ideograph.
fn digit(letters: &[char], at: usize) -> Option<char> {
    Some(plain(*letters.get(at)?)).filter(char::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn telephone_numbers_are_masked_however_they_are_written() {
        for (text, masked) in [
            ("手机号13912345678已注册", "手机号139****5678已注册"),
            (
                "+86 139-1234-5678, 8613912345678",
                "+86 139-****-5678, 86139****5678",
            ),
            ("１３９１２３４５６７８", "１３９****５６７８"),
            ("(0571)88886666 010-88886666", "(057*)****6666 010-****6666"),
            ("tel:13912345678.", "tel:139****5678."),
            ("139\u{200b}1234\n5678", "139\u{200b}****\n5678"),
            ("139.1234.5678", "139.****.5678"),
            ("成功率100%13912345678", "成功率100%139****5678"),
            (
                "%31%33%39%31%32%33%34%35%36%37%38",
                "%31%33%39****%35%36%37%38",
            ),
            (
                "电话&#49;&#51;&#x39;12345678",
                "电话&#49;&#51;&#x39;****5678",
            ),
            (r"\u0031391234\u0035678", r"\u003139****\u0035678"),
            ("139%2D1234%252D5678", "139%2D****%252D5678"),
        ] {
            assert_eq!(mask(text), masked, "{text}");
        }
    }

    #[test]
    fn other_numbers_are_left_as_they_are() {
        for text in [
            "",
            "91330106673959654P",
            "1234567890123456789",
            "A13912345678",
            "12912345678",
            "2024-01-02 10:11:12",
            "1391234567",
            "错误码 40501",
            "400-800-1234",
        ] {
            assert_eq!(mask(text), text);
        }
    }
}
