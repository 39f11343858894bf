//! The adapter for reqwest, set up so that the table of retries is true.

use core::fmt;
use core::future::{Future as _, poll_fn};
use core::pin::pin;
use core::task::Poll;
use core::time::Duration;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use endpoint_core::Method;
use endpoint_core::wire::Response;
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName};
use reqwest::{Proxy, Url, redirect, retry};
use tokio::time::{Instant, timeout_at};

use crate::connect_limit::{ConnectLimit, allowing};
use crate::reqwest_failure::{explain, unanswered};
use crate::resolver::Resolver;
use crate::service::{Failure, FailureKind, HttpService, Outgoing};
use crate::upload;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);

/// How long an idle connection is kept: shorter than servers usually keep theirs, because a
/// request that meets a closing connection is lost without anybody knowing.
const IDLE: Duration = Duration::from_secs(4);

/// No deadline is longer: the clock ends somewhere.
const LONGEST: Duration = Duration::from_secs(60 * 60 * 24 * 365);

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
#[derive(Clone)]
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
    /// How long a connection may take to be made, with name resolution and TLS handshake: 5 s
    /// unless set. It is never longer than half of an attempt's deadline, so that a connection
    /// that hangs is known as unsent.
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
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls()?)
            // Divided among the addresses of a host, so that one that hangs leaves time for the
            // others. Each exchange has its own limit below it.
            .connect_timeout(self.connect)
            .connector_layer(ConnectLimit)
            .dns_resolver(Arc::new(Resolver))
            .pool_idle_timeout(IDLE)
            .redirect(redirect::Policy::none())
            .referer(false)
            .retry(retry::never())
            .http1_only()
            .no_proxy();
        if let Some(address) = &self.proxy {
            builder = builder.proxy(Proxy::all(proxy(address)?).map_err(|_| SetupError::Proxy)?);
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

impl fmt::Debug for ReqwestServiceBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { connect, proxy } = self;
        f.debug_struct("ReqwestServiceBuilder")
            .field("connect", connect)
            // The address may hold a password.
            .field("proxy", &proxy.as_ref().map(|_| "[redacted]"))
            .finish()
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
        let mut request = self.client.request(method, url);
        let mut watch = None;
        if let Some(content_type) = outgoing.request.body.content_type() {
            request = request.header(CONTENT_TYPE, content_type).body(
                if outgoing.request.body.is_streamed() {
                    let (upload, its) =
                        upload::begin(&outgoing.request.body, outgoing.progress).await?;
                    watch = Some(its);
                    reqwest::Body::wrap(upload)
                } else {
                    outgoing.request.body.to_bytes().into()
                },
            );
        }
        let until = Instant::now() + outgoing.deadline.min(LONGEST);
        // A stall is as long as an attempt, and is the deadline itself where nothing streams.
        let connect = self.connect.min(outgoing.stall / 2);
        let exchange = exchange(request, connect, outgoing.body_cap, until);
        let Some(watch) = watch else {
            return exchange.await;
        };
        let mut exchange = pin!(exchange);
        let mut stalled = pin!(watch.stalled(outgoing.stall));
        let outcome = poll_fn(|context| {
            if let Poll::Ready(outcome) = exchange.as_mut().poll(context) {
                return Poll::Ready(outcome);
            }
            stalled.as_mut().poll(context).map(Err)
        })
        .await;
        // What broke on this side looks like a lost connection from where reqwest stands.
        outcome.map_err(|failure| watch.failure().unwrap_or(failure))
    }
}

/// Sends a request and reads the answer.
///
/// Not with reqwest's own timeout, which looks at its clock first: on a machine that hangs, a
/// connection that was never made would end as a timeout that anything may precede. This one
/// looks at the exchange first, where the limit of the connection has passed before.
async fn exchange(
    request: reqwest::RequestBuilder,
    connect: Duration,
    body_cap: usize,
    until: Instant,
) -> Result<Response, Failure> {
    let mut response = timeout_at(until, allowing(connect, request.send()))
        .await
        .map_err(|_| Failure::new(FailureKind::Timeout, ""))?
        .map_err(|error| unanswered(&error))?;
    let status = response.status().as_u16();
    let content_type = text_of(response.headers(), &CONTENT_TYPE);
    let date = text_of(response.headers(), &DATE);
    let body = match read_body(&mut response, body_cap, until).await {
        Ok(body) => body,
        Err(failure) if response.status().is_success() => return Err(failure),
        // The status says more than how its body ended.
        Err(failure) => failure.body,
    };
    Ok(Response {
        status,
        content_type,
        date,
        body,
    })
}

/// TLS with a provider of its own: reqwest would ask for one of the process, and panic where
/// there is none.
pub(crate) fn tls() -> Result<rustls::ClientConfig, SetupError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let roots = rustls::RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    Ok(rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| SetupError::Client(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth())
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

/// The address of a proxy, with its scheme: reqwest would guess one.
fn proxy(address: &str) -> Result<Url, SetupError> {
    Url::parse(address.trim())
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or(SetupError::Proxy)
}

fn text_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned)
}

async fn read_body(
    response: &mut reqwest::Response,
    cap: usize,
    until: Instant,
) -> Result<Bytes, Failure> {
    let too_large = || (FailureKind::TooLarge, format!("more than {cap} bytes"));
    let announced = response
        .content_length()
        .map(|length| usize::try_from(length).unwrap_or(usize::MAX));
    let expected = announced.filter(|length| *length <= cap);
    let mut body = BytesMut::with_capacity(expected.unwrap_or_default());
    let (kind, detail) = loop {
        if announced.is_some_and(|length| length > cap) {
            break too_large();
        }
        match timeout_at(until, response.chunk()).await {
            Ok(Ok(Some(chunk))) => {
                let room = cap.saturating_sub(body.len());
                if chunk.len() > room {
                    body.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
                    break too_large();
                }
                body.extend_from_slice(&chunk);
            }
            Ok(Ok(None)) => return Ok(body.freeze()),
            Ok(Err(error)) => break (FailureKind::Truncated, explain(&error)),
            Err(_) => break (FailureKind::Timeout, String::new()),
        }
    };
    Err(Failure {
        kind,
        detail,
        body: body.freeze(),
        cause: None,
    })
}
