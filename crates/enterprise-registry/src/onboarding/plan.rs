//! What a company is to be brought to, and with what.

mod completion;
mod registration;

use core::time::Duration;

use endpoint_core::File;
use idcode_api::operations::Certificate;
use ihuyi_api::products::Matched;
use registry_model::UnifiedSocialCreditCode;

pub use self::completion::{Completion, RecordSource};
pub use self::registration::{ExistingUnitPolicy, Registration, RegistrationMethod, SmsSender};
use crate::flow::{Schedule, Settling};

/// How old a result of ent3f may be that is handed in: 30 days.
const FRESH_FOR: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The whole of an onboarding. Nothing of it but name and credit code of the company gets into a
/// journal.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct OnboardingPlan {
    /// Whom it is about.
    pub company: Company,
    /// Whether the company's name and representative are sent as they are written, whatever their
    /// characters: see [`name_faults`](registry_model::name_faults).
    pub names_as_written: bool,
    /// How it is verified.
    pub verification: Verification,
    /// How it is registered.
    pub registration: Registration,
    /// What happens where a unit of that name exists already.
    pub existing: ExistingUnitPolicy,
    /// What it is certified with; nothing, and the step is left out.
    pub certification: Option<Certification>,
    /// What its data are completed with; nothing, and the step is left out.
    pub completion: Option<Completion>,
    /// What is waited for.
    pub goal: Goal,
    /// How often is asked for that.
    pub schedule: Schedule,
    /// How long something is looked for whose answer was lost, before a person is asked.
    pub settling: Settling,
}

impl OnboardingPlan {
    /// Verifies and registers this company, and waits until it is verified.
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
            settling: Settling::default(),
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

    /// With the company's name and representative sent as they are written.
    #[must_use]
    pub fn with_names_as_written(mut self) -> Self {
        self.names_as_written = true;
        self
    }

    /// With another way to verify.
    #[must_use]
    pub fn with_verification(mut self, verification: Verification) -> Self {
        self.verification = verification;
        self
    }

    /// With another way to deal with a unit that exists.
    #[must_use]
    pub fn with_existing(mut self, existing: ExistingUnitPolicy) -> Self {
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

    /// With another patience for what may still be on its way: a [`Settling`], or a [`Schedule`].
    #[must_use]
    pub fn with_settling(mut self, settling: impl Into<Settling>) -> Self {
        self.settling = settling.into();
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

/// What 304 is given.
#[derive(Debug, Clone)]
pub struct Certification {
    /// Kind and number of the certificate.
    pub certificate: Certificate,
    /// Picture of the licence: bmp, png, jpg, jpeg or gif of at most 5 MB.
    pub licence: File,
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
