//! Converts a record of entinfov2 into an [`Enterprise`].

use endpoint_core::{Endpoint, Vendor};
use registry_model::jiff::Timestamp;
use registry_model::{
    Capital, Enterprise, EntityKind, Officer, ParsedIdentifier, PersonalText, Provenance,
    RegistryDate, Sourced, TechnologyCertificate,
};

use crate::Ihuyi;
use crate::products::{
    self, BasicInfo, CompanyInfo, CompanyRecord, Entinfov2Submit, EntityType, TechCertificate,
};

impl CompanyRecord {
    /// Converts the record. The provenance of each value names entinfov2 and `at`, the time of the
    /// response.
    ///
    /// Former names are split at semicolons of either width. The year of the last annual inspection
    /// is left out.
    ///
    /// ```
    /// use ihuyi_api::products::{BasicInfo, CompanyInfo, CompanyRecord, CompanyResult};
    /// use registry_model::jiff::Timestamp;
    ///
    /// let mut basic = BasicInfo::default();
    /// basic.name = Some("样例信息技术有限公司".to_owned());
    /// let info = CompanyInfo { basic: Some(basic), ..CompanyInfo::default() };
    /// let record = CompanyRecord { serial: None, result: CompanyResult { info } };
    ///
    /// let enterprise = record.to_enterprise(Timestamp::UNIX_EPOCH);
    /// let name = enterprise.name.as_ref().unwrap();
    /// assert_eq!(name.as_str(), "样例信息技术有限公司");
    /// assert_eq!(name.provenance.operation, "entinfov2.Submit");
    /// ```
    #[must_use]
    pub fn to_enterprise(&self, at: Timestamp) -> Enterprise {
        let provenance = Provenance::new(Ihuyi::NAME, Entinfov2Submit::SPEC.name, at);
        let CompanyInfo {
            basic,
            officers,
            certificates,
        } = &self.result.info;
        let enterprise = match basic {
            Some(basic) => registration(basic, &provenance),
            None => Enterprise::default(),
        };
        Enterprise {
            officers: officers
                .iter()
                .filter_map(|one| Some(provenance.attribute(officer(one)?)))
                .collect(),
            certificates: certificates
                .iter()
                .map(|one| provenance.attribute(certificate(one)))
                .collect(),
            ..enterprise
        }
    }
}

/// The trimmed text, if it is not blank.
fn filled(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

fn registration(basic: &BasicInfo, provenance: &Provenance) -> Enterprise {
    let text = |member: &Option<String>| -> Option<Sourced<String>> {
        Some(provenance.attribute(filled(member.as_ref())?.to_owned()))
    };
    let date = |member: &Option<RegistryDate>| -> Option<Sourced<RegistryDate>> {
        Some(provenance.attribute(filled_date(member.as_ref())?))
    };
    Enterprise {
        name: filled(basic.name.as_ref()).map(|name| provenance.attribute(name.into())),
        former_names: filled(basic.former_name.as_ref())
            .into_iter()
            .flat_map(|names| names.split([';', '；']))
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(|name| provenance.attribute(name.into()))
            .collect(),
        credit_code: filled(basic.credit_code.as_ref())
            .map(|code| provenance.attribute(ParsedIdentifier::new(code))),
        organization_code: filled(basic.organization_code.as_ref())
            .map(|code| provenance.attribute(ParsedIdentifier::new(code))),
        registration_number: filled(basic.registration_number.as_ref())
            .map(|number| provenance.attribute(ParsedIdentifier::new(number))),
        representative: filled_name(basic.representative.as_ref())
            .map(|name| provenance.attribute(name)),
        status: basic
            .status
            .clone()
            .filter(|status| !status.as_str().trim().is_empty())
            .map(|status| provenance.attribute(status)),
        entity: basic
            .entity_type
            .as_ref()
            .filter(|kind| !kind.as_str().trim().is_empty())
            .map(|kind| provenance.attribute(entity(kind))),
        kind: text(&basic.enterprise_type),
        established: date(&basic.established),
        approved: date(&basic.approved),
        term_from: date(&basic.term_from),
        term_to: date(&basic.term_to),
        revoked: date(&basic.revoked),
        revocation_reason: text(&basic.revocation_reason),
        deregistered: date(&basic.deregistered),
        deregistration_reason: text(&basic.deregistration_reason),
        capital: capital(basic).map(|capital| provenance.attribute(capital)),
        authority: text(&basic.authority),
        address: text(&basic.address),
        province: text(&basic.province),
        city: text(&basic.city),
        district: text(&basic.district),
        postal_code: text(&basic.postal_code),
        scope: text(&basic.scope),
        ..Enterprise::default()
    }
}

fn capital(basic: &BasicInfo) -> Option<Capital> {
    basic
        .capital()
        .filter(|capital| !capital.as_str().trim().is_empty())
}

/// The trimmed date, if it is not blank.
fn filled_date(date: Option<&RegistryDate>) -> Option<RegistryDate> {
    let text = date?.as_str().trim();
    (!text.is_empty()).then(|| RegistryDate::new(text))
}

/// The trimmed name, if it is not blank.
fn filled_name(name: Option<&PersonalText>) -> Option<PersonalText> {
    let text = name?.expose().trim();
    (!text.is_empty()).then(|| PersonalText::new(text))
}

const fn entity(kind: &EntityType) -> EntityKind {
    match kind {
        EntityType::Enterprise => EntityKind::Enterprise,
        EntityType::IndividualBusiness => EntityKind::IndividualBusiness,
        EntityType::OtherEntity | EntityType::Other(_) => EntityKind::Other,
    }
}

/// An officer without a name is left out.
fn officer(officer: &products::CompanyOfficer) -> Option<Officer> {
    Some(Officer {
        name: filled_name(officer.name.as_ref())?,
        position: filled(officer.position.as_ref()).map(str::to_owned),
    })
}

fn certificate(certificate: &TechCertificate) -> TechnologyCertificate {
    let text = |member: &Option<String>| filled(member.as_ref()).map(str::to_owned);
    let date = |member: &Option<RegistryDate>| filled_date(member.as_ref());
    TechnologyCertificate {
        kind: text(&certificate.kind),
        number: text(&certificate.number),
        level: certificate
            .level
            .as_ref()
            .map(|level| level.as_str().trim().to_owned())
            .filter(|level| !level.is_empty()),
        year: certificate
            .year
            .as_ref()
            .map(|year| year.as_str().trim().to_owned())
            .filter(|year| !year.is_empty()),
        division: filled(certificate.district_code.as_ref()).map(ParsedIdentifier::new),
        published: date(&certificate.published),
        valid_from: date(&certificate.valid_from),
        valid_to: date(&certificate.valid_to),
        withdrawn: date(&certificate.cancelled),
        state: text(&certificate.state),
        is_past: certificate
            .is_history
            .as_ref()
            .and_then(|flag| flag.value())
            .copied(),
    }
}
