//! Checks that stdout is open, and records whether writes to it have failed.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::{CommandError, Kind};
use crate::record::StdoutState;

/// Whether this process was started with a writable stdout.
static IS_OPEN: AtomicBool = AtomicBool::new(true);
static HAS_WRITTEN: AtomicBool = AtomicBool::new(false);
static HAS_FAILED: AtomicBool = AtomicBool::new(false);

// Runs before `main`: Rust's runtime replaces a closed stdout by /dev/null, which is then
// indistinguishable from a redirection to /dev/null.
#[cfg(unix)]
ctor_lite::ctor! {
    unsafe fn look() {
        IS_OPEN.store(takes_output(), Ordering::Relaxed);
    }
}

/// Whether stdout is open for writing. Writes to a closed stdout would seem to succeed.
#[cfg(unix)]
fn takes_output() -> bool {
    use rustix::fs::{OFlags, fcntl_getfl};

    fcntl_getfl(rustix::stdio::stdout()).is_ok_and(|flags| {
        flags & OFlags::RWMODE != OFlags::RDONLY && !flags.contains(OFlags::PATH)
    })
}

/// Refuses to send anything whose result could not be written.
pub(crate) fn check() -> Result<(), CommandError> {
    if IS_OPEN.load(Ordering::Relaxed) {
        return Ok(());
    }
    Err(CommandError::new(
        Kind::Output,
        "stdout is closed: the result could not be written",
    )
    .not_sent()
    .with_remedy("open stdout; to discard the result, redirect it to /dev/null"))
}

/// A writer to stdout that records whether its writes succeed.
pub(crate) struct Watched<W>(pub(crate) W);

impl<W: Write> Write for Watched<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        record_result(self.0.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        record_result(self.0.flush())
    }
}

fn record_result<T>(written: io::Result<T>) -> io::Result<T> {
    let seen = match &written {
        Ok(_) => &HAS_WRITTEN,
        // The write is retried.
        Err(error) if error.kind() == io::ErrorKind::Interrupted => return written,
        Err(_) => &HAS_FAILED,
    };
    seen.store(true, Ordering::Relaxed);
    written
}

/// The state of stdout after all writes so far.
pub(crate) fn state() -> StdoutState {
    if HAS_FAILED.load(Ordering::Relaxed) {
        StdoutState::Broken
    } else if HAS_WRITTEN.load(Ordering::Relaxed) {
        StdoutState::Whole
    } else {
        StdoutState::Nothing
    }
}
