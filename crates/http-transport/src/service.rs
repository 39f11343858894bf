//! Moves the bytes: one object-safe method.

use core::time::Duration;

use async_trait::async_trait;
use endpoint_core::wire::{Request, Response};
use hyper::{Method, Uri};

use crate::send_error::{SendError, TransportErrorKind};
use crate::{BaseUrl, ProgressReporter};

/// Sends one request and reads one answer. Never repeats, never follows a redirect.
#[async_trait]
pub trait HttpService: Send + Sync + 'static {
    /// Sends a request, within its deadline, and reads the answer under its cap.
    ///
    /// Any status is an answer; what it means is decided above. Where it is no success, the body
    /// is what could be read of it: that it broke off, or was too large, changes nothing.
    ///
    /// # Errors
    ///
    /// What failed, and what is known about the request having been sent.
    async fn send(&self, outgoing: Outgoing<'_>) -> Result<Response, SendError>;

    /// Whether [`send`](Self::send) keeps the deadline by itself, for a body that is not read while
    /// it is sent. Every other exchange is cut off a little after its deadline.
    fn keeps_deadlines(&self) -> bool {
        false
    }
}

/// A request on its way.
///
/// Its body may be read while it is sent ([`Body::is_streamed`](endpoint_core::wire::Body)):
/// [`Outgoing::read_body`] is for a service that wants all of it at once.
#[derive(Debug, Clone, Copy)]
pub struct Outgoing<'a> {
    /// Where it goes.
    pub base: &'a BaseUrl,
    /// What is sent.
    pub request: &'a Request,
    /// How long the exchange may take.
    pub deadline: Duration,
    /// How long a body that is read while it is sent may stand still. As long as the deadline for
    /// all other bodies.
    pub stall: Duration,
    /// How long the answer may take once all of such a body is sent, where the caller said so:
    /// [`Outgoing::answer_within`] is how long it is.
    pub answer: Option<Duration>,
    /// Whom to tell how much of such a body has been sent.
    pub progress: Option<&'a ProgressReporter>,
    /// How many bytes of the answer's body are read at most.
    pub body_cap: usize,
}

/// The size for which an answer has a second more.
const A_SECOND_MORE: u64 = 1024 * 1024;

impl Outgoing<'_> {
    /// How long the answer may take once so many bytes are sent of a body that was read while it
    /// was sent: as long as the caller said, and otherwise as long as the body may stand still and
    /// a second more for every MiB. Never beyond the deadline.
    #[must_use]
    pub fn answer_within(&self, sent: u64) -> Duration {
        let grown = Duration::from_secs(sent / A_SECOND_MORE);
        let answer = self.answer.unwrap_or(self.stall.saturating_add(grown));
        answer.min(self.deadline)
    }

    pub(crate) fn method(&self) -> Method {
        match self.request.method {
            endpoint_core::Method::Get => Method::GET,
            endpoint_core::Method::Post => Method::POST,
        }
    }

    /// The whole address.
    pub(crate) fn uri(&self) -> Result<Uri, SendError> {
        let uri = self.base.uri(&self.request.target);
        uri.ok_or_else(rewritten)
    }
}

pub(crate) fn rewritten() -> SendError {
    SendError::new(
        TransportErrorKind::Build,
        "the target is too long, or would be rewritten on its way",
    )
}
