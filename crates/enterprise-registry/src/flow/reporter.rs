//! Reports the events of a flow to its listener.

use std::sync::{Arc, Mutex, PoisonError};

use super::Event;

/// Reports events to one listener. Clones share it, so an upload can report during a call.
#[derive(Clone)]
pub(crate) struct Reporter(Arc<Mutex<Listener>>);

type Listener = Box<dyn FnMut(&Event) + Send>;

impl Reporter {
    pub(super) fn new(listener: impl FnMut(&Event) + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Box::new(listener))))
    }

    pub(crate) fn report(&self, event: &Event) {
        let mut listener = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (*listener)(event);
    }
}
