//! What a call came to, told to whoever keeps the record of a run.

use core::fmt;
use std::sync::Arc;

use bytes::Bytes;
use endpoint_core::{Knowledge, RefusalKind, Spec};

use crate::error::{Call, Error, combined};
use crate::money::spend_budget::Reservation;

/// What is known of a call once it has ended: answered, refused, failed or dropped on its way.
///
/// An observer ([`ClientBuilder::observer`](crate::ClientBuilder::observer)) is told of every call
/// exactly once, so that a program can say at its end what all of them together have sent, changed
/// and cost. `Debug` shows the length of the reply, which may hold personal data.
#[derive(Clone)]
#[non_exhaustive]
pub struct Outcome {
    /// `idcode` or `ihuyi`.
    pub vendor: &'static str,
    /// The operation.
    pub spec: Spec,
    /// Whether the vendor got the request, in any of the attempts.
    pub sent: Knowledge,
    /// Whether the vendor took money.
    pub charged: Knowledge,
    /// Whether the call changed something at the vendor: free calls that are not idempotent do.
    pub changed: Knowledge,
    /// Whether it was answered with success, and so has an output.
    pub has_output: bool,
    /// The body of the answer, where it was paid for or may have been.
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

/// Who is told.
#[derive(Clone)]
pub(crate) struct Observer(pub(crate) Arc<dyn Fn(Outcome) + Send + Sync>);

/// The record of a call under way: what is told of it when it is dropped, however the call ends,
/// and the paid query that is set aside for it.
pub(crate) struct Record<'a> {
    observer: Option<&'a Observer>,
    outcome: Outcome,
    /// What is known of the attempts before the one under way.
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

    /// An attempt begins: until it has ended nothing is known of it.
    pub(crate) fn begin_attempt(&mut self) {
        self.note(Knowledge::Unknown, Knowledge::Unknown, Knowledge::Unknown);
    }

    /// An attempt was answered with success.
    pub(crate) fn end_answered(&mut self, reply: &Bytes) {
        self.note(Knowledge::Yes, Knowledge::Yes, Knowledge::Yes);
        self.outcome.has_output = true;
        self.keep(reply);
    }

    /// An attempt ended without an output.
    pub(crate) fn end_failed(&mut self, error: &Error) {
        let sent = error.was_sent();
        self.note(sent, error.charged(), changed(error));
        self.earlier = combined(self.earlier, sent);
        if let Some(body) = error.body() {
            self.keep(body);
        }
    }

    /// Gives back what was set aside and not charged.
    pub(crate) fn settle(&mut self) {
        drop(self.reservation.take());
    }

    /// What is known now, where the operation costs or changes anything.
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
        if let Some(Observer(tell)) = self.observer {
            tell(self.outcome.clone());
        }
    }
}

/// Whether a write that brought no output was carried out all the same. A refusal says that it was
/// not, unless the vendor failed or its code says nothing.
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
