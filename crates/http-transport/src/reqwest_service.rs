//! The adapter for reqwest, set up so that the table of retries is true.

use core::fmt;
use core::future::{Future as _, poll_fn};
use core::pin::pin;
use core::task::Poll;
use core::time::Duration;
use std::sync::Arc;

use async_trait::async_trait;
use endpoint_core::Method;
use endpoint_core::wire::Response;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Proxy, Url, redirect, retry};
use tokio::time::Instant;

use crate::connect_limit::{ConnectLimit, allowing};
use crate::exchange::exchange;
use crate::limits::LONGEST;
use crate::reqwest_failure::{explain, unanswered};
use crate::resolver::Resolver;
use crate::service::{Failure, FailureKind, HttpService, Outgoing};
use crate::tls::tls;
use crate::upload;
use crate::upload_connection::UploadConnector;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);

/// How long an idle connection is kept: shorter than servers usually keep theirs, because a
/// request that meets a closing connection is lost without anybody knowing.
const IDLE: Duration = Duration::from_secs(4);

/// Sends requests with reqwest over HTTP/1.
///
/// Redirects are not followed, no referer is sent, no proxy of the environment is used, nothing
/// is repeated behind our back, and bodies are read under a cap.
///
/// What is uploaded while it is read has a connection of its own for each attempt, without reqwest:
/// there the answer of a server is heard that closes the connection while the body is being sent.
/// Behind a [proxy](ReqwestServiceBuilder::proxy) uploads go through reqwest as well, and such an
/// answer may be lost: the connection then counts as lost, and nobody knows what was sent.
#[derive(Clone)]
pub struct ReqwestService {
    client: reqwest::Client,
    connect: Duration,
    /// Nothing behind a proxy.
    uploads: Option<UploadConnector>,
}

/// Sets up a [`ReqwestService`].
#[derive(Clone)]
pub struct ReqwestServiceBuilder {
    connect: Duration,
    proxy: Option<String>,
    roots: Vec<u8>,
}

/// Why the adapter cannot be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// The proxy's address is not a URL.
    #[error("the proxy address is not a URL such as http://127.0.0.1:3128")]
    Proxy,
    /// The further root certificates cannot be read.
    #[error("the root certificates are not PEM text with a certificate in it")]
    RootCertificates,
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
            roots: Vec::new(),
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

    /// Trusts these certificates too, PEM text of one or several, beside the usual ones of the
    /// web: for a relay, or a proxy that opens TLS, with a certificate of a company's own.
    #[must_use]
    pub fn root_certificates(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.roots.extend_from_slice(pem.as_ref());
        self.roots.push(b'\n');
        self
    }

    /// The adapter.
    ///
    /// # Errors
    ///
    /// The proxy's address is no URL, the root certificates are none, or the client could not be
    /// made.
    pub fn build(self) -> Result<ReqwestService, SetupError> {
        let tls = tls(&self.roots)?;
        let uploads = match self.proxy {
            Some(_) => None,
            None => Some(UploadConnector::new(tls.clone())),
        };
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
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
            uploads,
        })
    }
}

impl fmt::Debug for ReqwestServiceBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            connect,
            proxy,
            roots,
        } = self;
        f.debug_struct("ReqwestServiceBuilder")
            .field("connect", connect)
            // The address may hold a password.
            .field("proxy", &proxy.as_ref().map(|_| "[redacted]"))
            .field("roots", &format_args!("{} bytes", roots.len()))
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
    fn keeps_deadlines(&self) -> bool {
        true
    }

    async fn send(&self, outgoing: Outgoing<'_>) -> Result<Response, Failure> {
        let url = outgoing.base.join(&outgoing.request.target);
        let url = url.ok_or_else(|| {
            Failure::new(
                FailureKind::Build,
                "the target would be rewritten on its way",
            )
        })?;
        let method = match outgoing.request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
        };
        let until = Instant::now() + outgoing.deadline.min(LONGEST);
        // A stall is as long as an attempt, and is the deadline itself where nothing streams.
        let connect = self.connect.min(outgoing.stall / 2);
        let body = &outgoing.request.body;
        if body.is_streamed() {
            // In a box of its own, so that calls that stream nothing do not carry its size.
            return Box::pin(self.upload(&outgoing, method, url, connect, until)).await;
        }
        let mut request = self.client.request(method, url);
        if let Some(content_type) = body.content_type() {
            request = request.header(CONTENT_TYPE, content_type);
            request = request.body(body.to_bytes());
        }
        exchange(sent(request, connect), outgoing.body_cap, until).await
    }
}

impl ReqwestService {
    /// Sends a body that is read meanwhile, as long as something moves.
    async fn upload(
        &self,
        outgoing: &Outgoing<'_>,
        method: reqwest::Method,
        url: Url,
        connect: Duration,
        until: Instant,
    ) -> Result<Response, Failure> {
        let body = &outgoing.request.body;
        let content_type = body.content_type().unwrap_or_default();
        let (upload, watch) = upload::begin(body, outgoing.progress).await?;
        let exchange = async {
            if let Some(connector) = &self.uploads {
                let sending = connector.send(method, &url, &content_type, upload, connect);
                return exchange(sending, outgoing.body_cap, until).await;
            }
            let request = self.client.request(method, url);
            let request = request.header(CONTENT_TYPE, content_type);
            let sending = sent(request.body(reqwest::Body::wrap(upload)), connect);
            exchange(sending, outgoing.body_cap, until).await
        };
        let mut exchange = pin!(exchange);
        let mut stalled = pin!(watch.stalled(outgoing));
        let outcome = poll_fn(|context| {
            if let Poll::Ready(outcome) = exchange.as_mut().poll(context) {
                return Poll::Ready(outcome);
            }
            stalled.as_mut().poll(context).map(Err)
        })
        .await;
        // What broke on this side looks like a lost connection from where the sender stands.
        outcome.map_err(|failure| watch.failure().unwrap_or(failure))
    }
}

/// The answer to a request, on a connection that may take this long to be made.
async fn sent(
    request: reqwest::RequestBuilder,
    connect: Duration,
) -> Result<reqwest::Response, Failure> {
    let sending = allowing(connect, request.send()).await;
    sending.map_err(|error| unanswered(&error))
}

/// The address of a proxy, with its scheme: reqwest would guess one.
fn proxy(address: &str) -> Result<Url, SetupError> {
    Url::parse(address.trim())
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or(SetupError::Proxy)
}
