//! Where a vendor is called: scheme, host, port and perhaps a path before the vendor's own.

use core::fmt;
use std::net::IpAddr;

use endpoint_core::PlainHttp;
use hyper::Uri;
use hyper::http::uri::PathAndQuery;
use url::Url;

/// The address of a vendor or of something in its place.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// Without a slash at the end.
    text: String,
    /// The same, ready to have targets joined to it, by reqwest and by what is below it.
    url: Url,
    uri: Uri,
    is_encrypted: bool,
    is_loopback: bool,
}

/// Why an address cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidBaseUrl {
    /// It is not an address.
    #[error("the base address is not a URL such as https://host or http://127.0.0.1:8080")]
    NotAUrl,
    /// The scheme is neither http nor https.
    #[error("the base address must begin with https:// or http://")]
    Scheme,
    /// It carries credentials, a query or a fragment.
    #[error("the base address must be scheme, host and port, without user, query or fragment")]
    TooMuch,
    /// The vendor is not called without encryption outside this machine.
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
    /// Reads an address and checks it against what the vendor allows.
    ///
    /// # Errors
    ///
    /// Why the address cannot be used.
    pub fn parse(
        text: &str,
        vendor: &'static str,
        plain_http: PlainHttp,
    ) -> Result<Self, InvalidBaseUrl> {
        let url = Url::parse(text.trim()).map_err(|_| InvalidBaseUrl::NotAUrl)?;
        let is_encrypted = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return Err(InvalidBaseUrl::Scheme),
        };
        let host = url.host_str().ok_or(InvalidBaseUrl::NotAUrl)?.to_owned();
        if !url.username().is_empty()
            || url.password().is_some()
            || url.query().is_some()
            || url.fragment().is_some()
        {
            return Err(InvalidBaseUrl::TooMuch);
        }
        let is_loopback = is_loopback(&host);
        if !is_encrypted && !is_loopback && plain_http == PlainHttp::LoopbackOnly {
            return Err(InvalidBaseUrl::PlainHttp { vendor, host });
        }
        let uri = url.as_str().parse();
        Ok(Self {
            text: url.as_str().trim_end_matches('/').to_owned(),
            uri: uri.map_err(|_| InvalidBaseUrl::NotAUrl)?,
            url,
            is_encrypted,
            is_loopback,
        })
    }

    /// The address without a slash at the end. Holds no credential.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The address of a target, which begins with a slash. Nothing where it would become something
    /// else on its way: what is sent has to be what was signed, byte for byte.
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

    /// As [`BaseUrl::uri`], for reqwest.
    #[cfg(feature = "reqwest")]
    pub(crate) fn url(&self, target: &str) -> Option<Url> {
        let joined = match self.url.path() {
            "/" => self.url.join(target),
            _ => Url::parse(&format!("{}{target}", self.text)),
        };
        joined
            .ok()
            .filter(|url| url.as_str().strip_prefix(self.text.as_str()) == Some(target))
    }

    /// Whether it is this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.is_loopback
    }

    /// Whether what is sent can be read on the way.
    #[must_use]
    pub fn is_readable_on_the_way(&self) -> bool {
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

fn is_loopback(host: &str) -> bool {
    if host.eq_ignore_ascii_case("localhost") {
        return true;
    }
    host.trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>()
        .is_ok_and(|address| address.is_loopback())
}
