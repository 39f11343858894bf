//! The number of a person's resident identity card (GB 11643), recognised so that it can be masked.

mod traces;

use core::fmt;
use core::str::FromStr;

use crate::division_code::is_province_prefix;
use crate::error::{Expected, IdentifierErrorKind, ParseIdentifierError};
use crate::fixed_text::{FixedText, accept, digit, positions};
use crate::kind::IdentifierKind;

pub(crate) use self::traces::is_first_generation;
pub use self::traces::may_hold_resident_id;

/// Number of a resident identity card (公民身份号码), GB 11643-1999: six digits of a division,
/// eight of a date of birth, three of a sequence and a check character (ISO 7064, MOD 11-2).
///
/// Recognition only, so that such numbers can be kept out of logs and paid queries. `Display` and
/// `Debug` show the province and hide the rest, there is no way to get the text back, and no
/// serde. Two values can be compared.
///
/// A lower-case `x` at the end is taken as `X`: people write it so, and a number must not escape
/// recognition for that. Residence permits share the form and are recognised too: those for
/// Hong Kong, Macau and Taiwan (81, 82, 83) and the foreigners' cards that begin with 9. The
/// 15-digit numbers of the first generation, which have no check character, are not: see
/// [`may_hold_resident_id`].
///
/// ```
/// use registry_model::ResidentId;
///
/// // The sample number printed in the standard.
/// let number: ResidentId = "11010519491231002X".parse()?;
/// assert_eq!(number.to_string(), "11****************");
/// # Ok::<(), registry_model::ParseIdentifierError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResidentId(FixedText<18>);

impl ResidentId {
    pub(crate) fn parse(text: &str) -> Result<Self, ParseIdentifierError> {
        const KIND: IdentifierKind = IdentifierKind::ResidentId;
        let number: FixedText<18> =
            FixedText::read(KIND, positions(text), |index, character| match index {
                0..17 => digit(character),
                _ if character == 'x' => Ok(b'X'),
                _ => accept(character, Expected::DigitOrX, |byte| {
                    byte.is_ascii_digit() || byte == b'X'
                }),
            })?;
        if !is_date(*number.part(6).bytes()) {
            return Err(ParseIdentifierError::at(KIND, 7, IdentifierErrorKind::Date));
        }
        let &[.., found] = number.bytes();
        let expected = check_character(number.bytes());
        if found == expected {
            return Ok(Self(number));
        }
        let fault = IdentifierErrorKind::CheckCharacter {
            found: char::from(found),
            expected: char::from(expected),
        };
        Err(ParseIdentifierError::at(KIND, 18, fault))
    }

    /// Whether the year of birth may begin with a possible century.
    pub(crate) const fn may_have_century(text: &[u8]) -> bool {
        matches!(
            text,
            [_, _, _, _, _, _, b'1', b'8' | b'9', ..] | [_, _, _, _, _, _, b'2', b'0', ..]
        )
    }

    /// Whether `text` is a valid number that begins like an issued one.
    pub(crate) fn is_valid(text: &str) -> bool {
        Self::recognize(text).is_some_and(|number| number.is_ok())
    }

    /// Reads `text` if it looks like a number: with the prefix of an issuer, digits and a date. A
    /// wrong check character is an error of the number, except after a 9, with which company codes
    /// begin too.
    pub(crate) fn recognize(text: &str) -> Option<Result<Self, ParseIdentifierError>> {
        // Most credit codes are excluded here.
        if !Self::may_have_century(text.as_bytes()) {
            return None;
        }
        let number = Self::parse(text);
        let is_number = match number {
            Ok(_) => true,
            Err(error) => matches!(error.reason(), IdentifierErrorKind::CheckCharacter { .. }),
        };
        let is_issued = match text.as_bytes() {
            [b'8', b'3', ..] => true,
            &[b'9', first, second, ..] => number.is_ok() && is_province_prefix(first, second),
            &[first, second, ..] => is_province_prefix(first, second),
            _ => false,
        };
        (is_number && is_issued).then_some(number)
    }
}

impl FromStr for ResidentId {
    type Err = ParseIdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<&str> for ResidentId {
    type Error = ParseIdentifierError;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        Self::parse(text)
    }
}

impl fmt::Display for ResidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let &[a, b, ..] = self.0.bytes();
        let mut masked = [b'*'; 18];
        let [first, second, ..] = &mut masked;
        (*first, *second) = (a, b);
        f.pad(FixedText::from_ascii(masked).as_str())
    }
}

impl fmt::Debug for ResidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResidentId({self})")
    }
}

/// Whether eight digits are a day of the calendar, from 1850 to 2099.
fn is_date(digits: [u8; 8]) -> bool {
    let number = |digits: &[u8]| {
        digits
            .iter()
            .fold(0_u16, |number, byte| number * 10 + u16::from(byte - b'0'))
    };
    let [y1, y2, y3, y4, m1, m2, d1, d2] = digits;
    let (year, month, day) = (
        number(&[y1, y2, y3, y4]),
        number(&[m1, m2]),
        number(&[d1, d2]),
    );
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u16::from(is_leap),
        _ => 0,
    };
    (1850..2100).contains(&year) && (1..=days).contains(&day)
}

/// The check character that follows from the first 17 of `number`.
fn check_character(number: &[u8]) -> u8 {
    // Powers of 2 modulo 11, from the left.
    const WEIGHTS: [u16; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u16 = number
        .iter()
        .zip(WEIGHTS)
        .map(|(byte, weight)| u16::from(byte - b'0') * weight)
        .sum();
    let [value, _] = ((12 - sum % 11) % 11).to_le_bytes();
    match value {
        10 => b'X',
        value => b'0' + value,
    }
}
