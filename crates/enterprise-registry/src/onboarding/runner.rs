//! The onboarding flow with its plan, clients and journal.

use core::fmt;

use endpoint_core::Secret;
use idcode_api::Idcode;
use ihuyi_api::Ihuyi;

use super::plan::OnboardingPlan;
use super::state::{FLOW, OnboardingState};
use super::{dry_run, preview, report};
use crate::flow::{Engine, Event, FlowError, Header, Journal, Preview, StepReport, StopHandle};
use crate::{Client, Clock};

/// The onboarding of one company, up to a verified unit. See the [module](super).
pub struct Onboarding {
    pub(super) plan: OnboardingPlan,
    pub(super) idcode: Client<Idcode>,
    ihuyi: Option<Client<Ihuyi>>,
    pub(super) engine: Engine<OnboardingState>,
    pub(super) sms_code: Option<Secret>,
}

impl Onboarding {
    /// Resumes the flow from its journal, or begins it. A plan that queries ihuyi needs a client
    /// of it.
    ///
    /// # Errors
    ///
    /// The journal cannot be read, or belongs to another flow, company or host.
    pub async fn open(
        plan: OnboardingPlan,
        idcode: Client<Idcode>,
        ihuyi: Option<Client<Ihuyi>>,
        journal: impl Journal + 'static,
    ) -> Result<Self, FlowError> {
        let mut header = Header::new(FLOW, plan.company.credit_code).with_host(&idcode);
        if let Some(ihuyi) = &ihuyi {
            header = header.with_host(ihuyi);
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

    /// Reports the events of the flow to this listener.
    #[must_use]
    pub fn with_events(mut self, listener: impl FnMut(&Event) + Send + 'static) -> Self {
        self.engine.listen(listener);
        self
    }

    /// Uses another clock, for the times in the journal and the age of a supplied result.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Clock) -> Self {
        self.engine.set_clock(clock);
        self
    }

    /// A handle that stops this flow at the next safe point.
    #[must_use]
    pub fn stop_handle(&self) -> StopHandle {
        self.engine.stop_handle()
    }

    /// Lists the steps ahead. Sends nothing.
    #[must_use]
    pub fn preview(&self) -> Preview {
        preview::preview(&self.plan, &self.engine.state, self.engine.now_ms())
    }

    /// Runs the checks of [`Onboarding::run`] that precede the first call. Sends nothing.
    ///
    /// # Errors
    ///
    /// [`FlowError::Plan`] for the first invalid field of the plan, including a missing password;
    /// [`FlowError::Changed`] if the plan differs from the input of a step that is done or begun.
    pub fn check(&self) -> Result<(), FlowError> {
        dry_run::check_to_run(&self.plan, &self.engine)
    }

    /// The state of each step.
    #[must_use]
    pub fn steps(&self) -> Vec<StepReport> {
        report::steps(&self.engine.state)
    }

    /// The client of ihuyi, for a paid query.
    pub(super) fn ihuyi(&self) -> Result<Client<Ihuyi>, FlowError> {
        self.ihuyi.clone().ok_or_else(|| {
            FlowError::plan(
                "verification",
                "the plan queries ihuyi, and there is no client of it",
            )
        })
    }
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
