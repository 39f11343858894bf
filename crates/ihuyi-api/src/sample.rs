//! Declares sample requests for tests, and the values that they share.

/// Declares the sample requests of an operation, with [`values`] in scope.
macro_rules! samples {
    ($($requests:tt)+) => {
        endpoint_core::sample_requests! { use crate::sample::values; $($requests)+ }
    };
}

#[cfg(feature = "samples")]
pub(crate) mod values {
    //! Values that several samples share.
    #![expect(
        clippy::unwrap_used,
        reason = "samples are valid, as every test proves"
    )]

    use registry_model::{OrganizationCode, RegistrationNumber, UnifiedSocialCreditCode};

    pub(crate) use registry_model::jiff::civil::date;

    use crate::Subject;
    pub(crate) use crate::products::*;

    pub(crate) const COMPANY: &str = "样例信息技术有限公司";

    pub(crate) fn name() -> Subject {
        Subject::Name(COMPANY.to_owned())
    }

    pub(crate) fn credit_code() -> UnifiedSocialCreditCode {
        "91110108MA0000015T".parse().unwrap()
    }

    pub(crate) fn organization_code() -> OrganizationCode {
        "MA0000015".parse().unwrap()
    }

    pub(crate) fn registration_number() -> RegistrationNumber {
        "110108000000016".parse().unwrap()
    }
}
