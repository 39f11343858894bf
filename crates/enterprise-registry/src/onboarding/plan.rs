//! What is a company to be brought to, and with what?

use core::time::Duration;

use endpoint_core::{File, Secret};
use idcode_api::operations::{Certificate, Login, UnitSize};
use idcode_api::{Locality, Logo};
use ihuyi_api::products::{BasicInfo, Matched};
use registry_model::{DecimalId, IdCode, UnifiedSocialCreditCode};

use crate::flow::Schedule;

/// How old a result of ent3f may be that is handed in: 30 days.
const FRESH_FOR: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The whole of an onboarding. Nothing of it but name and credit code of the company gets into a
/// journal.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Plan {
    /// Whom it is about.
    pub company: Company,
    /// How it is verified.
    pub verification: Verification,
    /// How it is registered.
    pub registration: Registration,
    /// What happens where a unit of that name exists already.
    pub existing: Existing,
    /// What it is certified with; nothing, and the step is left out.
    pub certification: Option<Certification>,
    /// What its data are completed with; nothing, and the step is left out.
    pub completion: Option<Completion>,
    /// What is waited for.
    pub goal: Goal,
    /// How often is asked for that.
    pub schedule: Schedule,
    /// How often is asked whether something happened whose answer was lost, before "no" counts.
    pub settling: Schedule,
}

impl Plan {
    /// Verifies and registers this company, and waits until it is verified.
    #[must_use]
    pub fn new(company: Company, registration: Registration) -> Self {
        Self {
            company,
            verification: Verification::Ask,
            registration,
            existing: Existing::Ask,
            certification: None,
            completion: None,
            goal: Goal::Verified,
            schedule: Schedule::of_an_office(),
            settling: Schedule::of_a_machine(),
        }
    }

    /// Whether a query of ihuyi may come up, so that a client of it is wanted.
    #[must_use]
    pub fn queries_ihuyi(&self) -> bool {
        let asks_record = self
            .completion
            .as_ref()
            .is_some_and(|completion| matches!(completion.record, RecordSource::Ask));
        asks_record || !matches!(self.verification, Verification::Skip)
    }

    /// With another way to verify.
    #[must_use]
    pub fn with_verification(mut self, verification: Verification) -> Self {
        self.verification = verification;
        self
    }

    /// With another way to deal with a unit that exists.
    #[must_use]
    pub fn with_existing(mut self, existing: Existing) -> Self {
        self.existing = existing;
        self
    }

    /// With this certificate and this picture of the licence (304).
    #[must_use]
    pub fn with_certification(mut self, certificate: Certificate, licence: File) -> Self {
        self.certification = Some(Certification {
            certificate,
            licence,
        });
        self
    }

    /// With these data (305).
    #[must_use]
    pub fn with_completion(mut self, completion: Completion) -> Self {
        self.completion = Some(completion);
        self
    }

    /// With another goal, or none.
    #[must_use]
    pub fn with_goal(mut self, goal: Goal) -> Self {
        self.goal = goal;
        self
    }

    /// With another schedule for the status.
    #[must_use]
    pub fn with_schedule(mut self, schedule: Schedule) -> Self {
        self.schedule = schedule;
        self
    }

    /// With another schedule for what may still be on its way.
    #[must_use]
    pub fn with_settling(mut self, settling: Schedule) -> Self {
        self.settling = settling;
        self
    }
}

/// The company of a plan. `Debug` shows its code.
#[derive(Clone, PartialEq, Eq)]
pub struct Company {
    /// Name, as the licence has it.
    pub name: String,
    /// Unified social credit code.
    pub credit_code: UnifiedSocialCreditCode,
    /// Name of the legal representative, for ent3f. Personal data.
    pub representative: String,
}

impl core::fmt::Debug for Company {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Company")
            .field("credit_code", &self.credit_code)
            .finish_non_exhaustive()
    }
}

/// How the company is verified before anything is registered.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Verification {
    /// By a query of ent3f. **Costs one query.**
    Ask,
    /// By an answer of ent3f that is here already. Where it is older than `fresh_for`, ent3f is
    /// queried as for [`Verification::Ask`].
    Known {
        /// The answer.
        answer: Matched,
        /// When it was given, Unix time in milliseconds.
        at_ms: u64,
        /// How old it may be.
        fresh_for: Duration,
    },
    /// Not at all.
    Skip,
}

impl Verification {
    /// An answer that is here already, good for 30 days.
    #[must_use]
    pub fn known(answer: Matched, at_ms: u64) -> Self {
        Self::Known {
            answer,
            at_ms,
            fresh_for: FRESH_FOR,
        }
    }
}

/// How the unit is registered. `Debug` shows no personal data.
#[derive(Clone)]
#[non_exhaustive]
pub struct Registration {
    /// Kind of organisation: a code of 105.
    pub unit_type: DecimalId,
    /// Where it is.
    pub locality: Locality,
    /// By which operation.
    pub way: Way,
    /// English name; 301 only.
    pub name_en: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Contact person.
    pub contact: Option<String>,
    /// Contact person in English; 301 only.
    pub contact_en: Option<String>,
}

impl core::fmt::Debug for Registration {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Registration")
            .field("unit_type", &self.unit_type)
            .field("locality", &self.locality)
            .field("way", &self.way)
            .finish_non_exhaustive()
    }
}

impl Registration {
    /// A unit of this kind (a code of 105) at this place.
    #[must_use]
    pub fn new(unit_type: impl Into<DecimalId>, locality: Locality, way: Way) -> Self {
        Self {
            unit_type: unit_type.into(),
            locality,
            way,
            name_en: None,
            email: None,
            contact: None,
            contact_en: None,
        }
    }

    /// With a contact person.
    #[must_use]
    pub fn with_contact(mut self, contact: impl Into<String>) -> Self {
        self.contact = Some(contact.into());
        self
    }

    /// With an e-mail address.
    #[must_use]
    pub fn with_email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }
}

/// By which operation a unit is registered.
#[derive(Clone)]
#[non_exhaustive]
pub enum Way {
    /// 301: with a user name and a password of its own, and an SMS to a phone.
    Login {
        /// User name.
        name: String,
        /// Password. It may be missing for a preview, not for a run.
        password: Option<Secret>,
        /// Mobile phone of the contact person.
        phone: String,
        /// Who sends the SMS.
        sms: Sms,
    },
    /// 309: with the number of the licence as user name, and a logo.
    Licence {
        /// Number of the business licence.
        number: String,
        /// Mobile phone of the contact person.
        phone: Option<String>,
        /// Logo.
        logo: Option<Logo>,
        /// Where a scan of the main code leads.
        goto_url: Option<String>,
    },
}

impl core::fmt::Debug for Way {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Login { sms, .. } => f
                .debug_struct("Login")
                .field("sms", sms)
                .finish_non_exhaustive(),
            Self::Licence { logo, .. } => f
                .debug_struct("Licence")
                .field("logo", logo)
                .finish_non_exhaustive(),
        }
    }
}

/// Who sends the SMS with the code that 301 takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Sms {
    /// The platform (303); a person reads it from the phone.
    Platform,
    /// Nobody: 302 returns the code, which is meant for callers who send SMS of their own, and 301
    /// is given it at once. The phone is not verified by that.
    Own,
    /// Nobody: the platform does not verify phones.
    None,
}

/// What happens where a unit of the company's name exists before the flow has registered one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Existing {
    /// The flow stops and asks.
    Ask,
    /// It goes on with it: with the unit of this main code, where one is given, else with the unit
    /// that the plan's login opens (601).
    Adopt(Option<IdCode>),
}

/// What 304 is given.
#[derive(Debug, Clone)]
pub struct Certification {
    /// Kind and number of the certificate.
    pub certificate: Certificate,
    /// Picture of the licence: bmp, png, jpg, jpeg or gif of at most 5 MB.
    pub licence: File,
}

/// What 305 is given. `Debug` shows no personal data.
#[derive(Clone)]
#[non_exhaustive]
pub struct Completion {
    /// Industry: an id of 103 or 104.
    pub trade_id: DecimalId,
    /// Address; `None` to take that of the register's record.
    pub address: Option<String>,
    /// Registered capital in units of 10,000 yuan; `None` to take that of the record, where there
    /// is a record and it is a whole number of yuan.
    pub registered_capital: Option<u64>,
    /// The record of the register.
    pub record: RecordSource,
    /// Size by head count.
    pub size: UnitSize,
    /// English name.
    pub name_en: Option<String>,
    /// English address.
    pub address_en: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Contact person.
    pub contact: Option<String>,
    /// Contact person in English.
    pub contact_en: Option<String>,
    /// Phone of the unit.
    pub office_phone: Option<String>,
    /// Office address.
    pub work_address: Option<String>,
    /// English office address.
    pub work_address_en: Option<String>,
}

/// Where the register's record of a company comes from.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum RecordSource {
    /// Nowhere: the plan has what 305 wants.
    None,
    /// From a query of entinfov2. **Costs one query.**
    Ask,
    /// From an answer of entinfov2 that is here already.
    Known(Box<BasicInfo>),
}

impl core::fmt::Debug for Completion {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let record = match self.record {
            RecordSource::None => "none",
            RecordSource::Ask => "asked for",
            RecordSource::Known(_) => "known",
        };
        f.debug_struct("Completion")
            .field("trade_id", &self.trade_id)
            .field("record", &record)
            .finish_non_exhaustive()
    }
}

impl Completion {
    /// This industry (an id of 103 or 104) and this address.
    #[must_use]
    pub fn new(trade_id: impl Into<DecimalId>, address: impl Into<String>) -> Self {
        Self {
            address: Some(address.into()),
            ..Self::from_record(trade_id, RecordSource::None)
        }
    }

    /// This industry, and what the register says of the rest.
    #[must_use]
    pub fn from_record(trade_id: impl Into<DecimalId>, record: RecordSource) -> Self {
        Self {
            trade_id: trade_id.into(),
            address: None,
            registered_capital: None,
            record,
            size: UnitSize::UpTo50,
            name_en: None,
            address_en: None,
            email: None,
            contact: None,
            contact_en: None,
            office_phone: None,
            work_address: None,
            work_address_en: None,
        }
    }
}

/// What a flow waits for at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Goal {
    /// Until 308 says that the unit is verified.
    Verified,
    /// Until 308 says that the unit is verified and its review passed.
    Approved,
    /// Nothing.
    None,
}

impl Way {
    /// The login of the new unit, where its password is known.
    pub(super) fn login(&self) -> Option<Login> {
        match self {
            Self::Login { name, password, .. } => password.clone().map(|password| Login {
                name: name.clone(),
                password,
            }),
            Self::Licence { .. } => None,
        }
    }
}
