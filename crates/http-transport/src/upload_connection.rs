//! How does an upload travel, on a connection of its own?
//!
//! Not through reqwest, for two reasons: an upload may not be repeated, so a connection that the
//! server is about to close must not be used for it; and the answer of a server that closes while
//! the body is still being sent is to be heard ([`PatientStream`]), for which reqwest leaves no
//! place. Only behind a proxy uploads go the way of all other calls.

use core::future::{Future, poll_fn};
use core::pin::{Pin, pin};
use core::time::Duration;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use bytes::Bytes;
use hyper::body::{Body as _, Incoming};
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, CONTENT_TYPE, HOST, HeaderMap};
use hyper_util::rt::TokioIo;
use reqwest::{Method, Url};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;

use crate::exchange::Answering;
use crate::patient_stream::PatientStream;
use crate::reqwest_failure::explain;
use crate::resolver::addresses;
use crate::service::{Failure, FailureKind};
use crate::upload::Upload;

/// Makes connections for uploads.
#[derive(Clone)]
pub(crate) struct UploadConnector {
    tls: TlsConnector,
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// What a connection has to do while somebody waits for what comes of it.
struct Work(Option<Pin<Box<dyn Future<Output = ()> + Send>>>);

impl Work {
    async fn during<T>(&mut self, waiting: impl Future<Output = T>) -> T {
        let mut waiting = pin!(waiting);
        poll_fn(|context| {
            if let Some(work) = &mut self.0
                && work.as_mut().poll(context).is_ready()
            {
                self.0 = None;
            }
            waiting.as_mut().poll(context)
        })
        .await
    }
}

/// An answer whose body is still to be read. The connection ends with it.
pub(crate) struct UploadAnswer {
    answer: hyper::Response<Incoming>,
    work: Work,
}

impl UploadConnector {
    pub(crate) fn new(mut tls: ClientConfig) -> Self {
        tls.alpn_protocols = vec![b"http/1.1".to_vec()];
        Self {
            tls: Arc::new(tls).into(),
        }
    }

    /// Sends an upload, on a connection that may take this long to be made.
    ///
    /// # Errors
    ///
    /// What failed up to the head of the answer.
    pub(crate) async fn send(
        &self,
        method: Method,
        url: &Url,
        content_type: &str,
        upload: Upload,
        connect: Duration,
    ) -> Result<UploadAnswer, Failure> {
        let request = request(method, url, content_type, upload)?;
        let until = Instant::now() + connect;
        let stream = timeout_at(until, self.connected(url, until))
            .await
            .unwrap_or_else(|_| Err(Failure::new(FailureKind::ConnectTimeout, "")))?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
            .await
            .map_err(|error| unanswered(&error))?;
        // What fails there, whoever waits for the answer is told.
        let mut work = Work(Some(Box::pin(async { drop(connection.await) })));
        let answer = work.during(sender.send_request(request)).await;
        let answer = answer.map_err(|error| unanswered(&error))?;
        Ok(UploadAnswer { answer, work })
    }

    async fn connected(&self, url: &Url, until: Instant) -> Result<Box<dyn Stream>, Failure> {
        let host = url.host_str().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let port = url.port_or_known_default().unwrap_or_default();
        let stream = PatientStream::new(reached(host, port, until).await?);
        if url.scheme() != "https" {
            return Ok(Box::new(stream));
        }
        let failed = |kind, error: &io::Error| Failure::new(kind, explain(error));
        let name = ServerName::try_from(host.to_owned()).map_err(|_| {
            Failure::new(FailureKind::Tls, "the host has no name for a certificate")
        })?;
        let stream = self.tls.connect(name, stream).await.map_err(|error| {
            let is_tls = error
                .get_ref()
                .is_some_and(|cause| cause.is::<rustls::Error>());
            let kind = if is_tls {
                FailureKind::Tls
            } else {
                FailureKind::Connect
            };
            failed(kind, &error)
        })?;
        Ok(Box::new(stream))
    }
}

/// A connection to one of the addresses of the host, one after the other, among which the time is
/// divided.
async fn reached(host: &str, port: u16, until: Instant) -> Result<TcpStream, Failure> {
    let addresses = match host.parse::<IpAddr>() {
        Ok(address) => vec![SocketAddr::from((address, port))],
        Err(_) => addresses(host, port)
            .await
            .map_err(|_| Failure::new(FailureKind::NameResolution, ""))?,
    };
    let mut failure = Failure::new(FailureKind::NameResolution, "");
    let mut left = u32::try_from(addresses.len()).unwrap_or(u32::MAX);
    for address in addresses {
        let now = Instant::now();
        let share = until.saturating_duration_since(now) / left.max(1);
        left = left.saturating_sub(1);
        failure = match timeout_at(now + share, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                // Heads are small and are not to wait; where that cannot be had, they do.
                let _slower_without = stream.set_nodelay(true);
                return Ok(stream);
            }
            Ok(Err(error)) => match error.kind() {
                io::ErrorKind::ConnectionRefused => {
                    Failure::new(FailureKind::ConnectionRefused, explain(&error))
                }
                io::ErrorKind::TimedOut => {
                    Failure::new(FailureKind::ConnectTimeout, explain(&error))
                }
                _ => Failure::new(FailureKind::Connect, explain(&error)),
            },
            Err(_) => Failure::new(FailureKind::ConnectTimeout, ""),
        };
    }
    Err(failure)
}

/// As reqwest would write it.
fn request(
    method: Method,
    url: &Url,
    content_type: &str,
    upload: Upload,
) -> Result<hyper::Request<Upload>, Failure> {
    let query = url.query().map(|query| format!("?{query}"));
    let host = url.host_str().unwrap_or_default();
    let port = url.port().map(|port| format!(":{port}"));
    hyper::Request::builder()
        .method(method)
        .uri(format!("{}{}", url.path(), query.unwrap_or_default()))
        .header(CONTENT_TYPE, content_type)
        .header(ACCEPT, "*/*")
        .header(HOST, format!("{host}{}", port.unwrap_or_default()))
        .body(upload)
        .map_err(|_| Failure::new(FailureKind::Build, ""))
}

impl Answering for UploadAnswer {
    fn head(&self) -> (u16, &HeaderMap) {
        (self.answer.status().as_u16(), self.answer.headers())
    }

    fn announced(&self) -> Option<u64> {
        self.answer.body().size_hint().exact()
    }

    async fn chunk(&mut self) -> Result<Option<Bytes>, Failure> {
        let Self { answer, work } = self;
        loop {
            let mut body = Pin::new(answer.body_mut());
            let frame = work.during(poll_fn(|context| body.as_mut().poll_frame(context)));
            let Some(frame) = frame.await else {
                return Ok(None);
            };
            let broken = |error| Failure::new(FailureKind::Truncated, explain(&error));
            if let Ok(chunk) = frame.map_err(broken)?.into_data() {
                return Ok(Some(chunk));
            }
        }
    }
}

fn unanswered(error: &hyper::Error) -> Failure {
    let kind = if error.is_parse() {
        FailureKind::NotHttp
    } else {
        FailureKind::ConnectionLost
    };
    Failure::new(kind, explain(error))
}
