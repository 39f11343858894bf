//! Which company a query is about.

use endpoint_core::Invalid;
use registry_model::{OrganizationCode, RegistrationNumber, UnifiedSocialCreditCode};

/// One company, by one of the four identifiers that ihuyi knows.
///
/// The documents ask for one of the four; their own examples send several (open question
/// `one-of`). A `Subject` is exactly one, so it cannot hold none or two.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subject {
    /// By name (`ent_name`).
    Name(String),
    /// By unified social credit code (`ent_code`).
    CreditCode(UnifiedSocialCreditCode),
    /// By organisation code (`organization_code`). Takes no part in the signature.
    OrganizationCode(OrganizationCode),
    /// By registration number (`reg_no`). Takes no part in the signature.
    RegistrationNumber(RegistrationNumber),
}

impl From<UnifiedSocialCreditCode> for Subject {
    fn from(code: UnifiedSocialCreditCode) -> Self {
        Self::CreditCode(code)
    }
}

impl From<OrganizationCode> for Subject {
    fn from(code: OrganizationCode) -> Self {
        Self::OrganizationCode(code)
    }
}

impl From<RegistrationNumber> for Subject {
    fn from(number: RegistrationNumber) -> Self {
        Self::RegistrationNumber(number)
    }
}

/// Checks that exactly one of the four was given.
pub(crate) fn exactly_one(given: [(&'static str, bool); 4]) -> Result<(), Invalid> {
    let names = given.map(|(name, _)| name);
    let count = given.iter().filter(|(_, is_given)| *is_given).count();
    if count == 1 {
        return Ok(());
    }
    Err(Invalid::Combination {
        names: names.map(Into::into).to_vec(),
        reason: format!(
            "give exactly one of {}: {count} are given",
            names.map(|name| format!("`{name}`")).join(", ")
        ),
    })
}
