//! How is a connection made to where a request goes?

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;
use std::io;
use std::sync::Arc;

use hyper::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tower_service::Service;

use crate::connection::resolver::Resolver;
use crate::connection::stream::Stream;
use crate::response::tap::TappedStream;

type BoxError = Box<dyn core::error::Error + Send + Sync>;

/// Makes connections to hosts themselves, through no proxy, in the clear or under TLS.
#[derive(Clone)]
pub(crate) struct Connector {
    tcp: HttpConnector<Resolver>,
    tls: TlsConnector,
}

impl Connector {
    /// The time is divided among the addresses of a host, so that one that hangs leaves some for
    /// the others.
    pub(crate) fn new(mut tls: ClientConfig, timeout: Duration) -> Self {
        tls.alpn_protocols = vec![b"http/1.1".to_vec()];
        let mut tcp = HttpConnector::new_with_resolver(Resolver);
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(timeout));
        // Requests are small and are not to wait.
        tcp.set_nodelay(true);
        Self {
            tcp,
            tls: Arc::new(tls).into(),
        }
    }

    /// A connection to the host of this address. What `over` makes of the one below is what TLS,
    /// or the one who called, writes to and reads from.
    pub(crate) async fn connect<S: Stream + 'static>(
        mut self,
        to: Uri,
        over: impl FnOnce(TcpStream) -> S,
    ) -> Result<TappedStream, BoxError> {
        let host = to.host().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let host = host.to_owned();
        let is_encrypted = to.scheme_str() == Some("https");
        let stream = over(self.tcp.call(to).await?.into_inner());
        if !is_encrypted {
            return Ok(TappedStream::new(Box::new(stream)));
        }
        let name = ServerName::try_from(host).map_err(io::Error::other)?;
        let stream = self.tls.connect(name, stream).await?;
        Ok(TappedStream::new(Box::new(stream)))
    }
}

impl Service<Uri> for Connector {
    type Response = TokioIo<TappedStream>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        // It makes its connections when it is called.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let connecting = self.clone().connect(to, |stream| stream);
        Box::pin(async { connecting.await.map(TokioIo::new) })
    }
}
