//! One request sent and its answer read, within one deadline.

use core::future::{Future, poll_fn};
use core::pin::Pin;
use core::time::Duration;

use bytes::{Bytes, BytesMut};
use endpoint_core::wire::Response;
use hyper::body::{Body as _, Incoming};
use hyper::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, RETRY_AFTER};
use tokio::time::{Instant, timeout, timeout_at};

use crate::connection::connect_error::explain;
use crate::response::body_form::BodyForm;
use crate::response::content_coding::Codings;
use crate::send_error::{SendError, TransportErrorKind};

/// An answer whose head has been read.
pub(crate) trait Answering: Send {
    /// Status and headers.
    fn head(&self) -> (u16, &HeaderMap);

    /// How long the body is, where that is said.
    fn announced(&self) -> Option<u64>;

    /// Why its head could not be read, where all that came is the body.
    fn unreadable(&self) -> Option<&'static str> {
        None
    }

    /// What comes next of the body; `None` at its end.
    fn chunk(&mut self) -> impl Future<Output = Result<Option<Bytes>, SendError>> + Send;

    /// Completes a body that ended so with the bytes that the parser left on the connection, where
    /// that is possible.
    fn complete(
        &mut self,
        ended: Result<(), SendError>,
        _form: &BodyForm,
        _body: &mut BytesMut,
    ) -> impl Future<Output = Result<(), SendError>> + Send {
        async { ended }
    }
}

#[cfg(feature = "reqwest")]
impl Answering for reqwest::Response {
    fn head(&self) -> (u16, &HeaderMap) {
        (self.status().as_u16(), self.headers())
    }

    fn announced(&self) -> Option<u64> {
        self.content_length()
    }

    async fn chunk(&mut self) -> Result<Option<Bytes>, SendError> {
        let chunk = Self::chunk(self).await;
        chunk.map_err(|error| truncated(&error))
    }
}

impl Answering for hyper::Response<Incoming> {
    fn head(&self) -> (u16, &HeaderMap) {
        (self.status().as_u16(), self.headers())
    }

    fn announced(&self) -> Option<u64> {
        self.body().size_hint().exact()
    }

    async fn chunk(&mut self) -> Result<Option<Bytes>, SendError> {
        loop {
            let mut body = Pin::new(self.body_mut());
            let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await else {
                return Ok(None);
            };
            // What is no data is behind it: trailers, which nobody asks for.
            if let Ok(data) = frame.map_err(|error| truncated(&error))?.into_data() {
                return Ok(Some(data));
            }
        }
    }
}

fn truncated(error: &(dyn core::error::Error + 'static)) -> SendError {
    SendError::new(TransportErrorKind::Truncated, explain(error))
}

/// What has come of an answer.
#[derive(Default)]
struct SoFar {
    /// The head of the answer, its body still empty.
    head: Option<Response>,
    form: BodyForm,
    body: BytesMut,
    /// It says of itself that it is larger than the cap: however it ends, that is why.
    is_too_large: bool,
    /// Why its head could not be read: however it ends, that is why.
    unreadable: Option<&'static str>,
}

/// How long nothing may come of a response that cannot be read before what came is all of it.
const QUIET: Duration = Duration::from_secs(1);

/// Sends what is about to be sent and reads the answer.
///
/// Not with reqwest's own timeout, which looks at its clock first: on a machine that hangs, a
/// connection that was never made would end as a timeout that anything may precede. This one
/// looks at the exchange first, where the limit of the connection has passed before. One timer
/// for all of it: they are what a call on a busy client costs most.
pub(crate) async fn exchange(
    sending: impl Future<Output = Result<impl Answering, SendError>>,
    body_cap: usize,
    until: Instant,
) -> Result<Response, SendError> {
    let mut so_far = SoFar::default();
    let ended = timeout_at(until, run(sending, body_cap, &mut so_far))
        .await
        .unwrap_or_else(|_| Err(SendError::new(TransportErrorKind::Timeout, "")));
    let ended = match ended {
        _ if let Some(why) = so_far.unreadable => {
            Err(SendError::new(TransportErrorKind::NotHttp, why))
        }
        Err(_) if so_far.is_too_large => Err(too_large(body_cap)),
        ended => ended,
    };
    let form = so_far.form;
    let ended = match ended {
        // Nothing can be missing, whatever its framing says.
        Err(failure) if failure.breaks_off() && form.is_whole(&so_far.body) => Ok(()),
        ended => ended,
    };
    let body = so_far.body.freeze();
    match (so_far.head, ended) {
        // A status that is no success says more than how its body ended, or was written.
        (Some(head), _) if !(200..300).contains(&head.status) => {
            let body = form.codings.undo(&body, body_cap).unwrap_or(body);
            Ok(Response { body, ..head })
        }
        (Some(head), Ok(())) => {
            let body = form.codings.undo(&body, body_cap)?;
            Ok(Response { body, ..head })
        }
        (_, Err(failure)) => Err(SendError { body, ..failure }),
        (None, Ok(())) => Err(SendError::new(TransportErrorKind::ConnectionLost, "")),
    }
}

async fn run(
    sending: impl Future<Output = Result<impl Answering, SendError>>,
    body_cap: usize,
    so_far: &mut SoFar,
) -> Result<(), SendError> {
    let mut answer = sending.await?;
    so_far.unreadable = answer.unreadable();
    if so_far.unreadable.is_some() {
        return read_body(&mut answer, body_cap, so_far).await;
    }
    let (status, headers) = answer.head();
    so_far.form = BodyForm {
        status,
        codings: Codings::of(headers),
        content_type: text_of(headers, &CONTENT_TYPE),
        cap: body_cap,
    };
    so_far.head = Some(Response {
        status,
        content_type: text_of(headers, &CONTENT_TYPE),
        date: text_of(headers, &DATE),
        retry_after: text_of(headers, &RETRY_AFTER),
        body: Bytes::new(),
    });
    read_body(&mut answer, body_cap, so_far).await
}

/// Reads up to the cap, also where the answer says that it is longer: what was paid for is kept as
/// far as it may be.
async fn read_body(
    answer: &mut impl Answering,
    cap: usize,
    so_far: &mut SoFar,
) -> Result<(), SendError> {
    if let Some(announced) = answer.announced() {
        let announced = usize::try_from(announced).unwrap_or(usize::MAX);
        so_far.is_too_large = announced > cap;
        so_far.body.reserve(announced.min(cap));
    }
    let is_unreadable = so_far.unreadable.is_some();
    let (form, body) = (&so_far.form, &mut so_far.body);
    loop {
        // The end of a body that is whole is not waited for, nor that of an unreadable response.
        let is_enough = is_unreadable || !form.seems_cut(body);
        let next = if is_enough {
            match timeout(QUIET, answer.chunk()).await {
                Ok(next) => next,
                Err(_) if is_unreadable || form.is_whole(body) => return Ok(()),
                Err(_) => answer.chunk().await,
            }
        } else {
            answer.chunk().await
        };
        let ended = match next {
            Ok(Some(chunk)) => {
                let room = cap.saturating_sub(body.len());
                body.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
                if chunk.len() > room {
                    return Err(too_large(cap));
                }
                continue;
            }
            Ok(None) => Ok(()),
            Err(failure) => Err(failure),
        };
        let ended = answer.complete(ended, form, body).await;
        if body.len() > cap {
            body.truncate(cap);
            return Err(too_large(cap));
        }
        return ended;
    }
}

fn too_large(cap: usize) -> SendError {
    SendError::new(
        TransportErrorKind::TooLarge,
        format!("more than {cap} bytes"),
    )
}

fn text_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned)
}
