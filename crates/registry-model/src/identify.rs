//! The kind of an identifier by its text, and whether it is valid.

use crate::characters::{is_beside, is_dash};
use crate::credit_code::UnifiedSocialCreditCode;
use crate::damage;
use crate::division_code::DivisionCode;
use crate::error::{IdentifierErrorKind, ParseIdentifierError};
use crate::id_code::IdCode;
use crate::kind::IdentifierKind;
use crate::organization_code::OrganizationCode;
use crate::registration_number::RegistrationNumber;
use crate::resident_id::{ResidentId, may_hold_resident_id};
use crate::warning::{Warning, Warnings};
use crate::width::narrow;

/// The result of [`identify`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Identified {
    kind: IdentifierKind,
    error: Option<ParseIdentifierError>,
    warnings: Warnings,
    is_personal: bool,
}

impl Identified {
    fn new<T>(
        kind: IdentifierKind,
        parsed: Result<T, ParseIdentifierError>,
        warnings: impl FnOnce(T) -> Warnings,
    ) -> Self {
        match parsed {
            Ok(value) => Self {
                kind,
                error: None,
                warnings: warnings(value),
                is_personal: kind == IdentifierKind::ResidentId,
            },
            Err(error) => Self {
                kind,
                error: Some(error),
                warnings: Warnings::default(),
                is_personal: kind == IdentifierKind::ResidentId,
            },
        }
    }

    /// Sets whether the text has to be masked.
    fn looked_through(mut self, text: &str) -> Self {
        let is_both = [Warning::AlsoResidentId, Warning::MayBeResidentId]
            .into_iter()
            .any(|warning| self.warnings.contains(warning));
        self.is_personal |= is_both
            || match (self.is_valid(), self.kind) {
                // Its parts are free text.
                (true, IdentifierKind::IdCode) => text.split(['.', '/']).any(may_hold_resident_id),
                (true, _) => false,
                (false, _) => may_hold_resident_id(text),
            };
        self
    }

    /// The kind of the text; if it is invalid, the kind that it resembles most.
    #[must_use]
    pub const fn kind(&self) -> IdentifierKind {
        self.kind
    }

    /// Whether the text is a valid identifier of that kind.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        self.error.is_none()
    }

    /// The error of an invalid text.
    #[must_use]
    pub const fn error(&self) -> Option<&ParseIdentifierError> {
        self.error.as_ref()
    }

    /// The oddities of a valid identifier. Empty for an invalid one.
    #[must_use]
    pub const fn warnings(&self) -> Warnings {
        self.warnings
    }

    /// Whether the text is, may be, or holds the number of a person's identity card, so that it
    /// should not be shown in full.
    #[must_use]
    pub const fn is_personal(&self) -> bool {
        self.is_personal
    }
}

/// Determines the kind of an identifier by its length and alphabet, and validates it.
///
/// Every kind is tried before one is guessed. An invalid text gets the kind that it resembles most,
/// with that kind's error:
///
/// - an IDcode begins with letters, a dot and a digit (`i.86…`, `MA.156…`);
/// - a number in the notation of spreadsheets (`9.1310E+17`) is of the kind with as many digits;
/// - a text with a label in front (`统一社会信用代码：`) or the number of a copy behind (`（1-1）`) is
///   of the kind that is left without them;
/// - of the others at least a third of the characters are digits, or they have the capitals and
///   digits of an organisation code, and at most two are neither ASCII letters nor digits; blanks,
///   quotation marks, dashes and invisible characters do not count;
/// - then the length decides: 16 to 20 credit code, 13 to 15 registration number, 8 to 10
///   organisation code, 5 to 7 division code. Those of 13, 14, 5 or 7 have digits only, and those
///   of 10 no other sign than a hyphen before the last.
/// - 18 characters that are valid as a credit code are one, even where they are valid as a
///   resident id too (a warning says so). Where they are valid only as a resident id, or as
///   neither but have its digits, province and date, they are taken for one.
///
/// Everything else is [`IdentifierKind::Unknown`]. Nothing is allocated for a valid text; the time
/// is linear in the length of the text.
///
/// ```
/// use registry_model::{IdentifierKind, identify};
///
/// let found = identify("91310116761614322A");
/// assert_eq!(found.kind(), IdentifierKind::CreditCode);
/// assert_eq!(found.error().and_then(|error| error.position()), Some(18));
///
/// assert_eq!(identify("样例有限公司").kind(), IdentifierKind::Unknown);
/// ```
#[must_use]
pub fn identify(text: &str) -> Identified {
    use IdentifierKind as Kind;

    // Most of a long list, and nothing else has this form.
    if let Some(code) = UnifiedSocialCreditCode::valid(text) {
        return Identified::new(Kind::CreditCode, Ok(code), |code| code.warnings())
            .looked_through(text);
    }
    let kind = parsed_kind(text).unwrap_or_else(|| nearest_kind(text));
    let found = match kind {
        Kind::CreditCode => identify_credit_code(text),
        Kind::RegistrationNumber => {
            Identified::new(kind, RegistrationNumber::parse(text), |number| {
                number.warnings()
            })
        }
        Kind::OrganizationCode => {
            Identified::new(kind, OrganizationCode::parse(text), |code| code.warnings())
        }
        Kind::DivisionCode => {
            Identified::new(kind, DivisionCode::parse(text), |code| code.warnings())
        }
        Kind::IdCode => Identified::new(kind, IdCode::check(text), |()| Warnings::default()),
        Kind::ResidentId | Kind::DecimalId | Kind::Unknown => Identified::new(
            Kind::Unknown,
            Err(ParseIdentifierError::unknown_kind(
                if damage::is_in_place_of_a_value(text) {
                    IdentifierErrorKind::NoValue
                } else {
                    IdentifierErrorKind::NoKnownShape
                },
            )),
            |()| Warnings::default(),
        ),
    };
    found.looked_through(text)
}

/// Whether a value, or a part of it between quotation marks, commas and line ends, is, may be, or
/// holds the number of an identity card: for logs of requests.
///
/// ```
/// use registry_model::is_personal;
///
/// assert!(is_personal(r#"{"companyName":"11010519491231002X"}"#));
/// assert!(!is_personal("91310116761614322N"));
/// ```
#[must_use]
pub fn is_personal(value: &str) -> bool {
    identify(value).is_personal()
        || value
            .split(['"', ',', '\n'])
            .any(|part| identify(part).is_personal())
}

/// The kind that the text is valid as. A credit code has been tried, and so has, with it, the
/// resident id of the same length.
fn parsed_kind(text: &str) -> Option<IdentifierKind> {
    use IdentifierKind as Kind;

    let is_valid = |kind| match kind {
        Kind::RegistrationNumber => RegistrationNumber::parse(text).is_ok(),
        Kind::OrganizationCode => OrganizationCode::parse(text).is_ok(),
        Kind::DivisionCode => DivisionCode::parse(text).is_ok(),
        Kind::IdCode => IdCode::check(text).is_ok(),
        _ => false,
    };
    let kind = match text.len() {
        6 => Kind::DivisionCode,
        9 | 10 => Kind::OrganizationCode,
        15 => Kind::RegistrationNumber,
        _ => Kind::Unknown,
    };
    [kind, Kind::IdCode]
        .into_iter()
        .find(|kind| is_valid(*kind))
}

/// An invalid credit code, or the resident id of the same length.
fn identify_credit_code(text: &str) -> Identified {
    let code = UnifiedSocialCreditCode::explained(text);
    if code.is_err()
        && let Some(number) = ResidentId::recognize(text)
    {
        return Identified::new(IdentifierKind::ResidentId, number, |_| Warnings::default());
    }
    Identified::new(IdentifierKind::CreditCode, code, |code| code.warnings())
}

/// The kind whose length and alphabet the text comes nearest to; [`IdentifierKind::ResidentId`]
/// counts as a credit code here.
fn nearest_kind(text: &str) -> IdentifierKind {
    if damage::is_division_with_fraction(text) {
        return IdentifierKind::DivisionCode;
    }
    let kind = kind_by_length(text);
    // `No.9131…` begins as an IDcode does.
    if matches!(kind, IdentifierKind::Unknown | IdentifierKind::IdCode)
        && let Some(within) = damage::kind_within(text)
    {
        return within;
    }
    kind
}

fn kind_by_length(text: &str) -> IdentifierKind {
    if let Some(lost) = damage::lost(text) {
        return lost.kind();
    }
    if begins_as_id_code(text.trim_start()) {
        return IdentifierKind::IdCode;
    }
    // As displayed: characters that copying adds do not count.
    let [mut length, mut digits, mut letters, mut wide, mut dashes] = [0_usize; 5];
    let mut is_capital = true;
    for next in text.chars() {
        if next.is_ascii_digit() {
            digits += 1;
        } else if next.is_ascii_alphabetic() {
            letters += 1;
            is_capital &= next.is_ascii_uppercase();
        } else if is_dash(next) {
            dashes += 1;
            continue;
        } else if is_beside(next) {
            continue;
        } else {
            wide += usize::from(matches!(narrow(next), '0'..='9' | 'A'..='Z' | 'a'..='z'));
        }
        length += 1;
    }
    let others = length - digits - letters;
    // In short texts a dash makes a date or a telephone number of digits.
    if !(length >= 15 || length == 9 && dashes == 1) {
        length += dashes;
    }
    // `MA2PBM9HX`: few digits, and no word of any language.
    let is_like_organization =
        length == 9 && others == 0 && (is_capital && digits > 0 || digits > 1);
    let has_enough = (digits + wide) * 3 >= length || is_like_organization;
    // All in full width is a code, some of it a slip.
    if length == 0 || !has_enough || (others > 2 && others != wide) {
        return IdentifierKind::Unknown;
    }
    let digits = digits + wide;
    let letters_and_digits = digits + letters;
    match length {
        16..=20 => IdentifierKind::CreditCode,
        15 => IdentifierKind::RegistrationNumber,
        13 | 14 if digits == length => IdentifierKind::RegistrationNumber,
        8 | 9 => IdentifierKind::OrganizationCode,
        10 if letters_and_digits == length => IdentifierKind::OrganizationCode,
        6 => IdentifierKind::DivisionCode,
        5 | 7 if digits == length => IdentifierKind::DivisionCode,
        _ => IdentifierKind::Unknown,
    }
}

/// Letters, a dot, a digit; but no `No.5`.
fn begins_as_id_code(text: &str) -> bool {
    let (root, rest) = text.split_once('.').unwrap_or((text, ""));
    let is_root = !root.is_empty()
        && root.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !root.eq_ignore_ascii_case("no");
    is_root && rest.starts_with(|next: char| next.is_ascii_digit())
}
