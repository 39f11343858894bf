//! What a call came to, told to whoever keeps the record of a run.

use core::fmt;
use std::sync::Arc;

use bytes::Bytes;
use endpoint_core::{Knowledge, RefusalKind, Spec};

use crate::attempt::Ended;
use crate::error::{Call, surer};

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

/// A call that is being observed. Tells what is known when it is dropped, however the call ends.
pub(crate) struct Observed<'a> {
    observer: Option<&'a Observer>,
    outcome: Outcome,
    /// What is known of the attempts before the one under way.
    earlier: Knowledge,
}

impl<'a> Observed<'a> {
    pub(crate) fn new(observer: Option<&'a Observer>, call: Call, spec: Spec) -> Self {
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
        }
    }

    /// An attempt begins: until it has ended nobody knows what comes of it.
    pub(crate) fn begins(&mut self) {
        self.is(Knowledge::Unknown, Knowledge::Unknown, Knowledge::Unknown);
    }

    /// An attempt was answered with success.
    pub(crate) fn answered(&mut self, reply: &Bytes) {
        self.is(Knowledge::Yes, Knowledge::Yes, Knowledge::Yes);
        self.outcome.has_output = true;
        self.keep(reply);
    }

    /// An attempt ended without an output.
    pub(crate) fn ended(&mut self, call: Call, ended: &Ended) {
        let sent = ended.was_sent();
        self.is(sent, ended.charged(call), changed(ended));
        self.earlier = surer(self.earlier, sent);
        if let Some(body) = ended.body() {
            self.keep(body);
        }
    }

    /// What is known now, where the operation costs or changes anything.
    fn is(&mut self, sent: Knowledge, charged: Knowledge, changed: Knowledge) {
        let spec = &self.outcome.spec;
        let is_write = !spec.idempotent && !spec.billed;
        let of = |is_such, known| if is_such { known } else { Knowledge::No };
        self.outcome.charged = of(spec.billed, charged);
        self.outcome.changed = of(is_write, changed);
        self.outcome.sent = surer(self.earlier, sent);
    }

    fn keep(&mut self, reply: &Bytes) {
        if self.outcome.charged != Knowledge::No && !reply.is_empty() {
            self.outcome.reply = Some(reply.clone());
        }
    }
}

impl Drop for Observed<'_> {
    fn drop(&mut self) {
        if let Some(Observer(tell)) = self.observer {
            tell(self.outcome.clone());
        }
    }
}

/// Whether a write that brought no output was carried out all the same. A refusal says that it was
/// not, unless the vendor failed or its code says nothing.
fn changed(ended: &Ended) -> Knowledge {
    match ended {
        Ended::Refused(refusal) => match refusal.kind {
            RefusalKind::VendorFault | RefusalKind::Unknown => Knowledge::Unknown,
            _ => Knowledge::No,
        },
        Ended::Failed(..) | Ended::Malformed(_) => match ended.was_sent() {
            Knowledge::No => Knowledge::No,
            Knowledge::Yes | Knowledge::Unknown => Knowledge::Unknown,
        },
    }
}
