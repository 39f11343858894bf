//! How a body is sent that is read while it is sent: in pieces, by a thread that may block.

use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use endpoint_core::wire::{Body, Piece};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until};

use crate::progress::{Progress, Sent};
use crate::service::{Failure, FailureKind};

/// How much is read at a time.
const CHUNK: usize = 64 * 1024;

/// How many chunks wait for the network. With the chunk it bounds what an upload holds.
const WAITING: usize = 4;

/// What the one who sends a body can learn of it.
pub(crate) struct Watch {
    moved: watch::Receiver<Instant>,
    failure: Arc<Mutex<Option<io::ErrorKind>>>,
}

impl Watch {
    /// Comes back when nothing has been handed to the network for this long; since the end of
    /// the body, where all of it has been.
    pub(crate) async fn stalled(&self, stall: Duration) {
        let moved = self.moved.clone();
        loop {
            let Some(limit) = moved.borrow().checked_add(stall) else {
                return core::future::pending().await;
            };
            if limit <= Instant::now() {
                return;
            }
            sleep_until(limit).await;
        }
    }

    /// What failed on this side while the body was read, if something did.
    pub(crate) fn failure(&self) -> Option<Failure> {
        let kind = (*self.failure.lock().unwrap_or_else(PoisonError::into_inner))?;
        Some(Failure::new(FailureKind::SourceBroken, kind.to_string()))
    }
}

/// The body on its way.
pub(crate) struct Upload {
    chunks: mpsc::Receiver<io::Result<Bytes>>,
    total: Option<u64>,
    sent: u64,
    moved: watch::Sender<Instant>,
    failure: Arc<Mutex<Option<io::ErrorKind>>>,
    progress: Option<Progress>,
}

/// Opens the sources of a body and begins to read them.
///
/// # Errors
///
/// [`FailureKind::SourceUnopened`]: nothing has been sent.
pub(crate) async fn begin(
    body: &Body,
    progress: Option<&Progress>,
) -> Result<(Upload, Watch), Failure> {
    let pieces = body.pieces();
    let total = pieces
        .iter()
        .try_fold(0_u64, |sum, piece| sum.checked_add(piece.len()?));
    let (sender, chunks) = mpsc::channel(WAITING);
    let (ready, opened) = tokio::sync::oneshot::channel();
    // It ends by itself: when all is read, or when the body is dropped and nobody takes chunks.
    tokio::task::spawn_blocking(move || read_all(pieces, ready, &sender));
    match opened.await {
        Ok(Ok(())) => {}
        Ok(Err(kind)) => return Err(Failure::new(FailureKind::SourceUnopened, kind.to_string())),
        Err(_) => return Err(Failure::new(FailureKind::SourceUnopened, "")),
    }
    let (moved, moves) = watch::channel(Instant::now());
    let failure = Arc::new(Mutex::new(None));
    let watch = Watch {
        moved: moves,
        failure: Arc::clone(&failure),
    };
    let upload = Upload {
        chunks,
        total,
        sent: 0,
        moved,
        failure,
        progress: progress.cloned(),
    };
    Ok((upload, watch))
}

type Reader = Box<dyn Read + Send>;

/// A piece that can be read, with the length that it promised.
enum Open {
    Bytes(Bytes),
    Reader(Reader, Option<u64>),
}

fn read_all(
    pieces: Vec<Piece>,
    ready: tokio::sync::oneshot::Sender<Result<(), io::ErrorKind>>,
    chunks: &mpsc::Sender<io::Result<Bytes>>,
) {
    let opened: io::Result<Vec<Open>> = pieces
        .into_iter()
        .map(|piece| match piece {
            Piece::Bytes(bytes) => Ok(Open::Bytes(bytes)),
            Piece::Source(source) => Ok(Open::Reader(source.open()?, source.len())),
        })
        .collect();
    let opened = match opened {
        Ok(opened) => opened,
        Err(error) => {
            let _nobody_waits = ready.send(Err(error.kind()));
            return;
        }
    };
    let _nobody_waits = ready.send(Ok(()));
    for open in opened {
        let passed = match open {
            Open::Bytes(bytes) => chunks.blocking_send(Ok(bytes)).map_err(|_| None),
            Open::Reader(reader, len) => pass_on(reader, len, chunks),
        };
        if let Err(error) = passed {
            if let Some(error) = error {
                let _nobody_takes = chunks.blocking_send(Err(error));
            }
            return;
        }
    }
}

/// `None` as an error where nobody takes chunks any more.
fn pass_on(
    mut reader: Reader,
    len: Option<u64>,
    chunks: &mpsc::Sender<io::Result<Bytes>>,
) -> Result<(), Option<io::Error>> {
    let mut read = 0_u64;
    loop {
        let mut chunk = Vec::with_capacity(CHUNK);
        let most = u64::try_from(CHUNK).unwrap_or(u64::MAX);
        let got = reader.by_ref().take(most).read_to_end(&mut chunk);
        let got = got.map_err(Some)?;
        read = read.saturating_add(u64::try_from(got).unwrap_or(u64::MAX));
        if len.is_some_and(|len| read > len) {
            return Err(Some(io::ErrorKind::InvalidData.into()));
        }
        if got == 0 {
            break;
        }
        chunks.blocking_send(Ok(chunk.into())).map_err(|_| None)?;
    }
    if len.is_some_and(|len| read < len) {
        return Err(Some(io::ErrorKind::UnexpectedEof.into()));
    }
    Ok(())
}

impl HttpBody for Upload {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let next = core::task::ready!(self.chunks.poll_recv(context));
        self.moved.send_replace(Instant::now());
        Poll::Ready(match next {
            Some(Ok(chunk)) => {
                let len = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
                self.sent = self.sent.saturating_add(len);
                if let Some(progress) = &self.progress {
                    progress.tell(Sent {
                        bytes: self.sent,
                        total: self.total,
                    });
                }
                Some(Ok(Frame::data(chunk)))
            }
            Some(Err(error)) => {
                let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
                *failure = Some(error.kind());
                drop(failure);
                Some(Err(error))
            }
            None => None,
        })
    }

    fn size_hint(&self) -> SizeHint {
        match self.total {
            Some(total) => SizeHint::with_exact(total.saturating_sub(self.sent)),
            None => SizeHint::new(),
        }
    }
}
