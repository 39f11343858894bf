//! The data of a unit that only a login returns, and the check of its password.

use endpoint_core::Secret;
use idcode_api::operations::{CertificateKind, UnitSize};
use idcode_api::{Logo, PasswordDigest, StoredColor, StoredLogo};

/// The data of a unit that only a login returns.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(super) password: Secret,
    pub(super) contact_en: Option<String>,
    pub(super) work_address: Option<String>,
    pub(super) work_address_en: Option<String>,
    pub(super) size: UnitSize,
    pub(super) registered_capital: Option<u64>,
    pub(super) certificate: Option<(CertificateKind, String)>,
    pub(super) logo: Option<Logo>,
    pub(super) color: StoredColor,
    pub(super) logo_use: StoredLogo,
    /// The address behind the main code; in force at once.
    pub(crate) goto_url: Option<String>,
}

impl Account {
    pub(super) fn new(password: Secret) -> Self {
        Self {
            password,
            contact_en: None,
            work_address: None,
            work_address_en: None,
            size: UnitSize::UpTo50,
            registered_capital: None,
            certificate: None,
            logo: None,
            color: StoredColor::Color,
            logo_use: StoredLogo::NotUsed,
            goto_url: None,
        }
    }

    /// Whether this is the password. It is compared exactly.
    pub(crate) fn has_password(&self, password: &str) -> bool {
        self.password.expose() == password
    }

    /// Whether this is the digest of the password.
    pub(super) fn has_password_digest(&self, digest: &PasswordDigest) -> bool {
        digest.matches_password(self.password.expose())
    }
}
