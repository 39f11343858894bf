//! Errors of a run.

use core::fmt;

use bytes::Bytes;
use endpoint_core::Invalid;
use http_transport::Error;

use crate::ledger::{LedgerError, RowId};

/// Why a run ended before its rows did. The ledger has everything up to there, except for what
/// [`RunError::unrecorded`] names.
#[derive(Debug, thiserror::Error)]
#[error("{cause}")]
pub struct RunError {
    cause: RunErrorCause,
    unrecorded: Vec<Unrecorded>,
}

/// What ended a run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunErrorCause {
    /// The ledger failed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A row of the ledger is no request of its operation: the ledger was written by another
    /// version, or by hand.
    #[error("row {} of the ledger is not valid: {invalid}", row.0)]
    Row {
        /// The row.
        row: RowId,
        /// Why.
        invalid: Invalid,
    },
    /// The ledger has rows of an operation that this version does not know.
    #[error("row {} of the ledger is for {operation}, which this version does not know", row.0)]
    UnknownOperation {
        /// The row.
        row: RowId,
        /// Its operation.
        operation: String,
    },
    /// A call failed in a way that would meet every further row too.
    #[error(transparent)]
    Call(Box<Error>),
}

/// A response that the ledger could not record.
#[derive(Clone, PartialEq, Eq)]
pub struct Unrecorded {
    /// The row.
    pub row: RowId,
    /// The part.
    pub part: u32,
    /// The body as it came.
    pub body: Bytes,
}

impl RunError {
    pub(super) fn new(cause: RunErrorCause, unrecorded: Vec<Unrecorded>) -> Self {
        Self { cause, unrecorded }
    }

    /// What ended the run.
    #[must_use]
    pub fn cause(&self) -> &RunErrorCause {
        &self.cause
    }

    /// The same, owned.
    #[must_use]
    pub fn into_cause(self) -> RunErrorCause {
        self.cause
    }

    /// Responses that came and could not be recorded. They may be paid for: keep them elsewhere.
    #[must_use]
    pub fn unrecorded(&self) -> &[Unrecorded] {
        &self.unrecorded
    }
}

impl From<LedgerError> for RunError {
    fn from(error: LedgerError) -> Self {
        Self::new(error.into(), Vec::new())
    }
}

/// Shows the length of the body, which may hold personal data.
impl fmt::Debug for Unrecorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { row, part, body } = self;
        f.debug_struct("Unrecorded")
            .field("row", row)
            .field("part", part)
            .field("body", &format_args!("{} bytes", body.len()))
            .finish()
    }
}
