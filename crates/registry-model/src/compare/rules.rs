//! The rule by which each field is compared.

use super::judge::{self, Judged, agrees, exact, texts};
use super::{Comparison, Field, Finding, Note, Shown, Verdict, location};
use crate::company_name::CompanyName;
use crate::date::RegistryDate;
use crate::enterprise::{Enterprise, Officer, TechnologyCertificate};
use crate::organization_code::OrganizationCode;
use crate::parsed_identifier::ParsedIdentifier;
use crate::personal::PersonalText;
use crate::provenance::Sourced;

impl Enterprise {
    /// Lays this record (left) and another one (right) side by side.
    ///
    /// Texts are compared by the letter, then without differences of typing
    /// ([`normalised`](crate::normalised)); dates, capital and status by what they mean; a division
    /// by its code or, with the feature `divisions`, by the names of province, city and district;
    /// an organisation code that one does not state by the credit code that contains it. Nothing is
    /// guessed: a field that is equal only by such a rule has a note ([`Finding::note`]), and a
    /// field that cannot be compared is [`Verdict::Undecided`].
    #[must_use]
    pub fn compare(&self, other: &Self) -> Comparison {
        let mut sides = Sides {
            left: self,
            right: other,
            findings: Vec::new(),
        };
        sides.names();
        sides.identifiers();
        sides.people();
        sides.nature();
        sides.dates();
        sides.places();
        sides.contacts();
        let mut findings = sides.findings;
        findings.sort_by_key(|finding| finding.field);
        Comparison { findings }
    }
}

struct Sides<'a> {
    left: &'a Enterprise,
    right: &'a Enterprise,
    findings: Vec<Finding>,
}

type Member<T> = fn(&Enterprise) -> &Option<Sourced<T>>;

impl Sides<'_> {
    /// A field of one value.
    fn field<T>(
        &mut self,
        field: Field,
        member: Member<T>,
        shown: impl Fn(&Sourced<T>) -> Shown,
        judge: impl Fn(&T, &T) -> Judged,
    ) {
        let sides = (member(self.left).as_ref(), member(self.right).as_ref());
        let judged = match sides {
            (Some(left), Some(right)) => Some(judge(&left.value, &right.value)),
            _ => None,
        };
        self.push(field, sides.0.map(&shown), sides.1.map(shown), judged);
    }

    /// Both values, or only one.
    fn push(
        &mut self,
        field: Field,
        left: Option<Shown>,
        right: Option<Shown>,
        judged: Option<Judged>,
    ) {
        let (verdict, note) = match (&left, &right, judged) {
            (Some(_), Some(_), Some(judged)) => judged,
            (Some(_), _, _) => (Verdict::OnlyLeft, None),
            (None, Some(_), _) => (Verdict::OnlyRight, None),
            (None, None, _) => return,
        };
        self.findings.push(Finding {
            field,
            verdict,
            note,
            left,
            right,
        });
    }

    fn text(&mut self, field: Field, member: Member<String>) {
        self.field(
            field,
            member,
            |value| Shown::new(value, value.as_str()),
            |left, right| texts(left, right),
        );
    }

    fn personal(&mut self, field: Field, member: Member<PersonalText>) {
        self.field(
            field,
            member,
            |value| Shown::new(value, value.expose()).personal(),
            judge::persons,
        );
    }

    fn identifier<T>(&mut self, field: Field, member: Member<ParsedIdentifier<T>>) {
        self.field(
            field,
            member,
            |value| {
                let shown = Shown::new(value, value.as_str());
                if value.is_personal() {
                    shown.personal()
                } else {
                    shown
                }
            },
            |left, right| texts(left.as_str(), right.as_str()),
        );
    }

    /// A field of a list, compared as a set of texts.
    fn list<T>(
        &mut self,
        field: Field,
        member: fn(&Enterprise) -> &Vec<Sourced<T>>,
        text: impl Fn(&T) -> String,
        is_personal: bool,
    ) {
        let texts_of = |list: &[Sourced<T>]| -> Vec<String> {
            list.iter().map(|one| text(&one.value)).collect()
        };
        let shown = |list: &[Sourced<T>]| {
            let shown = Shown::new(list.first()?, texts_of(list).join("; "));
            Some(if is_personal { shown.personal() } else { shown })
        };
        let (left, right) = (member(self.left), member(self.right));
        let judged = judge::sets(&texts_of(left), &texts_of(right), is_personal);
        let (left, right) = (shown(left), shown(right));
        self.push(field, left, right, Some(judged));
    }

    fn names(&mut self) {
        let former = |of: &Enterprise, name: &CompanyName| {
            of.former_names.iter().any(|one| one.is_respelling_of(name))
        };
        let (one, other) = (self.left, self.right);
        self.field(
            Field::Name,
            |of| &of.name,
            |name| Shown::new(name, name.as_str()),
            |left, right| match texts(left.as_str(), right.as_str()) {
                (Verdict::Differs, _) if former(one, right) || former(other, left) => {
                    (Verdict::Differs, Some(Note::FormerName))
                }
                judged => judged,
            },
        );
        self.field(
            Field::NameEn,
            |of| &of.name_en,
            |name| Shown::new(name, name.as_str()),
            |left, right| texts(left.as_str(), right.as_str()),
        );
        self.list(
            Field::FormerNames,
            |of| &of.former_names,
            |name| name.as_str().to_owned(),
            false,
        );
    }

    fn identifiers(&mut self) {
        self.identifier(Field::CreditCode, |of| &of.credit_code);
        self.identifier(Field::RegistrationNumber, |of| &of.registration_number);
        self.identifier(Field::MainCode, |of| &of.main_code);
        let (left, right) = (organization_code(self.left), organization_code(self.right));
        if left.is_none() && right.is_none() {
            return;
        }
        let judged = left.as_ref().zip(right.as_ref()).map(|(left, right)| {
            // A hyphen before the check character makes no difference.
            let is_same = left.0.get().is_some() && left.0.get() == right.0.get();
            match texts(left.0.as_str(), right.0.as_str()) {
                (Verdict::Agrees, None) if left.2 != right.2 => agrees(Note::ImpliedByCreditCode),
                (Verdict::Differs, _) if is_same => agrees(Note::Normalised),
                judged => judged,
            }
        });
        let [left, right] = [left, right].map(|side| Some(side?.1));
        self.push(Field::OrganizationCode, left, right, judged);
    }

    fn people(&mut self) {
        self.personal(Field::Representative, |of| &of.representative);
        self.list(Field::Officers, |of| &of.officers, officer, true);
    }

    fn nature(&mut self) {
        self.field(
            Field::Status,
            |of| &of.status,
            |status| Shown::new(status, status.as_str()),
            judge::statuses,
        );
        self.field(
            Field::Entity,
            |of| &of.entity,
            |kind| Shown::new(kind, kind.to_string()),
            exact,
        );
        self.text(Field::Kind, |of| &of.kind);
        for (field, member) in [
            (Field::UnitType, (|of| &of.unit_type) as Member<_>),
            (Field::Industry, |of| &of.industry),
        ] {
            self.field(field, member, |id| Shown::new(id, id.to_string()), exact);
        }
        self.field(
            Field::Capital,
            |of| &of.capital,
            |capital| Shown::new(capital, capital.to_string()),
            judge::capitals,
        );
        self.text(Field::Authority, |of| &of.authority);
        self.text(Field::Scope, |of| &of.scope);
        self.list(
            Field::Certificates,
            |of| &of.certificates,
            certificate,
            false,
        );
    }

    fn dates(&mut self) {
        for (field, member) in [
            (Field::Established, (|of| &of.established) as Member<_>),
            (Field::Approved, |of| &of.approved),
            (Field::TermFrom, |of| &of.term_from),
            (Field::TermTo, |of| &of.term_to),
            (Field::Revoked, |of| &of.revoked),
            (Field::Deregistered, |of| &of.deregistered),
        ] {
            let shown = |day: &Sourced<RegistryDate>| Shown::new(day, day.as_str());
            self.field(field, member, shown, judge::dates);
        }
        self.text(Field::RevocationReason, |of| &of.revocation_reason);
        self.text(Field::DeregistrationReason, |of| &of.deregistration_reason);
    }

    fn places(&mut self) {
        self.text(Field::Address, |of| &of.address);
        self.text(Field::AddressEn, |of| &of.address_en);
        self.text(Field::OfficeAddress, |of| &of.office_address);
        self.text(Field::OfficeAddressEn, |of| &of.office_address_en);
        self.text(Field::PostalCode, |of| &of.postal_code);
        let [left, right] = [self.left, self.right].map(location::Location::from_enterprise);
        let judged = left
            .as_ref()
            .zip(right.as_ref())
            .map(|(left, right)| left.judge(right));
        let [left, right] = [left, right].map(|location| location.map(|location| location.shown()));
        self.push(Field::Division, left, right, judged);
    }

    fn contacts(&mut self) {
        self.personal(Field::Contact, |of| &of.contact);
        self.personal(Field::ContactEn, |of| &of.contact_en);
        self.personal(Field::ContactPhone, |of| &of.contact_phone);
        self.personal(Field::OfficePhone, |of| &of.office_phone);
        self.personal(Field::Email, |of| &of.email);
    }
}

/// The organisation code, how it is shown, and whether it is stated rather than contained in the
/// credit code.
fn organization_code(of: &Enterprise) -> Option<(ParsedIdentifier<OrganizationCode>, Shown, bool)> {
    if let Some(code) = &of.organization_code {
        return Some((code.value.clone(), Shown::new(code, code.as_str()), true));
    }
    let credit_code = of.credit_code.as_ref()?;
    let code = credit_code.get()?.organization_code()?;
    let shown = Shown::new(credit_code, code.as_str());
    Some((code.into(), shown, false))
}

fn officer(officer: &Officer) -> String {
    match &officer.position {
        Some(position) => format!("{} {position}", officer.name.expose()),
        None => officer.name.expose().to_owned(),
    }
}

fn certificate(certificate: &TechnologyCertificate) -> String {
    let days = [&certificate.valid_from, &certificate.valid_to];
    let [from, to] = days.map(|day| day.as_ref().map_or("", |day| day.as_str()));
    let words = [&certificate.kind, &certificate.number, &certificate.state];
    let mut text: Vec<&str> = words.into_iter().flatten().map(String::as_str).collect();
    let term = format!("{from}–{to}");
    if !from.is_empty() || !to.is_empty() {
        text.push(&term);
    }
    text.join(" ")
}
