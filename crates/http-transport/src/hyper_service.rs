//! Sends with hyper, configured so that the retry table holds.

use core::fmt;
use core::time::Duration;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use endpoint_core::wire::Response;
use tokio::runtime::Id;
use tokio::time::Instant;

use crate::connection::connector::Connector;
use crate::connection::http_proxy::HttpProxy;
use crate::connection::pooled::IDLE;
use crate::connection::pooled::Pooled;
use crate::connection::runtime;
use crate::connection::setup_error::SetupError;
use crate::connection::tls::{Tls, tls};
use crate::connection::upload_connection;
use crate::limits::LONGEST;
use crate::response::exchange::exchange;
use crate::send_error::SendError;
use crate::service::{HttpService, Outgoing};
use crate::upload;

/// The default connect timeout.
const CONNECT: Duration = Duration::from_secs(5);

/// Sends requests over HTTP/1 with hyper, directly or through an HTTP
/// [proxy](HyperServiceBuilder::proxy): plain requests to the proxy itself, TLS through a tunnel.
///
/// It follows no redirects, sends no referer, ignores proxies from the environment, retries nothing
/// by itself, and reads bodies under a cap.
///
/// Each attempt of a streamed upload has its own connection: this way the response of a server that
/// closes the connection during the upload is read.
///
/// Each runtime that uses the service has its own connections, because a connection stops with its
/// runtime.
#[derive(Clone)]
pub struct HyperService {
    connect: Duration,
    /// For the pools, and for uploads, which have their own connections.
    connector: Connector,
    /// By the runtime of their connections, the latest first.
    pools: Arc<Mutex<ByRuntime>>,
    warnings: Arc<[String]>,
}

type ByRuntime = VecDeque<(Id, Pooled)>;

/// The number of runtimes with pools. A further runtime replaces one of them, which connects anew
/// when it is used again.
const RUNTIMES: usize = 32;

/// Configures a [`HyperService`].
#[derive(Clone)]
pub struct HyperServiceBuilder {
    connect: Duration,
    proxy: Option<String>,
    roots: Vec<Bytes>,
}

impl HyperService {
    /// Creates the service with default settings.
    ///
    /// # Errors
    ///
    /// The TLS configuration or the client could not be created.
    pub fn new() -> Result<Self, SetupError> {
        Self::builder().build()
    }

    /// Configures a service.
    #[must_use]
    pub fn builder() -> HyperServiceBuilder {
        HyperServiceBuilder {
            connect: CONNECT,
            proxy: None,
            roots: Vec::new(),
        }
    }

    /// The [root certificates](HyperServiceBuilder::root_certificates) that were left out as
    /// unreadable, with the reason: one sentence each. They are logged as warnings, too.
    #[must_use]
    pub fn root_certificate_warnings(&self) -> &[String] {
        &self.warnings
    }
}

impl HyperServiceBuilder {
    /// Sets the connect timeout, including name resolution and TLS handshake: 5 s by default. It is
    /// never longer than half of an attempt's deadline, so that a request on a connection that
    /// hangs is known to be unsent.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect = timeout;
        self
    }

    /// Sends everything through this proxy. By default no proxy is used, whatever `HTTP_PROXY` and
    /// similar variables say.
    #[must_use]
    pub fn proxy(mut self, address: impl Into<String>) -> Self {
        self.proxy = Some(address.into());
        self
    }

    /// Also trusts these certificates, one or more in PEM text, in addition to the public ones: for
    /// a relay or a TLS-inspecting proxy with a private certificate. Unreadable ones are [left
    /// out](HyperService::root_certificate_warnings) as long as at least one can be read.
    #[must_use]
    pub fn root_certificates(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.roots.push(Bytes::copy_from_slice(pem.as_ref()));
        self
    }

    /// Builds the service.
    ///
    /// # Errors
    ///
    /// The proxy address is not a URL, no root certificate can be read, or the client could not be
    /// created.
    pub fn build(self) -> Result<HyperService, SetupError> {
        let Tls { config, warnings } = tls(&self.roots)?;
        for warning in &warnings {
            tracing::warn!(target: "http_transport::root_certificates", "{warning}");
        }
        let proxy = self.proxy.as_deref().map(HttpProxy::parse).transpose()?;
        Ok(HyperService {
            connect: self.connect,
            connector: Connector::new(config, self.connect, proxy),
            pools: Arc::default(),
            warnings: warnings.into(),
        })
    }
}

impl fmt::Debug for HyperServiceBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            connect,
            proxy,
            roots,
        } = self;
        f.debug_struct("HyperServiceBuilder")
            .field("connect", connect)
            // The address may contain a password.
            .field("proxy", &proxy.as_ref().map(|_| "[redacted]"))
            .field("roots", &format_args!("{} texts", roots.len()))
            .finish()
    }
}

impl fmt::Debug for HyperService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperService")
            .field("connect", &self.connect)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl HttpService for HyperService {
    fn keeps_deadlines(&self) -> bool {
        true
    }

    async fn send(&self, outgoing: Outgoing<'_>) -> Result<Response, SendError> {
        let runtime = runtime::with_io()?;
        let until = Instant::now() + outgoing.deadline.min(LONGEST);
        // `stall` is the limit of an attempt, and equals the deadline unless the body is streamed.
        let connect = self.connect.min(outgoing.stall / 2);
        if outgoing.request.body.is_streamed() {
            // Boxed, so that other calls do not carry its size.
            return Box::pin(self.upload(&outgoing, connect, until)).await;
        }
        let body = &outgoing.request.body;
        let content_type = body.content_type();
        let body = content_type.map(|content_type| (content_type, body.to_bytes().into()));
        let pooled = self.pooled(runtime);
        let sending = pooled.send(&outgoing, body, connect);
        exchange(sending, outgoing.body_cap, until).await
    }
}

impl HyperService {
    /// The connections for requests in this runtime.
    fn pooled(&self, runtime: Id) -> Pooled {
        let pools = self.pools.lock();
        // Every change is complete before anything could panic.
        let mut pools = pools.unwrap_or_else(PoisonError::into_inner);
        if let Some((_, pooled)) = pools.iter().find(|(of, _)| *of == runtime) {
            return pooled.clone();
        }
        let pooled = Pooled::new(self.connector.clone(), IDLE);
        pools.push_front((runtime, pooled.clone()));
        pools.truncate(RUNTIMES);
        pooled
    }

    /// Sends a streamed body, as long as it progresses.
    async fn upload(
        &self,
        outgoing: &Outgoing<'_>,
        connect: Duration,
        until: Instant,
    ) -> Result<Response, SendError> {
        let body = &outgoing.request.body;
        let content_type = body.content_type().unwrap_or_default();
        let (upload, watch) = upload::begin(body, outgoing.progress).await?;
        let body = (content_type, upload);
        let sending = upload_connection::send(&self.connector, outgoing, body, connect);
        watch
            .during(exchange(sending, outgoing.body_cap, until), outgoing)
            .await
    }
}
