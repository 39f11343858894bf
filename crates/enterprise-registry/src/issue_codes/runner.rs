//! The flow that issues codes, with its plan, client, journal and picture store.

use core::fmt;

use idcode_api::Idcode;

use super::picture_store::PictureStore;
use super::plan::IssueCodesPlan;
use super::report::IssueCodesReport;
use super::state::{FLOW, IssueCodesState};
use super::{check, preview, report};
use crate::flow::{Engine, Event, FlowError, Header, Journal, Preview, StepReport, StopHandle};
use crate::{Client, Clock};

/// Issues codes: applies for categories, uploads codes, fetches pictures. See the
/// [module](super).
pub struct IssueCodes {
    pub(super) plan: IssueCodesPlan,
    pub(super) idcode: Client<Idcode>,
    pub(super) engine: Engine<IssueCodesState>,
    pub(super) picture_store: Option<Box<dyn PictureStore>>,
}

impl IssueCodes {
    /// Resumes the flow from its journal, or begins it.
    ///
    /// # Errors
    ///
    /// The journal cannot be read, or belongs to another flow, unit or host.
    pub async fn open(
        plan: IssueCodesPlan,
        idcode: Client<Idcode>,
        journal: impl Journal + 'static,
    ) -> Result<Self, FlowError> {
        let header = Header::new(FLOW, &plan.company).with_host(&idcode);
        let engine = Engine::open(Box::new(journal), IssueCodesState::new(header)).await?;
        Ok(Self {
            plan,
            idcode,
            engine,
            picture_store: None,
        })
    }

    /// Stores the pictures there. A plan with pictures needs a store.
    #[must_use]
    pub fn with_picture_store(mut self, picture_store: impl PictureStore + 'static) -> Self {
        self.picture_store = Some(Box::new(picture_store));
        self
    }

    /// Reports the events of the flow to this listener.
    #[must_use]
    pub fn with_events(mut self, listener: impl FnMut(&Event) + Send + 'static) -> Self {
        self.engine.listen(listener);
        self
    }

    /// Uses another clock, for the times in the journal.
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
        preview::preview(&self.plan, &self.engine.state)
    }

    /// Runs the checks of [`IssueCodes::run`] that precede the first call. Sends nothing.
    ///
    /// # Errors
    ///
    /// [`FlowError::Plan`] for the first invalid field of the plan, or pictures without a store;
    /// [`FlowError::Changed`] if the plan differs from the input of a step that is done or begun.
    pub fn check(&self) -> Result<(), FlowError> {
        self.plan.check()?;
        let has_pictures = self.plan.rows.iter().any(|row| row.style.is_some());
        if has_pictures && self.picture_store.is_none() {
            return Err(FlowError::plan("pictures", "there is no store for them"));
        }
        check::check_unchanged(&self.plan, &self.engine.state)
    }

    /// The state of each write.
    #[must_use]
    pub fn steps(&self) -> Vec<StepReport> {
        report::steps(&self.plan, &self.engine.state)
    }

    /// The state of each row.
    #[must_use]
    pub fn report(&self) -> IssueCodesReport {
        report::report(&self.plan, &self.engine.state)
    }
}

impl fmt::Debug for IssueCodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            plan,
            idcode: _,
            engine,
            picture_store: _,
        } = self;
        f.debug_struct("IssueCodes")
            .field("plan", plan)
            .field("engine", engine)
            .finish_non_exhaustive()
    }
}
