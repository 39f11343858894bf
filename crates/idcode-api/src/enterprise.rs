//! Converts units into an [`Enterprise`].

use endpoint_core::{Endpoint, Vendor};
use registry_model::jiff::Timestamp;
use registry_model::{
    Capital, DecimalId, DivisionCode, Enterprise, EntityKind, ParsedIdentifier, Provenance, Sourced,
};

use crate::operations::{CertificateKind, LoginVerify};
use crate::{Idcode, Unit, UnitAccount};

impl Unit {
    /// Converts the unit. The provenance names the operation `E`, 306 or 307, and `at`, the time of
    /// the response.
    ///
    /// The status is left out, because it is that of the account and not of the company, and so is
    /// the time of the last review. The division is the district, provided that the ids of
    /// province and district are codes of GB/T 2260 that match, as those of 101 do.
    ///
    /// ```
    /// use idcode_api::Unit;
    /// use idcode_api::operations::GetCompanyBaseInfo;
    /// use registry_model::jiff::Timestamp;
    ///
    /// let unit: Unit = endpoint_core::lenient::decode(
    ///     r#"{"OrganUnitName": "样例二维码科技有限公司", "Province_ID": 120000, "Area_ID": 120103}"#.as_bytes(),
    /// )?;
    /// let enterprise = unit.to_enterprise::<GetCompanyBaseInfo>(Timestamp::UNIX_EPOCH);
    /// assert_eq!(enterprise.division.map(|code| code.to_string()).as_deref(), Some("120103"));
    /// assert_eq!(enterprise.name.unwrap().provenance.operation, "GetCompanyBaseInfo");
    /// # Ok::<(), endpoint_core::lenient::DecodeError>(())
    /// ```
    #[must_use]
    pub fn to_enterprise<E: Endpoint<Vendor = Idcode>>(&self, at: Timestamp) -> Enterprise {
        let provenance = Provenance::new(Idcode::NAME, E::SPEC.name, at);
        let text = |member: &Option<String>| filled(&provenance, member.as_ref()).map(into_owned);
        let personal = |member: &Option<String>| filled(&provenance, member.as_ref()).map(into);
        Enterprise {
            name: filled(&provenance, self.name.as_ref()).map(into),
            name_en: filled(&provenance, self.name_en.as_ref()).map(into),
            main_code: filled(&provenance, self.main_code.as_ref()).map(parsed),
            unit_type: id(&provenance, self.unit_type_id),
            industry: id(&provenance, self.trade_id),
            address: text(&self.address),
            address_en: text(&self.address_en),
            division: division(self.province_id, self.city_id, self.area_id)
                .map(|code| provenance.attribute(code)),
            contact: personal(&self.contact),
            contact_phone: personal(&self.contact_phone),
            office_phone: personal(&self.office_phone),
            email: personal(&self.email),
            ..Enterprise::default()
        }
    }
}

impl UnitAccount {
    /// Converts the unit. The provenance names 601 and `at`, the time of the response.
    ///
    /// In addition to the data of [`Unit::to_enterprise`], a login returns the office, the
    /// registered capital in units of 10,000 yuan (OQ21), and the certificate number, which is
    /// taken if it is a credit code, an organisation code, or that of a sole trader.
    #[must_use]
    pub fn to_enterprise(&self, at: Timestamp) -> Enterprise {
        let provenance = Provenance::new(Idcode::NAME, LoginVerify::SPEC.name, at);
        let text = |member: &Option<String>| filled(&provenance, member.as_ref()).map(into_owned);
        let personal = |member: &Option<String>| filled(&provenance, member.as_ref()).map(into);
        let certificate = filled(&provenance, self.certificate_number.as_ref());
        let certified = |kind| {
            certificate
                .clone()
                .filter(|_| self.certificate_kind == Some(kind))
        };
        Enterprise {
            name: filled(&provenance, self.name.as_ref()).map(into),
            name_en: filled(&provenance, self.name_en.as_ref()).map(into),
            credit_code: certified(CertificateKind::CreditCode).map(parsed),
            organization_code: certified(CertificateKind::OrganizationCode).map(parsed),
            registration_number: certified(CertificateKind::IndividualBusiness).map(parsed),
            main_code: filled(&provenance, self.main_code.as_ref()).map(parsed),
            entity: certified(CertificateKind::IndividualBusiness)
                .map(|_| provenance.attribute(EntityKind::IndividualBusiness)),
            unit_type: id(&provenance, self.unit_type_id),
            industry: id(&provenance, self.trade_id),
            capital: self.registered_capital.map(|number| {
                provenance.attribute(Capital::new(number.to_string()).with_currency("人民币"))
            }),
            address: text(&self.address),
            address_en: text(&self.address_en),
            office_address: text(&self.work_address),
            office_address_en: text(&self.work_address_en),
            division: division(self.province_id, self.city_id, self.area_id)
                .map(|code| provenance.attribute(code)),
            contact: personal(&self.contact),
            contact_en: personal(&self.contact_en),
            contact_phone: personal(&self.contact_phone),
            office_phone: personal(&self.office_phone),
            email: personal(&self.email),
            ..Enterprise::default()
        }
    }
}

/// A text that is not blank, with its provenance.
fn filled<'a>(provenance: &Provenance, text: Option<&'a String>) -> Option<Sourced<&'a str>> {
    let text = text?.trim();
    (!text.is_empty()).then(|| provenance.attribute(text))
}

/// An id other than 0, which means no id.
fn id(provenance: &Provenance, id: Option<DecimalId>) -> Option<Sourced<DecimalId>> {
    id.filter(|id| id.get() != 0)
        .map(|id| provenance.attribute(id))
}

fn into<'a, T: From<&'a str>>(text: Sourced<&'a str>) -> Sourced<T> {
    Sourced {
        value: text.value.into(),
        provenance: text.provenance,
    }
}

fn into_owned(text: Sourced<&str>) -> Sourced<String> {
    into(text)
}

fn parsed<T>(text: Sourced<&str>) -> Sourced<ParsedIdentifier<T>>
where
    T: core::str::FromStr<Err = registry_model::ParseIdentifierError>,
{
    Sourced {
        value: ParsedIdentifier::new(text.value),
        provenance: text.provenance,
    }
}

/// The lowest division of the three ids, if they are codes of GB/T 2260 and match.
fn division(
    province: Option<DecimalId>,
    city: Option<DecimalId>,
    area: Option<DecimalId>,
) -> Option<DivisionCode> {
    let code = |id: DecimalId| -> Option<DivisionCode> {
        let number = u64::try_from(id.get()).ok()?;
        let code = DivisionCode::try_from(number).ok()?;
        code.is_in_known_region().then_some(code)
    };
    let lowest = [area, city, province]
        .into_iter()
        .flatten()
        .find(|id| id.get() != 0)
        .and_then(code)?;
    // A district in another province is not a code of GB/T 2260.
    match province.filter(|id| id.get() != 0) {
        Some(province) => (code(province)? == lowest.province()).then_some(lowest),
        None => Some(lowest),
    }
}
