//! Describes why an attempt got no response.

use core::time::Duration;
use std::io;
use std::sync::Arc;

use bytes::Bytes;
use endpoint_core::Knowledge;

/// The error of an attempt. Contains no address and no parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendError {
    /// The kind of error.
    pub kind: TransportErrorKind,
    /// Details from lower layers, without addresses; may be empty.
    pub detail: String,
    /// The part of the response body that was read.
    pub body: Bytes,
    /// The error of an upload's source, if that was the cause.
    pub cause: Option<UploadSourceError>,
    /// The time that the server asks to wait, if it does.
    pub retry_after: Option<Duration>,
    /// Whether the head of a successful response was received.
    pub has_head: bool,
}

/// The error of a source that could not be opened or read. Clones are equal; other errors are not.
#[derive(Debug, Clone)]
pub struct UploadSourceError(Arc<io::Error>);

impl UploadSourceError {
    /// The underlying error.
    #[must_use]
    pub fn error(&self) -> &io::Error {
        &self.0
    }
}

impl From<io::Error> for UploadSourceError {
    fn from(error: io::Error) -> Self {
        Self(Arc::new(error))
    }
}

impl PartialEq for UploadSourceError {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for UploadSourceError {}

impl SendError {
    /// An error before any byte of a response.
    #[must_use]
    pub fn new(kind: TransportErrorKind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
            body: Bytes::new(),
            cause: None,
            retry_after: None,
            has_head: false,
        }
    }

    /// An error of an upload's source: [`TransportErrorKind::UploadSourceUnopened`] or
    /// [`TransportErrorKind::UploadSourceBroken`].
    #[must_use]
    pub fn from_source(kind: TransportErrorKind, cause: impl Into<UploadSourceError>) -> Self {
        Self {
            cause: Some(cause.into()),
            ..Self::new(kind, "")
        }
    }
}

impl SendError {
    /// Whether the vendor received the request. If the head of a successful response came, it did,
    /// even if the rest did not come in time.
    #[must_use]
    pub fn was_sent(&self) -> Knowledge {
        match self.kind {
            TransportErrorKind::Timeout if self.has_head => Knowledge::Yes,
            kind => kind.was_sent(),
        }
    }

    /// Whether everything but the end of the body may have come.
    pub(crate) fn breaks_off(&self) -> bool {
        matches!(
            self.kind,
            TransportErrorKind::Truncated | TransportErrorKind::Timeout
        )
    }
}

/// The kind of a transport error. Each says whether the request was sent and when it is retried.
/// "If harmless" means that the operation is free and idempotent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The request could not be built. Not sent; not retried.
    Build,
    /// The call was made outside of a tokio runtime, or in one without timers or IO. Not sent; not
    /// retried.
    Runtime,
    /// A source of the upload could not be opened. Not sent; not retried.
    UploadSourceUnopened,
    /// A source of the upload could not be read to its end, returned nothing for too long, or
    /// changed its length meanwhile. Sent in part, with unknown effect; not retried.
    UploadSourceBroken,
    /// The host name could not be resolved. Not sent; retried.
    NameResolution,
    /// The [rate limit](crate::RateLimit) left no slot in time. Not sent; no time is left for the
    /// client to retry, but the caller may.
    NoSlot,
    /// The connection was refused. Not sent; retried.
    ConnectionRefused,
    /// The connection was not established in time. Not sent; retried.
    ConnectTimeout,
    /// The TLS handshake failed. Not sent; retried.
    Tls,
    /// The server's certificate is not accepted: its issuer is unknown, it is for another name, or
    /// it has expired or is not valid yet. Not sent; not retried, because it would not change.
    Certificate,
    /// The server does not speak TLS, or no common version or cipher. Not sent; not retried.
    TlsProtocol,
    /// The connection failed for another reason. Not sent; retried.
    Connect,
    /// No complete response came in time. Unknown whether sent, unless the head of a successful
    /// response came; retried if harmless.
    Timeout,
    /// The server accepted no more of an upload for too long. Sent in part, with unknown effect;
    /// retried if harmless.
    Stalled,
    /// The connection was lost before a response. Unknown whether sent; retried if harmless.
    ConnectionLost,
    /// The response is not HTTP, or its head is too large. Unknown whether sent; retried if
    /// harmless.
    NotHttp,
    /// The response broke off, or its framing is broken. Sent; retried if harmless.
    Truncated,
    /// The response is larger than the cap. Sent; retried if harmless.
    TooLarge,
    /// The response has an unsupported compression, or a damaged one. Sent; the received bytes are
    /// kept; retried if harmless.
    ContentEncoding,
    /// The status is not a success. Unknown whether sent, because a gateway may have responded;
    /// retried only for 5xx, 408 and 429, and only if harmless.
    Status(u16),
}

impl TransportErrorKind {
    /// The word for machine-readable errors.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Build => "build",
            Self::Runtime => "runtime",
            Self::UploadSourceUnopened => "source_unopened",
            Self::UploadSourceBroken => "source_broken",
            Self::NoSlot => "no_turn",
            Self::NameResolution => "name_resolution",
            Self::ConnectionRefused => "connection_refused",
            Self::ConnectTimeout => "connect_timeout",
            Self::Tls => "tls",
            Self::Certificate => "certificate",
            Self::TlsProtocol => "tls_protocol",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Stalled => "stalled",
            Self::ConnectionLost => "connection_lost",
            Self::NotHttp => "not_http",
            Self::Truncated => "truncated",
            Self::TooLarge => "too_large",
            Self::ContentEncoding => "content_encoding",
            Self::Status(_) => "status",
        }
    }
}

impl core::fmt::Display for TransportErrorKind {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Build => "the request could not be built",
            Self::Runtime => "the call needs a tokio runtime with timers and IO",
            Self::UploadSourceUnopened => "a source of the upload could not be opened",
            Self::UploadSourceBroken => "a source of the upload could not be read",
            Self::NoSlot => "the rate limit left no slot in time",
            Self::NameResolution => "the host name could not be resolved",
            Self::ConnectionRefused => "the connection was refused",
            Self::ConnectTimeout => "the connection was not established in time",
            Self::Tls => "the TLS handshake failed",
            Self::Certificate => "the server's certificate is not accepted",
            Self::TlsProtocol => "the server speaks no usable TLS",
            Self::Connect => "the connection failed",
            Self::Timeout => "no complete response came in time",
            Self::Stalled => "the server stopped accepting the upload",
            Self::ConnectionLost => "the connection was lost before a response",
            Self::NotHttp => "the response is not HTTP",
            Self::Truncated => "the response broke off",
            Self::TooLarge => "the response is larger than allowed",
            Self::ContentEncoding => "the response cannot be decompressed",
            Self::Status(status @ 300..400) => {
                return write!(
                    f,
                    "the server redirects (status {status}), and redirects are not followed"
                );
            }
            Self::Status(status) => return write!(f, "the server responded with status {status}"),
        })
    }
}
