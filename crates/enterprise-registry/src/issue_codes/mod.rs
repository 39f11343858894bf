//! Gives the items of a unit their codes.
//!
//! [`IssueCodes`] brings the categories of a [`IssueCodesPlan`] through these steps, each write done once
//! however often the flow is killed and run again (see [`flow`](crate::flow)). Nothing here costs
//! a query.
//!
//! | step | what | when its outcome is unknown |
//! |---|---|---|
//! | `check` | the plan, and every code of every file, offline | |
//! | `look-up` | which categories are registered, by 404 | |
//! | `apply` | the others, by one call of 402 | 404 lists them: it has happened; else it asks |
//! | `look-up` | their ids and codes, by 403 | |
//! | `upload-N` | the codes of row N, by 501: a file is read while it is sent, a list goes as text | 502 lists an upload that was not there before, with the name that our file was given: it has happened. Else it asks, and names what is listed: a list has no name, and somebody else may have uploaded as many codes |
//! | `await-conversion-N` | 502 finds the upload, 503 shows it converted | |
//! | `fetch-pictures-N` | a picture of each code, by 603, 604 or 605; those that are there are not fetched again | |
//!
//! What each refusal does is in the table at [`refusal_action`](crate::flow::refusal_action).
//!
//! ```
//! # #[cfg(feature = "sandbox")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use std::sync::Arc;
//!
//! use enterprise_registry::Client;
//! use enterprise_registry::flow::{FlowOutcome, MemoryJournal};
//! use enterprise_registry::idcode::ItemCodes;
//! use enterprise_registry::issue_codes::{IssueCodes, Items, IssueCodesPlan, PlanRow};
//! use enterprise_registry::model::DecimalId;
//! use enterprise_registry::sandbox::{Config, Sandbox, SandboxService};
//!
//! let sandbox = Sandbox::new(Config::default());
//! let service = Arc::new(SandboxService::new(sandbox.clone()));
//! let idcode = Client::builder(sandbox.idcode_keys(), service).build()?;
//!
//! let (staff_card, staff) = (DecimalId::new(10127), DecimalId::new(73));
//! let row = PlanRow::new((staff_card, "10000000"), staff, ("A card", "1"), "http://www.example.com/?c=")
//!     .with_items(Items::List(ItemCodes::new(["A-001", "A-002"])?));
//! let plan = IssueCodesPlan::new("i.86.110108.52".parse()?, vec![row]);
//!
//! let mut flow = IssueCodes::open(plan, idcode, MemoryJournal::new()).await?;
//! assert_eq!(flow.preview().writing_calls(), 2);
//! let FlowOutcome::Done(report) = flow.run().await? else { unreachable!() };
//! let row = &report.rows[0];
//! assert_eq!(row.complete_code.as_ref().map(|code| code.as_str()), Some("i.86.110108.52/73.10000000.1"));
//! assert_eq!((row.codes, row.converted), (Some(2), true));
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sandbox"))]
//! # fn main() {}
//! ```

mod apply;
mod check;
mod convert;
mod picture_folder;
mod pictures;
mod plan;
mod preview;
mod report;
mod state;
mod upload;
mod upload_match;

use core::fmt;
use std::collections::BTreeSet;

use endpoint_core::Invalid;
use idcode_api::Idcode;

pub use self::picture_folder::PictureFolder;
pub use self::pictures::PictureStore;
pub use self::plan::{IssueCodesPlan, Items, PictureStyle, PlanRow};
pub use self::report::{IssueCodesReport, RowReport};
use self::state::{FLOW, IssueCodesState};
use crate::flow::{
    Engine, Entry, Event, FlowError, FlowOutcome, Header, Journal, Preview, Step, StepReport,
    StepResult, StopHandle,
};
use crate::{Client, Clock};

/// Brings the categories of a unit to codes that are uploaded, converted and drawn. See the
/// [module](self).
pub struct IssueCodes {
    plan: IssueCodesPlan,
    idcode: Client<Idcode>,
    engine: Engine<IssueCodesState>,
    picture_store: Option<Box<dyn PictureStore>>,
}

impl IssueCodes {
    /// Takes the flow up where its journal is, or at its beginning.
    ///
    /// # Errors
    ///
    /// The journal cannot be read, or is that of another flow, unit or host.
    pub async fn open(
        plan: IssueCodesPlan,
        idcode: Client<Idcode>,
        journal: impl Journal + 'static,
    ) -> Result<Self, FlowError> {
        let header = Header::new(FLOW, &plan.company).at(&idcode);
        let engine = Engine::open(Box::new(journal), IssueCodesState::new(header)).await?;
        Ok(Self {
            plan,
            idcode,
            engine,
            picture_store: None,
        })
    }

    /// Puts the pictures there. A plan that wants pictures wants one.
    #[must_use]
    pub fn with_picture_store(mut self, picture_store: impl PictureStore + 'static) -> Self {
        self.picture_store = Some(Box::new(picture_store));
        self
    }

    /// Calls this with everything that happens.
    #[must_use]
    pub fn with_events(mut self, listener: impl FnMut(&Event) + Send + 'static) -> Self {
        self.engine.listen(listener);
        self
    }

    /// With another clock, for the times in the journal.
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
        preview::preview(&self.plan, &self.engine.state)
    }

    /// Checks what [`IssueCodes::run`] checks before it sends anything. Sends nothing.
    ///
    /// # Errors
    ///
    /// [`FlowError::Plan`]: the first part of the plan that cannot be right, or pictures without a
    /// picture store. The plan says something else than a step was done with.
    pub fn check(&self) -> Result<(), FlowError> {
        self.plan.check()?;
        let wants_pictures = self.plan.rows.iter().any(|row| row.style.is_some());
        if wants_pictures && self.picture_store.is_none() {
            return Err(FlowError::plan(
                "pictures",
                "there is no picture store for them",
            ));
        }
        check::check_unchanged(&self.plan, &self.engine.state)
    }

    /// What is known of each write.
    #[must_use]
    pub fn steps(&self) -> Vec<StepReport> {
        report::steps(&self.plan, &self.engine.state)
    }

    /// What is known of each row.
    #[must_use]
    pub fn report(&self) -> IssueCodesReport {
        report::report(&self.plan, &self.engine.state)
    }

    /// Has a step done again, whatever is known of it. Codes that are uploaded twice are counted
    /// twice.
    ///
    /// # Errors
    ///
    /// [`FlowError::Answer`] for a step that is none of its own; the journal fails.
    pub async fn repeat(&mut self, step: Step) -> Result<(), FlowError> {
        match step {
            Step::Apply => {
                let state = &mut self.engine.state;
                // What another call was answered for stays so.
                match state.apply.is_unknown() {
                    true => state.applied.retain(|row| !state.applying.contains(row)),
                    false => state.applied.clear(),
                }
                let applied = &state.applied;
                for (key, row) in &mut state.rows {
                    if !applied.contains(key) {
                        row.goto_url = None;
                    }
                }
                state.apply = Entry::Open;
                state.applying.clear();
            }
            Step::Upload(_) => {
                let key = self.key_of(step)?;
                let row = self.engine.state.row(&key);
                row.upload = Entry::Open;
                row.upload_id = None;
                row.digest = None;
                row.is_converted = false;
            }
            _ => return Err(FlowError::no_step(step)),
        }
        self.engine.save().await
    }

    /// Takes a step as done whose outcome is unknown. Where it turns out not to be, it is repeated
    /// with [`IssueCodes::repeat`].
    ///
    /// # Errors
    ///
    /// [`FlowError::Answer`] where the step was not begun, or is none of its own; the journal
    /// fails.
    pub async fn accept(&mut self, step: Step) -> Result<(), FlowError> {
        match step {
            Step::Upload(_) => {}
            Step::Apply => return self.accept_applications().await,
            _ => return Err(FlowError::no_step(step)),
        }
        let key = self.key_of(step)?;
        let codes = check::row(&self.plan, step)
            .and_then(|row| row.items.as_ref())
            .map_or(0, Items::count);
        let at_ms = self.engine.now_ms();
        let entry = &mut self.engine.state.row(&key).upload;
        entry.accept(step, at_ms, state::Uploaded { codes })?;
        self.engine.save().await
    }

    async fn accept_applications(&mut self) -> Result<(), FlowError> {
        let at_ms = self.engine.now_ms();
        let all = || self.plan.rows.iter().map(PlanRow::key).collect();
        let state = &mut self.engine.state;
        let rows: BTreeSet<String> = state.sent_rows().unwrap_or_else(all);
        let outcome = state::Applied { rows: rows.clone() };
        let is_unknown = state.apply.is_undecided();
        state.apply.accept(Step::Apply, at_ms, outcome)?;
        if is_unknown {
            state.applied.extend(rows);
        }
        self.engine.save().await
    }

    fn key_of(&self, step: Step) -> Result<String, FlowError> {
        check::row(&self.plan, step)
            .map(PlanRow::key)
            .ok_or_else(|| FlowError::no_step(step))
    }

    /// Runs the flow to its end, or to where it cannot go on. It may be run again: it goes on from
    /// there.
    ///
    /// # Errors
    ///
    /// A plan that cannot be right, a call that failed or was refused, an answer that stands
    /// against going on, or a journal that failed.
    pub async fn run(&mut self) -> Result<FlowOutcome<IssueCodesReport>, FlowError> {
        FlowOutcome::of(self.all().await)
    }

    async fn all(&mut self) -> StepResult<IssueCodesReport> {
        self.check()?;
        self.engine.begin().await?;
        self.apply().await?;
        for (row, number) in self.plan.rows.clone().into_iter().zip(1_u32..) {
            self.upload(&row, number).await?;
            self.await_conversion(&row, number).await?;
            self.fetch_pictures(&row, number).await?;
        }
        Ok(self.report())
    }
}

impl IssueCodesPlan {
    /// Checks everything that will be sent, but sends nothing.
    ///
    /// # Errors
    ///
    /// [`FlowError::Plan`]: the first part of the plan that cannot be right.
    pub fn check(&self) -> Result<(), FlowError> {
        check::check(self)
    }

    /// What is valid but unlikely to be meant, by the parts of the plan: a main code as written,
    /// and models with characters that were damaged, and addresses that a scan may not reach.
    #[must_use]
    pub fn doubts(&self) -> Vec<Invalid> {
        check::doubts(self)
    }

    /// What a flow with this plan would do from where this journal is. Sends nothing, and needs
    /// no credentials.
    ///
    /// # Errors
    ///
    /// The journal cannot be read, or is that of another flow or unit.
    pub async fn preview(&self, journal: impl Journal + 'static) -> Result<Preview, FlowError> {
        let fresh = IssueCodesState::new(Header::new(FLOW, &self.company));
        let engine = Engine::open(Box::new(journal), fresh).await?;
        check::check_unchanged(self, &engine.state)?;
        Ok(preview::preview(self, &engine.state))
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
