//! The shape of requests and answers between client, transport and sandbox: bytes, no IO.

use core::fmt::{self, Write as _};

use std::io::{self, Read as _};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{File, Kind, Method, Sensitivity, Source, Spec, Unverified, Value, Vendor};

/// Everything outside the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The content type of a form body.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// Appends `name=value` to `out`, percent-encoded (UTF-8, upper-case hexadecimal, blank as
/// `%20`, the unreserved characters of RFC 3986 left alone), after `&` where `out` holds a pair
/// already.
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

/// A request as it goes onto the wire. It carries credentials: `Debug` shows path and sizes.
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

    /// The request with every secret, every personal value and (for its length) every picture
    /// replaced by `[redacted]`: for people who want to see what is sent.
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
            mask_pairs(&mut out, query, open);
        }
        match &self.body {
            Body::Empty => {}
            Body::Form(form) => {
                out.push('\n');
                mask_pairs(&mut out, form, open);
            }
            Body::Multipart(multipart) => {
                for part in &multipart.parts {
                    let _infallible = write!(out, "\n{}: ", part.name);
                    match &part.file_name {
                        Some(name) if open(&part.name) => {
                            let _infallible =
                                write!(out, "file {name:?}, {} bytes", part.content.len());
                        }
                        Some(_) => {
                            let _infallible = write!(out, "file, {} bytes", part.content.len());
                        }
                        None if open(&part.name) => {
                            out.push_str(&String::from_utf8_lossy(&part.content));
                        }
                        None => out.push_str("[redacted]"),
                    }
                }
                for (name, file) in &multipart.files {
                    let _infallible = write!(out, "\n{name}: {file:?}, read while it is sent");
                }
            }
        }
        out
    }
}

fn mask_pairs(out: &mut String, pairs: &str, open: impl Fn(&str) -> bool) {
    for (index, pair) in pairs.split('&').enumerate() {
        if index > 0 {
            out.push('&');
        }
        match pair.split_once('=') {
            Some((name, _)) if open(name) => out.push_str(pair),
            Some((name, _)) => {
                let _infallible = write!(out, "{name}=[redacted]");
            }
            None => out.push_str("[redacted]"),
        }
    }
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
    /// None.
    Empty,
    /// Percent-encoded pairs.
    Form(String),
    /// Parts, files among them.
    Multipart(Multipart),
}

impl Body {
    /// The content type header, where there is a body.
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

    /// The body in the pieces in which it is sent: bytes that are held, and sources to read.
    #[must_use]
    pub fn pieces(&self) -> Vec<Piece> {
        match self {
            Self::Empty => Vec::new(),
            Self::Form(form) => vec![Piece::Bytes(Bytes::copy_from_slice(form.as_bytes()))],
            Self::Multipart(multipart) => multipart.pieces(),
        }
    }

    /// Whether some of it is read while it is sent.
    #[must_use]
    pub fn is_streamed(&self) -> bool {
        matches!(self, Self::Multipart(multipart) if !multipart.files.is_empty())
    }

    /// The whole body in memory, sources read to their end: for those who answer in process.
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

    /// The bytes of the body that are held: all of them unless it [is
    /// streamed](Self::is_streamed), where [`Body::read`] has the rest as well.
    #[must_use]
    pub fn to_bytes(&self) -> Bytes {
        match self {
            Self::Empty => Bytes::new(),
            Self::Form(form) => Bytes::copy_from_slice(form.as_bytes()),
            Self::Multipart(multipart) => multipart.to_bytes(),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Form(form) => write!(f, "Form({} bytes)", form.len()),
            Self::Multipart(multipart) => write!(f, "Multipart({} parts)", multipart.parts.len()),
        }
    }
}

/// A stretch of a body.
#[derive(Debug, Clone)]
pub enum Piece {
    /// These bytes.
    Bytes(Bytes),
    /// Whatever this source holds.
    Source(Arc<dyn Source>),
}

impl Piece {
    /// How many bytes it has, where that is known.
    #[must_use]
    pub fn len(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Self::Source(source) => source.len(),
        }
    }

    /// Whether it is known to have none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }
}

/// A body of `multipart/form-data`.
#[derive(Clone, PartialEq, Eq)]
pub struct Multipart {
    boundary: String,
    parts: Vec<Part>,
    /// After the parts, each with the name of its form field.
    files: Vec<(String, File)>,
}

impl Multipart {
    /// A body of these parts. The boundary is made from `seed` (letters and digits) and stands
    /// in none of the parts.
    #[must_use]
    pub fn new(seed: &str, parts: Vec<Part>) -> Self {
        let mut boundary = format!("registry-{seed}");
        while parts
            .iter()
            .any(|part| contains(&part.content, boundary.as_bytes()))
        {
            boundary.push('x');
        }
        Self {
            boundary,
            parts,
            files: Vec::new(),
        }
    }

    /// The same body with files after its parts that are read while they are sent.
    ///
    /// Such a file cannot be searched for the boundary. So the seed of [`Multipart::new`] has to
    /// be one that whoever wrote the file could not know: 128 bits that depend on a secret of
    /// the client and on the time of the call.
    #[must_use]
    pub fn with_streamed(mut self, files: Vec<(String, File)>) -> Self {
        self.files = files;
        self
    }

    /// The boundary.
    #[must_use]
    pub fn boundary(&self) -> &str {
        &self.boundary
    }

    /// The parts.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    fn pieces(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut held = BytesMut::new();
        for part in &self.parts {
            held.extend_from_slice(format!("--{}\r\n", self.boundary).as_bytes());
            held.extend_from_slice(part.head().as_bytes());
            held.extend_from_slice(&part.content);
            held.extend_from_slice(b"\r\n");
        }
        for (name, file) in &self.files {
            let part = Part {
                name: name.clone(),
                file_name: Some(file.name().to_owned()),
                content: file.content().clone(),
            };
            held.extend_from_slice(format!("--{}\r\n", self.boundary).as_bytes());
            held.extend_from_slice(part.head().as_bytes());
            held.extend_from_slice(&part.content);
            if let Some(source) = file.source() {
                pieces.push(Piece::Bytes(held.split().freeze()));
                pieces.push(Piece::Source(Arc::clone(source)));
            }
            held.extend_from_slice(b"\r\n");
        }
        held.extend_from_slice(format!("--{}--\r\n", self.boundary).as_bytes());
        pieces.push(Piece::Bytes(held.freeze()));
        pieces
    }

    fn to_bytes(&self) -> Bytes {
        let mut out = BytesMut::new();
        for piece in self.pieces() {
            if let Piece::Bytes(bytes) = piece {
                out.extend_from_slice(&bytes);
            }
        }
        out.freeze()
    }
}

impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.parts.iter().map(|part| part.name.as_str()).collect();
        f.debug_struct("Multipart").field("parts", &names).finish()
    }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}

/// One part of a multipart body.
#[derive(Clone, PartialEq, Eq)]
pub struct Part {
    /// The name of the form field.
    pub name: String,
    /// The file name, for a file.
    pub file_name: Option<String>,
    /// The bytes.
    pub content: Bytes,
}

impl Part {
    /// Name and file name as browsers write them: quotes and line breaks percent-encoded.
    fn head(&self) -> String {
        let escape = |text: &str| {
            text.replace('"', "%22")
                .replace('\r', "%0D")
                .replace('\n', "%0A")
        };
        let mut head = format!(
            "Content-Disposition: form-data; name=\"{}\"",
            escape(&self.name)
        );
        if let Some(file_name) = &self.file_name {
            let _infallible = write!(
                head,
                "; filename=\"{}\"\r\nContent-Type: application/octet-stream",
                escape(file_name)
            );
        }
        head.push_str("\r\n\r\n");
        head
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("name", &self.name)
            .field("content", &format_args!("{} bytes", self.content.len()))
            .finish_non_exhaustive()
    }
}

/// A request as it was received: decoded pairs in the order they came.
#[derive(Clone)]
pub struct Received {
    /// The method.
    pub method: Method,
    /// The path without the query.
    pub path: String,
    /// Names and values of the query.
    pub query: Vec<(String, Value)>,
    /// Names and values of the body.
    pub body: Vec<(String, Value)>,
}

impl Received {
    /// Names and values, those of the query first.
    pub fn params(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.query
            .iter()
            .chain(&self.body)
            .map(|(name, value)| (name.as_str(), value))
    }

    /// Takes the only text of this name out of the request.
    ///
    /// # Errors
    ///
    /// It is missing, empty or a file, or it is given more than once.
    pub fn take(&mut self, name: &'static str) -> Result<String, Unverified> {
        let mut found = Vec::new();
        for pairs in [&mut self.query, &mut self.body] {
            found.extend(
                pairs
                    .extract_if(.., |(given, _)| given == name)
                    .map(|(_, value)| value),
            );
        }
        match (found.pop(), found.is_empty()) {
            (Some(Value::Text(text)), true) if !text.is_empty() => Ok(text),
            (Some(_), false) => Err(Unverified::Repeated(name)),
            _ => Err(Unverified::Missing(name)),
        }
    }

    /// What is left: the operation's own parameters.
    #[must_use]
    pub fn into_params(self) -> Vec<(String, Value)> {
        let Self {
            mut query, body, ..
        } = self;
        query.extend(body);
        query
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.params().map(|(name, _)| name).collect();
        f.debug_struct("Received")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("params", &names)
            .finish()
    }
}

/// An answer as it came. The body may hold personal data: `Debug` shows its size.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The content type header, where there was one.
    pub content_type: Option<String>,
    /// The date header, where there was one, verbatim.
    pub date: Option<String>,
    /// The body.
    pub body: Bytes,
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            status,
            content_type,
            date,
            body,
        } = self;
        f.debug_struct("Response")
            .field("status", status)
            .field("content_type", content_type)
            .field("date", date)
            .field("body", &format_args!("{} bytes", body.len()))
            .finish()
    }
}
