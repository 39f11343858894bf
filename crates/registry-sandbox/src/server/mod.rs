//! The sandbox as a server on loopback.

use core::fmt;
use std::io;
use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::connect_info::Connected;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::serve::IncomingStream;
use bytes::Bytes;
use futures_util::StreamExt as _;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::answer::Answer;
use crate::incoming::{Incoming, LARGEST_BODY};
use crate::multipart;
use crate::sandbox::Sandbox;

mod tether;

use self::tether::Tethering;

/// A server that has its port and is not yet answering.
///
/// It speaks HTTP/1.0 and 1.1, and listens on loopback only: what it is told are credentials and
/// names, and it encrypts nothing.
///
/// ```
/// use registry_sandbox::server::Server;
/// use registry_sandbox::{Config, Sandbox};
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
/// # runtime.block_on(async {
/// let server = Server::bind(([127, 0, 0, 1], 0).into(), Sandbox::new(Config::default())).await?;
/// let address = server.local_addr();
/// assert_eq!(server.base_url(), format!("http://{address}"));
///
/// let running = server.spawn();
/// // Clients call it here.
/// running.stop().await;
/// # Ok::<(), std::io::Error>(())
/// # })?;
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    sandbox: Sandbox,
}

impl Server {
    /// Takes a port: 0 for any that is free.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::InvalidInput`] for an address that is not loopback, and whatever the
    /// system says of one that is.
    pub async fn bind(address: SocketAddr, sandbox: Sandbox) -> io::Result<Self> {
        if !address.ip().is_loopback() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                format!(
                    "the sandbox listens on loopback only, {} is not",
                    address.ip()
                ),
            ));
        }
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        sandbox.serve_at(format!("http://{address}"));
        Ok(Self {
            address,
            listener,
            sandbox,
        })
    }

    /// Address and port.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// The base address for both vendors: `http://127.0.0.1:<port>`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The sandbox behind the server.
    #[must_use]
    pub fn handle(&self) -> Sandbox {
        self.sandbox.clone()
    }

    /// Answers until the future is dropped, which closes port and connections.
    ///
    /// # Errors
    ///
    /// None today; a connection that fails ends alone.
    pub async fn run(self) -> io::Result<()> {
        let (stop, stopped) = watch::channel(());
        // Held while this future lives; connections end with it.
        let _stop = stop;
        self.serve(stopped).await
    }

    /// Answers in a task of its own.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime.
    #[must_use = "the server stops when this is dropped"]
    pub fn spawn(self) -> Running {
        let (stop, stopped) = watch::channel(());
        Running {
            address: self.address,
            sandbox: self.sandbox.clone(),
            task: tokio::spawn(self.serve(stopped)),
            stop: Some(stop),
        }
    }

    async fn serve(self, stopped: watch::Receiver<()>) -> io::Result<()> {
        let router = Router::new().fallback(respond).with_state(self.sandbox);
        let listener = Tethering {
            listener: self.listener,
            stopped,
        };
        axum::serve(
            listener,
            router.into_make_service_with_connect_info::<Peer>(),
        )
        .await
    }
}

/// A server that answers. Dropping it stops it.
pub struct Running {
    address: SocketAddr,
    sandbox: Sandbox,
    task: JoinHandle<io::Result<()>>,
    stop: Option<watch::Sender<()>>,
}

impl Running {
    /// Address and port.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// The base address for both vendors: `http://127.0.0.1:<port>`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The sandbox behind the server.
    #[must_use]
    pub fn handle(&self) -> Sandbox {
        self.sandbox.clone()
    }

    /// Stops abruptly, as a crash would: the port and every connection are closed, answered or
    /// not, when this returns.
    pub async fn stop(mut self) {
        self.task.abort();
        // The only result is that it was aborted.
        let _aborted = (&mut self.task).await;
        if let Some(stop) = self.stop.take() {
            let _nobody_listens = stop.send(());
            // Each connection holds a receiver until it is closed.
            stop.closed().await;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

/// Who is at the other end of a connection.
#[derive(Debug, Clone, Copy)]
struct Peer(SocketAddr);

impl Connected<IncomingStream<'_, Tethering>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Tethering>) -> Self {
        Self(*stream.remote_addr())
    }
}

async fn respond(
    State(sandbox): State<Sandbox>,
    ConnectInfo(Peer(peer)): ConnectInfo<Peer>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let content_type = head
        .headers
        .get(header::CONTENT_TYPE)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let target = head
        .uri
        .path_and_query()
        .map_or_else(String::new, ToString::to_string);
    let incoming = Incoming {
        method: head.method.to_string(),
        target,
        content_type,
        body: Bytes::new(),
    };
    let parts = incoming.content_type.clone();
    let parts = parts.filter(|kind| incoming.method == "POST" && multipart::is_announced(kind));
    to_http(match parts {
        Some(content_type) => {
            let body = body.into_data_stream();
            sandbox
                .respond_to_parts(incoming, &content_type, body, peer.ip())
                .await
        }
        None => match whole(body).await {
            Some(body) => {
                let incoming = Incoming { body, ..incoming };
                sandbox.respond_to(incoming, peer.ip()).await
            }
            None => sandbox.too_large(),
        },
    })
}

/// The whole body, unless it is too large. What is too much is read all the same, and forgotten:
/// a client that is still writing when the answer comes would never see it.
async fn whole(body: Body) -> Option<Bytes> {
    let mut chunks = body.into_data_stream();
    let mut read = Vec::new();
    let mut fits = true;
    // A connection that breaks ends the body, and nobody is left to be answered.
    while let Some(Ok(chunk)) = chunks.next().await {
        fits = fits && read.len() + chunk.len() <= LARGEST_BODY;
        if fits {
            read.extend_from_slice(&chunk);
        } else {
            read = Vec::new();
        }
    }
    fits.then(|| read.into())
}

fn to_http(answer: Answer) -> Response {
    let Answer {
        status,
        content_type,
        date,
        location,
        body,
    } = answer;
    let mut http = Response::new(Body::from(body));
    *http.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
    for (name, value) in [
        (header::CONTENT_TYPE, content_type),
        (header::DATE, date),
        (header::LOCATION, location),
    ] {
        if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
            http.headers_mut().insert(name, value);
        }
    }
    http
}
