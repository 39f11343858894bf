//! Long sweeps behind the promises of ledgers and lists. Each prints its figure.

mod ledger_model;
#[cfg(feature = "sqlite")]
mod ledger_sqlite;
mod lists;
