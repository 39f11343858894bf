//! A connection, whatever is below it.

use tokio::io::{AsyncRead, AsyncWrite};

/// What is read from and written to.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}
