//! Declares sample requests for tests, and the values that they share.

/// Declares the sample requests of an operation: the first sets every parameter that may stand
/// beside the others, the last as few as possible. Expands to nothing without the feature
/// `samples`.
macro_rules! samples {
    ($operation:ident, $($sample:expr),+ $(,)?) => {
        #[cfg(feature = "samples")]
        impl endpoint_core::Sample for $operation {
            fn samples() -> Vec<Self> {
                #[allow(unused_imports, reason = "each sample needs a few of them")]
                use crate::{products::*, sample::values::*};
                vec![$($sample),+]
            }
        }
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
