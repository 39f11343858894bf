//! What the end of a call means for its row, and for the run.

use bytes::Bytes;
use endpoint_core::{Invalid, Knowledge, RefusalKind};
use http_transport::Error;

use crate::ledger::{Charge, RequestOutcome};

/// How one request of a row ended.
#[derive(Debug)]
pub struct RowResponse {
    /// What the ledger records.
    pub outcome: RequestOutcome,
    /// The body of the response as it came, as far as it came.
    pub body: Bytes,
    /// Why the next request should wait, or not be made.
    pub halt: Option<Halt>,
}

/// Something that concerns all rows of a run, and not this one alone.
#[derive(Debug)]
#[non_exhaustive]
pub enum Halt {
    /// Nothing was sent, or the vendor asks for patience: to be tried again after a while.
    Wait(Box<Error>),
    /// Every further request would be refused too: a wrong key, a used-up balance.
    Stop(Box<Error>),
    /// The outcome is unknown, or the vendor failed. Many in a row would cost money for nothing.
    Doubt(Box<Error>),
}

impl RowResponse {
    pub(super) fn found(body: Bytes, more: bool) -> Self {
        Self {
            outcome: RequestOutcome::Response {
                charge: Charge::Charged,
                more,
            },
            body,
            halt: None,
        }
    }

    pub(super) fn failed(error: Error) -> Self {
        let body = error.body().cloned().unwrap_or_default();
        let error = Box::new(error);
        let (outcome, halt) = match &*error {
            Error::Invalid(Invalid::OverBudget { .. } | Invalid::BalanceUsedUp { .. }) => {
                (RequestOutcome::NotSent, Some(Halt::Stop(error)))
            }
            Error::Refused(refusal) => match refusal.kind {
                RefusalKind::Auth | RefusalKind::Account | RefusalKind::Balance => {
                    (RequestOutcome::NotSent, Some(Halt::Stop(error)))
                }
                RefusalKind::RateLimited => (RequestOutcome::NotSent, Some(Halt::Wait(error))),
                RefusalKind::VendorFault => (refused(refusal.charged()), Some(Halt::Doubt(error))),
                _ => (refused(refusal.charged()), None),
            },
            _ => match error.was_sent() {
                Knowledge::No => (RequestOutcome::NotSent, Some(Halt::Wait(error))),
                Knowledge::Yes | Knowledge::Unknown => {
                    (RequestOutcome::Unknown, Some(Halt::Doubt(error)))
                }
            },
        };
        Self {
            outcome,
            body,
            halt,
        }
    }
}

/// A refusal of this row: "nothing found" may have been charged, a wrong parameter was not.
fn refused(charged: Knowledge) -> RequestOutcome {
    let charge = match charged {
        Knowledge::No => return RequestOutcome::NotCharged,
        Knowledge::Yes => Charge::Charged,
        Knowledge::Unknown => Charge::Unknown,
    };
    RequestOutcome::Response {
        charge,
        more: false,
    }
}
