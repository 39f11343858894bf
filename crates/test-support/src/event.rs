//! Records events in their order.

use core::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use tokio::sync::watch;

use crate::Request;

/// An event that has not happened by then never will.
const PATIENCE: Duration = Duration::from_secs(30);

/// An event on the connection of this number.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// It was accepted.
    Accepted(usize),
    /// A whole request arrived.
    Received(usize, Request),
    /// The server finished its script and closed the connection.
    Closed(usize),
    /// The server reset it.
    Reset(usize),
    /// The client closed it before the script ended.
    Abandoned(usize),
    /// A script or a test left a note.
    Noted(String),
    /// The server accepted a connection that only asks for its progress.
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

/// All events so far, for waiting in a task or in a thread.
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

    /// Acts and notes the event in one step: other events that follow from the act come later, and
    /// a reader of the event finds the act done.
    pub(crate) fn note_with(&self, event: Event, act: impl FnOnce()) {
        self.events.send_modify(|events| {
            act();
            events.push(event);
        });
        let (lock, changed) = &*self.changed;
        drop(lock.lock().unwrap());
        changed.notify_all();
    }

    pub(crate) fn so_far(&self) -> Vec<Event> {
        self.events.borrow().clone()
    }

    pub(crate) async fn wait_until(&self, matches: impl Fn(&[Event]) -> bool) {
        let mut events = self.events.subscribe();
        let seen = events.wait_for(|events| matches(events));
        let seen = tokio::time::timeout(PATIENCE, seen).await;
        drop(seen.expect("the expected event happens").unwrap());
    }

    pub(crate) fn until_blocking(&self, matches: impl Fn(&[Event]) -> bool) {
        let (lock, changed) = &*self.changed;
        let waited = changed
            .wait_timeout_while(lock.lock().unwrap(), PATIENCE, |()| {
                !matches(&self.events.borrow())
            })
            .unwrap();
        assert!(!waited.1.timed_out(), "the expected event happens");
    }
}
