//! Signals that ask this process to stop.

use crate::failure::Failure;

/// SIGXFSZ.
#[cfg(target_os = "linux")]
const TOO_LARGE: i32 = 25;

/// Ctrl-C, or on Unix the signal that service managers send.
pub(crate) struct Stop {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Stop {
    /// Begins to receive, so that no signal from here on is missed.
    #[cfg(unix)]
    pub(crate) fn new() -> Result<Self, Failure> {
        use tokio::signal::unix::{SignalKind, signal};

        use crate::failure::Kind;

        let listen = |kind| {
            signal(kind).map_err(|error| {
                Failure::new(Kind::Output, "signals cannot be received")
                    .with_cause(error.to_string())
            })
        };
        // A limit on the size of files would end the process in the middle of a write. Once somebody
        // listens the write fails instead, and what was paid for is kept elsewhere.
        #[cfg(target_os = "linux")]
        drop(listen(SignalKind::from_raw(TOO_LARGE))?);
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
        })
    }

    /// Returns with the next signal.
    #[cfg(unix)]
    pub(crate) async fn wanted(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    #[cfg(not(unix))]
    pub(crate) fn new() -> Result<Self, Failure> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    pub(crate) async fn wanted(&mut self) {
        // Where Ctrl-C cannot be received the process is ended from outside.
        if tokio::signal::ctrl_c().await.is_err() {
            core::future::pending::<()>().await;
        }
    }
}
