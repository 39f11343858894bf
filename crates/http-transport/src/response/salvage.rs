//! Reads a response with a rejected head, or keeps its bytes.

use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::io;

use bytes::{Buf as _, Bytes};
use hyper::Request;
use hyper::client::conn::http1;
use hyper::header::HOST;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::connection::connect_error::may_have_come;
use crate::connection::stream::Stream;
use crate::connection::whole_body::WholeBody;
use crate::response::head_repair::{LARGEST_HEAD, Repaired, repair};
use crate::response::read_more::{ReadResult, read_more};
use crate::response::received::{Received, Work};
use crate::response::tap::{GivenUp, Tap, TappedStream};
use crate::response::watched::Watched;
use crate::send_error::{SendError, TransportErrorKind};

/// Precedes bytes without a readable head.
const NO_HEAD: &[u8] = b"HTTP/1.1 200 \r\nconnection: close\r\n\r\n";

/// Reads the response after an error, under this cap of its body, or returns its bytes as a body.
/// Returns the error itself if nothing came.
///
/// # Errors
///
/// The error, if nothing came on the connection.
pub(crate) async fn salvage(
    error: SendError,
    tap: Option<Tap>,
    cap: usize,
) -> Result<Received, SendError> {
    let Some(tap) = tap.filter(|_| may_have_come(&error)) else {
        return Err(error);
    };
    let Some(given_up) = tap.take().await else {
        return Err(error);
    };
    // Boxed, so that ordinary calls do not carry its size.
    Box::pin(read(error, given_up, cap)).await
}

async fn read(error: SendError, given_up: GivenUp, cap: usize) -> Result<Received, SendError> {
    let GivenUp {
        mut received,
        mut stream,
        is_first,
        ..
    } = given_up;
    let mut look_at = 0;
    let mut is_all = false;
    let repaired = loop {
        is_all |= received.len() > LARGEST_HEAD;
        if is_all || received.len() >= look_at {
            match repair(&received, is_first, is_all) {
                Repaired::Incomplete => {}
                Repaired::Readable { head, body } => break Ok((head, body)),
                Repaired::Unreadable(why) => break Err(why),
            }
            // A slow head is not parsed again for each byte.
            look_at = received.len() + received.len() / 16 + 1;
        }
        is_all |= read_more(&mut stream, &mut received).await != ReadResult::Bytes;
    };
    let (head, unreadable) = match repaired {
        Ok((head, body)) => {
            received.drain(..body);
            (head, None)
        }
        // An incomplete head contains nothing of a reply.
        Err(_) if error.kind == TransportErrorKind::ConnectionLost => return Err(error),
        Err(why) => (NO_HEAD.to_vec(), Some(why)),
    };
    tracing::debug!(
        target: "http_transport",
        unreadable,
        "the head of a response was rejected"
    );
    replay(head, received, stream, unreadable, cap)
        .await
        .ok_or(error)
}

/// Parses a response with this head, the received bytes after it, and further bytes of the stream.
async fn replay(
    head: Vec<u8>,
    received: Vec<u8>,
    stream: Box<dyn Stream>,
    unreadable: Option<&'static str>,
    cap: usize,
) -> Option<Received> {
    let stream = TappedStream::new(Box::new(Replayed {
        waits: None,
        has_request: false,
        begin: [head, received].map(Bytes::from),
        stream,
    }));
    let stream = stream.for_one_request();
    let tap = stream.tap();
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
    // It is not sent; the parser accepts no response without a request.
    let request = Request::get("/")
        .header(HOST, "")
        .body(WholeBody::default())
        .ok()?;
    let mut work = Work::new(async { drop(connection.await) });
    let response = work.during(sender.send_request(request)).await.ok()?;
    let watched = Watched::new(tap, &response, cap);
    Some(Received {
        response,
        work,
        unreadable,
        watched,
    })
}

/// A connection that replays received bytes before its stream, and discards writes.
struct Replayed {
    /// Woken when a request is written: bytes before it would be an error.
    waits: Option<Waker>,
    has_request: bool,
    begin: [Bytes; 2],
    stream: Box<dyn Stream>,
}

impl AsyncRead for Replayed {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.has_request {
            self.waits = Some(context.waker().clone());
            return Poll::Pending;
        }
        let begin = self.begin.iter_mut().find(|bytes| !bytes.is_empty());
        let Some(begin) = begin else {
            return Pin::new(&mut self.stream).poll_read(context, buffer);
        };
        let count = begin.len().min(buffer.remaining());
        buffer.put_slice(begin.get(..count).unwrap_or_default());
        begin.advance(count);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Replayed {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.has_request = true;
        if let Some(waker) = self.waits.take() {
            waker.wake();
        }
        Poll::Ready(Ok(buffer.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
