//! The limits of a request, and the error for unreadable requests.

/// The largest body in memory, in bytes.
pub(crate) const LARGEST_BODY: usize = 16 * 1024 * 1024;

/// The most parameters that are read, many times those of any operation: an unsigned request must
/// not cost more than a signed one.
pub(crate) const MOST_PARAMETERS: usize = 1000;

/// The reason why a request cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RequestError {
    /// The method is neither GET nor POST.
    Method,
    /// The body is not multipart, although the content type says so.
    Multipart,
    /// There are more parameters than any operation has.
    Parameters,
}
