//! Resumable flows: journal, steps, questions, and the rules for steps that are sent once.
//!
//! [`Onboarding`](crate::onboarding::Onboarding) and [`IssueCodes`](crate::issue_codes::IssueCodes)
//! are flows: a fixed order of steps, of which some cost money and some change data at the vendor.
//! A flow records each of those in a [`Journal`] before it sends it and after the response.
//! So a flow that is killed at any point can be run again from its journal:
//!
//! | the journal says | the next run |
//! |---|---|
//! | [`Entry::Open`] | does the step |
//! | [`Entry::Begun`] | the outcome is unknown: repeats free reads for as long as the response and the lists may take ([`LookupPolicy`]). If they do not show the step, which proves nothing, the flow stops with a [`Question`] |
//! | [`Entry::Done`] | never repeats the step, unless the caller asks for it (`repeat`) |
//! | [`Entry::Refused`] | the vendor refused and may have charged the query: the flow asks the caller |
//!
//! A journal holds no credential, no password, no SMS code and no personal data: it identifies the
//! input of a step by short fingerprints ([`FlowError::Changed`]). A table says what each refusal
//! leads to ([`RefusalAction`]).
//!
//! A flow reports its progress as [`Event`]s, and stops at the next safe point on request
//! ([`StopHandle`]). Its `preview` lists the steps ahead without sending anything.

mod check_writable;
mod engine;
mod entry;
mod error;
mod event;
mod file_journal;
mod halt;
mod header;
mod journal;
mod lookup_policy;
mod outcome;
mod path_text;
mod preview;
mod private_file;
mod question;
mod refusal_action;
mod reporter;
mod schedule;
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
pub use self::lookup_policy::LookupPolicy;
pub use self::outcome::FlowOutcome;
pub use self::path_text::path_text;
pub use self::preview::{PlannedStep, Preview, StepForecast};
pub use self::private_file::private_file;
pub use self::question::{ListedUpload, Question, SmsCodeState};
pub use self::refusal_action::{RefusalAction, RefusalRow, refusal_action};
pub use self::schedule::Schedule;
pub use self::step::{Step, UnknownStep};
pub use self::step_report::{StepReport, StepState};
pub use self::stop_handle::StopHandle;

pub(crate) use self::engine::Engine;
pub(crate) use self::halt::{Halt, StepResult, refused};
pub(crate) use self::header::{FlowState, Header};
pub(crate) use self::refusal_action::says_it_exists;
pub(crate) use self::unique_number::unique_number;
