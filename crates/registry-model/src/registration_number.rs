//! Is this a well-formed business registration number (GS 15-2006)?

use crate::division_code::DivisionCode;
use crate::error::{Fault, ParseIdentifierError};
use crate::fixed_text::{FixedText, digit, positions};
use crate::kind::IdentifierKind;
use crate::text::identifier_text;
use crate::warning::Warnings;

/// Business registration number (工商注册号), GS 15-2006: 15 digits, of which six are the division
/// of the registration authority, eight a serial number and the last a check digit (ISO 7064,
/// MOD 11,10).
///
/// Companies registered before 2015 have one beside their unified social credit code.
///
/// # What the check digit misses
///
/// It finds every single wrong digit, but not every exchange of neighbours: two digits that
/// follow each other in the cycle 0 1 2 … 9 0 can be exchanged unnoticed for one of the ten
/// possible states of the running product before them. Which pair that is depends on the state,
/// so about one exchange of such a pair in ten stays valid.
///
/// ```
/// use registry_model::RegistrationNumber;
///
/// let number: RegistrationNumber = "310116002008277".parse()?;
/// assert_eq!(number.division().to_string(), "310116");
///
/// let error = "310116002008278".parse::<RegistrationNumber>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "registration number: position 15: check character is '8', expected '7'",
/// );
/// # Ok::<(), registry_model::ParseIdentifierError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegistrationNumber(FixedText<15>);

impl RegistrationNumber {
    pub(crate) fn parse(text: &str) -> Result<Self, ParseIdentifierError> {
        let number: FixedText<15> = FixedText::read(
            IdentifierKind::RegistrationNumber,
            positions(text),
            |_, character| digit(character),
        )?;
        let &[.., found] = number.bytes();
        let expected = check_digit(number.bytes());
        if found == expected {
            return Ok(Self(number));
        }
        let fault = Fault::CheckCharacter {
            found: char::from(found),
            expected: char::from(expected),
        };
        Err(ParseIdentifierError::at(
            IdentifierKind::RegistrationNumber,
            15,
            fault,
        ))
    }

    /// The number whose first fourteen digits are `body`, with its check digit computed; for
    /// sample data. It says nothing about whether such a number was ever issued.
    ///
    /// # Errors
    ///
    /// When `body` is not fourteen digits.
    pub fn from_body(body: &str) -> Result<Self, ParseIdentifierError> {
        let body: FixedText<14> = FixedText::read(
            IdentifierKind::RegistrationNumber,
            positions(body),
            |_, character| digit(character),
        )?;
        let mut number = *body.part::<15>(0).bytes();
        let [.., check] = &mut number;
        *check = check_digit(body.bytes());
        Ok(Self(FixedText::from_ascii(number)))
    }

    /// The 15 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The division of the registration authority, positions 1 to 6.
    #[must_use]
    pub fn division(&self) -> DivisionCode {
        DivisionCode::from_digits(self.0.part(0))
    }

    /// What is odd about the number: an unknown region.
    #[must_use]
    pub fn warnings(&self) -> Warnings {
        self.division().warnings()
    }
}

identifier_text!(RegistrationNumber, "a registration number");

/// The check digit that the first fourteen of `digits` ask for.
fn check_digit(digits: &[u8]) -> u8 {
    let product = digits.iter().take(14).fold(10, |product, byte| {
        let sum = match (product + (byte - b'0')) % 10 {
            0 => 10,
            sum => sum,
        };
        sum * 2 % 11
    });
    b'0' + (11 - product) % 10
}
