//! What every ledger engine promises, and what each engine meets on its own.

mod conformance;
mod sqlite;
pub(crate) use self::sqlite::{kill_and_restart, two_processes_under_a_limit};
mod vendor;
