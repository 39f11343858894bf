//! Sends a body from memory in one piece.

use core::convert::Infallible;
use core::pin::Pin;
use core::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// A body in memory; empty once it was taken.
#[derive(Debug, Default)]
pub(crate) struct WholeBody(Bytes);

impl From<Bytes> for WholeBody {
    fn from(body: Bytes) -> Self {
        Self(body)
    }
}

impl Body for WholeBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let body = core::mem::take(&mut self.0);
        Poll::Ready((!body.is_empty()).then_some(Ok(Frame::data(body))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        let length = u64::try_from(self.0.len()).unwrap_or(u64::MAX);
        SizeHint::with_exact(length)
    }
}
