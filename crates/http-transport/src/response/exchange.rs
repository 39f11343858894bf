//! Sends one request and reads its response, within one deadline.

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

/// A response with its head read.
pub(crate) trait IncomingResponse: Send {
    /// Status and headers.
    fn head(&self) -> (u16, &HeaderMap);

    /// The announced length of the body, if there is one.
    fn announced(&self) -> Option<u64>;

    /// Why the head could not be read, if so; the body then contains all received bytes.
    fn unreadable(&self) -> Option<&'static str> {
        None
    }

    /// The next bytes of the body; `None` at its end.
    fn chunk(&mut self) -> impl Future<Output = Result<Option<Bytes>, SendError>> + Send;

    /// Completes a body that ended like this, if possible, with the bytes that the parser left on
    /// the connection.
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
impl IncomingResponse for reqwest::Response {
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

impl IncomingResponse for hyper::Response<Incoming> {
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
            // Trailers are skipped.
            if let Ok(data) = frame.map_err(|error| truncated(&error))?.into_data() {
                return Ok(Some(data));
            }
        }
    }
}

fn truncated(error: &(dyn core::error::Error + 'static)) -> SendError {
    SendError::new(TransportErrorKind::Truncated, explain(error))
}

/// The response as far as it was received.
#[derive(Default)]
struct PartialResponse {
    /// The head, with an empty body.
    head: Option<Response>,
    form: BodyForm,
    body: BytesMut,
    /// The body ended according to its framing; only surplus bytes may follow.
    has_ended: bool,
    /// The announced length is beyond the cap, which is the reason of any error.
    is_too_large: bool,
    /// Why the head could not be read, which is the reason of any error.
    unreadable: Option<&'static str>,
}

/// The pause after which an unreadable or complete response is not waited for any longer.
const QUIET: Duration = Duration::from_secs(1);

/// Sends a request and reads its response.
///
/// Does not use reqwest's own timeout, which checks its clock first: on a machine that hangs, a
/// connection that was never made would end as a timeout with an unknown result. This one polls the
/// exchange first, where the connect timeout has already passed. One timer serves the whole
/// exchange, because timers are the largest cost of a call on a busy client.
pub(crate) async fn exchange(
    sending: impl Future<Output = Result<impl IncomingResponse, SendError>>,
    body_cap: usize,
    until: Instant,
) -> Result<Response, SendError> {
    let mut partial = PartialResponse::default();
    let ended = timeout_at(until, run(sending, body_cap, &mut partial))
        .await
        .unwrap_or_else(|_| Err(SendError::new(TransportErrorKind::Timeout, "")));
    let ended = match ended {
        _ if let Some(why) = partial.unreadable => {
            Err(SendError::new(TransportErrorKind::NotHttp, why))
        }
        Err(_) if partial.is_too_large => Err(too_large(body_cap)),
        ended => ended,
    };
    let form = partial.form;
    let ended = match ended {
        // Nothing can be missing, whatever its framing says.
        Err(error) if error.breaks_off() && (partial.has_ended || form.is_whole(&partial.body)) => {
            Ok(())
        }
        ended => ended,
    };
    let body = partial.body.freeze();
    match (partial.head, ended) {
        // A status that is not a success matters more than the end or the coding of its body.
        (Some(head), _) if !(200..300).contains(&head.status) => {
            let body = form.codings.undo(&body, body_cap).unwrap_or(body);
            Ok(Response { body, ..head })
        }
        (Some(head), Ok(())) => {
            let body = form.codings.undo(&body, body_cap)?;
            Ok(Response { body, ..head })
        }
        (head, Err(error)) => Err(SendError {
            body,
            has_head: head.is_some(),
            ..error
        }),
        (None, Ok(())) => Err(SendError::new(TransportErrorKind::ConnectionLost, "")),
    }
}

async fn run(
    sending: impl Future<Output = Result<impl IncomingResponse, SendError>>,
    body_cap: usize,
    partial: &mut PartialResponse,
) -> Result<(), SendError> {
    let mut response = sending.await?;
    partial.unreadable = response.unreadable();
    if partial.unreadable.is_some() {
        return read_body(&mut response, body_cap, partial).await;
    }
    let (status, headers) = response.head();
    partial.form = BodyForm {
        status,
        codings: Codings::from_headers(headers),
        content_type: text_of(headers, &CONTENT_TYPE),
        cap: body_cap,
    };
    partial.head = Some(Response {
        status,
        content_type: text_of(headers, &CONTENT_TYPE),
        date: text_of(headers, &DATE),
        retry_after: text_of(headers, &RETRY_AFTER),
        body: Bytes::new(),
    });
    read_body(&mut response, body_cap, partial).await
}

/// Reads up to the cap even if the announced length is beyond it: a paid response is kept as far as
/// possible.
async fn read_body(
    response: &mut impl IncomingResponse,
    cap: usize,
    partial: &mut PartialResponse,
) -> Result<(), SendError> {
    if let Some(announced) = response.announced() {
        let announced = usize::try_from(announced).unwrap_or(usize::MAX);
        partial.is_too_large = announced > cap;
        partial.body.reserve(announced.min(cap));
    }
    let is_unreadable = partial.unreadable.is_some();
    let (form, body) = (&partial.form, &mut partial.body);
    let has_ended = &mut partial.has_ended;
    loop {
        // Waits neither for the end of a complete body nor for that of an unreadable response.
        let is_enough = is_unreadable || !form.seems_truncated(body);
        let next = if is_enough {
            match timeout(QUIET, response.chunk()).await {
                Ok(next) => next,
                Err(_) if is_unreadable || form.is_whole(body) => return Ok(()),
                Err(_) => response.chunk().await,
            }
        } else {
            response.chunk().await
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
            Err(error) => Err(error),
        };
        *has_ended = ended.is_ok();
        let ended = response.complete(ended, form, body).await;
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
