//! Masks telephone numbers in messages of vendors.

use core::ops::{Range, RangeInclusive};
use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::redaction::characters::{is_invisible, is_separator, plain};
use crate::redaction::escaped_text::{EscapedText, may_begin_escape};
use crate::redaction::limits::StepLimit;

/// The digits of a mobile number.
const MOBILE: usize = 11;

/// The digits of a landline number with its area code.
const LANDLINE: RangeInclusive<usize> = 10..=12;

/// The most digits of a number with its country code.
const MAX_DIGITS: usize = 15;

/// Masks the middle of every Chinese telephone number: `139****5678`. Mobile numbers are found with
/// and without +86, landline numbers with their area code, in any digits and groups, escaped or
/// not.
/// Longer numbers are not telephone numbers. From where a text exceeds the limit, escaped numbers
/// are not found.
pub(crate) fn mask(text: &str) -> Cow<'_, str> {
    let masked = mask_letters(text);
    if masked.bytes().any(may_begin_escape)
        && let Some(deeper) = mask_escaped(&masked)
    {
        return Cow::Owned(deeper);
    }
    masked
}

/// Masks the numbers that are not escaped.
fn mask_letters(text: &str) -> Cow<'_, str> {
    let chars: Vec<char> = text.chars().collect();
    let hidden = hidden(&chars);
    if hidden.is_empty() {
        return Cow::Borrowed(text);
    }
    let masked = chars.iter().enumerate();
    let masked = masked.map(|(at, ch)| if hidden.contains(&at) { '*' } else { *ch });
    Cow::Owned(masked.collect())
}

/// Masks the escaped numbers; `None` if it finds no number.
fn mask_escaped(text: &str) -> Option<String> {
    let steps = StepLimit::for_bytes(text.len());
    let escapable = EscapedText::new(text.as_bytes(), &steps);
    let mut chars = Vec::new();
    let mut ends = Vec::new();
    let mut at = 0;
    while at < text.len() && !escapable.is_exhausted() {
        let (ch, end) = escapable.fully_unescaped(at);
        chars.push(ch);
        ends.push(end);
        at = end;
    }
    let hidden = hidden(&chars);
    if hidden.is_empty() {
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
    masked.extend_from_slice(text.as_bytes().get(from..).unwrap_or_default());
    Some(String::from_utf8_lossy(&masked).into_owned())
}

/// The indexes of the characters in the middle of a telephone number.
fn hidden(chars: &[char]) -> BTreeSet<usize> {
    let mut hidden = BTreeSet::new();
    let mut at = 0;
    while let Some(begin) = (at..chars.len()).find(|at| digit(chars, *at).is_some()) {
        let groups = groups(chars, begin);
        at = groups.last().map_or(begin + 1, |group| group.places.end);
        hide(chars, &groups, &mut hidden);
    }
    hidden
}

/// Adjacent digits.
struct Group {
    places: Range<usize>,
    /// Whether a comma or several signs separate them from the digits before, as in a list.
    is_loose: bool,
}

/// The most signs between two groups of a number: `139 - 1234`.
const MAX_SIGNS: usize = 3;

/// The groups of digits from here on, with only signs and invisible characters between them.
fn groups(chars: &[char], begin: usize) -> Vec<Group> {
    let is_sign = |ch: char| {
        let ch = plain(ch);
        is_separator(ch) && ch != ':'
            || matches!(
                ch,
                '(' | ')' | '/' | '|' | '\u{b7}' | '\u{2022}' | '\u{30fb}'
            )
    };
    let mut groups = Vec::new();
    let mut at = begin;
    let mut is_loose = false;
    while digit(chars, at).is_some() {
        let begin = at;
        while digit(chars, at).is_some() {
            at += 1;
        }
        groups.push(Group {
            places: begin..at,
            is_loose,
        });
        let mut signs = 0;
        is_loose = false;
        while let Some(ch) = chars.get(at)
            && (is_invisible(*ch) || (signs < MAX_SIGNS && is_sign(*ch)))
        {
            signs += usize::from(!is_invisible(*ch));
            is_loose |= signs > 1 || plain(*ch) == ',';
            at += 1;
        }
    }
    groups
}

/// Adds the masked digits of the telephone numbers in these groups, each made of as few groups as
/// possible.
fn hide(chars: &[char], groups: &[Group], hidden: &mut BTreeSet<usize>) {
    let mut from = 0;
    while let Some(rest) = groups.get(from..).filter(|rest| !rest.is_empty()) {
        let mut places = Vec::new();
        let mut taken = 1;
        for (count, group) in rest.iter().enumerate() {
            places.extend(group.places.clone());
            if places.len() > MAX_DIGITS {
                break;
            }
            let number: String = places.iter().filter_map(|at| digit(chars, *at)).collect();
            let parts = rest.get(..=count).unwrap_or_default();
            if let Some(middle) = middle(&number, parts)
                && is_separate(chars, parts)
            {
                hidden.extend(places.get(middle).unwrap_or_default().iter().copied());
                taken = count + 1;
                break;
            }
        }
        from += taken;
    }
}

/// Whether these groups are not part of a code of letters and digits. A word of letters may adjoin
/// them: `tel13912345678`.
fn is_separate(chars: &[char], groups: &[Group]) -> bool {
    let begin = groups.first().map_or(0, |group| group.places.start);
    let end = groups.last().map_or(begin, |group| group.places.end);
    let before = chars.get(..begin).unwrap_or_default();
    let behind = chars.get(end..).unwrap_or_default();
    !is_code(before.iter().rev()) && !is_code(behind.iter())
}

/// Whether a code follows: one letter, or several letters and a digit.
fn is_code<'l>(chars: impl Iterator<Item = &'l char>) -> bool {
    let mut word = 0;
    for ch in chars {
        match plain(*ch) {
            'a'..='z' => word += 1,
            next => return word == 1 || (word > 1 && next.is_ascii_digit()),
        }
    }
    word == 1
}

/// The masked digits of a telephone number; `None` for other numbers.
fn middle(number: &str, groups: &[Group]) -> Option<Range<usize>> {
    let (country, rest) = ["0086", "86"]
        .into_iter()
        .find_map(|country| Some((country, number.strip_prefix(country)?)))
        .unwrap_or(("", number));
    // Short groups with loose separators are a list of other numbers.
    let shortest = groups.iter().map(|group| group.places.len());
    let shortest = shortest.skip(if country.is_empty() { 0 } else { 1 }).min();
    let min_group = if country.is_empty() { 3 } else { 2 };
    if groups.iter().any(|group| group.is_loose)
        && shortest.is_some_and(|digits| digits < min_group)
    {
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

/// The digit at this index, also a full-width one.
fn digit(chars: &[char], at: usize) -> Option<char> {
    Some(plain(*chars.get(at)?)).filter(char::is_ascii_digit)
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
