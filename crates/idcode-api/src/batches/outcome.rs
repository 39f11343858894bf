//! Declares the outcome of a call that uploads item codes.

use core::fmt;

use endpoint_core::{Knowledge, Refusal, RefusalKind};

/// The outcome of a call that uploads codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UploadOutcome {
    /// The platform has the codes.
    Uploaded,
    /// The platform does not have the codes: nothing was sent, or it refused the call at once.
    NotUploaded,
    /// Unknown: the call or its response was lost. Look at 502 and 503 before sending the codes
    /// again.
    Unknown,
}

impl UploadOutcome {
    /// The outcome after a refusal.
    ///
    /// The document lists no result codes for a failed 501. Only a refusal about credentials,
    /// parameters or the account proves that nothing was uploaded; any other may have come in the
    /// middle of the work.
    #[must_use]
    pub fn from_refusal(refusal: &Refusal) -> Self {
        match refusal.kind {
            RefusalKind::Auth
            | RefusalKind::Parameter
            | RefusalKind::NotFound
            | RefusalKind::Balance
            | RefusalKind::Account
            | RefusalKind::RateLimited => Self::NotUploaded,
            _ => Self::Unknown,
        }
    }

    /// The outcome after a call without a readable response, given whether it was sent.
    #[must_use]
    pub fn from_failure(was_sent: Knowledge) -> Self {
        match was_sent {
            Knowledge::No => Self::NotUploaded,
            _ => Self::Unknown,
        }
    }

    /// The word for machine-readable reports: `in`, `out`, `unknown`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Uploaded => "in",
            Self::NotUploaded => "out",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for UploadOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
