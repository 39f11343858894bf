//! The vocabulary of Chinese enterprise registries and their data vendors: identifiers as types
//! that cannot hold a wrong value, and a company as one record whichever vendor describes it.
//!
//! What it is: parsing, check characters, display, order and serde for credit codes, organisation
//! codes, registration numbers, division codes, IDcodes and the vendors' numeric ids; [`identify`],
//! which names the kind of an unknown text, and [`corrections`], which lists the slips that it may
//! hold; [`RegistryDate`], [`Capital`], [`Currency`] and [`ParsedValue`] for values that registers
//! write in many forms; [`Enterprise`], each of whose values has its provenance, and
//! [`Enterprise::compare`]. With the feature `divisions` the table of administrative divisions
//! (`divisions`). Pure: no IO, no clock. Nothing here panics on any text.
//!
//! What it is not: it does not know whether an identifier has been *issued*, it asks no registry,
//! and it knows no request or reply of any vendor.
//!
//! Use instead: `ihuyi-api` or `idcode-api` for what the vendors send about a company,
//! `enterprise-registry` to have both with a client, `sign-core` for signatures.
//!
//! # A code from a form
//!
//! ```
//! use registry_model::{Department, UnifiedSocialCreditCode};
//!
//! let code: UnifiedSocialCreditCode = "91310116761614322N".parse()?;
//! assert_eq!(code.department(), Department::MarketRegulation);
//! assert_eq!(code.division().map(|code| code.to_string()).as_deref(), Some("310116"));
//! assert!(code.organization_code().is_some_and(|code| code.as_str() == "761614322"));
//!
//! assert_eq!(code.organisation_kind().to_string(), "enterprise");
//!
//! // A slip of the pen is refused, and the error says where and why.
//! let error = "91310116761614323N".parse::<UnifiedSocialCreditCode>().unwrap_err();
//! assert_eq!(error.position(), Some(17));
//! assert_eq!(
//!     error.to_string(),
//!     "unified social credit code: position 17: check character is '3', expected '2'",
//! );
//! # Ok::<(), registry_model::ParseIdentifierError>(())
//! ```
//!
//! # Text of unknown kind
//!
//! ```
//! use registry_model::{IdentifierKind, identify};
//!
//! let found = identify("310116002008277");
//! assert_eq!(found.kind(), IdentifierKind::RegistrationNumber);
//! assert!(found.is_valid());
//!
//! let found = identify("i.86.110108.52/91.12000000.1/");
//! assert_eq!(found.kind().as_str(), "id_code");
//! ```
//!
//! # Comparing two records of a company
//!
//! ```
//! use registry_model::jiff::Timestamp;
//! use registry_model::{Enterprise, Field, Provenance};
//!
//! let register = Provenance::new("ihuyi", "entinfov2.Submit", Timestamp::UNIX_EPOCH);
//! let platform = Provenance::new("idcode", "LoginVerify", Timestamp::UNIX_EPOCH);
//! let mut left = Enterprise::default();
//! left.name = Some(register.attribute("样例（北京）科技有限公司".into()));
//! left.address = Some(register.attribute("北京市海淀区样例路1号".into()));
//! let mut right = Enterprise::default();
//! right.name = Some(platform.attribute("样例(北京)科技有限公司".into()));
//! right.address = Some(platform.attribute("北京市海淀区样例路2号".into()));
//!
//! let comparison = left.compare(&right);
//! let differs: Vec<Field> = comparison.differences().map(|one| one.field()).collect();
//! assert_eq!(differs, [Field::Address]);
//! // The names agree, although their texts differ.
//! assert!(comparison.finding(Field::Name).unwrap().note().is_some());
//! ```
//!
//! # Common to all identifiers
//!
//! - `FromStr` and `TryFrom<&str>` take exactly the identifier: no blank around it, no lower-case
//!   letters where the standard has capitals, no full-width digits. The error names the first
//!   wrong position, counted in characters from 1. Callers that wish to be kinder trim or raise
//!   the case themselves, and so know that they did.
//! - `parse(display(x)) == x`, and order, equality and hash are those of the displayed text
//!   ([`DecimalId`]: of the number). The exception is [`ResidentId`], which never shows itself.
//! - serde writes text and reads text; [`DivisionCode`] also reads numbers, and [`DecimalId`]
//!   writes an exact integer and reads either.
//! - An oddity that occurs in real codes is a [`Warning`], never a refusal.

mod amount;
mod as_written;
mod capital;
pub mod characters;
mod company_name;
mod compare;
mod corrections;
mod credit_code;
mod currency;
mod damage;
mod date;
mod decimal_id;
mod department;
mod division_code;
#[cfg(feature = "divisions")]
pub mod divisions;
mod enterprise;
mod error;
mod fixed_text;
mod id_code;
mod identify;
mod kind;
mod name_characters;
mod name_flaw;
mod operating_status;
mod organisation_kind;
mod organization_code;
mod parsed_identifier;
mod parsed_value;
mod period;
mod personal;
mod provenance;
mod registration_number;
mod resident_id;
mod text;

mod warning;
mod width;

pub use amount::{Amount, NotAnAmount};
pub use capital::Capital;
pub use company_name::{CompanyName, normalised};
pub use compare::{Comparison, Field, Finding, Note, Shown, Verdict};
pub use corrections::{Correction, corrections, corrections_with};
pub use credit_code::{CheckRule, UnifiedSocialCreditCode};
pub use currency::Currency;
pub use damage::{cleaned, cleaned_with};
pub use date::RegistryDate;
pub use decimal_id::DecimalId;
pub use department::Department;
pub use division_code::{DivisionCode, DivisionLevel};
pub use enterprise::{Enterprise, EntityKind, Officer, TechnologyCertificate};
pub use error::{Expected, IdentifierErrorKind, ParseIdentifierError};
pub use id_code::{CategoryPart, IdCode};
pub use identify::{Identified, identify, is_personal};
pub use kind::IdentifierKind;
pub use name_characters::{NameIssue, NameRemedy, name_issues, repaired_name};
pub use name_flaw::{NameFlaw, is_placeholder, name_flaw};
pub use operating_status::{OperatingStatus, RegistrationState};
pub use organisation_kind::OrganisationKind;
pub use organization_code::OrganizationCode;
pub use parsed_identifier::ParsedIdentifier;
pub use parsed_value::{FromRegisterText, ParsedValue};
pub use period::Period;
pub use personal::{Masked, PersonalText, masked};
pub use provenance::{Provenance, Sourced};
pub use registration_number::RegistrationNumber;
pub use resident_id::{ResidentId, may_hold_resident_id};
pub use text::IDENTIFIER_NEWTYPE;
pub use warning::{Warning, Warnings};

/// The library whose days and times this crate hands out.
pub use jiff;
