//! The plan of an onboarding.

mod completion;
mod registration;
mod verification;

use endpoint_core::File;
use idcode_api::operations::Certificate;
use registry_model::UnifiedSocialCreditCode;

pub use self::completion::{Completion, RecordSource};
pub use self::registration::{ExistingUnitPolicy, Registration, RegistrationMethod, SmsSender};
pub use self::verification::Verification;
pub(super) use self::verification::{is_fresh, is_from_the_future};
use crate::flow::{LookupPolicy, Schedule};

/// The plan of an onboarding. A journal holds none of its secrets and personal data, only
/// fingerprints.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct OnboardingPlan {
    /// The company to register.
    pub company: Company,
    /// Whether the names of company and representative are sent as written, without the check of
    /// their characters: see [`name_issues`](registry_model::name_issues).
    pub names_as_written: bool,
    /// How the company is verified.
    pub verification: Verification,
    /// How the unit is registered.
    pub registration: Registration,
    /// What to do if a unit of that name exists already.
    pub existing: ExistingUnitPolicy,
    /// The certificate to submit; `None` leaves the step out.
    pub certification: Option<Certification>,
    /// The data to complete; `None` leaves the step out.
    pub completion: Option<Completion>,
    /// The status to wait for.
    pub goal: Goal,
    /// When the status is read.
    pub schedule: Schedule,
    /// How long to look up the effect of a lost request before asking the caller.
    pub lookup_policy: LookupPolicy,
}

impl OnboardingPlan {
    /// A plan that verifies and registers this company, and waits until the unit is verified.
    #[must_use]
    pub fn new(company: Company, registration: Registration) -> Self {
        Self {
            company,
            names_as_written: false,
            verification: Verification::Ask,
            registration,
            existing: ExistingUnitPolicy::Ask,
            certification: None,
            completion: None,
            goal: Goal::Verified,
            schedule: Schedule::for_processing(),
            lookup_policy: LookupPolicy::default(),
        }
    }

    /// Whether the plan may query ihuyi and so needs a client of it.
    #[must_use]
    pub fn queries_ihuyi(&self) -> bool {
        let asks_record = self
            .completion
            .as_ref()
            .is_some_and(|completion| matches!(completion.record, RecordSource::Ask));
        asks_record || !matches!(self.verification, Verification::Skip)
    }

    /// Sends the names of company and representative as written.
    #[must_use]
    pub fn with_names_as_written(mut self) -> Self {
        self.names_as_written = true;
        self
    }

    /// Sets how the company is verified.
    #[must_use]
    pub fn with_verification(mut self, verification: Verification) -> Self {
        self.verification = verification;
        self
    }

    /// Sets what to do if the unit exists already.
    #[must_use]
    pub fn with_existing(mut self, existing: ExistingUnitPolicy) -> Self {
        self.existing = existing;
        self
    }

    /// Submits this certificate and this picture of the licence (304).
    #[must_use]
    pub fn with_certification(mut self, certificate: Certificate, licence: File) -> Self {
        self.certification = Some(Certification {
            certificate,
            licence,
        });
        self
    }

    /// Completes the unit with this data (305).
    #[must_use]
    pub fn with_completion(mut self, completion: Completion) -> Self {
        self.completion = Some(completion);
        self
    }

    /// Sets the status to wait for, or none.
    #[must_use]
    pub fn with_goal(mut self, goal: Goal) -> Self {
        self.goal = goal;
        self
    }

    /// Sets when the status is read.
    #[must_use]
    pub fn with_schedule(mut self, schedule: Schedule) -> Self {
        self.schedule = schedule;
        self
    }

    /// Sets how long to look up the effect of a lost request, as [`LookupPolicy`] or [`Schedule`].
    #[must_use]
    pub fn with_lookup_policy(mut self, lookup_policy: impl Into<LookupPolicy>) -> Self {
        self.lookup_policy = lookup_policy.into();
        self
    }
}

/// The company of a plan. `Debug` shows only its credit code.
#[derive(Clone, PartialEq, Eq)]
pub struct Company {
    /// Name, as on the licence.
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

/// The input of 304.
#[derive(Debug, Clone)]
pub struct Certification {
    /// Kind and number of the certificate.
    pub certificate: Certificate,
    /// Picture of the licence: bmp, png, jpg, jpeg or gif of at most 5 MB.
    pub licence: File,
}

/// The status that a flow waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Goal {
    /// 308 reports the unit verified.
    Verified,
    /// 308 reports the unit verified and its review passed.
    Approved,
    /// Do not wait.
    None,
}
