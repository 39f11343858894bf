//! The shared parts of the commands that run a flow: `onboard` and `issue-codes`.

pub(crate) mod accepted_steps;
pub(crate) mod arguments;
pub(crate) mod open_question;
pub(crate) mod outcome;
pub(crate) mod preview;
pub(crate) mod reporter;
pub(crate) mod runner;
pub(crate) mod schedule;
pub(crate) mod state_file;
pub(crate) mod terminal;
