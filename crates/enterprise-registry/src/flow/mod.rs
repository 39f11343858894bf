//! What flows share: a journal that survives a kill, and rules for what is done once.
//!
//! [`Onboarding`](crate::onboarding::Onboarding) and [`IssueCodes`](crate::issue_codes::IssueCodes)
//! are flows: a fixed order of steps, of which some cost money and some change what the vendor
//! has. Each of those is noted in a [`Journal`] before it is sent and after it is answered, so a
//! flow that is killed anywhere can be run again from its journal:
//!
//! | the journal says | the next run |
//! |---|---|
//! | [`Entry::Open`] | does the step |
//! | [`Entry::Begun`] | nobody knows whether it happened: free reads are asked, for as long as the answer and the lists may take ([`Settling`]); where they do not show it, which proves nothing, the flow stops with a [`Question`] |
//! | [`Entry::Done`] | never repeats it, unless a person says so (`repeat`) |
//! | [`Entry::Refused`] | the vendor's answer stands and may have been charged: a person decides |
//!
//! What is written holds no credential, no password and no SMS code, and of personal data none at
//! all: what a step was done with is told by short check values ([`FlowError::Changed`]). What a refusal does is a table ([`RefusalAction`]); each flow shows its own.
//!
//! A flow tells what it does as [`Event`]s, and can be asked to stop at the next safe place
//! ([`StopHandle`]). What it would do is shown by its `preview`, without sending anything.

mod check_writable;
mod engine;
mod entry;
mod error;
mod event;
mod file_journal;
mod halt;
mod header;
mod journal;
mod path_text;
mod preview;
mod private_file;
mod question;
mod refusal_action;
mod reporter;
mod schedule;
mod settling;
mod step;
mod step_report;
mod stop_handle;
mod unique_number;

pub use self::check_writable::check_writable;
pub use self::entry::{Confirmation, Entry};
pub use self::error::{FlowError, HaltReason, UnsavedStep};
pub use self::event::Event;
pub use self::file_journal::FileJournal;
pub use self::journal::{Journal, JournalError, MemoryJournal};
pub use self::path_text::path_text;
pub use self::preview::{PlannedStep, Preview, Prospect};
pub use self::private_file::private_file;
pub use self::question::{ListedUpload, Question, SmsCodeState};
pub use self::refusal_action::{RefusalAction, RefusalRow, refusal_action};
pub use self::schedule::Schedule;
pub use self::settling::Settling;
pub use self::step::{Step, UnknownStep};
pub use self::step_report::{StepReport, StepState};
pub use self::stop_handle::StopHandle;

pub(crate) use self::engine::{Engine, State};
pub(crate) use self::halt::{Halt, StepResult, refused};
pub(crate) use self::header::Header;
pub(crate) use self::refusal_action::says_it_exists;
pub(crate) use self::unique_number::unique_number;

/// How the run of a flow has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FlowOutcome<R> {
    /// All of it is done.
    Done(R),
    /// It has stopped for an answer.
    Asks(Question),
    /// The vendor has not finished its part in the time that the plan gives it. Run again, the
    /// flow goes on waiting.
    NotYet {
        /// The step that waits.
        step: Step,
        /// What the vendor said last, in a few words.
        seen: String,
    },
    /// It was asked to stop ([`StopHandle`]).
    Interrupted,
}

impl<R> FlowOutcome<R> {
    pub(crate) fn of(outcome: StepResult<R>) -> Result<Self, FlowError> {
        match outcome {
            Ok(report) => Ok(Self::Done(report)),
            Err(Halt::Ask(question)) => Ok(Self::Asks(question)),
            Err(Halt::NotYet { step, seen }) => Ok(Self::NotYet { step, seen }),
            Err(Halt::Interrupted) => Ok(Self::Interrupted),
            Err(Halt::Error(error)) => Err(error),
        }
    }
}
