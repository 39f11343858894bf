//! Brings a company from a name on a form to a unit that is verified.
//!
//! [`Onboarding`] brings a company of a [`OnboardingPlan`] through these steps, each done once however often
//! the flow is killed and run again (see [`flow`](crate::flow)):
//!
//! | step | what | cost | when its outcome is unknown |
//! |---|---|---|---|
//! | `check` | identifiers, the division (with the feature `divisions`) and all requests, offline | | |
//! | `look-up` | a division that the embedded table does not know, by 101, before anything is paid | | |
//! | `verify` | name, code and representative, by ent3f; left out where a fresh result is handed in | one query | nothing free can tell: it asks |
//! | `look-up` | the name, by 307 | | |
//! | `send-sms` | an SMS code, by 303, or by 302, which returns it and sends nothing | | 303: it asks for the code; 302: another is made |
//! | `register` | 301 with that code, or 309 with a logo; or the unit that exists | | 307 lists a unit of that name and 601 opens it: it is ours; else it asks |
//! | `certify` | certificate and licence, by 304 | | 308: a unit that is verified was certified; else it asks |
//! | `query-record` | address and capital, by entinfov2, where the plan wants that | one query | it asks |
//! | `complete` | the data, by 305 | | 306: they are there; else it asks |
//! | `await-status` | the verification, by 308 | | |
//!
//! What each refusal does is in the table at [`refusal_action`](crate::flow::refusal_action).
//!
//! A step is done for the plan that it was done with. The journal keeps check values of it, which
//! tell nobody's name: where the plan has another name, representative, phone (once an SMS was
//! sent), division, kind, certificate, picture or address by then, the flow is refused before
//! anything is sent ([`FlowError::Changed`]). What was is put back, the step is repeated, or the
//! company begins anew in a journal of its own.
//!
//! ```
//! # #[cfg(feature = "sandbox")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use std::sync::Arc;
//!
//! use enterprise_registry::flow::{FlowOutcome, MemoryJournal, Question};
//! use enterprise_registry::idcode::Locality;
//! use enterprise_registry::idcode::operations::Certificate;
//! use enterprise_registry::onboarding::{
//!     Company, Completion, Onboarding, OnboardingPlan, RecordSource, Registration, SmsSender, RegistrationMethod,
//! };
//! use enterprise_registry::sandbox::{Config, Sandbox, SandboxService, sample};
//! use enterprise_registry::{Client, File};
//!
//! let sandbox = Sandbox::new(Config::default().with_sms(true));
//! let service = Arc::new(SandboxService::new(sandbox.clone()));
//! let idcode = Client::builder(sandbox.idcode_keys(), service.clone()).build()?;
//! let ihuyi = Client::builder(sandbox.ihuyi_keys(), service).build()?;
//!
//! let company = Company {
//!     name: sample::DEMO.name.to_owned(),
//!     credit_code: sample::DEMO.credit_code(),
//!     representative: sample::DEMO.representative.to_owned(),
//! };
//! let method = RegistrationMethod::Login {
//!     name: "a-user".to_owned(),
//!     password: Some("a password".into()),
//!     phone: sample::PHONE.to_owned(),
//!     sms: SmsSender::Platform,
//! };
//! let division = company.credit_code.division().expect("a code that was parsed has one");
//! let locality = Locality::from_division(division);
//! let certificate = Certificate::CreditCode(company.credit_code);
//! let plan = OnboardingPlan::new(company, Registration::new(1003_u64, locality, method))
//!     .with_certification(certificate, File::new("licence.png", sample::LICENCE_PNG))
//!     .with_completion(Completion::from_record(65_u64, RecordSource::Ask));
//!
//! let mut flow = Onboarding::open(plan, idcode, Some(ihuyi), MemoryJournal::new()).await?;
//! assert_eq!(flow.preview().billed_calls(), 2);
//!
//! // It runs until it wants the code that a person reads from the phone.
//! let FlowOutcome::Asks(Question::SmsCode(_)) = flow.run().await? else { unreachable!() };
//! flow.set_sms_code(sandbox.sms_code(sample::PHONE).ok_or("no SMS")?);
//! let FlowOutcome::Done(report) = flow.run().await? else { unreachable!() };
//! assert_eq!(report.unit.division().map(|code| code.to_string()).as_deref(), Some("110108"));
//! assert_eq!(sandbox.balance("ent3f"), Some(99));
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sandbox"))]
//! # fn main() {}
//! ```

mod answers;
mod certify;
mod check;
mod complete;
mod division;
mod doubts;
mod fingerprint;
mod plan;
mod preview;
mod record;
mod register;
pub(crate) mod report;
mod requests;
mod state;
mod status;
mod unit;
mod verify;

use core::fmt;

use endpoint_core::{Invalid, Secret};
use idcode_api::Idcode;
use ihuyi_api::Ihuyi;

use self::check::CheckScope;
pub use self::plan::{
    Certification, Company, Completion, ExistingUnitPolicy, Goal, OnboardingPlan, RecordSource,
    Registration, RegistrationMethod, SmsSender, Verification,
};
pub use self::report::OnboardingReport;
use self::state::{FLOW, OnboardingState};
use crate::flow::{
    Engine, Event, FlowError, FlowOutcome, Header, Journal, Preview, Question, Step, StepReport,
    StepResult, StopHandle,
};
use crate::{Client, Clock, SystemClock};

/// Brings one company to a unit that is verified. See the [module](self).
pub struct Onboarding {
    plan: OnboardingPlan,
    idcode: Client<Idcode>,
    ihuyi: Option<Client<Ihuyi>>,
    engine: Engine<OnboardingState>,
    sms_code: Option<Secret>,
}

impl Onboarding {
    /// Takes the flow up where its journal is, or at its beginning. A plan that queries ihuyi
    /// wants a client of it.
    ///
    /// # Errors
    ///
    /// The journal cannot be read, or is that of another flow, company or host.
    pub async fn open(
        plan: OnboardingPlan,
        idcode: Client<Idcode>,
        ihuyi: Option<Client<Ihuyi>>,
        journal: impl Journal + 'static,
    ) -> Result<Self, FlowError> {
        let mut header = Header::new(FLOW, plan.company.credit_code).at(&idcode);
        if let Some(ihuyi) = &ihuyi {
            header = header.at(ihuyi);
        }
        let engine = Engine::open(Box::new(journal), OnboardingState::new(header)).await?;
        Ok(Self {
            plan,
            idcode,
            ihuyi,
            engine,
            sms_code: None,
        })
    }

    /// Calls this with everything that happens.
    #[must_use]
    pub fn with_events(mut self, listener: impl FnMut(&Event) + Send + 'static) -> Self {
        self.engine.listen(listener);
        self
    }

    /// With another clock, for the times in the journal and the age of a result handed in.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Clock) -> Self {
        self.engine.set_clock(clock);
        self
    }

    /// What stops this flow at the next safe place.
    #[must_use]
    pub fn stop_handle(&self) -> StopHandle {
        self.engine.stop_handle()
    }

    /// What the flow would do from here. Sends nothing.
    #[must_use]
    pub fn preview(&self) -> Preview {
        preview::preview(&self.plan, &self.engine.state, self.engine.now_ms())
    }

    /// Checks what [`Onboarding::run`] checks before it sends anything. Sends nothing.
    ///
    /// # Errors
    ///
    /// [`FlowError::Plan`]: the first part of the plan that cannot be right, the password included.
    /// The plan says something else than a step was done with.
    pub fn check(&self) -> Result<(), FlowError> {
        check_to_run(&self.plan, &self.engine)
    }

    /// What is known of each step.
    #[must_use]
    pub fn steps(&self) -> Vec<StepReport> {
        report::steps(&self.engine.state)
    }

    /// Runs the flow to its end, or to where it cannot go on. It may be run again: it goes on from
    /// there.
    ///
    /// # Errors
    ///
    /// A plan that cannot be right, or says something else than what a step was done with; a call
    /// that failed or was refused, an answer that stands against going on, or a journal that
    /// failed.
    pub async fn run(&mut self) -> Result<FlowOutcome<OnboardingReport>, FlowError> {
        FlowOutcome::of(self.all().await)
    }

    async fn all(&mut self) -> StepResult<OnboardingReport> {
        self.check()?;
        self.engine.begin().await?;
        self.look_up_division().await?;
        self.verify().await?;
        let unit = self.register().await?;
        self.certify(&unit).await?;
        self.query_record().await?;
        self.complete(&unit).await?;
        self.await_status(&unit).await?;
        Ok(report::report(unit, &self.engine.state))
    }

    /// The client of ihuyi, which a step is about to query.
    fn ihuyi(&self) -> Result<Client<Ihuyi>, FlowError> {
        self.ihuyi.clone().ok_or_else(|| {
            FlowError::plan(
                "verification",
                "ihuyi is to be queried, without a client of it",
            )
        })
    }
}

impl OnboardingPlan {
    /// Checks everything that will be sent, but sends nothing.
    ///
    /// # Errors
    ///
    /// [`FlowError::Plan`]: the first part of the plan that cannot be right. The password of
    /// [`RegistrationMethod::Login`] may be missing here, not in [`Onboarding::run`]. A division that the embedded
    /// table does not have passes here; the run looks it up before anything is paid.
    pub fn check(&self) -> Result<(), FlowError> {
        let scope = CheckScope {
            needs_password: false,
            is_registered: false,
            now_ms: SystemClock.now_ms(),
        };
        check::check_plan(self, scope)
    }

    /// What is valid but unlikely to be meant, by the parts of the plan: identifiers as written,
    /// and names and addresses with characters that were damaged. What is odd about the company's
    /// names is no part of it: see [`OnboardingPlan::with_names_as_written`].
    #[must_use]
    pub fn doubts(&self) -> Vec<Invalid> {
        doubts::doubts(self)
    }

    /// What a flow with this plan would do from where this journal is. Sends nothing, and needs
    /// no credentials.
    ///
    /// # Errors
    ///
    /// The journal cannot be read, is that of another flow or company, or says that a step was done
    /// with something else than the plan has.
    pub async fn preview(&self, journal: impl Journal + 'static) -> Result<Preview, FlowError> {
        let fresh = OnboardingState::new(Header::new(FLOW, self.company.credit_code));
        let engine = Engine::open(Box::new(journal), fresh).await?;
        fingerprint::check(self, &engine.state)?;
        Ok(preview::preview(self, &engine.state, engine.now_ms()))
    }

    /// Checks what [`Onboarding::run`] checks before it sends anything, from where this journal
    /// is: the password too. Sends nothing, and needs no credentials.
    ///
    /// # Errors
    ///
    /// Those of [`OnboardingPlan::check`] and [`OnboardingPlan::preview`], and a missing password.
    pub async fn check_to_run(&self, journal: impl Journal + 'static) -> Result<(), FlowError> {
        let fresh = OnboardingState::new(Header::new(FLOW, self.company.credit_code));
        let engine = Engine::open(Box::new(journal), fresh).await?;
        check_to_run(self, &engine)
    }
}

/// Refuses a plan that cannot be run from this state on.
fn check_to_run(plan: &OnboardingPlan, engine: &Engine<OnboardingState>) -> Result<(), FlowError> {
    let is_registered = engine.state.register.is_done();
    let scope = CheckScope {
        needs_password: !is_registered,
        is_registered,
        now_ms: engine.now_ms(),
    };
    check::check_plan(plan, scope)?;
    fingerprint::check(plan, &engine.state)
}

/// The question after a step whose answer was lost.
fn unknown(step: Step, since_ms: u64, checked: &'static [&'static str]) -> crate::flow::Halt {
    crate::flow::Halt::Ask(Question::Unknown {
        step,
        since_ms,
        checked,
        listed: Vec::new(),
    })
}

impl fmt::Debug for Onboarding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            plan,
            idcode: _,
            ihuyi: _,
            engine,
            sms_code: _,
        } = self;
        f.debug_struct("Onboarding")
            .field("plan", plan)
            .field("engine", engine)
            .finish_non_exhaustive()
    }
}
