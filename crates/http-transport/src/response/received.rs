//! Reads the body of a response from its connection.

use core::future::{Future, poll_fn};
use core::pin::{Pin, pin};

use bytes::{Bytes, BytesMut};
use hyper::Response;
use hyper::body::Incoming;
use hyper::header::HeaderMap;

use crate::response::body_form::BodyForm;
use crate::response::exchange::IncomingResponse;
use crate::response::watched::Watched;
use crate::send_error::SendError;

/// The work of a connection that has no task for it. It ends with its response.
pub(crate) struct Work(Option<Pin<Box<dyn Future<Output = ()> + Send>>>);

impl Work {
    pub(crate) fn new(work: impl Future<Output = ()> + Send + 'static) -> Self {
        Self(Some(Box::pin(work)))
    }

    /// The work of a connection that has a task.
    pub(crate) fn elsewhere() -> Self {
        Self(None)
    }

    pub(crate) async fn during<T>(&mut self, waiting: impl Future<Output = T>) -> T {
        let mut waiting = pin!(waiting);
        poll_fn(|context| {
            if let Some(work) = &mut self.0
                && work.as_mut().poll(context).is_ready()
            {
                self.0 = None;
            }
            waiting.as_mut().poll(context)
        })
        .await
    }
}

/// A response with its body still to be read.
pub(crate) struct Received {
    pub(crate) response: Response<Incoming>,
    pub(crate) work: Work,
    /// Why the head could not be read, if so; the body then contains all received bytes.
    pub(crate) unreadable: Option<&'static str>,
    /// Completes a body with broken framing.
    pub(crate) watched: Option<Watched>,
}

impl IncomingResponse for Received {
    fn head(&self) -> (u16, &HeaderMap) {
        self.response.head()
    }

    fn announced(&self) -> Option<u64> {
        self.response.announced()
    }

    fn unreadable(&self) -> Option<&'static str> {
        self.unreadable
    }

    async fn chunk(&mut self) -> Result<Option<Bytes>, SendError> {
        let Self { response, work, .. } = self;
        work.during(response.chunk()).await
    }

    async fn complete(
        &mut self,
        ended: Result<(), SendError>,
        form: &BodyForm,
        body: &mut BytesMut,
    ) -> Result<(), SendError> {
        let Some(watched) = self.watched.take() else {
            return ended;
        };
        if watched.is_as_framed(&ended, form, body) {
            return ended;
        }
        // A connection releases its stream when its work ends.
        self.work = Work::elsewhere();
        // Boxed, so that ordinary calls do not carry its size.
        Box::pin(watched.complete(ended, form, body)).await
    }
}
