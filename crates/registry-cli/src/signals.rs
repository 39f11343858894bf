//! Receives the signals that ask this process to stop.

use crate::error::CommandError;

/// SIGHUP.
#[cfg(target_os = "linux")]
const HANGUP: u32 = 1;

/// SIGXFSZ.
#[cfg(target_os = "linux")]
const TOO_LARGE: i32 = 25;

/// Ctrl-C; on Unix also the signal that service managers send, and on Linux a closed terminal.
pub(crate) struct StopSignals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    /// The terminal was closed. `None` if that is to be ignored, as under `nohup`.
    #[cfg(target_os = "linux")]
    hangup: Option<tokio::signal::unix::Signal>,
}

/// Whether this process was started with the signal of this number ignored.
#[cfg(target_os = "linux")]
fn is_ignored(number: u32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (number - 1) & 1 == 1)
}

impl StopSignals {
    /// Begins to receive signals. None is missed from here on.
    #[cfg(unix)]
    pub(crate) fn new() -> Result<Self, CommandError> {
        use tokio::signal::unix::{SignalKind, signal};

        use crate::error::Kind;

        let listen = |kind| {
            signal(kind).map_err(|error| {
                CommandError::new(Kind::Output, "signals cannot be received")
                    .with_cause(error.to_string())
            })
        };
        // A limit on file sizes would kill the process during a write. With a handler, the write
        // fails instead, and the paid replies are saved elsewhere.
        #[cfg(target_os = "linux")]
        drop(listen(SignalKind::from_raw(TOO_LARGE))?);
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
            #[cfg(target_os = "linux")]
            hangup: match is_ignored(HANGUP) {
                true => None,
                false => Some(listen(SignalKind::hangup())?),
            },
        })
    }

    /// Waits for the next signal.
    #[cfg(unix)]
    pub(crate) async fn next(&mut self) {
        let hangup = async {
            #[cfg(target_os = "linux")]
            if let Some(hangup) = &mut self.hangup {
                hangup.recv().await;
                return;
            }
            core::future::pending::<()>().await;
        };
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            () = hangup => {}
        }
    }

    #[cfg(not(unix))]
    pub(crate) fn new() -> Result<Self, CommandError> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    pub(crate) async fn next(&mut self) {
        // If Ctrl-C cannot be received, only another process can end this one.
        if tokio::signal::ctrl_c().await.is_err() {
            core::future::pending::<()>().await;
        }
    }
}
