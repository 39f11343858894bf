//! Errors of ledgers.

use super::machine::TransitionError;

/// Why a ledger did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// The machine does not allow it. Nothing has changed.
    #[error(transparent)]
    Transition(#[from] TransitionError),
    /// Reading or writing failed. The ledger has stopped: open it again, and recover.
    #[error("the ledger cannot be written, so nothing more is sent: {0}")]
    Storage(String),
    /// Another process kept the ledger locked for too long. Nothing has changed; try again.
    #[error("another process keeps the ledger locked")]
    Busy,
    /// The ledger was written by a newer version of this program.
    #[error("the ledger has schema {found}; this program knows schemas up to {known}")]
    NewerSchema {
        /// The version in the file.
        found: i64,
        /// The newest known one.
        known: i64,
    },
    /// The file is a database of another program.
    #[error("the file is not a ledger")]
    NotALedger,
    /// There is no such row.
    #[error("the ledger has no row {0}")]
    NoSuchRow(i64),
    /// There is no such worker.
    #[error("the ledger has no worker {0}")]
    NoSuchWorker(i64),
    /// A row or a setting that must not be stored.
    #[error(transparent)]
    Invalid(#[from] InvalidRow),
}

/// Why a row or a setting must not be stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidRow {
    /// A field that holds a secret. Requests are signed when they are sent, not before.
    #[error("field {0} is a secret; a ledger holds the unsigned query only")]
    Secret(String),
    /// A value that contains a signed URL.
    #[error("field {0} contains a signed URL; a ledger holds the unsigned query only")]
    SignedUrl(String),
    /// Settings that JSON cannot hold.
    #[error("settings are not JSON: {0}")]
    NotJson(String),
    /// A number beyond 63 bits.
    #[error("{0} is too large for a ledger")]
    TooLarge(u64),
}
