//! Moves bytes over sockets, set up so that the table of retries is true.

use core::fmt;
use core::future::{Future as _, poll_fn};
use core::pin::pin;
use core::task::Poll;
use core::time::Duration;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use endpoint_core::wire::Response;
use tokio::runtime::Id;
use tokio::time::Instant;

use crate::connection::connector::Connector;
use crate::connection::pooled::IDLE;
use crate::connection::pooled::Pooled;
use crate::connection::proxied::Proxied;
use crate::connection::runtime;
use crate::connection::setup_error::SetupError;
use crate::connection::tls::{Tls, tls};
use crate::connection::upload_connection;
use crate::failure::{Failure, FailureKind};
use crate::limits::LONGEST;
use crate::response::exchange::exchange;
use crate::service::{HttpService, Outgoing};

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);

/// Sends requests over HTTP/1: with reqwest through a [proxy](ReqwestServiceBuilder::proxy), and
/// otherwise with the client that reqwest is built on, hyper's.
///
/// Redirects are not followed, no referer is sent, no proxy of the environment is used, nothing
/// is repeated behind our back, and bodies are read under a cap.
///
/// What is uploaded while it is read has a connection of its own for each attempt: there the answer
/// of a server is heard that closes the connection while the body is being sent. Behind a proxy
/// such an answer may be lost: the connection then counts as lost, and nobody knows what was sent.
///
/// Every runtime that it is used in has connections of its own: one whose runtime is not running
/// any more, or not now, answers nobody.
#[derive(Clone)]
pub struct ReqwestService {
    connect: Duration,
    /// As it was set up; nothing is sent by it.
    pattern: Way,
    /// By the runtime that its connections live in, the latest first.
    ways: Arc<Mutex<ByRuntime>>,
    warnings: Arc<[String]>,
}

type ByRuntime = VecDeque<(Id, Arc<Way>)>;

/// For how many runtimes connections are kept. One more takes the place of another, which makes
/// new connections when it is used again.
const RUNTIMES: usize = 32;

/// How what is sent gets there.
#[derive(Clone)]
enum Way {
    Direct {
        pooled: Pooled,
        /// For uploads, which have a connection of their own.
        connector: Connector,
    },
    Proxied(Box<Proxied>),
}

/// Sets up a [`ReqwestService`].
#[derive(Clone)]
pub struct ReqwestServiceBuilder {
    connect: Duration,
    proxy: Option<String>,
    roots: Vec<Bytes>,
}

impl ReqwestService {
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
    pub fn builder() -> ReqwestServiceBuilder {
        ReqwestServiceBuilder {
            connect: CONNECT,
            proxy: None,
            roots: Vec::new(),
        }
    }

    /// Which [root certificates](ReqwestServiceBuilder::root_certificates) were left out because
    /// they cannot be read, and why: one sentence for each. They are warnings in the log, too.
    #[must_use]
    pub fn root_certificate_warnings(&self) -> &[String] {
        &self.warnings
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
    /// web: for a relay, or a proxy that opens TLS, with a certificate of a company's own. One that
    /// cannot be read is [left out](ReqwestService::root_certificate_warnings), as long as another
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
    pub fn build(self) -> Result<ReqwestService, SetupError> {
        let Tls { config, warnings } = tls(&self.roots)?;
        for warning in &warnings {
            tracing::warn!(target: "http_transport::root_certificates", "{warning}");
        }
        let way = match &self.proxy {
            Some(address) => Way::Proxied(Box::new(Proxied::new(address, config, self.connect)?)),
            None => {
                let connector = Connector::new(config, self.connect);
                let pooled = Pooled::new(connector.clone(), IDLE);
                Way::Direct { pooled, connector }
            }
        };
        Ok(ReqwestService {
            connect: self.connect,
            pattern: way,
            ways: Arc::default(),
            warnings: warnings.into(),
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
            .field("roots", &format_args!("{} texts", roots.len()))
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
        let way = self.way()?;
        let until = Instant::now() + outgoing.deadline.min(LONGEST);
        // A stall is as long as an attempt, and is the deadline itself where nothing streams.
        let connect = self.connect.min(outgoing.stall / 2);
        if outgoing.request.body.is_streamed() {
            // In a box of its own, so that calls that stream nothing do not carry its size.
            return Box::pin(upload(&way, &outgoing, connect, until)).await;
        }
        let body = &outgoing.request.body;
        let content_type = body.content_type();
        let body = content_type.map(|content_type| (content_type, body.to_bytes().into()));
        let cap = outgoing.body_cap;
        match &*way {
            Way::Direct { pooled, .. } => {
                exchange(pooled.send(&outgoing, body, connect), cap, until).await
            }
            Way::Proxied(proxied) => {
                exchange(proxied.send(&outgoing, body, connect), cap, until).await
            }
        }
    }
}

impl ReqwestService {
    /// The way of what is sent in this runtime.
    fn way(&self) -> Result<Arc<Way>, Failure> {
        let id = runtime::with_io()?;
        let ways = self.ways.lock();
        // Every change is made whole before anything could panic.
        let mut ways = ways.unwrap_or_else(PoisonError::into_inner);
        if let Some((_, way)) = ways.iter().find(|(of, _)| *of == id) {
            return Ok(Arc::clone(way));
        }
        let way = Arc::new(self.pattern.anew(self.connect)?);
        ways.push_front((id, Arc::clone(&way)));
        ways.truncate(RUNTIMES);
        Ok(way)
    }
}

impl Way {
    /// The same way with no connections yet.
    fn anew(&self, connect: Duration) -> Result<Self, Failure> {
        Ok(match self {
            Self::Direct { connector, .. } => Self::Direct {
                pooled: Pooled::new(connector.clone(), IDLE),
                connector: connector.clone(),
            },
            Self::Proxied(proxied) => {
                let anew = proxied.anew(connect);
                let failed =
                    |error: SetupError| Failure::new(FailureKind::Build, error.to_string());
                Self::Proxied(Box::new(anew.map_err(failed)?))
            }
        })
    }
}

/// Sends a body that is read meanwhile, as long as something moves.
async fn upload(
    way: &Way,
    outgoing: &Outgoing<'_>,
    connect: Duration,
    until: Instant,
) -> Result<Response, Failure> {
    let body = &outgoing.request.body;
    let content_type = body.content_type().unwrap_or_default();
    let (upload, watch) = crate::upload::begin(body, outgoing.progress).await?;
    let exchange = async {
        let cap = outgoing.body_cap;
        match way {
            Way::Direct { connector, .. } => {
                let body = (content_type, upload);
                let sending = upload_connection::send(connector, outgoing, body, connect);
                exchange(sending, cap, until).await
            }
            Way::Proxied(proxied) => {
                let body = (content_type, reqwest::Body::wrap(upload));
                exchange(proxied.send(outgoing, Some(body), connect), cap, until).await
            }
        }
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
