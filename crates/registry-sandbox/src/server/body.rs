//! Reads the body of a request while its client keeps up.

use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt as _};
use http_body_util::BodyDataStream;
use hyper::body::Incoming;
use tokio::time::{Instant, Sleep, sleep};

use crate::content::LARGEST_FILE;
use crate::request_error::LARGEST_BODY;

/// The bytes per second that a client must send after its initial time.
const PACE: u64 = 64 * 1024;

/// The most bytes of a body that are read, even to discard them.
const MOST: u64 = 2 * LARGEST_FILE;

/// Why a body cannot be read to its end.
#[derive(Debug, thiserror::Error)]
pub(super) enum BodyError {
    /// The connection closed before the announced end of the body.
    #[error("the body did not arrive whole")]
    Incomplete,
    /// It came too slowly.
    #[error("the body came too slowly")]
    TooSlow,
    /// It exceeds every limit.
    #[error("the body exceeds every limit")]
    TooLarge,
}

/// A body as it arrives.
pub(super) struct PacedBody {
    chunks: BodyDataStream<Incoming>,
    read: u64,
    began: Instant,
    patience: Duration,
    alarm: Pin<Box<Sleep>>,
}

impl PacedBody {
    /// A body whose client may pause for this long in all, and a second more for every 64 KiB that
    /// it sends.
    pub(super) fn new(body: Incoming, patience: Duration) -> Self {
        Self {
            chunks: BodyDataStream::new(body),
            read: 0,
            began: Instant::now(),
            patience,
            alarm: Box::pin(sleep(patience)),
        }
    }
}

impl Stream for PacedBody {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, BodyError>>> {
        if let Poll::Ready(next) = self.chunks.poll_next_unpin(context) {
            return Poll::Ready(match next {
                Some(Ok(chunk)) => {
                    let len = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
                    self.read = self.read.saturating_add(len);
                    if self.read > MOST {
                        Some(Err(BodyError::TooLarge))
                    } else {
                        Some(Ok(chunk))
                    }
                }
                Some(Err(_)) => Some(Err(BodyError::Incomplete)),
                None => None,
            });
        }
        loop {
            if self.alarm.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            let allowed = self.patience + Duration::from_secs(self.read / PACE);
            let until = self.began + allowed;
            if until <= Instant::now() {
                return Poll::Ready(Some(Err(BodyError::TooSlow)));
            }
            self.alarm.as_mut().reset(until);
        }
    }
}

/// The whole body, or `None` if it is too large for memory. A larger body is read and discarded: a
/// client that is still writing would never see the response.
pub(super) async fn whole(mut body: PacedBody) -> Result<Option<Bytes>, BodyError> {
    let mut read = BytesMut::new();
    let mut fits = true;
    while let Some(chunk) = body.next().await {
        let chunk = chunk?;
        fits = fits && read.len() + chunk.len() <= LARGEST_BODY;
        if fits {
            read.extend_from_slice(&chunk);
        } else {
            read = BytesMut::new();
        }
    }
    Ok(fits.then(|| read.freeze()))
}
