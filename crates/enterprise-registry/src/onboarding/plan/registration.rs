//! How a unit is registered, and what happens if it exists already.

use endpoint_core::Secret;
use idcode_api::operations::Login;
use idcode_api::{Locality, Logo};
use registry_model::{DecimalId, IdCode};

/// How the unit is registered. `Debug` shows no personal data.
#[derive(Clone)]
#[non_exhaustive]
pub struct Registration {
    /// Organisation kind: a code from 105.
    pub unit_type: DecimalId,
    /// Division in which the unit is registered.
    pub locality: Locality,
    /// The operation, with its input.
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
    /// A registration with this organisation kind (a code from 105) in this division.
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

    /// Sets the contact person.
    #[must_use]
    pub fn with_contact(mut self, contact: impl Into<String>) -> Self {
        self.contact = Some(contact.into());
        self
    }

    /// Sets the e-mail address.
    #[must_use]
    pub fn with_email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }
}

/// The operation that registers a unit.
#[derive(Clone)]
#[non_exhaustive]
pub enum RegistrationMethod {
    /// 301: with a user name, a password and an SMS code.
    Login {
        /// User name.
        name: String,
        /// Password. Optional for a preview, required for a run.
        password: Option<Secret>,
        /// Mobile phone of the contact person.
        phone: String,
        /// Who sends the SMS.
        sms: SmsSender,
    },
    /// 309: with the licence number as user name, and a logo.
    Licence {
        /// Number of the business licence.
        number: String,
        /// Mobile phone of the contact person.
        phone: Option<String>,
        /// Logo.
        logo: Option<Logo>,
        /// The goto URL: where a scan of the main code leads.
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
    /// The platform (303); the holder of the phone reads the code.
    Platform,
    /// The caller: 302 returns the code instead of sending it, and the flow passes it to 301 at
    /// once. This does not verify the phone.
    Caller,
    /// No SMS: the platform does not verify phones.
    None,
}

/// What to do if a unit of the company's name exists before the flow registers one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExistingUnitPolicy {
    /// Stop and ask.
    Ask,
    /// Continue with it: with the unit of this main code, or without one with the unit that the
    /// plan's login opens (601).
    Adopt(Option<IdCode>),
}

impl RegistrationMethod {
    /// The login of the new unit, if its password is known.
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
