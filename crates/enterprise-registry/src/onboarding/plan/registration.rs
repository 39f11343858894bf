//! How is a unit registered, and what if there is one already?

use endpoint_core::Secret;
use idcode_api::operations::Login;
use idcode_api::{Locality, Logo};
use registry_model::{DecimalId, IdCode};

/// How the unit is registered. `Debug` shows no personal data.
#[derive(Clone)]
#[non_exhaustive]
pub struct Registration {
    /// Kind of organisation: a code of 105.
    pub unit_type: DecimalId,
    /// Where it is.
    pub locality: Locality,
    /// By which operation.
    pub method: RegistrationMethod,
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
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

impl Registration {
    /// A unit of this kind (a code of 105) at this place.
    #[must_use]
    pub fn new(
        unit_type: impl Into<DecimalId>,
        locality: Locality,
        method: RegistrationMethod,
    ) -> Self {
        Self {
            unit_type: unit_type.into(),
            locality,
            method,
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
pub enum RegistrationMethod {
    /// 301: with a user name and a password of its own, and an SMS to a phone.
    Login {
        /// User name.
        name: String,
        /// Password. It may be missing for a preview, not for a run.
        password: Option<Secret>,
        /// Mobile phone of the contact person.
        phone: String,
        /// Who sends the SMS.
        sms: SmsSender,
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

impl core::fmt::Debug for RegistrationMethod {
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
pub enum SmsSender {
    /// The platform (303); a person reads it from the phone.
    Platform,
    /// Nobody: 302 returns the code, which is meant for callers who send SMS of their own, and 301
    /// is given it at once. The phone is not verified by that.
    Caller,
    /// Nobody: the platform does not verify phones.
    None,
}

/// What happens where a unit of the company's name exists before the flow has registered one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExistingUnitPolicy {
    /// The flow stops and asks.
    Ask,
    /// It goes on with it: with the unit of this main code, where one is given, else with the unit
    /// that the plan's login opens (601).
    Adopt(Option<IdCode>),
}

impl RegistrationMethod {
    /// The login of the new unit, where its password is known.
    pub(in crate::onboarding) fn login(&self) -> Option<Login> {
        match self {
            Self::Login { name, password, .. } => password.clone().map(|password| Login {
                name: name.clone(),
                password,
            }),
            Self::Licence { .. } => None,
        }
    }
}
