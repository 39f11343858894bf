//! Keeps what came of a response until its head is accepted, and the connection behind it.
//!
//! A parser that rejects the head of a response drops the connection and all bytes that it had
//! read. Behind a paid query they may be the reply, so [`salvage`](crate::salvage) gets them from
//! here and reads them with more patience.

use core::pin::Pin;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::{Context, Poll};
use core::time::Duration;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hyper_util::client::legacy::connect::{Connected, Connection};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::connection::stream::Stream;

/// How long a parser may take to let go of a connection that it has given up.
const LETTING_GO: Duration = Duration::from_secs(1);

/// The longest beginning of a response that is kept: more than the parser reads of a head.
const MOST: usize = 1024 * 1024;

/// A connection that was given up, and what came on it.
pub(crate) struct GivenUp {
    /// From the first byte of the response on.
    pub(crate) received: Vec<u8>,
    pub(crate) stream: Box<dyn Stream>,
    /// Whether this is the first response on the connection. Bytes before a later one may belong
    /// to the response before it.
    pub(crate) is_first: bool,
}

/// Where a connection is left that was given up.
#[derive(Clone)]
pub(crate) struct Tap(Arc<Shared>);

struct Shared {
    /// Whether the head of the last response was accepted, so that nothing is left here.
    is_accepted: AtomicBool,
    given_up: Mutex<Option<oneshot::Receiver<GivenUp>>>,
}

impl Tap {
    /// Notes that the head of the response was accepted.
    pub(crate) fn accept(&self) {
        self.0.is_accepted.store(true, Ordering::Relaxed);
        // One that ended with its response may have been left here before that was known.
        if let Some(receiver) = self.receiver().as_mut() {
            drop(receiver.try_recv());
        }
    }

    /// The connection, once the parser has let go of it. Nothing where nothing had come.
    pub(crate) async fn take(&self) -> Option<GivenUp> {
        let receiver = self.receiver().take();
        timeout(LETTING_GO, receiver?).await.ok()?.ok()
    }

    fn receiver(&self) -> MutexGuard<'_, Option<oneshot::Receiver<GivenUp>>> {
        let receiver = self.0.given_up.lock();
        // Nothing panics while this is locked.
        receiver.unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection whose responses are kept until their heads are accepted.
pub(crate) struct TappedStream {
    /// Taken when this is dropped.
    stream: Option<Box<dyn Stream>>,
    shared: Arc<Shared>,
    sender: Option<oneshot::Sender<GivenUp>>,
    received: Vec<u8>,
    responses: u64,
    /// Whether a proxy is at its other end, which wants whole addresses.
    is_to_proxy: bool,
    /// Whether no second request is sent on it.
    is_for_one: bool,
}

impl TappedStream {
    /// A connection to a proxy that requests are sent to.
    pub(crate) fn to_proxy(stream: Box<dyn Stream>) -> Self {
        let mut tapped = Self::new(stream);
        tapped.is_to_proxy = true;
        tapped
    }

    /// The connection, on which no second request is sent.
    pub(crate) fn for_one_request(mut self) -> Self {
        self.is_for_one = true;
        self
    }

    pub(crate) fn new(stream: Box<dyn Stream>) -> Self {
        let (sender, receiver) = oneshot::channel();
        Self {
            stream: Some(stream),
            shared: Arc::new(Shared {
                is_accepted: AtomicBool::new(false),
                given_up: Mutex::new(Some(receiver)),
            }),
            sender: Some(sender),
            received: Vec::new(),
            responses: 1,
            is_to_proxy: false,
            is_for_one: false,
        }
    }

    pub(crate) fn tap(&self) -> Tap {
        Tap(Arc::clone(&self.shared))
    }

    fn stream(&mut self) -> io::Result<Pin<&mut dyn Stream>> {
        let stream = self.stream.as_deref_mut();
        let stream = stream.ok_or(io::ErrorKind::NotConnected)?;
        Ok(Pin::new(stream))
    }

    /// Keeps what came, as long as the head is not accepted.
    fn keep(&mut self, came: &[u8]) {
        if !self.shared.is_accepted.load(Ordering::Relaxed) {
            let room = MOST.saturating_sub(self.received.len());
            let came = came.get(..room).unwrap_or(came);
            self.received.extend_from_slice(came);
        }
    }

    /// Notes that a request is written. What had come belongs to the request before, also where its
    /// caller has not been woken yet to accept it: never may it be read as the response to this one.
    /// Only on a connection for one request it may be an early response.
    fn begin_request(&mut self) {
        let is_accepted = self.shared.is_accepted.swap(false, Ordering::Relaxed);
        if is_accepted || !(self.is_for_one || self.received.is_empty()) {
            self.received.clear();
            self.responses += 1;
        }
    }
}

impl Drop for TappedStream {
    fn drop(&mut self) {
        if self.received.is_empty() || self.shared.is_accepted.load(Ordering::Relaxed) {
            return;
        }
        if let (Some(stream), Some(sender)) = (self.stream.take(), self.sender.take()) {
            // Where no one waits for it, it is closed.
            let _closed = sender.send(GivenUp {
                received: core::mem::take(&mut self.received),
                stream,
                is_first: self.responses == 1,
            });
        }
    }
}

impl Connection for TappedStream {
    fn connected(&self) -> Connected {
        Connected::new().proxy(self.is_to_proxy).extra(self.tap())
    }
}

impl AsyncRead for TappedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = self.stream()?.poll_read(context, buffer);
        if matches!(read, Poll::Ready(Ok(()))) {
            self.keep(buffer.filled().get(before..).unwrap_or_default());
        }
        read
    }
}

impl AsyncWrite for TappedStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.begin_request();
        self.stream()?.poll_write(context, buffer)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.begin_request();
        self.stream()?.poll_write_vectored(context, buffers)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream
            .as_ref()
            .is_some_and(|stream| stream.is_write_vectored())
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream()?.poll_flush(context)
    }

    /// Not as long as the head is not accepted: the parser may have given it up, and a server that
    /// sees the end of the connection may not send the rest. It ends when it is dropped.
    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let is_accepted = self.shared.is_accepted.load(Ordering::Relaxed);
        if !is_accepted && !self.received.is_empty() {
            return Poll::Ready(Ok(()));
        }
        self.stream()?.poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::TappedStream;

    #[tokio::test]
    async fn a_response_that_is_accepted_late_is_not_that_of_the_next_request() {
        let (client, mut server) = duplex(1024);
        let mut stream = TappedStream::new(Box::new(client));
        let tap = stream.tap();
        stream.write_all(b"first request").await.unwrap();
        server.write_all(b"first response").await.unwrap();
        stream.read_exact(&mut [0; 14]).await.unwrap();
        // The connection is used again before the caller of the first request is woken.
        stream.write_all(b"second request").await.unwrap();
        drop(stream);
        assert!(tap.take().await.is_none());
    }

    #[tokio::test]
    async fn what_comes_after_the_next_request_is_kept_and_not_taken_for_the_first_response() {
        let (client, mut server) = duplex(1024);
        let mut stream = TappedStream::new(Box::new(client));
        let tap = stream.tap();
        stream.write_all(b"first request").await.unwrap();
        server.write_all(b"first response").await.unwrap();
        stream.read_exact(&mut [0; 14]).await.unwrap();
        stream.write_all(b"second request").await.unwrap();
        server.write_all(b"second").await.unwrap();
        stream.read_exact(&mut [0; 6]).await.unwrap();
        drop(stream);
        let given_up = tap.take().await.unwrap();
        assert_eq!(given_up.received, b"second");
        assert!(!given_up.is_first);
    }
}
