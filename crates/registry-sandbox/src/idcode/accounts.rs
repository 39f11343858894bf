//! The data of a unit that only a login returns, and the check of its password.

use endpoint_core::Secret;
use idcode_api::operations::{CertificateKind, UnitSize};
use idcode_api::{
    Logo, PasswordDigest, PlatformRole, ServiceProvider, StoredColor, StoredLogo, UnitAccount,
    UrlStatus,
};
use registry_model::DecimalId;

use super::units::RegisteredUnit;

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

impl RegisteredUnit {
    /// The response to a login. It has every text and every number.
    pub(crate) fn to_account(&self) -> UnitAccount {
        let unit = self.unit.clone();
        let account = self.account.clone();
        let or_empty = |text: Option<String>| Some(text.unwrap_or_default());
        let (certificate_kind, certificate_number) = account
            .certificate
            .unwrap_or((CertificateKind::OtherCertificate, String::new()));
        UnitAccount {
            id: unit.id,
            id_text: unit.id.map(|id| id.to_string()),
            role: Some(PlatformRole::Unit),
            province_id: unit.province_id,
            city_id: unit.city_id,
            area_id: unit.area_id,
            trade_id: unit.trade_id,
            status: unit.status,
            service_provider: Some(ServiceProvider::NotApplied),
            name: unit.name,
            name_en: unit.name_en,
            address: unit.address,
            address_en: unit.address_en,
            main_code: unit.main_code,
            unit_type_id: unit.unit_type_id,
            contact: unit.contact,
            contact_en: or_empty(account.contact_en),
            contact_phone: unit.contact_phone,
            office_phone: unit.office_phone,
            email: unit.email,
            last_reviewed: unit.last_reviewed,
            certificate_number: Some(certificate_number),
            certificate_kind: Some(certificate_kind),
            work_address: or_empty(account.work_address),
            work_address_en: or_empty(account.work_address_en),
            size: Some(account.size),
            registered_capital: Some(
                account
                    .registered_capital
                    .map_or(DecimalId::new(0), DecimalId::from),
            ),
            icon: or_empty(account.logo.map(|logo| logo.picture().to_base64())),
            color: Some(account.color),
            logo: Some(account.logo_use),
            goto_url_status: Some(match account.goto_url {
                Some(_) => UrlStatus::Enabled,
                None => UrlStatus::Disabled,
            }),
            goto_url: or_empty(account.goto_url),
        }
    }
}
