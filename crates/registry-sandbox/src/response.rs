//! The sandbox's response to a request.

use core::fmt;

use bytes::Bytes;
use endpoint_core::wire::Response;

/// A response of the sandbox: for clients of the vendors, and for browsers. The body may hold
/// personal data: `Debug` shows its size.
#[derive(Clone, PartialEq, Eq)]
pub struct SandboxResponse {
    /// The HTTP status.
    pub status: u16,
    /// The content type header.
    pub content_type: Option<String>,
    /// The date header, by the sandbox's clock.
    pub date: Option<String>,
    /// The location header of a redirect: the target of a browser page.
    pub location: Option<String>,
    /// The body.
    pub body: Bytes,
}

impl SandboxResponse {
    pub(crate) fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self::new("application/json; charset=utf-8", status, body.into())
    }

    pub(crate) fn xml(status: u16, body: impl Into<Bytes>) -> Self {
        Self::new("text/xml; charset=utf-8", status, body.into())
    }

    pub(crate) fn html(status: u16, page: String) -> Self {
        Self::new("text/html; charset=utf-8", status, page.into())
    }

    pub(crate) fn png(picture: Bytes) -> Self {
        Self::new("image/png", 200, picture)
    }

    /// Sends a browser to an address. Bytes that are invalid in a header are percent-encoded.
    pub(crate) fn redirect(address: &str, page: String) -> Self {
        let mut location = String::with_capacity(address.len());
        for byte in address.bytes() {
            if byte.is_ascii_graphic() {
                location.push(char::from(byte));
            } else {
                location.push_str(&format!("%{byte:02X}"));
            }
        }
        Self {
            location: Some(location),
            ..Self::html(302, page)
        }
    }

    fn new(content_type: &str, status: u16, body: Bytes) -> Self {
        Self {
            status,
            content_type: Some(content_type.to_owned()),
            date: None,
            location: None,
            body,
        }
    }
}

impl From<SandboxResponse> for Response {
    /// As clients of the vendors see it; they follow no redirects.
    fn from(response: SandboxResponse) -> Self {
        let SandboxResponse {
            status,
            content_type,
            date,
            location: _,
            body,
        } = response;
        Self {
            status,
            content_type,
            date,
            retry_after: None,
            body,
        }
    }
}

impl fmt::Debug for SandboxResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            status,
            content_type,
            date,
            location,
            body,
        } = self;
        f.debug_struct("SandboxResponse")
            .field("status", status)
            .field("content_type", content_type)
            .field("date", date)
            .field("location", &location.as_ref().map(|_| "[redacted]"))
            .field("body", &format_args!("{} bytes", body.len()))
            .finish()
    }
}
