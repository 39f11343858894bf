//! Moves bytes over sockets with hyper, set up so that the table of retries is true.

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

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);

/// Sends requests over HTTP/1 with hyper, directly or through a [proxy](HyperServiceBuilder::proxy)
/// of HTTP: in the clear to the proxy, and over TLS through a tunnel that it makes.
///
/// Redirects are not followed, no referer is sent, no proxy of the environment is used, nothing
/// is repeated behind our back, and bodies are read under a cap.
///
/// What is uploaded while it is read has a connection of its own for each attempt: there the answer
/// of a server is heard that closes the connection while the body is being sent.
///
/// Every runtime that it is used in has connections of its own: one whose runtime is not running
/// any more, or not now, answers nobody.
#[derive(Clone)]
pub struct HyperService {
    connect: Duration,
    /// For uploads, which have a connection of their own, and for the pools.
    connector: Connector,
    /// By the runtime that its connections live in, the latest first.
    pools: Arc<Mutex<ByRuntime>>,
    warnings: Arc<[String]>,
}

type ByRuntime = VecDeque<(Id, Pooled)>;

/// For how many runtimes connections are kept. One more takes the place of another, which makes
/// new connections when it is used again.
const RUNTIMES: usize = 32;

/// Sets up a [`HyperService`].
#[derive(Clone)]
pub struct HyperServiceBuilder {
    connect: Duration,
    proxy: Option<String>,
    roots: Vec<Bytes>,
}

impl HyperService {
    /// The service with its defaults.
    ///
    /// # Errors
    ///
    /// The TLS configuration or the client could not be made.
    pub fn new() -> Result<Self, SetupError> {
        Self::builder().build()
    }

    /// The service with other settings.
    #[must_use]
    pub fn builder() -> HyperServiceBuilder {
        HyperServiceBuilder {
            connect: CONNECT,
            proxy: None,
            roots: Vec::new(),
        }
    }

    /// Which [root certificates](HyperServiceBuilder::root_certificates) were left out because
    /// they cannot be read, and why: one sentence for each. They are warnings in the log, too.
    #[must_use]
    pub fn root_certificate_warnings(&self) -> &[String] {
        &self.warnings
    }
}

impl HyperServiceBuilder {
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
    /// web: for a relay, or a proxy that opens TLS, with a certificate of a company's own. One that
    /// cannot be read is [left out](HyperService::root_certificate_warnings), as long as another
    /// one can.
    #[must_use]
    pub fn root_certificates(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.roots.push(Bytes::copy_from_slice(pem.as_ref()));
        self
    }

    /// The service.
    ///
    /// # Errors
    ///
    /// The proxy's address is no URL, the root certificates are none, or the client could not be
    /// made.
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
            // The address may hold a password.
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
        // A stall is as long as an attempt, and is the deadline itself where nothing streams.
        let connect = self.connect.min(outgoing.stall / 2);
        if outgoing.request.body.is_streamed() {
            // In a box of its own, so that calls that stream nothing do not carry its size.
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
    /// The connections of what is sent in this runtime.
    fn pooled(&self, runtime: Id) -> Pooled {
        let pools = self.pools.lock();
        // Every change is made whole before anything could panic.
        let mut pools = pools.unwrap_or_else(PoisonError::into_inner);
        if let Some((_, pooled)) = pools.iter().find(|(of, _)| *of == runtime) {
            return pooled.clone();
        }
        let pooled = Pooled::new(self.connector.clone(), IDLE);
        pools.push_front((runtime, pooled.clone()));
        pools.truncate(RUNTIMES);
        pooled
    }

    /// Sends a body that is read meanwhile, as long as something moves.
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
