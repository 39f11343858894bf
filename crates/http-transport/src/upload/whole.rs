//! Reads a streamed body whole, for services that do not stream.

use bytes::Bytes;

use crate::send_error::SendError;
use crate::service::Outgoing;
use crate::upload;

impl Outgoing<'_> {
    /// Reads the whole body into memory, in a blocking thread with progress reports: for services
    /// that do not stream.
    ///
    /// # Errors
    ///
    /// [`UploadSourceUnopened`](crate::TransportErrorKind::UploadSourceUnopened),
    /// [`UploadSourceBroken`](crate::TransportErrorKind::UploadSourceBroken).
    pub async fn read_body(&self) -> Result<Bytes, SendError> {
        let body = &self.request.body;
        if !body.is_streamed() {
            return Ok(body.to_bytes());
        }
        let (upload, watch) = upload::begin(body, self.progress).await?;
        let read = upload.read_to_end().await;
        read.map_err(|_| watch.source_error().unwrap_or_else(upload::ended_early))
    }
}
