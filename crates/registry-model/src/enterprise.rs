//! One company as a record, each value with its provenance.

mod certificate;
mod complete;
mod officer;

use core::fmt;

use serde::{Deserialize, Serialize};

pub use self::certificate::TechnologyCertificate;
pub use self::officer::Officer;

use crate::capital::Capital;
use crate::company_name::CompanyName;
use crate::credit_code::UnifiedSocialCreditCode;
use crate::date::RegistryDate;
use crate::decimal_id::DecimalId;
use crate::division_code::DivisionCode;
use crate::id_code::IdCode;
use crate::operating_status::OperatingStatus;
use crate::organization_code::OrganizationCode;
use crate::parsed_identifier::ParsedIdentifier;
use crate::personal::PersonalText;
use crate::provenance::Sourced;
use crate::registration_number::RegistrationNumber;

/// One company, as one or more sources describe it: each value with the source that gave it.
///
/// The vendors' crates make it of their replies
/// (`ihuyi_api::products::CompanyRecord::to_enterprise`, `idcode_api::Unit::to_enterprise`,
/// `idcode_api::UnitAccount::to_enterprise`);
/// [`completed_by`](Self::completed_by) merges responses about one company and
/// [`compare`](Self::compare) lays two side by side. A value that a source does not give is `None`
/// or an empty list.
///
/// `Debug` masks values about persons. serde writes everything in full.
///
/// ```
/// use registry_model::jiff::Timestamp;
/// use registry_model::{Enterprise, Provenance};
///
/// let provenance = Provenance::new("form", "typed in", Timestamp::UNIX_EPOCH);
/// let enterprise = Enterprise {
///     name: Some(provenance.attribute("样例（北京）科技有限公司".into())),
///     representative: Some(provenance.attribute("张三".into())),
///     ..Enterprise::default()
/// };
/// assert_eq!(enterprise.name.as_ref().map(|name| name.as_str()), Some("样例（北京）科技有限公司"));
/// assert!(format!("{enterprise:?}").contains(r#"PersonalText("张*")"#));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Enterprise {
    /// Name.
    pub name: Option<Sourced<CompanyName>>,
    /// English name.
    pub name_en: Option<Sourced<CompanyName>>,
    /// Names that the company bore before.
    pub former_names: Vec<Sourced<CompanyName>>,
    /// Unified social credit code.
    pub credit_code: Option<Sourced<ParsedIdentifier<UnifiedSocialCreditCode>>>,
    /// Organisation code.
    pub organization_code: Option<Sourced<ParsedIdentifier<OrganizationCode>>>,
    /// Registration number.
    pub registration_number: Option<Sourced<ParsedIdentifier<RegistrationNumber>>>,
    /// Main code at IDcode.
    pub main_code: Option<Sourced<ParsedIdentifier<IdCode>>>,
    /// Legal representative, person in charge or executive partner.
    pub representative: Option<Sourced<PersonalText>>,
    /// Main officers.
    pub officers: Vec<Sourced<Officer>>,
    /// Operating status by the register. Not the status of a unit at IDcode, which is that of its
    /// account.
    pub status: Option<Sourced<OperatingStatus>>,
    /// Whether this is an enterprise or a sole trader.
    pub entity: Option<Sourced<EntityKind>>,
    /// Kind of enterprise, in the register's words: `有限责任公司(自然人投资或控股)`.
    pub kind: Option<Sourced<String>>,
    /// Kind of organisation at IDcode, a code of its operation 105.
    pub unit_type: Option<Sourced<DecimalId>>,
    /// Industry at IDcode, an id of its operation 103.
    pub industry: Option<Sourced<DecimalId>>,
    /// Day of establishment.
    pub established: Option<Sourced<RegistryDate>>,
    /// Day of approval of the last change.
    pub approved: Option<Sourced<RegistryDate>>,
    /// First day of the business term.
    pub term_from: Option<Sourced<RegistryDate>>,
    /// Last day of the business term; one without end is
    /// [open-ended](RegistryDate::is_open_ended), where it is given.
    pub term_to: Option<Sourced<RegistryDate>>,
    /// Day on which the licence was revoked.
    pub revoked: Option<Sourced<RegistryDate>>,
    /// Why it was revoked.
    pub revocation_reason: Option<Sourced<String>>,
    /// Day of deregistration.
    pub deregistered: Option<Sourced<RegistryDate>>,
    /// Why the company was deregistered.
    pub deregistration_reason: Option<Sourced<String>>,
    /// Registered capital with its currency.
    pub capital: Option<Sourced<Capital>>,
    /// Registration authority.
    pub authority: Option<Sourced<String>>,
    /// Registered address.
    pub address: Option<Sourced<String>>,
    /// Registered address in English.
    pub address_en: Option<Sourced<String>>,
    /// Address of the office.
    pub office_address: Option<Sourced<String>>,
    /// Address of the office in English.
    pub office_address_en: Option<Sourced<String>>,
    /// Division of the place of registration, by code.
    pub division: Option<Sourced<DivisionCode>>,
    /// Province of the place of registration, by name.
    pub province: Option<Sourced<String>>,
    /// City of the place of registration, by name.
    pub city: Option<Sourced<String>>,
    /// District of the place of registration, by name.
    pub district: Option<Sourced<String>>,
    /// Postal code.
    pub postal_code: Option<Sourced<String>>,
    /// Business scope.
    pub scope: Option<Sourced<String>>,
    /// Contact person.
    pub contact: Option<Sourced<PersonalText>>,
    /// Contact person in Latin letters.
    pub contact_en: Option<Sourced<PersonalText>>,
    /// Phone of the contact person.
    pub contact_phone: Option<Sourced<PersonalText>>,
    /// Phone of the office.
    pub office_phone: Option<Sourced<PersonalText>>,
    /// E-mail address.
    pub email: Option<Sourced<PersonalText>>,
    /// Technology certificates.
    pub certificates: Vec<Sourced<TechnologyCertificate>>,
}

/// Whether a company is an enterprise or a sole trader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EntityKind {
    /// An enterprise.
    Enterprise,
    /// An individual business (个体工商户).
    IndividualBusiness,
    /// Something else.
    Other,
}

impl fmt::Display for EntityKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Enterprise => "enterprise",
            Self::IndividualBusiness => "individual business",
            Self::Other => "other",
        })
    }
}
