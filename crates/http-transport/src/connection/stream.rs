//! Abstracts over plain and TLS connections.

use tokio::io::{AsyncRead, AsyncWrite};

/// A connection that is read and written.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}
