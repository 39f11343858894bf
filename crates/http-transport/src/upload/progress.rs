//! Defines the options of one call: progress reports and deadlines of an upload.

use core::fmt;
use core::time::Duration;
use std::sync::Arc;

/// The default deadline of an upload.
const UPLOAD: Duration = Duration::from_secs(60 * 60);

/// The progress of an upload. Counts the bytes passed to the network, part headers included; it
/// never decreases within one attempt, and starts again with the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UploadProgress {
    /// Bytes so far.
    pub bytes: u64,
    /// Bytes in total, if known.
    pub total: Option<u64>,
}

/// Receives the progress of an upload.
#[derive(Clone)]
pub struct ProgressReporter(Arc<dyn Fn(UploadProgress) + Send + Sync>);

impl ProgressReporter {
    /// Calls `report` after every piece of at most 64 KiB. It must not block, because sending waits
    /// for it.
    pub fn new(report: impl Fn(UploadProgress) + Send + Sync + 'static) -> Self {
        Self(Arc::new(report))
    }

    /// Reports progress: for implementations of [`HttpService`](crate::HttpService).
    pub fn report(&self, sent: UploadProgress) {
        (self.0)(sent);
    }
}

impl fmt::Debug for ProgressReporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProgressReporter")
    }
}

/// Options of one call. They apply to streamed bodies; others are small and have the deadlines of
/// [`Limits`](crate::Limits).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CallOptions {
    /// Receives the progress of the upload.
    pub progress: Option<ProgressReporter>,
    /// The time for the whole call with retries: one hour by default. Within it,
    /// [`Limits::attempt`](crate::Limits::attempt) limits the time without progress.
    pub upload_deadline: Duration,
    /// The time for the response once everything is sent: the vendor may check every code first.
    /// `None`, the default, grows with the upload: [`Limits::attempt`](crate::Limits::attempt),
    /// plus a second for every MiB.
    pub upload_response: Option<Duration>,
}

impl Default for CallOptions {
    fn default() -> Self {
        Self {
            progress: None,
            upload_deadline: UPLOAD,
            upload_response: None,
        }
    }
}

impl CallOptions {
    /// Sets a progress callback.
    #[must_use]
    pub fn with_progress(
        mut self,
        report: impl Fn(UploadProgress) + Send + Sync + 'static,
    ) -> Self {
        self.progress = Some(ProgressReporter::new(report));
        self
    }

    /// Sets the deadline of an upload.
    #[must_use]
    pub fn with_upload_deadline(mut self, deadline: Duration) -> Self {
        self.upload_deadline = deadline;
        self
    }

    /// Sets the time for the response to an upload, whatever its size.
    #[must_use]
    pub fn with_upload_response(mut self, within: Duration) -> Self {
        self.upload_response = Some(within);
        self
    }
}
