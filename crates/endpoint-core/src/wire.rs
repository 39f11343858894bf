//! Requests and responses between client, transport and sandbox: bytes, no IO.

use core::fmt::{self, Write as _};
use std::borrow::Cow;
use std::io::{self, Read as _};

use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::{Kind, Method, Sensitivity, Spec, Vendor};

mod multipart;
mod received;

pub use self::multipart::{Multipart, Part, Piece};
pub use self::received::Received;

/// The bytes outside the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The content type of a form body.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// Appends `name=value` to `out`, percent-encoded (UTF-8, upper-case hexadecimal, blank as `%20`,
/// the unreserved characters of RFC 3986 unchanged), after `&` if `out` already holds a pair.
pub fn push_pair(out: &mut String, name: &str, value: &str) {
    if !out.is_empty() {
        out.push('&');
    }
    let _infallible = write!(
        out,
        "{}={}",
        utf8_percent_encode(name, RESERVED),
        utf8_percent_encode(value, RESERVED)
    );
}

/// A request on the wire. It carries credentials: `Debug` shows path and sizes.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Path and query, as in the request line.
    pub target: String,
    /// The body with its content type.
    pub body: Body,
}

impl Request {
    /// The path without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(self.target.as_str(), |(path, _)| path)
    }

    /// The request for display: every secret, every personal value (by its parameter, or by
    /// [itself](Vendor::is_personal)) and, for its length, every picture is replaced by
    /// `[redacted]`.
    #[must_use]
    pub fn masked<V: Vendor>(&self, spec: &Spec) -> String {
        let open = |name: &str| {
            spec.params
                .iter()
                .chain(V::COMMON)
                .find(|param| param.name == name)
                .is_some_and(|param| {
                    param.sensitivity == Sensitivity::Open && param.kind != Kind::Picture
                })
        };
        let mut out = format!("{} {}", self.method.as_str(), self.path());
        if let Some((_, query)) = self.target.split_once('?') {
            out.push('?');
            mask_pairs::<V>(&mut out, query, open);
        }
        match &self.body {
            Body::Empty => {}
            Body::Form(form) => {
                out.push('\n');
                mask_pairs::<V>(&mut out, form, open);
            }
            Body::Multipart(multipart) => {
                for part in multipart.parts() {
                    let _infallible = write!(out, "\n{}: ", part.name);
                    match &part.file_name {
                        Some(name) if open(&part.name) && !V::is_personal(name) => {
                            let _infallible =
                                write!(out, "file {name:?}, {} bytes", part.content.len());
                        }
                        Some(_) => {
                            let _infallible = write!(out, "file, {} bytes", part.content.len());
                        }
                        None if open(&part.name) => {
                            let text = String::from_utf8_lossy(&part.content);
                            let is_personal = V::is_personal(&text);
                            out.push_str(if is_personal { "[redacted]" } else { &text });
                        }
                        None => out.push_str("[redacted]"),
                    }
                }
                for (name, file) in multipart.files() {
                    let _infallible = write!(out, "\n{name}: ");
                    if open(name) && !V::is_personal(file.name()) {
                        let _infallible = write!(out, "file {:?}, ", file.name());
                    }
                    let _infallible = match file.len() {
                        Some(len) => write!(out, "{len} bytes, read while they are sent"),
                        None => write!(out, "as many bytes as it turns out to have"),
                    };
                }
            }
        }
        out
    }
}

fn mask_pairs<V: Vendor>(out: &mut String, pairs: &str, open: impl Fn(&str) -> bool) {
    for (index, pair) in pairs.split('&').enumerate() {
        if index > 0 {
            out.push('&');
        }
        match pair.split_once('=') {
            Some((name, value)) if open(name) && !V::is_personal(&decoded(value)) => {
                out.push_str(pair)
            }
            Some((name, _)) => {
                let _infallible = write!(out, "{name}=[redacted]");
            }
            None => out.push_str("[redacted]"),
        }
    }
}

/// A value of a query or form as text.
fn decoded(value: &str) -> Cow<'_, str> {
    percent_decode_str(value).decode_utf8_lossy()
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            method,
            target,
            body,
        } = self;
        f.debug_struct("Request")
            .field("method", method)
            .field("path", &self.path())
            .field("target", &format_args!("{} bytes", target.len()))
            .field("body", body)
            .finish()
    }
}

/// The body of a request.
#[derive(Clone, PartialEq, Eq)]
pub enum Body {
    /// No body.
    Empty,
    /// Percent-encoded pairs.
    Form(String),
    /// Parts, files among them.
    Multipart(Multipart),
}

impl Body {
    /// The content type header, if there is a body.
    #[must_use]
    pub fn content_type(&self) -> Option<String> {
        match self {
            Self::Empty => None,
            Self::Form(_) => Some(FORM.to_owned()),
            Self::Multipart(multipart) => Some(format!(
                "multipart/form-data; boundary={}",
                multipart.boundary()
            )),
        }
    }

    /// The body in the pieces in which it is sent: bytes in memory, and sources to read.
    #[must_use]
    pub fn pieces(&self) -> Vec<Piece> {
        match self {
            Self::Empty => Vec::new(),
            Self::Form(form) => vec![Piece::Bytes(Bytes::copy_from_slice(form.as_bytes()))],
            Self::Multipart(multipart) => multipart.pieces(),
        }
    }

    /// Whether a part of it is read while it is sent.
    #[must_use]
    pub fn is_streamed(&self) -> bool {
        matches!(self, Self::Multipart(multipart) if !multipart.files().is_empty())
    }

    /// The whole body in memory, with sources read to their end: for receivers in process.
    ///
    /// # Errors
    ///
    /// A source cannot be read.
    pub fn read(&self) -> io::Result<Bytes> {
        let mut out = Vec::new();
        for piece in self.pieces() {
            match piece {
                Piece::Bytes(bytes) => out.extend_from_slice(&bytes),
                Piece::Source(source) => {
                    source.open()?.read_to_end(&mut out)?;
                }
            }
        }
        Ok(out.into())
    }

    /// The bytes of the body in memory: all of them unless it [is streamed](Self::is_streamed);
    /// [`Body::read`] returns the rest as well.
    #[must_use]
    pub fn to_bytes(&self) -> Bytes {
        match self {
            Self::Empty => Bytes::new(),
            Self::Form(form) => Bytes::copy_from_slice(form.as_bytes()),
            Self::Multipart(multipart) => multipart.held(),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Form(form) => write!(f, "Form({} bytes)", form.len()),
            Self::Multipart(multipart) => {
                let parts = multipart.parts().len() + multipart.files().len();
                write!(f, "Multipart({parts} parts)")
            }
        }
    }
}

/// A received response. The body may hold personal data: `Debug` shows its size.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The content type header, if any.
    pub content_type: Option<String>,
    /// The date header, if any, verbatim.
    pub date: Option<String>,
    /// The Retry-After header, if any, verbatim.
    pub retry_after: Option<String>,
    /// The body.
    pub body: Bytes,
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            status,
            content_type,
            date,
            retry_after,
            body,
        } = self;
        f.debug_struct("Response")
            .field("status", status)
            .field("content_type", content_type)
            .field("date", date)
            .field("retry_after", retry_after)
            .field("body", &format_args!("{} bytes", body.len()))
            .finish()
    }
}
