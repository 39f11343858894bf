//! Completes a body with broken framing from the bytes that the parser left.

use core::time::Duration;

use bytes::BytesMut;
use hyper::Response;
use hyper::body::{Body as _, Incoming};
use hyper::header::TRANSFER_ENCODING;
use hyper_util::client::legacy::connect::CaptureConnection;

use crate::response::body_form::BodyForm;
use crate::response::framing::{End, Framing};
use crate::response::read_more::{ReadResult, read_more};
use crate::response::tap::{GivenUp, Tap};
use crate::send_error::{SendError, TransportErrorKind};

/// The time to wait for bytes after the end of a body according to its framing.
const QUIET: Duration = Duration::from_secs(1);

/// A response with its body in progress, whose framing may be broken.
pub(crate) struct Watched {
    tap: Tap,
    is_chunked: bool,
    /// The pooled connection, if it is one.
    pooled: Option<CaptureConnection>,
}

impl Watched {
    /// Accepts the head of a response, of whose body `cap` bytes are read. A body that ends with
    /// its connection is not watched: nothing of it can be missing.
    pub(crate) fn new(tap: Tap, response: &Response<Incoming>, cap: usize) -> Option<Self> {
        let length = response.body().size_hint().exact();
        let framing = match length {
            Some(length) => Some(Framing::for_length(length)),
            None => is_chunked(response).then(Framing::for_chunks),
        };
        let Some(framing) = framing else {
            tap.accept();
            return None;
        };
        tap.accept_head(framing, cap).then_some(Self {
            tap,
            is_chunked: length.is_none(),
            pooled: None,
        })
    }

    /// Adds the pooled connection of the response.
    pub(crate) fn pooled(mut self, connection: CaptureConnection) -> Self {
        self.pooled = Some(connection);
        self
    }

    /// Accepts a body that ended like this, if its framing is believable.
    pub(crate) fn is_as_framed(
        &self,
        ended: &Result<(), SendError>,
        form: &BodyForm,
        body: &[u8],
    ) -> bool {
        let has_surplus = self.tap.has_surplus();
        // The rest of an error page is not worth waiting for.
        let is_wanted = form.is_success() || form.status == 304;
        let is_as_framed = match ended {
            _ if !is_wanted && !has_surplus => true,
            Err(_) => !self.is_chunked,
            Ok(()) if self.is_chunked => true,
            Ok(()) if has_surplus => form.is_whole(body),
            Ok(()) => form.has_codings() || !form.seems_truncated(body),
        };
        if has_surplus || !is_as_framed {
            self.leave_pool();
        }
        if is_as_framed {
            self.tap.accept();
        }
        is_as_framed
    }

    fn leave_pool(&self) {
        if let Some(pooled) = &self.pooled
            && let Some(connected) = &*pooled.connection_metadata()
        {
            connected.poison();
        }
    }

    /// Continues where the framing broke. Keeps all bytes of a body that cannot be read.
    ///
    /// # Errors
    ///
    /// The body is incomplete, or cannot be read.
    pub(crate) async fn complete(
        self,
        ended: Result<(), SendError>,
        form: &BodyForm,
        body: &mut BytesMut,
    ) -> Result<(), SendError> {
        let Some(given_up) = self.tap.take_body(QUIET).await else {
            self.tap.accept();
            return ended;
        };
        match ended {
            Ok(()) => {
                read_surplus(given_up, form, body).await;
                Ok(())
            }
            Err(error) => read_chunks(error, given_up, form, body).await,
        }
    }
}

fn is_chunked(response: &Response<Incoming>) -> bool {
    let mut codings = response.headers().get_all(TRANSFER_ENCODING).iter();
    let last = codings.next_back().map(|value| value.as_bytes());
    let last = last.and_then(|value| value.rsplit(|byte| *byte == b',').next());
    last.is_some_and(|last| last.trim_ascii().eq_ignore_ascii_case(b"chunked"))
}

/// Appends the bytes after the end of a body whose stated length is too small.
async fn read_surplus(given_up: GivenUp, form: &BodyForm, body: &mut BytesMut) {
    let GivenUp {
        received,
        mut stream,
        ..
    } = given_up;
    let begin = body.len();
    body.extend_from_slice(&received);
    while body.len() <= form.cap && read_more(&mut stream, body).await == ReadResult::Bytes {}
    if body
        .get(begin..)
        .is_some_and(|surplus| surplus.trim_ascii().is_empty())
    {
        body.truncate(begin);
    }
}

/// Reads the rest of a chunked body.
async fn read_chunks(
    error: SendError,
    given_up: GivenUp,
    form: &BodyForm,
    body: &mut BytesMut,
) -> Result<(), SendError> {
    let GivenUp {
        received,
        mut stream,
        framing,
        ..
    } = given_up;
    // The parser has passed on all content before the break.
    let Some(framing) = framing.filter(|framing| framing.content() <= body.len()) else {
        return Err(error);
    };
    let begin = framing.content();
    body.truncate(begin);
    // All received bytes, which are kept if the deadline passes.
    body.extend_from_slice(&received);
    drop(received);
    let mut look_at = 0;
    let mut came = ReadResult::Bytes;
    loop {
        let is_full = body.len() > form.cap;
        let is_last = came == ReadResult::End || is_full;
        if came != ReadResult::Bytes || is_last || body.len() >= look_at {
            let (before, rest) = body.split_at_checked(begin).unwrap_or_default();
            let mut content = Vec::with_capacity(body.len());
            content.extend_from_slice(before);
            let ended = match framing.read_rest(rest, &mut content) {
                End::Plain if is_last => return Ok(()),
                End::Plain if came == ReadResult::Nothing && form.is_whole(body) => return Ok(()),
                End::Complete => Some(Ok(())),
                End::Broken(_) | End::Incomplete if form.is_whole(&content) => Some(Ok(())),
                End::Incomplete if is_full => return Err(error),
                End::Incomplete if is_last => Some(Err(error.clone())),
                End::Broken(why) if is_last || came == ReadResult::Nothing => {
                    return Err(SendError::new(TransportErrorKind::Truncated, why));
                }
                End::Plain | End::Broken(_) | End::Incomplete => None,
            };
            if let Some(ended) = ended {
                *body = BytesMut::from(&*content);
                return ended;
            }
            // A slow body is not parsed again for each byte.
            look_at = body.len() + body.len() / 16 + 1;
        }
        came = read_more(&mut stream, body).await;
    }
}
