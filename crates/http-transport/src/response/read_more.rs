//! Reads the next bytes of a response from a connection.

use core::future::poll_fn;
use core::pin::Pin;
use core::time::Duration;

use bytes::BufMut;
use tokio::io::{AsyncRead as _, ReadBuf};
use tokio::time::timeout;

use crate::connection::stream::Stream;

/// The pause after which the received bytes are taken as the whole.
const QUIET: Duration = Duration::from_secs(1);

/// The result of waiting for bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReadResult {
    Bytes,
    /// No bytes for a while.
    Nothing,
    /// The end of the connection.
    End,
}

/// Reads the next bytes.
pub(crate) async fn read_more(
    stream: &mut Box<dyn Stream>,
    received: &mut impl BufMut,
) -> ReadResult {
    let mut space = [0; 8192];
    let mut buffer = ReadBuf::new(&mut space);
    let mut stream = Pin::new(stream);
    let reading = poll_fn(|context| stream.as_mut().poll_read(context, &mut buffer));
    let read = timeout(QUIET, reading).await;
    received.put_slice(buffer.filled());
    match read {
        Ok(Ok(())) if !buffer.filled().is_empty() => ReadResult::Bytes,
        Ok(_) => ReadResult::End,
        Err(_) => ReadResult::Nothing,
    }
}
