//! Streams an upload in chunks that a blocking thread reads.

pub(crate) mod progress;
mod reading;
mod whole;

use core::future::{Future, poll_fn};
use core::pin::{Pin, pin};
use core::task::{Context, Poll};
use std::io;
use std::sync::{Arc, OnceLock};

use bytes::{Bytes, BytesMut};
use endpoint_core::wire::Body;
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep_until, timeout_at};

use crate::send_error::{SendError, TransportErrorKind, UploadSourceError};
use crate::service::Outgoing;
use crate::upload::progress::{ProgressReporter, UploadProgress};
use crate::upload::reading::read_all;

/// The most chunks that wait for the network. With the chunk size it bounds the memory of an
/// upload.
const WAITING: usize = 4;

/// What an upload waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Awaited {
    /// The server must accept the chunks that were read.
    Server,
    /// The source must return more.
    Source,
    /// The server has everything and must respond.
    Response,
}

/// The progress of an upload.
#[derive(Debug, Clone, Copy)]
struct Stage {
    since: Instant,
    awaited: Awaited,
    /// Bytes that were passed to the network.
    sent: u64,
}

/// Observes an upload from the sending side.
pub(crate) struct Watch {
    stage: watch::Receiver<Stage>,
    source_error: Arc<OnceLock<UploadSourceError>>,
}

impl Watch {
    /// Returns when nothing has progressed for as long as `outgoing` allows, with the error of the
    /// side that stalled.
    pub(crate) async fn stalled(&self, outgoing: &Outgoing<'_>) -> SendError {
        let mut stage = self.stage.clone();
        loop {
            let Stage {
                since,
                awaited,
                sent,
            } = *stage.borrow_and_update();
            let patience = match awaited {
                Awaited::Server | Awaited::Source => outgoing.stall,
                Awaited::Response => outgoing.response_timeout_after(sent),
            };
            let Some(limit) = since.checked_add(patience) else {
                return core::future::pending().await;
            };
            if limit <= Instant::now() {
                return match awaited {
                    Awaited::Server => SendError::new(TransportErrorKind::Stalled, ""),
                    Awaited::Response => SendError::new(TransportErrorKind::Timeout, ""),
                    Awaited::Source => SendError::from_source(
                        TransportErrorKind::UploadSourceBroken,
                        io::Error::new(io::ErrorKind::TimedOut, "it returned nothing for too long"),
                    ),
                };
            }
            if let Ok(Err(_)) = timeout_at(limit, stage.changed()).await {
                // The body is gone: nothing will change any more.
                sleep_until(limit).await;
            }
        }
    }

    /// Waits for an exchange as long as it progresses.
    pub(crate) async fn during<T>(
        &self,
        exchange: impl Future<Output = Result<T, SendError>>,
        outgoing: &Outgoing<'_>,
    ) -> Result<T, SendError> {
        let mut exchange = pin!(exchange);
        let mut stalled = pin!(self.stalled(outgoing));
        let outcome = poll_fn(|context| {
            if let Poll::Ready(outcome) = exchange.as_mut().poll(context) {
                return Poll::Ready(outcome);
            }
            stalled.as_mut().poll(context).map(Err)
        })
        .await;
        // To the sender, an error of the source looks like a lost connection.
        outcome.map_err(|error| self.source_error().unwrap_or(error))
    }

    /// The error of the source, if it failed.
    pub(crate) fn source_error(&self) -> Option<SendError> {
        let cause = self.source_error.get()?.clone();
        Some(SendError::from_source(
            TransportErrorKind::UploadSourceBroken,
            cause,
        ))
    }
}

/// The error of a body whose reader ended without an error.
pub(crate) fn ended_early() -> SendError {
    SendError::from_source(
        TransportErrorKind::UploadSourceBroken,
        io::Error::other("its reader ended early"),
    )
}

/// The body of an upload.
pub(crate) struct Upload {
    chunks: mpsc::Receiver<io::Result<Bytes>>,
    is_over: bool,
    total: Option<u64>,
    sent: u64,
    stage: watch::Sender<Stage>,
    source_error: Arc<OnceLock<UploadSourceError>>,
    progress: Option<ProgressReporter>,
}

/// Opens the sources of a body and starts reading them.
///
/// The reading thread does not belong to the runtime: a source that blocks for good must not keep
/// the program from ending. The thread ends when everything is read or the body is dropped.
///
/// # Errors
///
/// [`TransportErrorKind::UploadSourceUnopened`]: nothing has been sent.
pub(crate) async fn begin(
    body: &Body,
    progress: Option<&ProgressReporter>,
) -> Result<(Upload, Watch), SendError> {
    let unopened = |error| SendError::from_source(TransportErrorKind::UploadSourceUnopened, error);
    let pieces = body.pieces();
    let total = pieces
        .iter()
        .try_fold(0_u64, |sum, piece| sum.checked_add(piece.len()?));
    let (sender, chunks) = mpsc::channel(WAITING);
    let (ready, opened) = oneshot::channel();
    std::thread::Builder::new()
        .name("upload".to_owned())
        .spawn(move || read_all(pieces, ready, &sender))
        .map_err(unopened)?;
    opened
        .await
        .unwrap_or_else(|_| Err(io::Error::other("its reader ended early")))
        .map_err(unopened)?;
    let (stage, stages) = watch::channel(Stage {
        since: Instant::now(),
        awaited: Awaited::Server,
        sent: 0,
    });
    let source_error = Arc::new(OnceLock::new());
    let watch = Watch {
        stage: stages,
        source_error: Arc::clone(&source_error),
    };
    let upload = Upload {
        chunks,
        is_over: false,
        total,
        sent: 0,
        stage,
        source_error,
        progress: progress.cloned(),
    };
    Ok((upload, watch))
}

impl Upload {
    /// Reads the whole body.
    ///
    /// # Errors
    ///
    /// A source failed; the watch has its error.
    pub(crate) async fn read_to_end(mut self) -> io::Result<Bytes> {
        let mut all = BytesMut::new();
        while let Some(frame) = poll_fn(|context| Pin::new(&mut self).poll_frame(context)).await {
            if let Ok(chunk) = frame?.into_data() {
                all.extend_from_slice(&chunk);
            }
        }
        Ok(all.freeze())
    }

    fn set_awaited(&self, awaited: Awaited) {
        self.stage.send_replace(Stage {
            since: Instant::now(),
            awaited,
            sent: self.sent,
        });
    }
}

impl HttpBody for Upload {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.is_over {
            return Poll::Ready(None);
        }
        let Poll::Ready(next) = self.chunks.poll_recv(context) else {
            if self.stage.borrow().awaited != Awaited::Source {
                self.set_awaited(Awaited::Source);
            }
            return Poll::Pending;
        };
        let error = match next {
            Some(Ok(chunk)) => {
                let len = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
                self.sent = self.sent.saturating_add(len);
                self.set_awaited(if self.total == Some(self.sent) {
                    Awaited::Response
                } else {
                    Awaited::Server
                });
                if let Some(progress) = &self.progress {
                    progress.report(UploadProgress {
                        bytes: self.sent,
                        total: self.total,
                    });
                }
                return Poll::Ready(Some(Ok(Frame::data(chunk))));
            }
            Some(Err(error)) => error,
            // The reader ended without an error, so it has passed on everything.
            None => {
                self.is_over = true;
                self.set_awaited(Awaited::Response);
                return Poll::Ready(None);
            }
        };
        self.is_over = true;
        // The network layers learn that it failed; the reason is for the caller.
        let kind = error.kind();
        let _the_first_counts = self.source_error.set(error.into());
        Poll::Ready(Some(Err(kind.into())))
    }

    fn size_hint(&self) -> SizeHint {
        match self.total {
            Some(total) => SizeHint::with_exact(total.saturating_sub(self.sent)),
            None => SizeHint::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;
    use std::io::{self, Read};
    use std::sync::Arc;

    use endpoint_core::wire::{Body, Multipart, Request};
    use endpoint_core::{File, Method, PlainHttp, UploadSource};
    use hyper::body::Body as _;
    use tokio::time::{advance, timeout};

    use super::{Pin, Upload, Watch, begin, poll_fn};
    use crate::BaseUrl;
    use crate::send_error::TransportErrorKind;
    use crate::service::Outgoing;

    #[derive(Debug)]
    struct Zeros(u64);

    impl UploadSource for Zeros {
        fn len(&self) -> Option<u64> {
            Some(self.0)
        }

        fn open(&self) -> io::Result<Box<dyn Read + Send>> {
            Ok(Box::new(io::repeat(b'0').take(self.0)))
        }
    }

    const STALL: Duration = Duration::from_secs(10);

    async fn take(upload: &mut Upload) -> bool {
        let next = poll_fn(|context| Pin::new(&mut *upload).poll_frame(context));
        next.await.map(Result::unwrap).is_some()
    }

    /// The kind of error if the time is up.
    async fn fault(
        watch: &Watch,
        response_timeout: Option<Duration>,
    ) -> Option<TransportErrorKind> {
        let base = BaseUrl::parse("http://127.0.0.1:9", "a", PlainHttp::LoopbackOnly);
        let request = Request {
            method: Method::Post,
            target: "/".to_owned(),
            body: Body::Empty,
        };
        let outgoing = Outgoing {
            base: &base.unwrap(),
            request: &request,
            deadline: Duration::from_secs(3600),
            stall: STALL,
            response_timeout,
            progress: None,
            body_cap: 0,
        };
        let stalled = timeout(Duration::ZERO, watch.stalled(&outgoing)).await;
        stalled.ok().map(|error| error.kind)
    }

    async fn begun(bytes: u64) -> (Upload, Watch) {
        let file = File::from_source("codes.txt", Arc::new(Zeros(bytes)));
        let body = Multipart::new("1", Vec::new()).with_streamed(vec![("a".to_owned(), file)]);
        begin(&Body::Multipart(body), None).await.unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn an_upload_may_take_any_time_as_long_as_it_progresses() {
        let (mut upload, watch) = begun(1_000_000).await;
        for _ in 0..10 {
            assert!(take(&mut upload).await);
            advance(STALL * 9 / 10).await;
            assert_eq!(fault(&watch, None).await, None);
        }
        advance(STALL / 5).await;
        assert_eq!(fault(&watch, None).await, Some(TransportErrorKind::Stalled));
    }

    #[tokio::test(start_paused = true)]
    async fn the_response_may_take_longer_the_more_was_sent() {
        for mebibytes in [1, 3] {
            // With the part headers it is a little more than that.
            let (mut upload, watch) = begun(mebibytes * 1024 * 1024).await;
            while take(&mut upload).await {}
            let longest = STALL + Duration::from_secs(mebibytes);
            advance(longest - Duration::from_millis(1)).await;
            assert_eq!(fault(&watch, None).await, None);
            advance(Duration::from_millis(10)).await;
            assert_eq!(fault(&watch, None).await, Some(TransportErrorKind::Timeout));
            // The caller may set the time.
            assert_eq!(fault(&watch, Some(longest * 2)).await, None);
            advance(longest).await;
            let fault = fault(&watch, Some(longest * 2)).await;
            assert_eq!(fault, Some(TransportErrorKind::Timeout));
        }
    }
}
