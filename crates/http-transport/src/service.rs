//! Defines the transport as one object-safe method.

use core::time::Duration;

use async_trait::async_trait;
use endpoint_core::wire::{Request, Response};
use hyper::{Method, Uri};

use crate::send_error::{SendError, TransportErrorKind};
use crate::{BaseUrl, ProgressReporter};

/// Sends one request and reads one response. Never retries and never follows a redirect.
#[async_trait]
pub trait HttpService: Send + Sync + 'static {
    /// Sends a request within its deadline, and reads the response under its cap.
    ///
    /// Any status is a response; the caller interprets it. If it is not a success, the body is
    /// whatever could be read, even if it broke off or was too large.
    ///
    /// # Errors
    ///
    /// What failed, and whether the request may have been sent.
    async fn send(&self, outgoing: Outgoing<'_>) -> Result<Response, SendError>;

    /// Whether [`send`](Self::send) keeps the deadline itself, if the body is not streamed. All
    /// other calls are cut off a little after their deadline.
    fn keeps_deadlines(&self) -> bool {
        false
    }
}

/// A request to send.
///
/// Its body may be streamed ([`Body::is_streamed`](endpoint_core::wire::Body)):
/// [`Outgoing::read_body`] reads it whole for a service that does not stream.
#[derive(Debug, Clone, Copy)]
pub struct Outgoing<'a> {
    /// The base address.
    pub base: &'a BaseUrl,
    /// The request.
    pub request: &'a Request,
    /// The time that the exchange may take.
    pub deadline: Duration,
    /// The time that a streamed body may make no progress. Equal to the deadline for other bodies.
    pub stall: Duration,
    /// The time that the response may take after a streamed body, if the caller set it: see
    /// [`Outgoing::response_timeout_after`].
    pub response_timeout: Option<Duration>,
    /// Receives the progress of a streamed body.
    pub progress: Option<&'a ProgressReporter>,
    /// The most bytes of the response body to read.
    pub body_cap: usize,
}

/// The size that adds a second to the time for a response.
const A_SECOND_MORE: u64 = 1024 * 1024;

impl Outgoing<'_> {
    /// The time that the response may take after this many bytes of a streamed body: as the caller
    /// set it, or else `stall` plus a second for every MiB. Never beyond the deadline.
    #[must_use]
    pub fn response_timeout_after(&self, sent: u64) -> Duration {
        let grown = Duration::from_secs(sent / A_SECOND_MORE);
        let timeout = self
            .response_timeout
            .unwrap_or(self.stall.saturating_add(grown));
        timeout.min(self.deadline)
    }

    pub(crate) fn method(&self) -> Method {
        match self.request.method {
            endpoint_core::Method::Get => Method::GET,
            endpoint_core::Method::Post => Method::POST,
        }
    }

    /// The complete address.
    pub(crate) fn uri(&self) -> Result<Uri, SendError> {
        let uri = self.base.uri(&self.request.target);
        uri.ok_or_else(rewritten)
    }
}

pub(crate) fn rewritten() -> SendError {
    SendError::new(
        TransportErrorKind::Build,
        "the target is too long, or would be rewritten in transit",
    )
}
