//! Finds numbers of identity cards inside any text, in any spelling.

use crate::department::Department;
use crate::division_code::{DivisionCode, is_province_prefix};
use crate::organisation_kind::OrganisationKind;
use crate::width::{digit_of, digit_represented_by, narrow};

/// The letters and digits that are searched at a time.
const PIECE: usize = 256;

/// The overlap of two pieces: longer than a number.
const OVERLAP: usize = 32;

/// Whether a text may hold the number of an identity card: of the second generation with
/// 18 characters, or of the first with 15 digits.
///
/// Signs beside the number or between its characters make no difference, nor do full width, another
/// sign in place of the `X`, a letter in place of a digit, the notation of spreadsheets
/// (`1.1010519491231E+17`), or an impossible date in a text that has nothing else. In doubt the
/// answer is yes, and the text is masked.
///
/// Credit codes and registration numbers may have the same digits: call
/// [`identify`](crate::identify) first.
///
/// ```
/// use registry_model::may_hold_resident_id;
///
/// assert!(may_hold_resident_id("'11010519491231002X"));
/// assert!(may_hold_resident_id("张三 110105 900307 803"));
/// assert!(!may_hold_resident_id("91310116761614322N"));
/// ```
#[must_use]
pub fn may_hold_resident_id(text: &str) -> bool {
    contains_number(text, |_| None)
        || text.contains(|next| digit_represented_by(next).is_some())
            && contains_number(text, digit_represented_by)
}

/// The same; `read` returns the digit that a character means, besides ordinary digits.
fn contains_number(text: &str, read: fn(char) -> Option<char>) -> bool {
    let mut rest = text;
    let mut room = [Mark::default(); PIECE];
    loop {
        let (marks, next) = compact(rest, read, &mut room);
        if marks_contain_number(marks) {
            return true;
        }
        match next {
            Some(next) => rest = next,
            None => return false,
        }
    }
}

fn marks_contain_number(marks: &[Mark]) -> bool {
    let mut room = [0; PIECE];
    let misread = filled(&mut room, marks, digit_that_looks_like);
    if misread.iter().filter(|byte| byte.is_ascii_digit()).count() < 12 {
        return false;
    }
    let mut room = [0; PIECE];
    let plain = filled(&mut room, marks, |next| next);
    let mut end = 0;
    for run in plain.split(|byte| !byte.is_ascii_digit()) {
        end += run.len();
        if run_contains_number(run, plain.get(end).copied()) {
            return true;
        }
        end += 1;
    }
    if is_in_scientific_notation(plain)
        || is_separate_number(plain, marks)
        || is_separate_number(misread, marks)
        || is_number_without_letters(plain, marks)
    {
        return true;
    }
    // Only a number, with some digits misread as letters.
    let (length, last) = match misread {
        [_, .., last] if misread.len() == 18 => (17, Some(*last)),
        _ => (misread.len(), None),
    };
    misread
        .get(..length)
        .filter(|number| matches!(number.len(), 15 | 17))
        .is_some_and(|number| {
            number.iter().all(u8::is_ascii_digit) && run_contains_number(number, last)
        })
}

/// An upper-case, half-width letter or digit, and whether a separator precedes it.
#[derive(Clone, Copy, Default)]
struct Mark {
    byte: u8,
    begins: bool,
}

/// The first letters and digits of a text, and the rest of the text if there are more. The rest
/// overlaps with these, so that no number is cut.
fn compact<'a, 't>(
    text: &'t str,
    read: fn(char) -> Option<char>,
    room: &'a mut [Mark; PIECE],
) -> (&'a [Mark], Option<&'t str>) {
    let mut length = 0;
    let mut begins = true;
    let mut again = None;
    let mut next_text = None;
    for (at, next) in text.char_indices() {
        let narrow = digit_of(next)
            .or_else(|| read(next))
            .unwrap_or_else(|| narrow(next));
        match (u8::try_from(narrow), room.get_mut(length)) {
            (Ok(byte), Some(slot)) if byte.is_ascii_alphanumeric() => {
                *slot = Mark {
                    byte: byte.to_ascii_uppercase(),
                    begins,
                };
                length += 1;
                begins = false;
                if length == PIECE - OVERLAP {
                    again = text.get(at..);
                }
            }
            (Ok(byte), None) if byte.is_ascii_alphanumeric() => {
                next_text = again;
                break;
            }
            _ => begins = true,
        }
    }
    (room.get(..length).unwrap_or_default(), next_text)
}

/// The characters of the marks, each mapped by `read`.
fn filled<'a>(room: &'a mut [u8; PIECE], marks: &[Mark], read: impl Fn(u8) -> u8) -> &'a [u8] {
    for (slot, mark) in room.iter_mut().zip(marks) {
        *slot = read(mark.byte);
    }
    room.get(..marks.len()).unwrap_or_default()
}

/// Whether a number, in one piece or several, has separators on both sides.
fn is_separate_number(digits: &[u8], marks: &[Mark]) -> bool {
    let is_border = |at: usize| marks.get(at).is_none_or(|mark| mark.begins);
    let begins = (0..digits.len()).filter(|at| is_border(*at));
    begins.into_iter().any(|at| {
        let part = |length: usize| {
            let part = digits.get(at..at + length)?;
            is_border(at + length).then_some(part)
        };
        let is_second = |number: &[u8]| {
            let body = number.get(..17).unwrap_or_default();
            body.iter().all(u8::is_ascii_digit) && has_day_of_birth(body)
        };
        part(15).is_some_and(is_first_generation)
            || part(17).is_some_and(has_lost_a_digit) && !(at + 1..at + 17).any(is_border)
            || [17, 18].into_iter().filter_map(part).any(is_second)
    })
}

/// Whether the digits of a word, or of the whole text, are a number without the letters between
/// them.
fn is_number_without_letters(plain: &[u8], marks: &[Mark]) -> bool {
    let is_one = |word: &[u8]| {
        let mut number = [0; 18];
        let mut length = 0;
        for digit in word.iter().filter(|byte| byte.is_ascii_digit()) {
            match number.get_mut(length) {
                Some(slot) => *slot = *digit,
                None => return false,
            }
            length += 1;
        }
        let number = number.get(..length).unwrap_or_default();
        number.len() >= 17 && has_day_of_birth(number)
    };
    let mut begin = 0;
    let ends = (1..=plain.len()).filter(|at| marks.get(*at).is_none_or(|mark| mark.begins));
    for end in ends {
        if plain.get(begin..end).is_some_and(is_one) {
            return true;
        }
        begin = end;
    }
    is_one(plain)
}

/// Whether 17 characters are a number that lost one digit.
fn has_lost_a_digit(text: &[u8]) -> bool {
    let [body @ .., last] = text else {
        return false;
    };
    let is_number = body.len() == 16
        && body.iter().all(u8::is_ascii_digit)
        && (last.is_ascii_digit() || *last == b'X');
    is_number
        && (0..=body.len()).any(|at| {
            let (before, behind) = body.split_at(at);
            (b'0'..=b'9').any(|lost| {
                let mut number = [lost; 17];
                let digits = before.iter().chain([&lost]).chain(behind);
                for (slot, digit) in number.iter_mut().zip(digits) {
                    *slot = *digit;
                }
                has_day_of_birth(&number)
            })
        })
}

/// Whether a spreadsheet wrote a number in scientific notation: `1.1010519491231E+17`.
fn is_in_scientific_notation(plain: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    plain.iter().enumerate().any(|(at, byte)| {
        let (before, behind) = plain.split_at(at);
        let behind = behind.get(1..).unwrap_or_default();
        let exponent = behind.get(..digits(behind)).unwrap_or_default();
        let zeros = exponent.iter().take_while(|byte| **byte == b'0').count();
        let mantissa = before.rsplit(|byte| !byte.is_ascii_digit()).next();
        let mantissa = mantissa.unwrap_or_default();
        *byte == b'E'
            && match exponent.get(zeros..) {
                Some(b"17") => mantissa.len() >= 10 && has_century(mantissa),
                Some(b"14") => {
                    begins_with_province(mantissa)
                        && mantissa.get(8..12).is_some_and(is_month_and_day)
                }
                _ => false,
            }
    })
}

const fn digit_that_looks_like(letter: u8) -> u8 {
    match letter {
        b'O' | b'D' | b'Q' => b'0',
        b'I' | b'L' => b'1',
        b'Z' => b'2',
        b'S' => b'5',
        b'G' => b'6',
        b'B' => b'8',
        other => other,
    }
}

/// Whether a run of digits and the character after it contain a number: with a day of birth
/// anywhere, or of the length of a number and with a division or a century in its place. The last
/// digits may be masked or lost, and the province may be wrong.
fn run_contains_number(run: &[u8], behind: Option<u8>) -> bool {
    match run.len() {
        14 | 16 => has_day_of_birth(run),
        15 => is_first_generation(run),
        17 | 18 => {
            let is_whole =
                run.len() == 18 || behind.is_some_and(|last| last == b'X' || last.is_ascii_digit());
            has_century(run)
                || run.windows(17).any(has_day_of_birth)
                || is_whole && (begins_with_division(run) || has_wrong_province(run))
        }
        19.. => run.windows(17).any(has_day_of_birth),
        _ => false,
    }
}

fn begins_with_province(digits: &[u8]) -> bool {
    matches!(
        digits,
        [first, second, ..] if is_province_prefix(*first, *second)
    ) || matches!(digits, [b'8', b'3', ..])
}

/// Whether a number begins with a present or former division and is not a credit code, which has
/// two characters before the division.
fn begins_with_division(digits: &[u8]) -> bool {
    let is_division = |part: Option<&[u8]>| {
        part.and_then(|part| core::str::from_utf8(part).ok())
            .and_then(|part| part.parse::<DivisionCode>().ok())
            .is_some_and(is_division_code)
    };
    let may_be_credit_code = matches!(digits, [b'1' | b'5', b'1'..=b'3', ..]);
    begins_with_province(digits)
        && is_division(digits.get(..6))
        && !(may_be_credit_code && is_division(digits.get(2..8)))
}

/// Whether a division has this code; without the table of divisions, any code in a province.
fn is_division_code(code: DivisionCode) -> bool {
    #[cfg(feature = "divisions")]
    let is_one = crate::divisions::find(code).is_some();
    #[cfg(not(feature = "divisions"))]
    let is_one = code.is_in_known_region();
    is_one
}

/// Whether a number has a day of birth behind two digits that are of no province, and of no kind of
/// holder of a credit code.
fn has_wrong_province(digits: &[u8]) -> bool {
    let &[first, second, ..] = digits else {
        return false;
    };
    let department = Department::from_char(char::from(first));
    let kind = OrganisationKind::from_characters(department, char::from(second));
    let has_day = || {
        let century = digits.get(6..8);
        matches!(century, Some(b"19" | b"20")) && digits.get(10..14).is_some_and(is_month_and_day)
    };
    kind == OrganisationKind::Unknown && has_day()
}

fn has_century(digits: &[u8]) -> bool {
    begins_with_province(digits)
        && matches!(digits.get(6..8), Some([b'1', b'8' | b'9'] | [b'2', b'0']))
}

fn has_day_of_birth(digits: &[u8]) -> bool {
    has_century(digits) && digits.get(10..14).is_some_and(is_month_and_day)
}

/// Whether these are fifteen digits that begin with a province and have a date of birth, with two
/// digits for the year, after the district.
pub(crate) fn is_first_generation(digits: &[u8]) -> bool {
    digits.len() == 15
        && digits.iter().all(u8::is_ascii_digit)
        && begins_with_province(digits)
        && digits.get(8..12).is_some_and(is_month_and_day)
}

/// Whether four digits are a month and a day that some month has.
fn is_month_and_day(digits: &[u8]) -> bool {
    let &[m1, m2, d1, d2] = digits else {
        return false;
    };
    let number = |tens: u8, ones: u8| (tens - b'0') * 10 + (ones - b'0');
    (1..=12).contains(&number(m1, m2)) && (1..=31).contains(&number(d1, d2))
}
