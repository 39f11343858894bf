//! Checks and previews a plan without sending anything.

use endpoint_core::Invalid;

use super::check::{self, CheckScope};
use super::plan::OnboardingPlan;
use super::state::{FLOW, OnboardingState};
use super::{doubts, fingerprint, preview};
use crate::flow::{Engine, FlowError, Header, Journal, Preview};
use crate::{Clock as _, SystemClock};

impl OnboardingPlan {
    /// Checks every request of the plan. Sends nothing.
    ///
    /// # Errors
    ///
    /// [`FlowError::Plan`] for the first invalid field of the plan. The password of
    /// [`RegistrationMethod::Login`](super::RegistrationMethod::Login) may be missing here, but not
    /// in [`Onboarding::run`](super::Onboarding::run). A division that the embedded table does not
    /// have passes here; the run looks it up before anything is paid.
    pub fn check(&self) -> Result<(), FlowError> {
        let scope = CheckScope {
            needs_password: false,
            is_registered: false,
            now_ms: SystemClock.now_ms(),
        };
        check::check_plan(self, scope)
    }

    /// Lists values that are valid but unlikely to be meant, by field: identifiers sent as written,
    /// and names and addresses with damaged characters. The names of company and representative
    /// have their own check: see [`OnboardingPlan::with_names_as_written`].
    #[must_use]
    pub fn doubts(&self) -> Vec<Invalid> {
        doubts::doubts(self)
    }

    /// Lists the steps ahead for this plan and this journal. Sends nothing, and needs no
    /// credentials.
    ///
    /// # Errors
    ///
    /// The journal cannot be read, belongs to another flow or company, or holds a step that was
    /// done with another input than the plan has.
    pub async fn preview(&self, journal: impl Journal + 'static) -> Result<Preview, FlowError> {
        let fresh = OnboardingState::new(Header::new(FLOW, self.company.credit_code));
        let engine = Engine::open(Box::new(journal), fresh).await?;
        fingerprint::check(self, &engine.state)?;
        Ok(preview::preview(self, &engine.state, engine.now_ms()))
    }

    /// Runs the checks of [`Onboarding::run`](super::Onboarding::run) that precede the first call,
    /// with the state of this journal and including the password. Sends nothing, and needs no
    /// credentials.
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
pub(super) fn check_to_run(
    plan: &OnboardingPlan,
    engine: &Engine<OnboardingState>,
) -> Result<(), FlowError> {
    let is_registered = engine.state.register.is_done();
    let scope = CheckScope {
        needs_password: !is_registered,
        is_registered,
        now_ms: engine.now_ms(),
    };
    check::check_plan(plan, scope)?;
    fingerprint::check(plan, &engine.state)
}
