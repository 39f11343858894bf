//! What kind of identifier is this text, and is it valid?

use crate::credit_code::UnifiedSocialCreditCode;
use crate::division_code::DivisionCode;
use crate::error::ParseIdentifierError;
use crate::id_code::IdCode;
use crate::kind::IdentifierKind;
use crate::organization_code::OrganizationCode;
use crate::registration_number::RegistrationNumber;
use crate::resident_id::ResidentId;
use crate::warning::{Warning, Warnings};

/// What [`identify`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Identified {
    kind: IdentifierKind,
    error: Option<ParseIdentifierError>,
    warnings: Warnings,
}

impl Identified {
    fn of<T>(
        kind: IdentifierKind,
        parsed: Result<T, ParseIdentifierError>,
        warnings: impl FnOnce(T) -> Warnings,
    ) -> Self {
        match parsed {
            Ok(value) => Self {
                kind,
                error: None,
                warnings: warnings(value),
            },
            Err(error) => Self {
                kind,
                error: Some(error),
                warnings: Warnings::default(),
            },
        }
    }

    /// The kind that the text is, or where it is not valid, that it comes nearest to.
    #[must_use]
    pub const fn kind(&self) -> IdentifierKind {
        self.kind
    }

    /// Whether the text is a valid identifier of that kind.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        self.error.is_none()
    }

    /// Why it is not.
    #[must_use]
    pub const fn error(&self) -> Option<&ParseIdentifierError> {
        self.error.as_ref()
    }

    /// What is odd about a valid identifier. Empty for an invalid one.
    #[must_use]
    pub const fn warnings(&self) -> Warnings {
        self.warnings
    }

    /// Whether the text is, or may be, the number of a person's identity card, so that it should
    /// not be shown in full.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        self.kind == IdentifierKind::ResidentId || self.warnings.contains(Warning::AlsoResidentId)
    }
}

/// Tells what kind of identifier a text is, by its length and alphabet, and whether it is valid.
///
/// A text that is not valid is given the kind it comes nearest to, with that kind's error:
///
/// - an IDcode begins with letters, a dot and a digit (`i.86…`, `MA.156…`);
/// - of the others at least a third of the characters are digits, and at most two are neither
///   ASCII letters nor digits;
/// - then the length decides: 16 to 20 credit code, 13 to 15 registration number, 8 to 10
///   organisation code, 5 to 7 division code. Those of 13, 14, 5 or 7 have digits only, and those
///   of 10 no other sign than a hyphen before the last.
/// - 18 characters that are valid as a credit code are one, even where they are valid as a
///   resident id too (a warning says so). Where they are valid only as a resident id, or as
///   neither but have its digits, province and date, they are taken for one.
///
/// Everything else is [`IdentifierKind::Unknown`]. Nothing is allocated; the time is linear in
/// the length of the text.
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
        return Identified::of(Kind::CreditCode, Ok(code), |code| code.warnings());
    }
    let kind = nearest_kind(text);
    match kind {
        Kind::CreditCode => identify_credit_code(text),
        Kind::RegistrationNumber => {
            Identified::of(kind, RegistrationNumber::parse(text), |number| {
                number.warnings()
            })
        }
        Kind::OrganizationCode => {
            Identified::of(kind, OrganizationCode::parse(text), |_| Warnings::default())
        }
        Kind::DivisionCode => {
            Identified::of(kind, DivisionCode::parse(text), |code| code.warnings())
        }
        Kind::IdCode => Identified::of(kind, IdCode::check(text), |()| Warnings::default()),
        Kind::ResidentId | Kind::DecimalId | Kind::Unknown => Identified::of(
            Kind::Unknown,
            Err(ParseIdentifierError::no_known_shape()),
            |()| Warnings::default(),
        ),
    }
}

/// A credit code, which is known to have something wrong with it, or the resident id that has the
/// same length.
fn identify_credit_code(text: &str) -> Identified {
    let code = UnifiedSocialCreditCode::explained(text);
    if code.is_err()
        && let Some(number) = ResidentId::recognize(text)
    {
        return Identified::of(IdentifierKind::ResidentId, number, |_| Warnings::default());
    }
    Identified::of(IdentifierKind::CreditCode, code, |code| code.warnings())
}

/// The kind whose length and alphabet the text comes nearest to; [`IdentifierKind::ResidentId`]
/// counts as a credit code here.
fn nearest_kind(text: &str) -> IdentifierKind {
    if begins_as_id_code(text.trim_start()) {
        return IdentifierKind::IdCode;
    }
    let (mut length, mut digits, mut letters) = (0_usize, 0_usize, 0_usize);
    for byte in text.bytes() {
        // In UTF-8 every character has one byte that does not continue another.
        length += usize::from(byte & 0b1100_0000 != 0b1000_0000);
        digits += usize::from(byte.is_ascii_digit());
        letters += usize::from(byte.is_ascii_alphabetic());
    }
    if digits * 3 < length || length - digits - letters > 2 {
        return IdentifierKind::Unknown;
    }
    match length {
        16..=20 => IdentifierKind::CreditCode,
        15 => IdentifierKind::RegistrationNumber,
        13 | 14 if digits == length => IdentifierKind::RegistrationNumber,
        8 | 9 => IdentifierKind::OrganizationCode,
        10 if digits + letters == length || text.as_bytes().get(8) == Some(&b'-') => {
            IdentifierKind::OrganizationCode
        }
        6 => IdentifierKind::DivisionCode,
        5 | 7 if digits == length => IdentifierKind::DivisionCode,
        _ => IdentifierKind::Unknown,
    }
}

/// Letters, a dot, a digit.
fn begins_as_id_code(text: &str) -> bool {
    let rest = text.trim_start_matches(|next: char| next.is_ascii_alphabetic());
    rest.len() < text.len() && matches!(rest.as_bytes(), [b'.', next, ..] if next.is_ascii_digit())
}
