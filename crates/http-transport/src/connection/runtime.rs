//! Checks that a call can run in the current runtime: a tokio runtime with timers, and with IO for
//! sockets.

use core::cell::Cell;
use core::time::Duration;
use std::net::{Ipv4Addr, UdpSocket};
use std::panic::{catch_unwind, set_hook, take_hook};
use std::sync::Once;

use tokio::runtime::{Handle, Id};

use crate::send_error::{SendError, TransportErrorKind};

thread_local! {
    /// The runtimes that were last found fit on this thread, for timers and for IO.
    static TIMERS: Cell<Option<Id>> = const { Cell::new(None) };
    static IO: Cell<Option<Id>> = const { Cell::new(None) };
    /// Whether a panic on this thread is a test result.
    static TRYING: Cell<bool> = const { Cell::new(false) };
}

/// Checks that the runtime has timers.
///
/// # Errors
///
/// [`TransportErrorKind::Runtime`]: there is no runtime, or it has no timers.
pub(crate) fn with_timers() -> Result<(), SendError> {
    let id = current()?;
    if TIMERS.get() == Some(id) {
        return Ok(());
    }
    if !is_possible(|| drop(tokio::time::sleep(Duration::ZERO))) {
        return Err(unfit(
            "its timers are disabled: call `enable_time` on its builder",
        ));
    }
    TIMERS.set(Some(id));
    Ok(())
}

/// Checks that the runtime has IO; returns its id.
///
/// # Errors
///
/// [`TransportErrorKind::Runtime`]: there is no runtime, or it has no IO.
pub(crate) fn with_io() -> Result<Id, SendError> {
    let id = current()?;
    if IO.get() == Some(id) {
        return Ok(id);
    }
    // If even this socket cannot be created, connecting will say why.
    let Ok(socket) = socket() else {
        return Ok(id);
    };
    if !is_possible(move || drop(tokio::net::UdpSocket::from_std(socket))) {
        return Err(unfit("its IO is disabled: call `enable_io` on its builder"));
    }
    IO.set(Some(id));
    Ok(id)
}

fn current() -> Result<Id, SendError> {
    let handle = Handle::try_current();
    handle
        .map(|handle| handle.id())
        .map_err(|_| unfit("there is no runtime: await the call inside one"))
}

fn unfit(detail: &str) -> SendError {
    SendError::new(TransportErrorKind::Runtime, detail)
}

fn socket() -> std::io::Result<UdpSocket> {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

/// Whether this does not panic. tokio offers no other way to check what a runtime lacks, so the
/// panic hook of the process is wrapped once to ignore such panics; all others are reported as
/// before.
fn is_possible(what: impl FnOnce() + std::panic::UnwindSafe) -> bool {
    static WRAPPED: Once = Once::new();
    if std::thread::panicking() {
        // Hooks cannot be set now.
        return true;
    }
    WRAPPED.call_once(|| {
        let previous = take_hook();
        set_hook(Box::new(move |panic| {
            if !TRYING.get() {
                previous(panic);
            }
        }));
    });
    TRYING.set(true);
    let tried = catch_unwind(what);
    TRYING.set(false);
    tried.is_ok()
}
