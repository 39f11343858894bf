//! Reads the response of a server that stops receiving the request.

use core::pin::Pin;
use core::task::{Context, Poll};
use std::io;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A connection that reports a failed write only after everything received has been read.
///
/// A server that refuses an upload early may respond, and close the connection with the rest of the
/// body unread. Writing then fails before the response is read, and hyper reports a failed write at
/// once, without reading further. This connection therefore keeps back the error: it writes nothing
/// more, and reading ends with the response or with the end of the connection.
pub(crate) struct PatientStream<S> {
    stream: S,
    is_unwritable: bool,
}

impl<S> PatientStream<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self {
            stream,
            is_unwritable: false,
        }
    }

    /// The result of a write, unless it failed.
    fn kept_back<T>(
        &mut self,
        written: Poll<io::Result<T>>,
        context: &Context<'_>,
    ) -> Poll<io::Result<T>> {
        match written {
            Poll::Ready(Err(_)) => {
                self.is_unwritable = true;
                // The task that writes also reads, and must do so now: nothing will wake it for
                // writing.
                context.waker().wake_by_ref();
                Poll::Pending
            }
            written => written,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for PatientStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for PatientStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.is_unwritable {
            return Poll::Pending;
        }
        let written = Pin::new(&mut self.stream).poll_write(context, buffer);
        self.kept_back(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.is_unwritable {
            return Poll::Pending;
        }
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, buffers);
        self.kept_back(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.is_unwritable {
            return Poll::Pending;
        }
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.kept_back(flushed, context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::PatientStream;

    #[tokio::test]
    async fn bytes_before_a_failed_write_are_read_to_their_end() {
        let (mut server, client) = duplex(64);
        let mut client = PatientStream::new(client);
        client.write_all(b"a request").await.unwrap();
        server.write_all(b"a response").await.unwrap();
        drop(server);
        let mut heard = Vec::new();
        tokio::select! {
            biased;
            written = client.write_all(b"more") => panic!("{written:?}"),
            () = core::future::ready(()) => {}
        }
        client.read_to_end(&mut heard).await.unwrap();
        assert_eq!(heard, b"a response");
    }
}
