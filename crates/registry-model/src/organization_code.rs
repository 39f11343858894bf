//! The organisation code (GB 11714).

use crate::as_written::{Held, as_written};
use crate::damage;
use crate::error::{Expected, IdentifierErrorKind, ParseIdentifierError};
use crate::fixed_text::{FixedText, accept, positions};
use crate::kind::IdentifierKind;
use crate::text::{deserialize_text, identifier_text};
use crate::warning::{Warning, Warnings};

/// Organisation code (组织机构代码), GB 11714-1997: eight digits or capital letters and a check
/// character, which is a digit or `X`.
///
/// Read with or without the hyphen that older papers print before the check character
/// (`76161432-2`); always shown without. In a unified social credit code it is positions 9 to 17.
///
/// # Errors that the check character misses
///
/// It counts modulo 11 while letters count from 10 to 35, so it cannot tell apart characters
/// whose values differ by 11, 22 or 33 (`0` `B` `M` `X`, `1` `C` `N` `Y`, …): replacing one by
/// another within positions 1 to 8, or exchanging two such neighbours, stays valid. And because
/// `X` counts 33 in the body but 10 as the check character, a code that ends in `X1` stays valid
/// as `1X`. Codes of digits have none of these holes but the last; a credit code has none at all,
/// since its own check character covers these positions too.
///
/// ```
/// use registry_model::OrganizationCode;
///
/// let code: OrganizationCode = "76161432-2".parse()?;
/// assert_eq!(code.to_string(), "761614322");
/// assert_eq!(code, OrganizationCode::from_body("76161432")?);
/// # Ok::<(), registry_model::ParseIdentifierError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganizationCode(Held<9>);

impl OrganizationCode {
    pub(crate) fn parse(text: &str) -> Result<Self, ParseIdentifierError> {
        Self::by_the_standard(text).map_err(|error| damage::explained(text, error))
    }

    /// Whether the text is a valid code; quicker than to parse it, because no error is made.
    pub(crate) fn is_valid(text: &str) -> bool {
        Self::by_the_standard(text).is_ok()
    }

    fn by_the_standard(text: &str) -> Result<Self, ParseIdentifierError> {
        let characters =
            positions(text).filter(|&(position, character)| (position, character) != (9, '-'));
        let code: FixedText<9> = FixedText::read(
            IdentifierKind::OrganizationCode,
            characters,
            |index, character| match index {
                0..8 => body_character(character),
                _ => accept(character, Expected::DigitOrX, |byte| {
                    byte.is_ascii_digit() || byte == b'X'
                }),
            },
        )?;
        let &[.., found] = code.bytes();
        let expected = check_character(code.bytes());
        if found == expected {
            return Ok(Self(Held::Checked(code)));
        }
        let fault = IdentifierErrorKind::CheckCharacter {
            found: char::from(found),
            expected: char::from(expected),
        };
        // The last position of the text as given, with or without its hyphen.
        Err(ParseIdentifierError::at(
            IdentifierKind::OrganizationCode,
            text.chars().count(),
            fault,
        ))
    }

    /// The code whose first eight characters are `body`, with its check character computed; for
    /// sample data. It says nothing about whether such a code was ever issued.
    ///
    /// # Errors
    ///
    /// When `body` is not eight digits or capital letters.
    pub fn from_body(body: &str) -> Result<Self, ParseIdentifierError> {
        let body: FixedText<8> = FixedText::read(
            IdentifierKind::OrganizationCode,
            positions(body),
            |_, character| body_character(character),
        )?;
        let &[a, b, c, d, e, f, g, h] = body.bytes();
        let check = check_character(body.bytes());
        let code = FixedText::from_ascii([a, b, c, d, e, f, g, h, check]);
        Ok(Self(Held::Checked(code)))
    }

    /// Positions 9 to 17 of a credit code, whose check character has been seen to be right.
    pub(crate) const fn from_credit_code(code: FixedText<9>) -> Self {
        Self(Held::Checked(code))
    }

    /// The nine characters, without hyphen, or the text as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The oddities of the code: a text as written.
    #[must_use]
    pub fn warnings(&self) -> Warnings {
        Warnings::default().with_if(self.is_as_written(), Warning::AsWritten)
    }
}

identifier_text!(OrganizationCode);
deserialize_text!(
    OrganizationCode,
    "an organisation code",
    OrganizationCode::as_written
);
as_written!(OrganizationCode, OrganizationCode, "761614323");

fn body_character(character: char) -> Result<u8, IdentifierErrorKind> {
    accept(character, Expected::DigitOrCapital, |byte| {
        byte.is_ascii_digit() || byte.is_ascii_uppercase()
    })
}

/// The weights of the first eight characters.
pub(crate) const WEIGHTS: [u16; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// The check character that follows from the first eight of `code`.
///
/// Digits count as they are, `A` to `Z` from 10 to 35, so that a credit code's alphabet, which
/// leaves out five letters, is a part of this one.
pub(crate) fn check_character(code: &[u8]) -> u8 {
    let sum: u16 = code
        .iter()
        .zip(WEIGHTS)
        .map(|(&byte, weight)| {
            let value = if byte.is_ascii_digit() {
                byte - b'0'
            } else {
                byte - b'A' + 10
            };
            u16::from(value) * weight
        })
        .sum();
    let [rest, _] = (sum % 11).to_le_bytes();
    match rest {
        0 => b'0',
        1 => b'X',
        rest => b'0' + 11 - rest,
    }
}
