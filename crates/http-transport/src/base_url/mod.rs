//! Parses base addresses: scheme, host, port and an optional path before the vendor's own.

mod host;
mod path;

use core::fmt;

use endpoint_core::PlainHttp;
use hyper::Uri;
use hyper::http::uri::PathAndQuery;

pub(crate) use host::{Host, split_port};

/// The address of a vendor, or of a server in its place.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// Without a trailing slash.
    text: String,
    /// The same, parsed.
    uri: Uri,
    is_encrypted: bool,
    is_loopback: bool,
}

/// Why an address cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidBaseUrl {
    /// It is not a URL.
    #[error("the base address is not a URL such as https://host or http://127.0.0.1:8080")]
    NotAUrl,
    /// The scheme is neither http nor https.
    #[error("the base address must begin with https:// or http://")]
    Scheme,
    /// It contains credentials, a query or a fragment.
    #[error("the base address must be scheme, host and port, without user, query or fragment")]
    TooMuch,
    /// The host has characters outside ASCII.
    #[error("the host of the base address must be written in ASCII: international names as xn--…")]
    NonAsciiHost,
    /// The host is a number, but not an IPv4 address in its usual form.
    #[error(
        "the host of the base address is a number: write an IPv4 address as four decimal numbers, \
         such as 127.0.0.1"
    )]
    Ipv4,
    /// The vendor does not allow unencrypted calls beyond this machine.
    #[error(
        "{vendor} is called over https only: plain http is for loopback, {host} is somewhere else"
    )]
    PlainHttp {
        /// The vendor.
        vendor: &'static str,
        /// The host.
        host: String,
    },
}

impl BaseUrl {
    /// Parses an address, and checks it against the rules of the vendor.
    ///
    /// # Errors
    ///
    /// Why the address cannot be used.
    pub fn parse(
        text: &str,
        vendor: &'static str,
        plain_http: PlainHttp,
    ) -> Result<Self, InvalidBaseUrl> {
        let text = text.trim();
        let (scheme, rest) = split_scheme(text).ok_or(InvalidBaseUrl::NotAUrl)?;
        let (scheme, usual_port) = match scheme.to_ascii_lowercase().as_str() {
            "https" => ("https", 443),
            "http" => ("http", 80),
            _ => return Err(InvalidBaseUrl::Scheme),
        };
        let is_encrypted = scheme == "https";
        // Parsers disagree about backslashes, and some skip line breaks and tabs.
        if rest.contains(|c: char| c == '\\' || c.is_control()) {
            return Err(InvalidBaseUrl::NotAUrl);
        }
        let rest = rest.strip_prefix("//").ok_or(InvalidBaseUrl::NotAUrl)?;
        if rest.contains(['?', '#']) {
            return Err(InvalidBaseUrl::TooMuch);
        }
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if authority.contains('@') {
            return Err(InvalidBaseUrl::TooMuch);
        }
        let (host, port) = split_port(authority)?;
        let host = Host::parse(host)?;
        let is_loopback = host.is_loopback();
        if !is_encrypted && !is_loopback && plain_http == PlainHttp::LoopbackOnly {
            let host = host.to_string();
            return Err(InvalidBaseUrl::PlainHttp { vendor, host });
        }
        let path = path::normalize(path);
        let text = match port.filter(|port| *port != usual_port) {
            Some(port) => format!("{scheme}://{host}:{port}{path}"),
            None => format!("{scheme}://{host}{path}"),
        };
        Ok(Self {
            uri: text.parse().map_err(|_| InvalidBaseUrl::NotAUrl)?,
            text,
            is_encrypted,
            is_loopback,
        })
    }

    /// The address without a trailing slash. Contains no credentials.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The URL of a target, which begins with a slash. `None` if the URL would differ on its way:
    /// the bytes sent must be the bytes signed.
    pub(crate) fn uri(&self, target: &str) -> Option<Uri> {
        let whole = format!("{}{target}", self.uri.path().trim_end_matches('/'));
        let mut parts = self.uri.clone().into_parts();
        let path_and_query = PathAndQuery::try_from(whole.as_str()).ok()?;
        if path_and_query.as_str() != whole {
            return None;
        }
        parts.path_and_query = Some(path_and_query);
        Uri::from_parts(parts).ok()
    }

    /// Whether the host is this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.is_loopback
    }

    /// Whether others can read the requests: plain HTTP beyond this machine.
    #[must_use]
    pub fn is_exposed(&self) -> bool {
        !self.is_encrypted && !self.is_loopback
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BaseUrl({})", self.text)
    }
}

/// The scheme of an address, and everything after its colon.
fn split_scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let is_scheme = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    let begins = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    (begins && scheme.chars().all(is_scheme)).then_some((scheme, rest))
}
