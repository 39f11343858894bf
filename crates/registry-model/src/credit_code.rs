//! The unified social credit code (GB 32100-2015), and the check character of Fujian's pilot.

pub(crate) mod pilot;

use crate::as_written::{Held, as_written};
use crate::damage;
use crate::department::Department;
use crate::division_code::DivisionCode;
use crate::error::{Expected, IdentifierErrorKind, ParseIdentifierError};
use crate::fixed_text::{FixedText, accept, digit, positions};
use crate::kind::IdentifierKind;
use crate::organisation_kind::OrganisationKind;
use crate::organization_code::{OrganizationCode, check_character as organization_check_character};
use crate::resident_id::ResidentId;
use crate::text::{deserialize_text, identifier_text};
use crate::warning::{Warning, Warnings};

/// Unified social credit code (统一社会信用代码), GB 32100-2015: 18 digits or capital letters other
/// than I, O, S, V and Z.
///
/// | positions | meaning |
/// |---|---|
/// | 1 | [`department`](Self::department) that registered the organisation |
/// | 2 | [`category`](Self::category) of the organisation, within the department |
/// | 3–8 | [`division`](Self::division) of the registration authority, digits |
/// | 9–17 | [`organization_code`](Self::organization_code), the last its own check character (GB 11714) |
/// | 18 | check character over all others, modulo 31 |
///
/// Both check characters are verified. The one at position 18 alone finds every single wrong
/// character and every exchange of two neighbours; the one at position 17 excludes most numbers of
/// identity cards, one in 31 of which passes the check at position 18.
///
/// Lower-case letters are refused, with an error that says so: the standard has capitals only,
/// the vendors compare text, and a sender who lower-cased a code may have done more to it.
///
/// Codes that Fujian issued before the standard have another character at position 18. They are
/// valid, with a warning: see [`rule`](Self::rule).
///
/// Whether the department and the region exist is a matter of [`warnings`](Self::warnings), not of
/// validity.
///
/// ```
/// use registry_model::{IdentifierErrorKind, UnifiedSocialCreditCode};
///
/// let code: UnifiedSocialCreditCode = "91110108MA0000015T".parse()?;
/// assert_eq!(code.category(), '1');
/// assert!(code.warnings().is_empty());
///
/// let error = "91110108MA0000015t".parse::<UnifiedSocialCreditCode>().unwrap_err();
/// assert_eq!(error.reason(), IdentifierErrorKind::LowerCase { found: 't' });
/// assert_eq!(error.position(), Some(18));
/// # Ok::<(), registry_model::ParseIdentifierError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnifiedSocialCreditCode(Held<18>);

impl UnifiedSocialCreditCode {
    pub(crate) fn parse(text: &str) -> Result<Self, ParseIdentifierError> {
        match Self::valid(text) {
            Some(code) => Ok(code),
            None => Self::explained(text),
        }
    }

    /// The code, if it is one. Long lists are mostly of valid codes, so these take one pass over
    /// the bytes; [`explained`](Self::explained) says why a text is not a code.
    pub(crate) fn valid(text: &str) -> Option<Self> {
        let bytes: &[u8; 18] = text.as_bytes().try_into().ok()?;
        let [body @ .., last] = bytes;
        let mut values = [0_u16; 17];
        let mut wrong = false;
        for (slot, byte) in values.iter_mut().zip(body) {
            *slot = counts(*byte);
            wrong |= *slot == NONE;
        }
        let (_, behind) = values.split_at(2);
        wrong |= behind.iter().take(6).any(|value| *value > 9);
        if wrong {
            return None;
        }
        let sum: u16 = values
            .iter()
            .zip(WEIGHTS)
            .map(|(value, weight)| value * weight)
            .sum();
        let last = counts(*last);
        let is_standard = last != NONE && (sum + last).is_multiple_of(31);
        let [.., o1, o2, o3, o4, o5, o6, o7, o8, found17, _] = bytes;
        let expected17 = organization_check_character(&[*o1, *o2, *o3, *o4, *o5, *o6, *o7, *o8]);
        if *found17 != expected17 {
            return None;
        }
        (is_standard || pilot::is_pilot_code(bytes))
            .then_some(Self(Held::Checked(FixedText::from_ascii(*bytes))))
    }

    /// The same for a text that is likely invalid: its error by the standard.
    pub(crate) fn explained(text: &str) -> Result<Self, ParseIdentifierError> {
        Self::by_the_standard(text).map_err(|error| damage::explained(text, error))
    }

    fn by_the_standard(text: &str) -> Result<Self, ParseIdentifierError> {
        let at =
            |position, fault| ParseIdentifierError::at(IdentifierKind::CreditCode, position, fault);
        let code: FixedText<18> =
            FixedText::read(IdentifierKind::CreditCode, positions(text), code_character)?;
        let &[.., found17, found18] = code.bytes();
        let expected17 = organization_check_character(code.part::<8>(8).bytes());
        let expected18 = check_character(code.bytes());
        for (position, found, expected) in [(17, found17, expected17), (18, found18, expected18)] {
            if found != expected {
                let fault = IdentifierErrorKind::CheckCharacter {
                    found: char::from(found),
                    expected: char::from(expected),
                };
                return Err(at(position, fault));
            }
        }
        Ok(Self(Held::Checked(code)))
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
        Ok(Self(Held::Checked(FixedText::from_ascii(code))))
    }

    /// The 18 characters, or the text as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The department that registered the organisation, position 1.
    #[must_use]
    pub fn department(&self) -> Department {
        Department::from_char(self.0.character(0).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// The category of the organisation, position 2. Its meaning depends on the department: under
    /// [`Department::MarketRegulation`] `1` is a company, `2` a sole trader, `3` a farmers'
    /// cooperative. U+FFFD for a text as written that ends before.
    #[must_use]
    pub fn category(&self) -> char {
        self.0.character(1).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// The kind of organisation, by positions 1 and 2.
    ///
    /// ```
    /// use registry_model::{OrganisationKind, UnifiedSocialCreditCode};
    ///
    /// let code: UnifiedSocialCreditCode = "92110105MAXXXX058A".parse()?;
    /// assert_eq!(code.organisation_kind(), OrganisationKind::IndividualBusiness);
    /// # Ok::<(), registry_model::ParseIdentifierError>(())
    /// ```
    #[must_use]
    pub fn organisation_kind(&self) -> OrganisationKind {
        OrganisationKind::from_characters(self.department(), self.category())
    }

    /// The division of the registration authority, positions 3 to 8. Not necessarily where the
    /// organisation is: companies move and keep their code. `None` for a text as
    /// written that has no digits there.
    #[must_use]
    pub fn division(&self) -> Option<DivisionCode> {
        self.0.digits(2).map(DivisionCode::from_digits)
    }

    /// The organisation code, positions 9 to 17. `None` for a text as written that has none there.
    #[must_use]
    pub fn organization_code(&self) -> Option<OrganizationCode> {
        let part = self.0.part::<9>(8)?;
        if self.is_as_written() {
            return part.as_str().parse().ok();
        }
        Some(OrganizationCode::from_credit_code(part))
    }

    /// The rule that the check character at position 18 follows.
    ///
    /// ```
    /// use registry_model::{CheckRule, UnifiedSocialCreditCode, Warning};
    ///
    /// let code: UnifiedSocialCreditCode = "91350203M0001FUE2P".parse()?;
    /// assert_eq!(code.rule(), CheckRule::FujianPilot);
    /// assert!(code.warnings().contains(Warning::PilotCheckCharacter));
    /// # Ok::<(), registry_model::ParseIdentifierError>(())
    /// ```
    #[must_use]
    pub fn rule(&self) -> CheckRule {
        match &self.0 {
            Held::Checked(code) if check_character(code.bytes()) == last(code.bytes()) => {
                CheckRule::Standard
            }
            Held::Checked(_) => CheckRule::FujianPilot,
            Held::AsWritten(_) => CheckRule::None,
        }
    }

    /// Whether the same characters are also a valid number of a resident identity card, by shape,
    /// date and check character. One such number in some 340 is a valid credit code.
    #[must_use]
    pub fn is_also_resident_id(&self) -> bool {
        let text = self.as_str();
        ResidentId::may_have_century(text.as_bytes()) && ResidentId::is_valid(text)
    }

    /// The oddities of the code: an unknown department, an unknown region, a number that is
    /// also that of an identity card, another rule than that of the standard.
    #[must_use]
    pub fn warnings(&self) -> Warnings {
        Warnings::default()
            .with_if(
                self.0.has_the_length() && !self.department().is_known(),
                Warning::UnknownDepartment,
            )
            .with_if(
                self.division()
                    .is_some_and(|code| !code.is_in_known_region()),
                Warning::UnknownRegion,
            )
            .with_if(
                self.rule() == CheckRule::FujianPilot,
                Warning::PilotCheckCharacter,
            )
            .with_if(self.is_as_written(), Warning::AsWritten)
            .with_if(self.is_also_resident_id(), Warning::AlsoResidentId)
    }
}

identifier_text!(UnifiedSocialCreditCode);
deserialize_text!(
    UnifiedSocialCreditCode,
    "a unified social credit code",
    UnifiedSocialCreditCode::as_written
);
as_written!(UnifiedSocialCreditCode, CreditCode, "91310116761614323N");

/// The rule that the last character of a credit code follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CheckRule {
    /// That of GB 32100-2015.
    Standard,
    /// That of codes which Fujian issued before 2016: positions 1 to 4 are `9135`, 9 to 12
    /// `M000`, and with `0` to `9` and `A` to `Z` counting 0 to 35 the sum of value × 2^(position
    /// − 1) over the first 17, plus the value of the last, is a multiple of 37. Observed: it was
    /// found from public codes and holds for all that are known; no standard has it. Of 100,000
    /// slips in public codes of the standard it accepts one.
    FujianPilot,
    /// None: the code is a text as written.
    None,
}

fn last(code: &[u8; 18]) -> u8 {
    let &[.., last] = code;
    last
}

fn code_character(index: usize, character: char) -> Result<u8, IdentifierErrorKind> {
    match index {
        2..8 => digit(character),
        _ => accept(character, Expected::CreditAlphabet, |byte| {
            value(byte).is_some()
        }),
    }
}

/// The value of a character: its place among the 31 of the alphabet.
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

fn counts(byte: u8) -> u16 {
    VALUES.get(usize::from(byte)).copied().unwrap_or(NONE)
}

/// The value of each byte.
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

/// The byte is not in the alphabet.
const NONE: u16 = u16::MAX;

/// The characters by value.
pub(crate) const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Powers of 3 modulo 31.
pub(crate) const WEIGHTS: [u16; 17] = [
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
];

/// The character at position 18 that follows from the first 17 of `code`.
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
