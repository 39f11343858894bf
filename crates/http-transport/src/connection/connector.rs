//! Connects to the host of a request, directly or through a proxy.

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

use crate::connection::http_proxy::HttpProxy;
use crate::connection::resolver::Resolver;
use crate::connection::stream::Stream;
use crate::response::tap::TappedStream;
use crate::send_error::SendError;

type BoxError = Box<dyn core::error::Error + Send + Sync>;

/// Connects to hosts, directly or through an HTTP proxy, with or without TLS.
#[derive(Clone)]
pub(crate) struct Connector {
    tcp: HttpConnector<Resolver>,
    tls: TlsConnector,
    proxy: Option<Arc<HttpProxy>>,
}

impl Connector {
    /// The time is divided among the addresses of a host, so that a hanging one
    /// leaves some for the others.
    pub(crate) fn new(mut tls: ClientConfig, timeout: Duration, proxy: Option<HttpProxy>) -> Self {
        tls.alpn_protocols = vec![b"http/1.1".to_vec()];
        let mut tcp = HttpConnector::new_with_resolver(Resolver);
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(timeout));
        // Requests are small and must not wait.
        tcp.set_nodelay(true);
        Self {
            tcp,
            tls: Arc::new(tls).into(),
            proxy: proxy.map(Arc::new),
        }
    }

    /// The proxy that receives requests to this address itself, without a tunnel.
    pub(crate) fn proxy_of(&self, to: &Uri) -> Option<&HttpProxy> {
        self.proxy.as_deref().filter(|_| !is_encrypted(to))
    }

    /// Names the proxy in an error: a failed connection is more likely one to the proxy than one to
    /// the host behind it.
    pub(crate) fn naming_proxy(&self, error: SendError) -> SendError {
        match &self.proxy {
            Some(proxy) => proxy.named_in(error),
            None => error,
        }
    }

    /// Connects to the host of this address. `over` wraps the TCP connection below TLS.
    pub(crate) async fn connect<S: Stream + 'static>(
        mut self,
        to: Uri,
        over: impl FnOnce(TcpStream) -> S,
    ) -> Result<TappedStream, BoxError> {
        let Some(proxy) = self.proxy.clone() else {
            let stream = over(self.tcp.call(to.clone()).await?.into_inner());
            return Ok(TappedStream::new(
                self.encrypted(&to, Box::new(stream)).await?,
            ));
        };
        let stream = over(self.tcp.call(proxy.address.clone()).await?.into_inner());
        let stream = self.encrypted(&proxy.address, Box::new(stream)).await?;
        if !is_encrypted(&to) {
            return Ok(TappedStream::to_proxy(stream));
        }
        let stream = proxy.tunnel(stream, to.clone()).await?;
        Ok(TappedStream::new(self.encrypted(&to, stream).await?))
    }

    /// Adds TLS to a connection if the address asks for it.
    async fn encrypted(
        &self,
        to: &Uri,
        stream: Box<dyn Stream>,
    ) -> Result<Box<dyn Stream>, BoxError> {
        if !is_encrypted(to) {
            return Ok(stream);
        }
        let host = to.host().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
        Ok(Box::new(self.tls.connect(name, stream).await?))
    }
}

fn is_encrypted(to: &Uri) -> bool {
    to.scheme_str() == Some("https")
}

impl Service<Uri> for Connector {
    type Response = TokioIo<TappedStream>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        // It connects when it is called.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let connecting = self.clone().connect(to, |stream| stream);
        Box::pin(async { connecting.await.map(TokioIo::new) })
    }
}
