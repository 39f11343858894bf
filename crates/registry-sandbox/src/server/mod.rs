//! The sandbox as a server on loopback.

use core::convert::Infallible;
use core::fmt;
use core::time::Duration;
use std::io;
use std::net::SocketAddr;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming as Body;
use hyper::header::{CONNECTION, CONTENT_TYPE, DATE, HeaderValue, LOCATION};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::admin;
use crate::incoming::Incoming;
use crate::multipart::{self, MultipartError};
use crate::response::SandboxResponse;
use crate::sandbox::Sandbox;

mod body;
mod client_stream;
mod origin;

use self::body::{BodyError, PacedBody, whole};
use self::client_stream::ClientStream;

/// A server that has its port and does not respond yet.
///
/// It speaks HTTP/1.0 and 1.1, and listens on loopback only: it receives credentials and names, and
/// encrypts nothing. It ignores a request whose body does not arrive whole; it
/// [disconnects](crate::Config::with_client_timeout) an idle or slow client.
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
    /// Binds a port; 0 for any free one.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::InvalidInput`] for an address that is not loopback, and any error of the
    /// system.
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

    /// Serves until the future is dropped, which closes port and connections.
    ///
    /// # Errors
    ///
    /// None today; a failed connection ends alone.
    pub async fn run(self) -> io::Result<()> {
        let (stop, stopped) = watch::channel(());
        // Held while this future lives; connections end with it.
        let _stop = stop;
        self.serve(stopped).await
    }

    /// Serves in its own task.
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
        let Self {
            listener,
            address,
            sandbox,
        } = self;
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => {
                    let connection = Connection {
                        sandbox: sandbox.clone(),
                        local: address,
                        peer,
                    };
                    tokio::spawn(connection.serve(stream, stopped.clone()));
                }
                // The client has disconnected, or no file descriptor is free until another
                // connection closes.
                Err(_) => tokio::time::sleep(ACCEPT_AGAIN).await,
            }
        }
    }
}

/// The pause after a failure to accept.
const ACCEPT_AGAIN: Duration = Duration::from_millis(50);

/// A running server. Dropping it stops it.
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

    /// Stops abruptly, like a crash: the port and every connection are closed when this returns,
    /// whether requests were answered or not.
    pub async fn stop(mut self) {
        self.task.abort();
        // The only possible result is that it was aborted.
        let _aborted = (&mut self.task).await;
        if let Some(stop) = self.stop.take() {
            let _no_receiver = stop.send(());
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

/// One connection.
#[derive(Clone)]
struct Connection {
    sandbox: Sandbox,
    local: SocketAddr,
    peer: SocketAddr,
}

impl Connection {
    /// Serves requests while the client keeps up: the configured time limits the head of a request,
    /// the pause between two, and the reading of a response.
    async fn serve(self, stream: TcpStream, stopped: watch::Receiver<()>) {
        // Responses are small and clients wait for them; a stream without this works too, only
        // slower.
        let _slower = stream.set_nodelay(true);
        let patience = self.sandbox.client_timeout();
        let stream = TokioIo::new(ClientStream::new(stream, stopped, patience));
        let respond = service_fn(move |request| {
            let connection = self.clone();
            async move { Ok::<_, Infallible>(connection.respond(request).await) }
        });
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(patience)
            // A client that has closed its sending half still gets its response.
            .half_close(true);
        // A failed connection ends alone.
        let _ended = http.serve_connection(stream, respond).await;
    }

    async fn respond(&self, request: Request<Body>) -> Response<Full<Bytes>> {
        let sandbox = &self.sandbox;
        let (head, body) = request.into_parts();
        let content_type = head
            .headers
            .get(CONTENT_TYPE)
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
        if admin::is_admin_path(incoming.path())
            && let Some(why) = origin::foreign_reason(&head, self.local)
        {
            return ended(sandbox.error_response(403, why));
        }
        let parts = incoming.content_type.clone();
        let parts = parts.filter(|kind| incoming.method == "POST" && multipart::is_announced(kind));
        let body = PacedBody::new(body, sandbox.client_timeout());
        let response = match parts {
            Some(content_type) => match multipart::parts(&content_type, body).await {
                Err(MultipartError::Incomplete(error)) => Err(error),
                parts => {
                    let peer = self.peer.ip();
                    Ok(sandbox.respond_to_parts(incoming, parts, peer).await)
                }
            },
            None => match whole(body).await {
                Ok(Some(body)) => {
                    let incoming = Incoming { body, ..incoming };
                    Ok(sandbox.respond_to(incoming, self.peer.ip()).await)
                }
                Ok(None) => Ok(sandbox.too_large()),
                Err(error) => Err(error),
            },
        };
        match response {
            Ok(response) => to_http(response),
            // A request that did not arrive whole is not carried out.
            Err(error) => {
                let status = match error {
                    BodyError::Incomplete => 400,
                    BodyError::TooSlow => 408,
                    BodyError::TooLarge => 413,
                };
                ended(sandbox.error_response(status, &error.to_string()))
            }
        }
    }
}

/// A response after which the connection closes.
fn ended(response: SandboxResponse) -> Response<Full<Bytes>> {
    let mut http = to_http(response);
    let close = HeaderValue::from_static("close");
    http.headers_mut().insert(CONNECTION, close);
    http
}

fn to_http(response: SandboxResponse) -> Response<Full<Bytes>> {
    let SandboxResponse {
        status,
        content_type,
        date,
        location,
        body,
    } = response;
    let mut http = Response::new(Full::new(body));
    *http.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
    for (name, value) in [
        (CONTENT_TYPE, content_type),
        (DATE, date),
        (LOCATION, location),
    ] {
        if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
            http.headers_mut().insert(name, value);
        }
    }
    http
}
