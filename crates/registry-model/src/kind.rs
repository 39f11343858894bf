//! The kinds of identifier and their names.

use core::fmt;

/// A kind of identifier.
///
/// [`as_str`](Self::as_str) gives the name used in machine-readable output; `Display` gives the
/// words used in error messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum IdentifierKind {
    /// Unified social credit code (统一社会信用代码), GB 32100-2015.
    CreditCode,
    /// Organisation code (组织机构代码), GB 11714.
    OrganizationCode,
    /// Business registration number (工商注册号), GS 15-2006.
    RegistrationNumber,
    /// Administrative division code (行政区划代码), GB/T 2260.
    DivisionCode,
    /// IDcode: the code of a unit, of a product category or of one item.
    IdCode,
    /// Number of a person's resident identity card (公民身份号码), GB 11643.
    ResidentId,
    /// A vendor's own numeric id, `Decimal(20)`. Any number is one, so
    /// [`identify`](crate::identify) never returns this.
    DecimalId,
    /// None of these.
    Unknown,
}

impl IdentifierKind {
    /// The name in machine-readable output: `credit_code`, `organization_code`,
    /// `registration_number`, `division_code`, `id_code`, `resident_id`, `decimal_id`, `unknown`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CreditCode => "credit_code",
            Self::OrganizationCode => "organization_code",
            Self::RegistrationNumber => "registration_number",
            Self::DivisionCode => "division_code",
            Self::IdCode => "id_code",
            Self::ResidentId => "resident_id",
            Self::DecimalId => "decimal_id",
            Self::Unknown => "unknown",
        }
    }
}

impl IdentifierKind {
    /// As error messages say it.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::CreditCode => "unified social credit code",
            Self::OrganizationCode => "organisation code",
            Self::RegistrationNumber => "registration number",
            Self::DivisionCode => "division code",
            Self::IdCode => "IDcode",
            Self::ResidentId => "resident id",
            Self::DecimalId => "numeric id",
            Self::Unknown => "identifier",
        }
    }
}

impl fmt::Display for IdentifierKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.words())
    }
}
