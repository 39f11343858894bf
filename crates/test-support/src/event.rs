//! What happened, and in what order?

use core::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use tokio::sync::watch;

use crate::Request;

/// What is waited for has happened by then, or it never does.
const PATIENCE: Duration = Duration::from_secs(30);

/// What happened on the connection of this number.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// It was made.
    Accepted(usize),
    /// A whole request came.
    Received(usize, Request),
    /// The server came to the end of its script and closed it.
    Closed(usize),
    /// The server cut it off.
    Reset(usize),
    /// The client closed it before the script was over.
    Abandoned(usize),
    /// A script or a test had something to say.
    Noted(String),
    /// The server came to a connection that only asks how far it is.
    Probed(SocketAddr),
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted(number) => write!(f, "{number} accepted"),
            Self::Received(number, _) => write!(f, "{number} received"),
            Self::Closed(number) => write!(f, "{number} closed"),
            Self::Reset(number) => write!(f, "{number} reset"),
            Self::Abandoned(number) => write!(f, "{number} abandoned"),
            Self::Noted(text) => f.write_str(text),
            Self::Probed(_) => f.write_str("probed"),
        }
    }
}

/// Everything that happened so far, for those who wait in a task and those who wait in a thread.
#[derive(Clone)]
pub(crate) struct Log {
    events: watch::Sender<Vec<Event>>,
    changed: Arc<(Mutex<()>, Condvar)>,
}

impl Log {
    pub(crate) fn new() -> Self {
        Self {
            events: watch::Sender::new(Vec::new()),
            changed: Arc::new((Mutex::new(()), Condvar::new())),
        }
    }

    pub(crate) fn note(&self, event: Event) {
        self.note_with(event, || {});
    }

    /// Does this and notes it as one: who learns of it by other ways notes that later, and who
    /// reads the note finds it done.
    pub(crate) fn note_with(&self, event: Event, deed: impl FnOnce()) {
        self.events.send_modify(|events| {
            deed();
            events.push(event);
        });
        let (lock, changed) = &*self.changed;
        drop(lock.lock().unwrap());
        changed.notify_all();
    }

    pub(crate) fn so_far(&self) -> Vec<Event> {
        self.events.borrow().clone()
    }

    pub(crate) async fn until(&self, is_it: impl Fn(&[Event]) -> bool) {
        let mut events = self.events.subscribe();
        let seen = events.wait_for(|events| is_it(events));
        let seen = tokio::time::timeout(PATIENCE, seen).await;
        drop(seen.expect("what is waited for happens").unwrap());
    }

    pub(crate) fn until_blocking(&self, is_it: impl Fn(&[Event]) -> bool) {
        let (lock, changed) = &*self.changed;
        let waited = changed
            .wait_timeout_while(lock.lock().unwrap(), PATIENCE, |()| {
                !is_it(&self.events.borrow())
            })
            .unwrap();
        assert!(!waited.1.timed_out(), "what is waited for happens");
    }
}
