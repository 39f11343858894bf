//! What every ledger engine promises, and what each engine meets on its own.
#![allow(
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a wrong count should stop a test, loudly; children say how they ended"
)]

mod conformance;
mod sqlite;
#[cfg(unix)]
pub(crate) use self::sqlite::a_process_that_sleeps_past_its_lease;
pub(crate) use self::sqlite::{kill_and_restart, two_processes_under_a_limit};
mod vendor;
