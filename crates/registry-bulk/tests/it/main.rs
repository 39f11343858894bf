//! Upload sources on disk: files of codes, and spools. Lists of rows. Ledgers of paid runs.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on should stop, loudly"
)]

mod code_files;
#[cfg(feature = "sqlite")]
mod ledger;
mod ledger_model;
mod lists;
#[cfg(all(feature = "runner", feature = "sqlite"))]
mod runner;
mod trust;
