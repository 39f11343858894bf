//! How does a connection end with its server?

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};
use std::io;
use std::net::SocketAddr;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Accepts connections that end when the server stops.
pub(super) struct Tethering {
    pub(super) listener: TcpListener,
    pub(super) stopped: watch::Receiver<()>,
}

impl Listener for Tethering {
    type Io = Tethered;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Tethered, SocketAddr) {
        let (stream, peer) = Listener::accept(&mut self.listener).await;
        // Answers are small and waited for; a stream that refuses works too, only slower.
        let _slower = stream.set_nodelay(true);
        let mut stopped = self.stopped.clone();
        let cut = Box::pin(async move {
            // Either the word to stop or the end of whoever could say it.
            let _either = stopped.changed().await;
        });
        let tethered = Tethered {
            stream,
            tether: Some(cut),
        };
        (tethered, peer)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection that fails once the server has stopped.
pub(super) struct Tethered {
    stream: TcpStream,
    /// Ready when the server stops; `None` after that.
    tether: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

impl Tethered {
    fn check(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        if let Some(tether) = &mut self.tether {
            if tether.as_mut().poll(context).is_pending() {
                return Ok(());
            }
            self.tether = None;
        }
        Err(io::Error::new(
            io::ErrorKind::ConnectionAborted,
            "the sandbox has stopped",
        ))
    }
}

impl AsyncRead for Tethered {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Tethered {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
