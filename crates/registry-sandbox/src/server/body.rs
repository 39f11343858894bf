//! Reads the body of a request for as long as its client keeps up.

use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt as _};
use http_body_util::BodyDataStream;
use hyper::body::Incoming;
use tokio::time::{Instant, Sleep, sleep};

use crate::content::LARGEST_FILE;
use crate::incoming::LARGEST_BODY;

/// What a client has to send in a second beyond its first ones.
const PACE: u64 = 64 * 1024;

/// More is not read of a body, not even to be forgotten.
const MOST: u64 = 2 * LARGEST_FILE;

/// Why a body has no end.
#[derive(Debug, thiserror::Error)]
pub(super) enum BodyError {
    /// The connection broke, or the client ended it, before all was there that was announced.
    #[error("the body did not arrive whole")]
    Incomplete,
    /// It came too slowly.
    #[error("the body came too slowly")]
    TooSlow,
    /// There was no end to it.
    #[error("the body is larger than any")]
    TooLarge,
}

/// A body as it comes in.
pub(super) struct PacedBody {
    chunks: BodyDataStream<Incoming>,
    read: u64,
    began: Instant,
    patience: Duration,
    alarm: Pin<Box<Sleep>>,
}

impl PacedBody {
    /// A body whose client may stand still for this long in all, and a second more for every 64 KiB
    /// that it has sent.
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

/// The whole body, and nothing where it is too large to be held. What is too much is read all the
/// same, and forgotten: a client that is still writing when the answer comes would never see it.
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
