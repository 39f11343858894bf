//! Completes a record with the values of another one of the same company.

use super::Enterprise;

impl Enterprise {
    /// Fills the missing fields from another record of the same company. Existing values stay; a
    /// list is replaced as a whole, and only if it is empty.
    ///
    /// The caller makes sure that both records describe the same company;
    /// [`compare`](Self::compare) helps.
    #[must_use]
    pub fn completed_by(self, other: Self) -> Self {
        Self {
            name: self.name.or(other.name),
            name_en: self.name_en.or(other.name_en),
            former_names: or_if_empty(self.former_names, other.former_names),
            credit_code: self.credit_code.or(other.credit_code),
            organization_code: self.organization_code.or(other.organization_code),
            registration_number: self.registration_number.or(other.registration_number),
            main_code: self.main_code.or(other.main_code),
            representative: self.representative.or(other.representative),
            officers: or_if_empty(self.officers, other.officers),
            status: self.status.or(other.status),
            entity: self.entity.or(other.entity),
            kind: self.kind.or(other.kind),
            unit_type: self.unit_type.or(other.unit_type),
            industry: self.industry.or(other.industry),
            established: self.established.or(other.established),
            approved: self.approved.or(other.approved),
            term_from: self.term_from.or(other.term_from),
            term_to: self.term_to.or(other.term_to),
            revoked: self.revoked.or(other.revoked),
            revocation_reason: self.revocation_reason.or(other.revocation_reason),
            deregistered: self.deregistered.or(other.deregistered),
            deregistration_reason: self.deregistration_reason.or(other.deregistration_reason),
            capital: self.capital.or(other.capital),
            authority: self.authority.or(other.authority),
            address: self.address.or(other.address),
            address_en: self.address_en.or(other.address_en),
            office_address: self.office_address.or(other.office_address),
            office_address_en: self.office_address_en.or(other.office_address_en),
            division: self.division.or(other.division),
            province: self.province.or(other.province),
            city: self.city.or(other.city),
            district: self.district.or(other.district),
            postal_code: self.postal_code.or(other.postal_code),
            scope: self.scope.or(other.scope),
            contact: self.contact.or(other.contact),
            contact_en: self.contact_en.or(other.contact_en),
            contact_phone: self.contact_phone.or(other.contact_phone),
            office_phone: self.office_phone.or(other.office_phone),
            email: self.email.or(other.email),
            certificates: or_if_empty(self.certificates, other.certificates),
        }
    }
}

fn or_if_empty<T>(list: Vec<T>, other: Vec<T>) -> Vec<T> {
    if list.is_empty() { other } else { list }
}
