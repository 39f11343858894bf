//! Finds out whether a call can run where it is polled: in a tokio runtime that has timers, and IO
//! for whatever has sockets.

use core::cell::Cell;
use core::time::Duration;
use std::net::{Ipv4Addr, UdpSocket};
use std::panic::{catch_unwind, set_hook, take_hook};
use std::sync::Once;

use tokio::runtime::{Handle, Id};

use crate::send_error::{SendError, TransportErrorKind};

thread_local! {
    /// The runtimes that were found fit on this thread last, for timers and for IO.
    static TIMERS: Cell<Option<Id>> = const { Cell::new(None) };
    static IO: Cell<Option<Id>> = const { Cell::new(None) };
    /// Whether a panic on this thread is an answer.
    static TRYING: Cell<bool> = const { Cell::new(false) };
}

/// That there are timers here.
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

/// That there are sockets here, and in which runtime.
///
/// # Errors
///
/// [`TransportErrorKind::Runtime`]: there is no runtime, or it has no IO.
pub(crate) fn with_io() -> Result<Id, SendError> {
    let id = current()?;
    if IO.get() == Some(id) {
        return Ok(id);
    }
    // Where not even this one can be had, the connection will say why.
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
        .map_err(|_| unfit("there is none: await the call inside of one"))
}

fn unfit(detail: &str) -> SendError {
    SendError::new(TransportErrorKind::Runtime, detail)
}

fn socket() -> std::io::Result<UdpSocket> {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

/// Whether this does not panic. It is the only way in which tokio tells what a runtime lacks, so
/// the hook of the process is wrapped once to pass such a panic over in silence; all others are
/// told as before.
fn is_possible(what: impl FnOnce() + std::panic::UnwindSafe) -> bool {
    static WRAPPED: Once = Once::new();
    if std::thread::panicking() {
        // Hooks cannot be set now.
        return true;
    }
    WRAPPED.call_once(|| {
        let told = take_hook();
        set_hook(Box::new(move |panic| {
            if !TRYING.get() {
                told(panic);
            }
        }));
    });
    TRYING.set(true);
    let tried = catch_unwind(what);
    TRYING.set(false);
    tried.is_ok()
}
