//! What a caller may ask of one call: to be told how far its upload is, and deadlines for it.

use core::fmt;
use core::time::Duration;
use std::sync::Arc;

/// How long an upload may take as a whole, unless told otherwise.
const UPLOAD: Duration = Duration::from_secs(60 * 60);

/// How far an upload is. Counts what has been handed to the network, head lines of the parts
/// included; never falls within one attempt, and begins again at the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UploadProgress {
    /// Bytes so far.
    pub bytes: u64,
    /// Bytes in all, where that is known.
    pub total: Option<u64>,
}

/// Whom to tell.
#[derive(Clone)]
pub struct ProgressReporter(Arc<dyn Fn(UploadProgress) + Send + Sync>);

impl ProgressReporter {
    /// Calls this after every piece of at most 64 KiB. It must not block: the sending waits.
    pub fn new(tell: impl Fn(UploadProgress) + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    /// Tells how far it is: for implementations of [`HttpService`](crate::HttpService).
    pub fn tell(&self, sent: UploadProgress) {
        (self.0)(sent);
    }
}

impl fmt::Debug for ProgressReporter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProgressReporter")
    }
}

/// Options of one call. They concern bodies that are read while they are sent; others are small
/// and have the deadlines of [`Limits`](crate::Limits).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CallOptions {
    /// Whom to tell how far the upload is.
    pub progress: Option<ProgressReporter>,
    /// How long the whole call may take, retries included: one hour by default. Within it,
    /// [`Limits::attempt`](crate::Limits::attempt) is how long the sending may stand still.
    pub upload_deadline: Duration,
    /// How long the answer may take once all is sent: the vendor may look at every code before it
    /// answers. `None`, the default, lets it grow with the upload:
    /// [`Limits::attempt`](crate::Limits::attempt), and a second more for every MiB.
    pub upload_answer: Option<Duration>,
}

impl Default for CallOptions {
    fn default() -> Self {
        Self {
            progress: None,
            upload_deadline: UPLOAD,
            upload_answer: None,
        }
    }
}

impl CallOptions {
    /// With this callback.
    #[must_use]
    pub fn with_progress(mut self, tell: impl Fn(UploadProgress) + Send + Sync + 'static) -> Self {
        self.progress = Some(ProgressReporter::new(tell));
        self
    }

    /// With this deadline of an upload.
    #[must_use]
    pub fn with_upload_deadline(mut self, deadline: Duration) -> Self {
        self.upload_deadline = deadline;
        self
    }

    /// With so much time for the answer of an upload, however large it is.
    #[must_use]
    pub fn with_upload_answer(mut self, within: Duration) -> Self {
        self.upload_answer = Some(within);
        self
    }
}
