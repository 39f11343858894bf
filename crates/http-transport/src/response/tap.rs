//! Keeps the bytes of a response until it is accepted, and its connection.
//!
//! A parser that rejects a response drops the connection and all bytes that it has read. After a
//! paid query they may be the reply, so [`salvage`](crate::response::salvage) gets them from here
//! and reads them leniently. Of a response with an accepted head, only the bytes outside of its
//! [`Framing`] are kept.

use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hyper_util::client::legacy::connect::{Connected, Connection};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::connection::stream::Stream;
use crate::response::framing::Framing;

/// The time for a parser to release a connection that it has given up.
const RELEASE_TIMEOUT: Duration = Duration::from_secs(1);

/// The most bytes of a head that are kept: more than the parser reads.
const MOST: usize = 1024 * 1024;

/// A connection that was given up, and its bytes.
pub(crate) struct GivenUp {
    /// All bytes of the response; if its head was accepted, those outside of its framing.
    pub(crate) received: Vec<u8>,
    pub(crate) stream: Box<dyn Stream>,
    /// Whether this is the first response on the connection. Bytes before a later one may belong to
    /// the previous response.
    pub(crate) is_first: bool,
    /// The framing of the body, if the head was accepted.
    pub(crate) framing: Option<Framing>,
}

/// Gets the connection of a response once it is given up.
///
/// A clone belongs to the last response at the time of cloning. The client clones it into a
/// response before it reuses the connection, so that a response knows its number.
pub(crate) struct Tap {
    shared: Arc<Shared>,
    number: u64,
}

struct Shared {
    last: Mutex<Last>,
    given_up: Mutex<Option<Receiver>>,
}

type Receiver = oneshot::Receiver<Box<dyn Stream>>;

/// The last response of a connection.
struct Last {
    number: u64,
    /// Whether no more bytes of it are kept.
    is_accepted: bool,
    /// The framing of its body, if its head was accepted.
    framing: Option<Framing>,
    /// All bytes until its head was accepted, then those outside of its framing.
    received: Vec<u8>,
    /// The most bytes that are kept.
    most: usize,
    /// Whether bytes came after its end. The parser could take them for the next response.
    has_surplus: bool,
}

impl Last {
    fn new(number: u64) -> Self {
        Self {
            number,
            is_accepted: false,
            framing: None,
            received: Vec::new(),
            most: MOST,
            has_surplus: false,
        }
    }

    /// Whether its bytes are kept.
    fn is_kept(&self) -> bool {
        !self.is_accepted && (self.framing.is_some() || !self.received.is_empty())
    }

    fn accept(&mut self) {
        self.is_accepted = true;
        self.received = Vec::new();
    }

    /// Starts following the framing of the body; returns `false` if its first bytes were not kept.
    fn accept_head(&mut self, framing: Framing, cap: usize) -> bool {
        let body = body_of(&self.received).filter(|_| self.received.len() < self.most);
        let Some(body) = body.map(<[u8]>::to_vec) else {
            self.accept();
            return false;
        };
        self.received = Vec::new();
        self.framing = Some(framing);
        self.most = cap.saturating_add(MOST);
        self.keep(&body);
        true
    }

    fn keep(&mut self, mut came: &[u8]) {
        if let Some(framing) = &mut self.framing {
            if self.received.is_empty() {
                let followed = framing.follow(came);
                came = came.get(followed..).unwrap_or_default();
            }
            self.has_surplus |= framing.is_complete() && !came.is_empty();
        }
        if self.is_accepted {
            return;
        }
        let room = self.most.saturating_sub(self.received.len());
        self.received
            .extend_from_slice(came.get(..room).unwrap_or(came));
        if let Some(framing) = &mut self.framing {
            let followed = framing.follow(&self.received);
            self.received.drain(..followed);
            self.has_surplus |= framing.is_complete() && !self.received.is_empty();
        }
    }
}

/// The bytes after an accepted head, and after interim responses before it.
fn body_of(mut received: &[u8]) -> Option<&[u8]> {
    loop {
        let begin = received
            .iter()
            .position(|byte| !matches!(byte, b'\r' | b'\n'))?;
        received = received.get(begin..)?;
        let is_interim = received.get(8..10) == Some(b" 1");
        let end = (0..received.len()).find_map(|at| match received.get(at..)? {
            [b'\n', b'\n', ..] => Some(at + 2),
            [b'\n', b'\r', b'\n', ..] => Some(at + 3),
            _ => None,
        });
        received = received.get(end?..)?;
        if !is_interim {
            return Some(received);
        }
    }
}

impl Shared {
    fn last(&self) -> MutexGuard<'_, Last> {
        // Nothing panics while this is locked.
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clone for Tap {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            number: self.shared.last().number,
        }
    }
}

impl Tap {
    /// Accepts the response: no more bytes of it are kept.
    pub(crate) fn accept(&self) {
        if let Some(mut last) = self.last() {
            last.accept();
            drop(last);
            // A connection that ended with its response may already be here.
            if let Some(receiver) = self.receiver().as_mut() {
                drop(receiver.try_recv());
            }
        }
    }

    /// Accepts the head of the response, but not yet its body, of which `cap` bytes are read.
    /// Returns whether its framing is followed.
    pub(crate) fn accept_head(&self, framing: Framing, cap: usize) -> bool {
        if let Some(mut last) = self.last() {
            return last.accept_head(framing, cap);
        }
        false
    }

    /// Whether bytes came after the end of the response.
    pub(crate) fn has_surplus(&self) -> bool {
        self.last().is_some_and(|last| last.has_surplus)
    }

    /// The connection of a response with a rejected head, once the parser has released it. `None`
    /// if nothing came.
    pub(crate) async fn take(&self) -> Option<GivenUp> {
        let given_up = self.given_up(RELEASE_TIMEOUT).await?;
        given_up.framing.is_none().then_some(given_up)
    }

    /// The connection of this response, after its head was accepted.
    pub(crate) async fn take_body(&self, wait: Duration) -> Option<GivenUp> {
        let given_up = self.given_up(wait).await?;
        given_up.framing.is_some().then_some(given_up)
    }

    async fn given_up(&self, wait: Duration) -> Option<GivenUp> {
        drop(self.last()?);
        let receiver = self.receiver().take();
        let stream = timeout(wait, receiver?).await.ok()?.ok()?;
        let mut last = self.last()?;
        Some(GivenUp {
            received: core::mem::take(&mut last.received),
            stream,
            is_first: self.number == 1,
            framing: last.framing,
        })
    }

    /// The state of this response, unless the next one has begun.
    fn last(&self) -> Option<MutexGuard<'_, Last>> {
        let last = self.shared.last();
        (last.number == self.number).then_some(last)
    }

    fn receiver(&self) -> MutexGuard<'_, Option<Receiver>> {
        let receiver = self.shared.given_up.lock();
        // Nothing panics while this is locked.
        receiver.unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection that keeps its responses until they are accepted.
pub(crate) struct TappedStream {
    /// Taken on drop.
    stream: Option<Box<dyn Stream>>,
    shared: Arc<Shared>,
    sender: Option<oneshot::Sender<Box<dyn Stream>>>,
    /// Whether its peer is a proxy, which expects absolute addresses.
    is_to_proxy: bool,
    /// Whether only one request is sent on it.
    is_for_one: bool,
}

impl TappedStream {
    /// A connection to a proxy that receives the requests itself.
    pub(crate) fn to_proxy(stream: Box<dyn Stream>) -> Self {
        let mut tapped = Self::new(stream);
        tapped.is_to_proxy = true;
        tapped
    }

    /// Declares that only one request is sent on the connection.
    pub(crate) fn for_one_request(mut self) -> Self {
        self.is_for_one = true;
        self
    }

    pub(crate) fn new(stream: Box<dyn Stream>) -> Self {
        let (sender, receiver) = oneshot::channel();
        Self {
            stream: Some(stream),
            shared: Arc::new(Shared {
                last: Mutex::new(Last::new(1)),
                given_up: Mutex::new(Some(receiver)),
            }),
            sender: Some(sender),
            is_to_proxy: false,
            is_for_one: false,
        }
    }

    /// The tap of the last response.
    pub(crate) fn tap(&self) -> Tap {
        let number = self.shared.last().number;
        Tap {
            shared: Arc::clone(&self.shared),
            number,
        }
    }

    fn stream(&mut self) -> io::Result<Pin<&mut dyn Stream>> {
        let stream = self.stream.as_deref_mut();
        let stream = stream.ok_or(io::ErrorKind::NotConnected)?;
        Ok(Pin::new(stream))
    }

    /// Notes that a request is written. Bytes received until now belong to the previous request,
    /// even if its caller has not accepted them yet: they are never read as the response to this
    /// one. Only on a connection for one request they may be an early response.
    ///
    /// # Errors
    ///
    /// Bytes came after the end of the previous response: the parser may have read them already,
    /// and would take them for the response to this request.
    fn begin_request(&mut self) -> io::Result<()> {
        if self.is_for_one {
            return Ok(());
        }
        let mut last = self.shared.last();
        if last.has_surplus {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        if last.is_accepted || last.framing.is_some() || !last.received.is_empty() {
            *last = Last::new(last.number.saturating_add(1));
        }
        Ok(())
    }
}

impl Drop for TappedStream {
    fn drop(&mut self) {
        if !self.shared.last().is_kept() {
            return;
        }
        if let (Some(stream), Some(sender)) = (self.stream.take(), self.sender.take()) {
            // Without a receiver, it is closed.
            let _closed = sender.send(stream);
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
            let came = buffer.filled().get(before..).unwrap_or_default();
            self.shared.last().keep(came);
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
        self.begin_request()?;
        self.stream()?.poll_write(context, buffer)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.begin_request()?;
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

    /// Does nothing until the response is accepted: the parser may have given it up, and a server
    /// that sees the connection end may not send the rest. The connection ends on drop.
    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.shared.last().is_kept() {
            return Poll::Ready(Ok(()));
        }
        self.stream()?.poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::TappedStream;
    use crate::response::framing::Framing;

    #[tokio::test]
    async fn no_request_is_written_after_surplus_bytes() {
        let (client, mut server) = duplex(1024);
        let mut stream = TappedStream::new(Box::new(client));
        stream.write_all(b"first request").await.unwrap();
        let response = b"HTTP/1.1 200 OK\r\n\r\n{}surplus";
        server.write_all(response).await.unwrap();
        let mut received = vec![0; response.len()];
        stream.read_exact(&mut received).await.unwrap();
        let tap = stream.tap();
        assert!(tap.accept_head(Framing::for_length(2), 1024));
        assert!(tap.has_surplus());
        tap.accept();
        stream.write_all(b"second request").await.unwrap_err();
    }

    #[tokio::test]
    async fn a_response_that_is_accepted_late_does_not_belong_to_the_next_request() {
        let (client, mut server) = duplex(1024);
        let mut stream = TappedStream::new(Box::new(client));
        let tap = stream.tap();
        stream.write_all(b"first request").await.unwrap();
        server.write_all(b"first response").await.unwrap();
        stream.read_exact(&mut [0; 14]).await.unwrap();
        // The connection is reused before the caller of the first request is woken.
        stream.write_all(b"second request").await.unwrap();
        drop(stream);
        assert!(tap.take().await.is_none());
    }

    #[tokio::test]
    async fn bytes_after_the_next_request_do_not_belong_to_the_first_response() {
        let (client, mut server) = duplex(1024);
        let mut stream = TappedStream::new(Box::new(client));
        let tap = stream.tap();
        stream.write_all(b"first request").await.unwrap();
        server.write_all(b"first response").await.unwrap();
        stream.read_exact(&mut [0; 14]).await.unwrap();
        stream.write_all(b"second request").await.unwrap();
        server.write_all(b"second").await.unwrap();
        stream.read_exact(&mut [0; 6]).await.unwrap();
        let second = tap.clone();
        drop(stream);
        assert!(tap.take().await.is_none());
        let given_up = second.take().await.unwrap();
        assert_eq!(given_up.received, b"second");
        assert!(!given_up.is_first);
    }
}
