//! Masks telephone numbers in what vendors say.

use core::ops::{Range, RangeInclusive};
use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::redaction::letters::{is_invisible, is_separator, plain};
use crate::redaction::steps::Steps;
use crate::redaction::unescape::{Escapable, begins_escape};

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
        let (letter, end) = escapable.deepest(at);
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
        at = groups.last().map_or(begin + 1, |group| group.places.end);
        hide(letters, &groups, &mut hidden);
    }
    hidden
}

/// Digits that stand together, and what joins them to those before.
struct Group {
    places: Range<usize>,
    /// By a comma or by several signs, as other numbers stand beside each other, too.
    is_loose: bool,
}

/// The most signs between two groups of a number: `139 - 1234`.
const SIGNS: usize = 3;

/// The groups of digits from here on that have nothing but signs between, and whatever is not seen.
fn groups(letters: &[char], begin: usize) -> Vec<Group> {
    let is_sign = |letter: char| {
        let letter = plain(letter);
        is_separator(letter) && letter != ':'
            || matches!(
                letter,
                '(' | ')' | '/' | '|' | '\u{b7}' | '\u{2022}' | '\u{30fb}'
            )
    };
    let mut groups = Vec::new();
    let mut at = begin;
    let mut is_loose = false;
    while digit(letters, at).is_some() {
        let begin = at;
        while digit(letters, at).is_some() {
            at += 1;
        }
        groups.push(Group {
            places: begin..at,
            is_loose,
        });
        let mut signs = 0;
        is_loose = false;
        while let Some(letter) = letters.get(at)
            && (is_invisible(*letter) || (signs < SIGNS && is_sign(*letter)))
        {
            signs += usize::from(!is_invisible(*letter));
            is_loose |= signs > 1 || plain(*letter) == ',';
            at += 1;
        }
    }
    groups
}

/// Notes the hidden digits of the telephone numbers in these groups, each with as few groups as
/// possible.
fn hide(letters: &[char], groups: &[Group], hidden: &mut BTreeSet<usize>) {
    let mut from = 0;
    while let Some(rest) = groups.get(from..).filter(|rest| !rest.is_empty()) {
        let mut places = Vec::new();
        let mut taken = 1;
        for (count, group) in rest.iter().enumerate() {
            places.extend(group.places.clone());
            if places.len() > LONGEST {
                break;
            }
            let number: String = places.iter().filter_map(|at| digit(letters, *at)).collect();
            let parts = rest.get(..=count).unwrap_or_default();
            if let Some(middle) = middle(&number, parts)
                && stands_alone(letters, parts)
            {
                hidden.extend(places.get(middle).unwrap_or_default().iter().copied());
                taken = count + 1;
                break;
            }
        }
        from += taken;
    }
}

/// Whether these groups are no part of a code of letters and digits. A word of letters alone may
/// stand right beside them: `tel13912345678`.
fn stands_alone(letters: &[char], groups: &[Group]) -> bool {
    let begin = groups.first().map_or(0, |group| group.places.start);
    let end = groups.last().map_or(begin, |group| group.places.end);
    let before = letters.get(..begin).unwrap_or_default();
    let behind = letters.get(end..).unwrap_or_default();
    !is_code(before.iter().rev()) && !is_code(behind.iter())
}

/// Whether a code follows: a letter, or several letters with a digit after them.
fn is_code<'l>(letters: impl Iterator<Item = &'l char>) -> bool {
    let mut word = 0;
    for letter in letters {
        match plain(*letter) {
            'a'..='z' => word += 1,
            next => return word == 1 || (word > 1 && next.is_ascii_digit()),
        }
    }
    word == 1
}

/// The hidden digits of a telephone number; `None` for other numbers.
fn middle(number: &str, groups: &[Group]) -> Option<Range<usize>> {
    let (country, rest) = ["0086", "86"]
        .into_iter()
        .find_map(|country| Some((country, number.strip_prefix(country)?)))
        .unwrap_or(("", number));
    // Other numbers beside each other are of any length.
    let shortest = groups.iter().map(|group| group.places.len());
    let shortest = shortest.skip(if country.is_empty() { 0 } else { 1 }).min();
    let least = if country.is_empty() { 3 } else { 2 };
    if groups.iter().any(|group| group.is_loose) && shortest.is_some_and(|digits| digits < least) {
        return None;
    }
    let is_mobile = rest.len() == MOBILE && matches!(rest.as_bytes(), [b'1', b'3'..=b'9', ..]);
    let is_landline =
        LANDLINE.contains(&number.len()) && number.starts_with('0') && !number.starts_with("00");
    // Twelve digits in one group that begin with 86 may be anything.
    let is_from_abroad = (country == "0086" || (country == "86" && groups.len() > 1))
        && matches!(
            (rest.as_bytes(), rest.len()),
            (
                [b'1', b'0', b'2'..=b'8', ..] | [b'2', _, b'2'..=b'8', ..],
                10
            ) | ([b'3'..=b'9', _, _, b'2'..=b'8', ..], 10 | 11)
        );
    let begin = if is_mobile || is_from_abroad {
        country.len()
    } else if is_landline {
        0
    } else {
        return None;
    };
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
            ("(0571) 88886666", "(057*) ****6666"),
            ("（0571） 8888 6666", "（057*） **** 6666"),
            ("+86 571 8888 6666", "+86 571 **** 6666"),
            ("+86-10-88886666", "+86-10-8***6666"),
            ("8610-88886666", "8610-8***6666"),
            ("139 - 1234 - 5678", "139 - **** - 5678"),
            ("139  1234  5678", "139  ****  5678"),
            ("+86 (139) 1234-5678", "+86 (139) ****-5678"),
            ("139|1234|5678", "139|****|5678"),
            ("139·1234·5678", "139·****·5678"),
            ("139(1234)5678", "139(****)5678"),
            ("139,1234,5678", "139,****,5678"),
            ("mobile13912345678", "mobile139****5678"),
            ("tel13912345678x", "tel13912345678x"),
            ("Tel:13912345678,5G", "Tel:139****5678,5G"),
            ("_13912345678_", "_139****5678_"),
            ("40501, 13912345678, 2", "40501, 139****5678, 2"),
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
            "91350211MA13912345",
            "110105194912310021",
            "11010519491231002X",
            "861234567890",
            "0, 40501, 40502",
            "10, 20, 30, 40, 50, 60",
            "9f13912345678cd",
        ] {
            assert_eq!(mask(text), text);
        }
    }
}
