//! Whether stdout can be written to, and what has become of what was written.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::{CommandError, Kind};
use crate::record::StdoutState;

/// Whether this process was started with a stdout that takes what is written to it.
static IS_OPEN: AtomicBool = AtomicBool::new(true);
static HAS_WRITTEN: AtomicBool = AtomicBool::new(false);
static HAS_FAILED: AtomicBool = AtomicBool::new(false);

// Before `main`: the runtime of Rust opens /dev/null in the place of a closed stdout, and after
// that a closed one cannot be told from one that was meant to go there.
#[cfg(unix)]
ctor_lite::ctor! {
    unsafe fn look() {
        IS_OPEN.store(takes_output(), Ordering::Relaxed);
    }
}

/// Whether stdout is open for writing. Writes to one that is not would seem to succeed.
#[cfg(unix)]
fn takes_output() -> bool {
    use rustix::fs::{OFlags, fcntl_getfl};

    fcntl_getfl(rustix::stdio::stdout()).is_ok_and(|flags| {
        flags & OFlags::RWMODE != OFlags::RDONLY && !flags.contains(OFlags::PATH)
    })
}

/// Refuses to ask for anything whose answer could be written nowhere.
pub(crate) fn check() -> Result<(), CommandError> {
    if IS_OPEN.load(Ordering::Relaxed) {
        return Ok(());
    }
    Err(CommandError::new(
        Kind::Output,
        "stdout is closed: there is nowhere to write the answer to",
    )
    .not_sent()
    .with_remedy("open it; where the answer is not wanted, write it to /dev/null"))
}

/// A writer to stdout that takes note of what becomes of its writes.
pub(crate) struct Watched<W>(pub(crate) W);

impl<W: Write> Write for Watched<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        noted(self.0.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        noted(self.0.flush())
    }
}

fn noted<T>(written: io::Result<T>) -> io::Result<T> {
    let noted = match &written {
        Ok(_) => &HAS_WRITTEN,
        // It is tried again.
        Err(error) if error.kind() == io::ErrorKind::Interrupted => return written,
        Err(_) => &HAS_FAILED,
    };
    noted.store(true, Ordering::Relaxed);
    written
}

/// What has become of all writes of this run.
pub(crate) fn state() -> StdoutState {
    if HAS_FAILED.load(Ordering::Relaxed) {
        StdoutState::Broken
    } else if HAS_WRITTEN.load(Ordering::Relaxed) {
        StdoutState::Whole
    } else {
        StdoutState::Nothing
    }
}
