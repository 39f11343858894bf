//! Builds the response to a login from a registered unit.

use idcode_api::operations::CertificateKind;
use idcode_api::{PlatformRole, ServiceProvider, UnitAccount, UrlStatus};
use registry_model::DecimalId;

use super::units::RegisteredUnit;

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
