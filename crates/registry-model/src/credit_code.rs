//! Is this a well-formed unified social credit code (GB 32100-2015)?

use crate::department::Department;
use crate::division_code::DivisionCode;
use crate::error::{Expected, Fault, ParseIdentifierError};
use crate::fixed_text::{FixedText, accept, digit, positions};
use crate::holder::HolderKind;
use crate::kind::IdentifierKind;
use crate::organization_code::{OrganizationCode, check_character as organization_check_character};
use crate::resident_id::ResidentId;
use crate::text::identifier_text;
use crate::warning::{Warning, Warnings};

/// Unified social credit code (统一社会信用代码), GB 32100-2015: 18 digits or capital letters other
/// than I, O, S, V and Z.
///
/// | positions | meaning |
/// |---|---|
/// | 1 | [`department`](Self::department) that registered the holder |
/// | 2 | [`category`](Self::category) of the holder, within the department |
/// | 3–8 | [`division`](Self::division) of the registration authority, digits |
/// | 9–17 | [`organization_code`](Self::organization_code), the last its own check character (GB 11714) |
/// | 18 | check character over all others, modulo 31 |
///
/// Both check characters are verified. The one at position 18 alone finds every single wrong
/// character and every exchange of two neighbours; the one at position 17 is what keeps most
/// numbers of identity cards out, of which one in 31 passes the other.
///
/// Lower-case letters are refused, with an error that says so: the standard has capitals only,
/// the vendors compare text, and a sender who lower-cased a code may have done more to it.
///
/// Whether the department and the region exist is a matter of [`warnings`](Self::warnings), not of
/// validity.
///
/// ```
/// use registry_model::{Fault, UnifiedSocialCreditCode};
///
/// let code: UnifiedSocialCreditCode = "91110108MA0000015T".parse()?;
/// assert_eq!(code.category(), '1');
/// assert!(code.warnings().is_empty());
///
/// let error = "91110108MA0000015t".parse::<UnifiedSocialCreditCode>().unwrap_err();
/// assert_eq!(error.fault(), Fault::LowerCase { found: 't' });
/// assert_eq!(error.position(), Some(18));
/// # Ok::<(), registry_model::ParseIdentifierError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnifiedSocialCreditCode(FixedText<18>);

impl UnifiedSocialCreditCode {
    pub(crate) fn parse(text: &str) -> Result<Self, ParseIdentifierError> {
        match Self::valid(text) {
            Some(code) => Ok(code),
            None => Self::explained(text),
        }
    }

    /// The code, if it is one. Long lists are mostly of valid codes, so these take one pass over
    /// the bytes; why a text is none is for [`explained`](Self::explained) to say.
    pub(crate) fn valid(text: &str) -> Option<Self> {
        let bytes: &[u8; 18] = text.as_bytes().try_into().ok()?;
        let mut values = [0_u16; 18];
        let mut wrong = false;
        for (slot, byte) in values.iter_mut().zip(bytes) {
            *slot = VALUES.get(usize::from(*byte)).copied().unwrap_or(NONE);
            wrong |= *slot == NONE;
        }
        let (_, behind) = values.split_at(2);
        wrong |= behind.iter().take(6).any(|value| *value > 9);
        if wrong {
            return None;
        }
        let weights = WEIGHTS.iter().chain(&[1]);
        let sum: u16 = values
            .iter()
            .zip(weights)
            .map(|(value, weight)| value * weight)
            .sum();
        let [.., o1, o2, o3, o4, o5, o6, o7, o8, found17, _] = bytes;
        let expected17 = organization_check_character(&[*o1, *o2, *o3, *o4, *o5, *o6, *o7, *o8]);
        (sum.is_multiple_of(31) && *found17 == expected17)
            .then_some(Self(FixedText::from_ascii(*bytes)))
    }

    /// The same for a text that is none, as a rule: what is wrong with it.
    pub(crate) fn explained(text: &str) -> Result<Self, ParseIdentifierError> {
        let code: FixedText<18> =
            FixedText::read(IdentifierKind::CreditCode, positions(text), code_character)?;
        let &[.., found17, found18] = code.bytes();
        let expected17 = organization_check_character(code.part::<8>(8).bytes());
        let expected18 = check_character(code.bytes());
        for (position, found, expected) in [(17, found17, expected17), (18, found18, expected18)] {
            if found != expected {
                let fault = Fault::CheckCharacter {
                    found: char::from(found),
                    expected: char::from(expected),
                };
                return Err(ParseIdentifierError::at(
                    IdentifierKind::CreditCode,
                    position,
                    fault,
                ));
            }
        }
        Ok(Self(code))
    }

    /// The code whose first sixteen characters are `body`, with both check characters computed;
    /// for sample data. It says nothing about whether such a code was ever issued.
    ///
    /// ```
    /// # use registry_model::UnifiedSocialCreditCode;
    /// let code = UnifiedSocialCreditCode::from_body("9131011676161432")?;
    /// assert_eq!(code.as_str(), "91310116761614322N");
    /// # Ok::<(), registry_model::ParseIdentifierError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When `body` is not sixteen characters of the alphabet, or positions 3 to 8 are not digits.
    pub fn from_body(body: &str) -> Result<Self, ParseIdentifierError> {
        let body: FixedText<16> =
            FixedText::read(IdentifierKind::CreditCode, positions(body), code_character)?;
        let mut code = *body.part::<18>(0).bytes();
        let [.., check17, _] = &mut code;
        *check17 = organization_check_character(body.part::<8>(8).bytes());
        let check = check_character(&code);
        let [.., check18] = &mut code;
        *check18 = check;
        Ok(Self(FixedText::from_ascii(code)))
    }

    /// The 18 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The department that registered the holder, position 1.
    #[must_use]
    pub fn department(&self) -> Department {
        let &[first, ..] = self.0.bytes();
        Department::from_char(char::from(first))
    }

    /// The category of the holder, position 2. Its meaning depends on the department: under
    /// [`Department::MarketRegulation`] `1` is a company, `2` a sole trader, `3` a farmers'
    /// cooperative.
    #[must_use]
    pub fn category(&self) -> char {
        let &[_, second, ..] = self.0.bytes();
        char::from(second)
    }

    /// What kind of body holds the code, by positions 1 and 2.
    ///
    /// ```
    /// use registry_model::{HolderKind, UnifiedSocialCreditCode};
    ///
    /// let code: UnifiedSocialCreditCode = "92110105MAXXXX058A".parse()?;
    /// assert_eq!(code.holder(), HolderKind::IndividualBusiness);
    /// # Ok::<(), registry_model::ParseIdentifierError>(())
    /// ```
    #[must_use]
    pub fn holder(&self) -> HolderKind {
        HolderKind::of(self.department(), self.category())
    }

    /// The division of the authority that registered the holder, positions 3 to 8. Not
    /// necessarily where the holder is: companies move and keep their code.
    #[must_use]
    pub fn division(&self) -> DivisionCode {
        DivisionCode::from_digits(self.0.part(2))
    }

    /// The organisation code, positions 9 to 17.
    #[must_use]
    pub fn organization_code(&self) -> OrganizationCode {
        OrganizationCode::from_credit_code(self.0.part(8))
    }

    /// Whether the same characters are also a valid number of a resident identity card, by shape,
    /// date and check character. One such number in some 340 is a valid credit code.
    #[must_use]
    pub fn is_also_resident_id(&self) -> bool {
        ResidentId::has_a_century(self.0.bytes()) && ResidentId::is_one(self.as_str())
    }

    /// What is odd about the code: an unknown department, an unknown region, a number that is
    /// also that of an identity card.
    #[must_use]
    pub fn warnings(&self) -> Warnings {
        Warnings::default()
            .with_if(!self.department().is_known(), Warning::UnknownDepartment)
            .with_if(
                !self.division().is_in_known_region(),
                Warning::UnknownRegion,
            )
            .with_if(self.is_also_resident_id(), Warning::AlsoResidentId)
    }
}

identifier_text!(UnifiedSocialCreditCode, "a unified social credit code");

fn code_character(index: usize, character: char) -> Result<u8, Fault> {
    match index {
        2..8 => digit(character),
        _ => accept(character, Expected::CreditAlphabet, |byte| {
            value(byte).is_some()
        }),
    }
}

/// What a character counts: its place among the 31 of the alphabet.
pub(crate) const fn value(byte: u8) -> Option<u8> {
    Some(match byte {
        b'0'..=b'9' => byte - b'0',
        b'A'..=b'H' => byte - b'A' + 10,
        b'J'..=b'N' => byte - b'J' + 18,
        b'P'..=b'R' => byte - b'P' + 23,
        b'T' | b'U' => byte - b'T' + 26,
        b'W'..=b'Y' => byte - b'W' + 28,
        _ => return None,
    })
}

/// What each byte counts.
#[expect(
    clippy::indexing_slicing,
    reason = "evaluated by the compiler, which would refuse an index out of bounds"
)]
const VALUES: [u16; 256] = {
    let mut values = [NONE; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if let Some(counts) = value(byte) {
            // A widening, as `From` is in functions that are not const.
            values[byte as usize] = counts as u16;
        }
        byte += 1;
    }
    values
};

/// The byte is no character of the alphabet.
const NONE: u16 = u16::MAX;

/// The characters by what they count.
pub(crate) const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Powers of 3 modulo 31.
pub(crate) const WEIGHTS: [u16; 17] = [
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
];

/// The character at position 18 that the first 17 of `code` ask for.
fn check_character(code: &[u8]) -> u8 {
    let sum: u16 = code
        .iter()
        .zip(WEIGHTS)
        .map(|(&byte, weight)| u16::from(value(byte).unwrap_or_default()) * weight)
        .sum();
    let place = usize::from((31 - sum % 31) % 31);
    *ALPHABET
        .get(place)
        .expect("a remainder modulo 31 is a place among 31")
}
