//! The adapter for reqwest, set up so that the table of retries is true.

use core::fmt;
use core::time::Duration;
use std::error::Error as StdError;
use std::io;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use endpoint_core::Method;
use endpoint_core::wire::Response;
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName};
use reqwest::{Proxy, Url, redirect, retry};

use crate::service::{Failure, FailureKind, HttpService, Outgoing};

/// How long a connection may take to be made. Below every attempt's deadline, so that a
/// connection that hangs is known as unsent.
const CONNECT: Duration = Duration::from_secs(5);

/// How long an idle connection is kept: shorter than servers usually keep theirs, because a
/// request that meets a closing connection is lost without anybody knowing.
const IDLE: Duration = Duration::from_secs(4);

/// Sends requests with reqwest over HTTP/1.
///
/// Redirects are not followed, no referer is sent, no proxy of the environment is used, nothing
/// is repeated behind our back, and bodies are read under a cap.
#[derive(Clone)]
pub struct ReqwestService {
    client: reqwest::Client,
    connect: Duration,
}

/// Sets up a [`ReqwestService`].
#[derive(Debug, Clone)]
pub struct ReqwestServiceBuilder {
    connect: Duration,
    proxy: Option<String>,
}

/// Why the adapter cannot be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// The proxy's address is not a URL.
    #[error("the proxy address is not a URL such as http://127.0.0.1:3128")]
    Proxy,
    /// The TLS configuration or the client could not be made.
    #[error("the HTTP client could not be set up: {0}")]
    Client(String),
}

impl ReqwestService {
    /// The adapter with its defaults.
    ///
    /// # Errors
    ///
    /// The TLS configuration or the client could not be made.
    pub fn new() -> Result<Self, SetupError> {
        Self::builder().build()
    }

    /// The adapter with other settings.
    #[must_use]
    pub fn builder() -> ReqwestServiceBuilder {
        ReqwestServiceBuilder {
            connect: CONNECT,
            proxy: None,
        }
    }
}

impl ReqwestServiceBuilder {
    /// How long a connection may take to be made: 5 s unless set. It is never longer than half
    /// of an attempt's deadline.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect = timeout;
        self
    }

    /// Sends everything through this proxy. Without it nothing goes through any, whatever
    /// `HTTP_PROXY` and its kin say.
    #[must_use]
    pub fn proxy(mut self, address: impl Into<String>) -> Self {
        self.proxy = Some(address.into());
        self
    }

    /// The adapter.
    ///
    /// # Errors
    ///
    /// The proxy's address is no URL, or the client could not be made.
    pub fn build(self) -> Result<ReqwestService, SetupError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let roots = rustls::RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| SetupError::Client(error.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .connect_timeout(self.connect)
            .pool_idle_timeout(IDLE)
            .redirect(redirect::Policy::none())
            .referer(false)
            .retry(retry::never())
            .http1_only()
            .no_proxy();
        if let Some(address) = &self.proxy {
            builder = builder.proxy(Proxy::all(address).map_err(|_| SetupError::Proxy)?);
        }
        let client = builder
            .build()
            .map_err(|error| SetupError::Client(explain(&error)))?;
        Ok(ReqwestService {
            client,
            connect: self.connect,
        })
    }
}

impl fmt::Debug for ReqwestService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestService")
            .field("connect", &self.connect)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl HttpService for ReqwestService {
    async fn send(&self, outgoing: Outgoing<'_>) -> Result<Response, Failure> {
        let url = address(&outgoing)?;
        let method = match outgoing.request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
        };
        let mut request = self.client.request(method, url).timeout(outgoing.deadline);
        if let Some(content_type) = outgoing.request.body.content_type() {
            request = request
                .header(CONTENT_TYPE, content_type)
                .body(outgoing.request.body.to_bytes());
        }
        let mut response = request.send().await.map_err(|error| unanswered(&error))?;
        let status = response.status().as_u16();
        let content_type = text_of(response.headers(), &CONTENT_TYPE);
        let date = text_of(response.headers(), &DATE);
        let body = read_body(&mut response, outgoing.body_cap).await?;
        Ok(Response {
            status,
            content_type,
            date,
            body,
        })
    }
}

/// The address to call. What is sent has to be what was signed, byte for byte, so anything that
/// the URL library would rewrite is refused.
fn address(outgoing: &Outgoing<'_>) -> Result<Url, Failure> {
    let text = format!("{}{}", outgoing.base, outgoing.request.target);
    let url = Url::parse(&text)
        .map_err(|_| Failure::new(FailureKind::Build, "the target is not part of a URL"))?;
    if url.as_str() == text {
        Ok(url)
    } else {
        Err(Failure::new(
            FailureKind::Build,
            "the target would be rewritten on its way",
        ))
    }
}

fn text_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned)
}

async fn read_body(response: &mut reqwest::Response, cap: usize) -> Result<Bytes, Failure> {
    let mut body = BytesMut::new();
    let with_body = |kind, detail: String, body: BytesMut| Failure {
        kind,
        detail,
        body: body.freeze(),
    };
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => {
                let room = cap - body.len();
                if chunk.len() > room {
                    body.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
                    let detail = format!("more than {cap} bytes");
                    return Err(with_body(FailureKind::TooLarge, detail, body));
                }
                body.extend_from_slice(&chunk);
            }
            Ok(None) => return Ok(body.freeze()),
            Err(error) if error.is_timeout() => {
                return Err(with_body(FailureKind::Timeout, explain(&error), body));
            }
            Err(error) => {
                return Err(with_body(FailureKind::Truncated, explain(&error), body));
            }
        }
    }
}

/// Classes an error from before the answer. Whether the connection failed is asked first: a
/// connection that took too long is a timeout as well.
fn unanswered(error: &reqwest::Error) -> Failure {
    let kind = if error.is_builder() {
        FailureKind::Build
    } else if error.is_dns() {
        FailureKind::NameResolution
    } else if error.is_connect() {
        if error.is_timeout() {
            FailureKind::ConnectTimeout
        } else if causes(error).any(|cause| cause.is::<rustls::Error>()) {
            FailureKind::Tls
        } else if io_kinds(error).any(|kind| kind == io::ErrorKind::ConnectionRefused) {
            FailureKind::ConnectionRefused
        } else {
            FailureKind::Connect
        }
    } else if error.is_timeout() {
        FailureKind::Timeout
    } else {
        FailureKind::ConnectionLost
    };
    Failure::new(kind, explain(error))
}

fn causes<'a>(error: &'a reqwest::Error) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    core::iter::successors(error.source(), |cause| next_cause(*cause))
}

/// The cause of a cause. One wrapped in an `io::Error` is not that error's source.
fn next_cause<'a>(cause: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    match cause
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(wrapped) => Some(wrapped),
        None => cause.source(),
    }
}

fn io_kinds(error: &reqwest::Error) -> impl Iterator<Item = io::ErrorKind> {
    causes(error)
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .map(io::Error::kind)
}

/// The innermost cause in words that hold no address: reqwest's own texts carry the whole URL.
fn explain(error: &reqwest::Error) -> String {
    if let Some(tls) = causes(error).find_map(|cause| cause.downcast_ref::<rustls::Error>()) {
        return tls.to_string();
    }
    io_kinds(error)
        .last()
        .filter(|kind| *kind != io::ErrorKind::Other)
        .map_or_else(String::new, |kind| kind.to_string())
}
