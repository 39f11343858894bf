//! Why an attempt brought no answer.

use core::time::Duration;
use std::io;
use std::sync::Arc;

use bytes::Bytes;

/// Why there is no answer. Holds no address and no parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendError {
    /// What failed.
    pub kind: TransportErrorKind,
    /// What the layers below said, without addresses; may be empty.
    pub detail: String,
    /// What had been read of the answer's body.
    pub body: Bytes,
    /// What a source of the upload said, where that is why: the cause of the call's error.
    pub cause: Option<SourceError>,
    /// How long the server asks to be left alone, where it does.
    pub retry_after: Option<Duration>,
}

/// Why a source could not be opened or read, as it said itself. Two are equal that are one.
#[derive(Debug, Clone)]
pub struct SourceError(Arc<io::Error>);

impl SourceError {
    /// The error of the source.
    #[must_use]
    pub fn error(&self) -> &io::Error {
        &self.0
    }
}

impl From<io::Error> for SourceError {
    fn from(error: io::Error) -> Self {
        Self(Arc::new(error))
    }
}

impl PartialEq for SourceError {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for SourceError {}

impl SendError {
    /// A failure before any byte of an answer.
    #[must_use]
    pub fn new(kind: TransportErrorKind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
            body: Bytes::new(),
            cause: None,
            retry_after: None,
        }
    }

    /// A failure of what is uploaded: [`TransportErrorKind::SourceUnopened`] or
    /// [`TransportErrorKind::SourceBroken`].
    #[must_use]
    pub fn of_source(kind: TransportErrorKind, cause: impl Into<SourceError>) -> Self {
        Self {
            cause: Some(cause.into()),
            ..Self::new(kind, "")
        }
    }
}

impl SendError {
    /// Whether the response may have come, but for the end of its body.
    pub(crate) fn breaks_off(&self) -> bool {
        matches!(
            self.kind,
            TransportErrorKind::Truncated | TransportErrorKind::Timeout
        )
    }
}

/// What failed. Each says whether the request was sent and when it is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The request could not be built. Not sent; repeating would not help.
    Build,
    /// The call was made outside of a tokio runtime, or in one that has no timers or no IO. Not
    /// sent; repeating would not help.
    Runtime,
    /// What is to be uploaded could not be opened. Not sent; repeating would not help.
    SourceUnopened,
    /// What is uploaded could not be read to its end, yielded nothing for too long, or had another
    /// length than it promised because it was changed meanwhile. Sent in part, and nobody knows
    /// what the vendor made of that; not repeated.
    SourceBroken,
    /// The host name could not be resolved. Not sent; repeated.
    NameResolution,
    /// The [rate limit](crate::RateLimit) left no turn in time. Not sent; not repeated, all the
    /// time there was went by with waiting.
    NoTurn,
    /// Nobody listens there. Not sent; repeated.
    ConnectionRefused,
    /// The connection could not be made in time. Not sent; repeated.
    ConnectTimeout,
    /// The TLS handshake failed. Not sent; repeated.
    Tls,
    /// The server's certificate is not accepted: its issuer is unknown, it is for another name, it
    /// has expired or is not valid yet. Not sent; not repeated, the next one would be the same.
    Certificate,
    /// What answers does not speak TLS, or no version or cipher of it that we do. Not sent; not
    /// repeated.
    TlsProtocol,
    /// The connection could not be made for another reason. Not sent; repeated.
    Connect,
    /// No full answer in time. Sent or not, nobody knows; repeated only where that is free and
    /// harmless.
    Timeout,
    /// The server took nothing more of an upload for too long. Sent in part, and nobody knows what
    /// the vendor made of that; repeated only where that is free and harmless.
    Stalled,
    /// The connection was lost before an answer began. Sent or not, nobody knows; repeated only
    /// where that is free and harmless.
    ConnectionLost,
    /// What came is not HTTP, or its head is larger than any server's should be. Sent or not,
    /// nobody knows; repeated only where that is free and harmless.
    NotHttp,
    /// The answer began and broke off, or its framing is broken. Sent; repeated only where that is free and harmless.
    Truncated,
    /// The answer is larger than the cap. Sent; repeated only where that is free and harmless.
    TooLarge,
    /// The answer is compressed in a way that is not undone, or its compression is damaged. Sent;
    /// the bytes are kept as they came; repeated only where that is free and harmless.
    ContentEncoding,
    /// A status that is no success. Sent or not (a gateway may have answered), nobody knows;
    /// repeated only for 5xx, 408 and 429, and only where that is free and harmless.
    Status(u16),
}

impl TransportErrorKind {
    /// A word for machine-readable errors.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Build => "build",
            Self::Runtime => "runtime",
            Self::SourceUnopened => "source_unopened",
            Self::SourceBroken => "source_broken",
            Self::NoTurn => "no_turn",
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
            Self::SourceUnopened => "what is to be uploaded could not be opened",
            Self::SourceBroken => "reading what is uploaded failed on the way",
            Self::NoTurn => "the rate limit left no turn in time",
            Self::NameResolution => "the host name could not be resolved",
            Self::ConnectionRefused => "the connection was refused",
            Self::ConnectTimeout => "the connection could not be made in time",
            Self::Tls => "the TLS handshake failed",
            Self::Certificate => "the server's certificate is not accepted",
            Self::TlsProtocol => "there is no TLS to be had with the server",
            Self::Connect => "the connection could not be made",
            Self::Timeout => "no full answer came in time",
            Self::Stalled => "the server stopped taking the upload",
            Self::ConnectionLost => "the connection was lost before an answer",
            Self::NotHttp => "the answer is not HTTP",
            Self::Truncated => "the answer broke off",
            Self::TooLarge => "the answer is larger than allowed",
            Self::ContentEncoding => "the answer cannot be decompressed",
            Self::Status(status @ 300..400) => {
                return write!(
                    f,
                    "the server redirects (status {status}), which is not followed"
                );
            }
            Self::Status(status) => return write!(f, "the server answered with status {status}"),
        })
    }
}
