//! The business registration number (GS 15-2006).

use crate::as_written::{Held, as_written};
use crate::damage;
use crate::division_code::DivisionCode;
use crate::error::{IdentifierErrorKind, ParseIdentifierError};
use crate::fixed_text::{FixedText, digit, positions};
use crate::kind::IdentifierKind;
use crate::resident_id::is_first_generation;
use crate::text::{deserialize_text, identifier_text};
use crate::warning::{Warning, Warnings};

/// Business registration number (工商注册号), GS 15-2006: 15 digits, of which six are the division
/// of the registration authority, eight a serial number and the last a check digit (ISO 7064,
/// MOD 11,10).
///
/// Companies registered before 2015 have one beside their unified social credit code.
///
/// Registers also hold numbers that break the standard, with letters among the digits: those of
/// cooperatives (`411481NA000138X`), of Shanxi (`14010700A001338`). They are not parsed, and can be
/// held [`as_written`](Self::as_written).
///
/// # Errors that the check digit misses
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
/// assert_eq!(number.division().map(|code| code.to_string()).as_deref(), Some("310116"));
///
/// let error = "310116002008278".parse::<RegistrationNumber>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "registration number: position 15: check character is '8', expected '7'",
/// );
/// # Ok::<(), registry_model::ParseIdentifierError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegistrationNumber(Held<15>);

impl RegistrationNumber {
    pub(crate) fn parse(text: &str) -> Result<Self, ParseIdentifierError> {
        Self::by_the_standard(text).map_err(|error| damage::explained(text, error))
    }

    /// Whether the text is a valid number; quicker than to parse it, because no error is made.
    pub(crate) fn is_valid(text: &str) -> bool {
        Self::by_the_standard(text).is_ok()
    }

    fn by_the_standard(text: &str) -> Result<Self, ParseIdentifierError> {
        let number: FixedText<15> = FixedText::read(
            IdentifierKind::RegistrationNumber,
            positions(text),
            |_, character| digit(character),
        )?;
        let &[.., found] = number.bytes();
        let expected = check_digit(number.bytes());
        if found == expected {
            return Ok(Self(Held::Checked(number)));
        }
        let fault = IdentifierErrorKind::CheckCharacter {
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
        Ok(Self(Held::Checked(FixedText::from_ascii(number))))
    }

    /// The 15 digits, or the text as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The division of the registration authority, positions 1 to 6. `None` for a text as
    /// written that has no digits there.
    #[must_use]
    pub fn division(&self) -> Option<DivisionCode> {
        self.0.digits(0).map(DivisionCode::from_digits)
    }

    /// Whether the digits may also be the number of a first-generation identity card, by its
    /// province and the day of birth in digits 7 to 12.
    #[must_use]
    pub fn is_maybe_resident_id(&self) -> bool {
        is_first_generation(self.as_str().as_bytes())
    }

    /// The oddities of the number: an unknown region, digits that may be those of an identity
    /// card, a text as written.
    #[must_use]
    pub fn warnings(&self) -> Warnings {
        self.division()
            .map_or_else(Warnings::default, |code| code.warnings())
            .with_if(self.is_maybe_resident_id(), Warning::MayBeResidentId)
            .with_if(self.is_as_written(), Warning::AsWritten)
    }
}

identifier_text!(RegistrationNumber);
deserialize_text!(
    RegistrationNumber,
    "a registration number",
    RegistrationNumber::as_written
);
as_written!(RegistrationNumber, RegistrationNumber, "411481NA000138X");

/// The check digit that follows from the first fourteen of `digits`.
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
