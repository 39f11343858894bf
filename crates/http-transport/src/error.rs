//! Defines the error of a call, the same for every vendor, and the three questions it answers.

use core::fmt;
use core::time::Duration;

use bytes::Bytes;
use endpoint_core::{Invalid, Knowledge, Refusal, Spec, lenient};

use crate::money::charge::charged;
use crate::retry::classification::may_send_again;
use crate::send_error::{SendError, TransportErrorKind};

/// The error of a call.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The request is invalid, and nothing was sent; names the parameter.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// No response came, or none from the vendor.
    #[error(transparent)]
    Transport(Box<TransportError>),
    /// The vendor refused.
    #[error(transparent)]
    Refused(Box<Refusal>),
    /// The response differs from the vendor's documents.
    #[error(transparent)]
    Malformed(Box<Malformed>),
}

impl Error {
    /// Whether the vendor received the request, in any attempt.
    #[must_use]
    pub fn was_sent(&self) -> Knowledge {
        match self {
            Self::Invalid(_) => Knowledge::No,
            Self::Transport(transport) => combined(transport.earlier, transport.error.was_sent()),
            Self::Refused(_) => Knowledge::Yes,
            Self::Malformed(malformed) => malformed.was_sent(),
        }
    }

    /// Whether the vendor charged for the call.
    #[must_use]
    pub fn charged(&self) -> Knowledge {
        match self {
            Self::Invalid(_) => Knowledge::No,
            Self::Refused(refusal) => refusal.charged(),
            // A paid query is retried only if the attempt was not sent, or was refused before any
            // work, so the last attempt decides.
            Self::Transport(transport) => {
                charged(transport.call.billed, transport.error.was_sent())
            }
            Self::Malformed(malformed) => charged(malformed.call.billed, malformed.was_sent()),
        }
    }

    /// Whether the same call may be made again: it is neither charged nor carried out twice, and
    /// may end differently. The client itself has already made all allowed retries.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Invalid(_) => false,
            Self::Transport(transport) => {
                transport.call.may_retry(transport.error.was_sent())
                    && transport.error.kind.is_transient()
            }
            Self::Refused(refusal) => refusal.is_retryable(),
            Self::Malformed(malformed) => malformed.call.may_retry(Knowledge::Yes),
        }
    }

    /// Whether the client may make another attempt. A refusal is a response that the same request
    /// would get again. A call without a slot never comes here: no time is left for it.
    pub(crate) fn may_be_retried(&self) -> bool {
        matches!(self, Self::Transport(_) | Self::Malformed(_)) && self.is_retryable()
    }

    /// The time that the server asks to wait.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Transport(transport) => transport.error.retry_after,
            Self::Invalid(_) | Self::Refused(_) | Self::Malformed(_) => None,
        }
    }

    /// The error of the attempt with this number; 0 if none was made.
    pub(crate) fn from_send_error(
        call: Call,
        error: SendError,
        request: String,
        attempts: u32,
    ) -> Self {
        Self::Transport(Box::new(TransportError {
            call,
            request,
            attempts,
            earlier: Knowledge::No,
            error,
        }))
    }

    /// Adds the knowledge about the attempts before the last one.
    pub(crate) fn after(mut self, sent: Knowledge) -> Self {
        match &mut self {
            Self::Transport(transport) => transport.earlier = sent,
            Self::Malformed(malformed) => malformed.earlier = sent,
            Self::Invalid(_) | Self::Refused(_) => {}
        }
        self
    }

    /// The body of the response as far as it was read, if there was one. May contain personal data.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        match self {
            Self::Invalid(_) => None,
            Self::Transport(transport) => Some(&transport.error.body),
            Self::Refused(refusal) => Some(refusal.body()),
            Self::Malformed(malformed) => Some(&malformed.body),
        }
        .filter(|body| !body.is_empty())
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

/// Combines the knowledge about two attempts.
pub(crate) fn combined(one: Knowledge, other: Knowledge) -> Knowledge {
    match (one, other) {
        (Knowledge::Yes, _) | (_, Knowledge::Yes) => Knowledge::Yes,
        (Knowledge::Unknown, _) | (_, Knowledge::Unknown) => Knowledge::Unknown,
        (Knowledge::No, Knowledge::No) => Knowledge::No,
    }
}

/// The call that an error is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) vendor: &'static str,
    pub(crate) operation: &'static str,
    pub(crate) billed: bool,
    pub(crate) idempotent: bool,
}

impl Call {
    pub(crate) fn new(vendor: &'static str, spec: &Spec) -> Self {
        Self {
            vendor,
            operation: spec.name,
            billed: spec.billed,
            idempotent: spec.idempotent,
        }
    }

    /// Whether the call may be retried, depending on whether it was sent.
    pub(crate) fn may_retry(self, sent: Knowledge) -> bool {
        may_send_again(self.billed, self.idempotent, sent)
    }
}

/// A response did not come, or not from the vendor.
#[derive(Clone, PartialEq, Eq)]
pub struct TransportError {
    pub(crate) call: Call,
    /// Method, address without query, and parameter names.
    pub(crate) request: String,
    pub(crate) attempts: u32,
    /// Whether an attempt before the last one was sent.
    pub(crate) earlier: Knowledge,
    pub(crate) error: SendError,
}

impl TransportError {
    /// The kind of error.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.error.kind
    }

    /// `idcode` or `ihuyi`.
    #[must_use]
    pub fn vendor(&self) -> &'static str {
        self.call.vendor
    }

    /// The operation's name in the catalogue.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.call.operation
    }

    /// Details from lower layers, such as why a certificate was not accepted. Contains no address
    /// and no parameter; may be empty.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.error.detail
    }

    /// The number of attempts.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Method, address without query, and parameter names.
    #[must_use]
    pub fn request(&self) -> &str {
        &self.request
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            call,
            request,
            attempts,
            earlier: _,
            error,
        } = self;
        write!(f, "{} {}: {}", call.vendor, call.operation, error.kind)?;
        if !error.detail.is_empty() {
            write!(f, " ({})", error.detail)?;
        }
        if *attempts > 1 {
            write!(f, ", {attempts} attempts")?;
        }
        write!(f, "; {request}")
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            call,
            request,
            attempts,
            earlier,
            error,
        } = self;
        f.debug_struct("TransportError")
            .field("call", call)
            .field("request", request)
            .field("attempts", attempts)
            .field("earlier", earlier)
            .field("kind", &error.kind)
            .field("detail", &error.detail)
            .field("body", &format_args!("{} bytes", error.body.len()))
            .field("cause", &error.cause)
            .finish()
    }
}

impl std::error::Error for TransportError {
    /// The error of an upload's source, if that was the cause.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let cause = self.error.cause.as_ref()?;
        Some(cause.error())
    }
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A response that differs from the vendor's documents.
#[derive(Clone, PartialEq, Eq)]
pub struct Malformed {
    pub(crate) call: Call,
    /// Whether an attempt before the last one was sent.
    pub(crate) earlier: Knowledge,
    pub(crate) reason: lenient::DecodeError,
    /// The title, if the response is an HTML page.
    pub(crate) title: Option<String>,
    pub(crate) body: Bytes,
}

impl Malformed {
    /// What was expected, and where in the response.
    #[must_use]
    pub fn reason(&self) -> &lenient::DecodeError {
        &self.reason
    }

    /// The title of an HTML page that came instead of a response, on one line, without control
    /// characters and secrets.
    #[must_use]
    pub fn page_title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// `idcode` or `ihuyi`.
    #[must_use]
    pub fn vendor(&self) -> &'static str {
        self.call.vendor
    }

    /// The operation's name in the catalogue.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.call.operation
    }

    /// HTML may come from a gateway as well as from the vendor.
    pub(crate) fn was_sent(&self) -> Knowledge {
        let start = self
            .body
            .strip_prefix(BYTE_ORDER_MARK)
            .unwrap_or(&self.body);
        let start = start.trim_ascii_start();
        if start.starts_with(b"<") || start.is_empty() {
            combined(self.earlier, Knowledge::Unknown)
        } else {
            Knowledge::Yes
        }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {}: the response is not as documented: {}",
            self.call.vendor, self.call.operation, self.reason
        )?;
        match &self.title {
            Some(title) => write!(f, ", with the title \"{title}\""),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            call,
            earlier,
            reason,
            title,
            body,
        } = self;
        f.debug_struct("Malformed")
            .field("call", call)
            .field("earlier", earlier)
            .field("reason", reason)
            .field("title", title)
            .field("body", &format_args!("{} bytes", body.len()))
            .finish()
    }
}

impl std::error::Error for Malformed {}
