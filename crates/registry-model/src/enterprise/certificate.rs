//! The technology certificates of a company.

use serde::{Deserialize, Serialize};

use crate::date::RegistryDate;
use crate::division_code::DivisionCode;
use crate::parsed_identifier::ParsedIdentifier;

/// A certificate of a technology company, such as `高新企业`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct TechnologyCertificate {
    /// Kind of certificate.
    pub kind: Option<String>,
    /// Number.
    pub number: Option<String>,
    /// Level, in the vendor's code: `01` national, `02` provincial, `03` municipal, `04` county.
    pub level: Option<String>,
    /// Year.
    pub year: Option<String>,
    /// Division that issued it.
    pub division: Option<ParsedIdentifier<DivisionCode>>,
    /// Day of publication.
    pub published: Option<RegistryDate>,
    /// First day of validity.
    pub valid_from: Option<RegistryDate>,
    /// Last day of validity.
    pub valid_to: Option<RegistryDate>,
    /// Day of withdrawal.
    pub withdrawn: Option<RegistryDate>,
    /// State in the source's words, such as `有效`.
    pub state: Option<String>,
    /// Whether it is of the past, by the source.
    pub is_past: Option<bool>,
}
