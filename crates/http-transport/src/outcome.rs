//! Reports the outcome of a call to the observer of a run.

use core::fmt;
use std::sync::Arc;

use bytes::Bytes;
use endpoint_core::{Knowledge, RefusalKind, Spec};

use crate::error::{Call, Error, combined};
use crate::money::spend_budget::Reservation;

/// The outcome of a call: answered, refused, failed or dropped.
///
/// An observer ([`ClientBuilder::observer`](crate::ClientBuilder::observer)) receives exactly one
/// for every call, so that a program can sum up everything that was sent, changed and charged.
/// `Debug` shows only the length of the reply, which may contain personal data.
#[derive(Clone)]
#[non_exhaustive]
pub struct Outcome {
    /// `idcode` or `ihuyi`.
    pub vendor: &'static str,
    /// The operation.
    pub spec: Spec,
    /// Whether the vendor received the request, in any attempt.
    pub sent: Knowledge,
    /// Whether the vendor charged for the call.
    pub charged: Knowledge,
    /// Whether the call changed something at the vendor: free calls that are not idempotent do.
    pub changed: Knowledge,
    /// Whether the call succeeded, and so has an output.
    pub has_output: bool,
    /// The body of the response, if the call was or may have been charged.
    pub reply: Option<Bytes>,
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            vendor,
            spec,
            sent,
            charged,
            changed,
            has_output,
            reply,
        } = self;
        f.debug_struct("Outcome")
            .field("vendor", vendor)
            .field("operation", &spec.name)
            .field("sent", sent)
            .field("charged", charged)
            .field("changed", changed)
            .field("has_output", has_output)
            .field("reply", &reply.as_ref().map(|body| body.len()))
            .finish()
    }
}

/// The callback that receives outcomes.
#[derive(Clone)]
pub(crate) struct Observer(pub(crate) Arc<dyn Fn(Outcome) + Send + Sync>);

/// The record of a call in progress: the outcome to report when it is dropped, and its reserved
/// query.
pub(crate) struct Record<'a> {
    observer: Option<&'a Observer>,
    outcome: Outcome,
    /// The knowledge about earlier attempts.
    earlier: Knowledge,
    reservation: Option<Reservation>,
}

impl<'a> Record<'a> {
    pub(crate) fn new(
        observer: Option<&'a Observer>,
        call: Call,
        spec: Spec,
        reservation: Option<Reservation>,
    ) -> Self {
        Self {
            observer,
            outcome: Outcome {
                vendor: call.vendor,
                spec,
                sent: Knowledge::No,
                charged: Knowledge::No,
                changed: Knowledge::No,
                has_output: false,
                reply: None,
            },
            earlier: Knowledge::No,
            reservation,
        }
    }

    /// Starts an attempt: its result is unknown until it ends.
    pub(crate) fn begin_attempt(&mut self) {
        self.note(Knowledge::Unknown, Knowledge::Unknown, Knowledge::Unknown);
    }

    /// Ends a successful attempt.
    pub(crate) fn end_with_response(&mut self, reply: &Bytes) {
        self.note(Knowledge::Yes, Knowledge::Yes, Knowledge::Yes);
        self.outcome.has_output = true;
        self.keep(reply);
    }

    /// Ends an attempt without an output.
    pub(crate) fn end_failed(&mut self, error: &Error) {
        let sent = error.was_sent();
        self.note(sent, error.charged(), changed(error));
        self.earlier = combined(self.earlier, sent);
        if let Some(body) = error.body() {
            self.keep(body);
        }
    }

    /// Returns the reserved query if it was not charged.
    pub(crate) fn settle(&mut self) {
        drop(self.reservation.take());
    }

    /// Updates the knowledge, as far as the operation costs or changes anything.
    fn note(&mut self, sent: Knowledge, charged: Knowledge, changed: Knowledge) {
        let spec = &self.outcome.spec;
        let is_write = !spec.idempotent && !spec.billed;
        let of = |is_such, known| if is_such { known } else { Knowledge::No };
        self.outcome.charged = of(spec.billed, charged);
        self.outcome.changed = of(is_write, changed);
        self.outcome.sent = combined(self.earlier, sent);
        if let Some(reservation) = &mut self.reservation {
            reservation.set_charged(charged);
        }
    }

    fn keep(&mut self, reply: &Bytes) {
        if self.outcome.charged != Knowledge::No && !reply.is_empty() {
            self.outcome.reply = Some(reply.clone());
        }
    }
}

impl Drop for Record<'_> {
    fn drop(&mut self) {
        if let Some(Observer(report)) = self.observer {
            report(self.outcome.clone());
        }
    }
}

/// Whether a write without an output may still have been carried out. A refusal means no, unless
/// the vendor failed or the code is unknown.
fn changed(error: &Error) -> Knowledge {
    match error {
        Error::Refused(refusal) => match refusal.kind {
            RefusalKind::VendorFault | RefusalKind::Unknown => Knowledge::Unknown,
            _ => Knowledge::No,
        },
        Error::Invalid(_) => Knowledge::No,
        Error::Transport(_) | Error::Malformed(_) => match error.was_sent() {
            Knowledge::No => Knowledge::No,
            Knowledge::Yes | Knowledge::Unknown => Knowledge::Unknown,
        },
    }
}
