//! Splits a multipart body into its parts.

use core::pin::Pin;
use core::task::{Context, Poll};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use endpoint_core::Value;
use futures_util::{Stream, StreamExt as _, stream};

use crate::content::{Content, LARGEST_FILE};
use crate::request_error::{LARGEST_BODY, MOST_PARAMETERS, RequestError};

/// Whether a content type announces a multipart body.
pub(crate) fn is_announced(content_type: &str) -> bool {
    content_type
        .trim_start()
        .get(..10)
        .is_some_and(|start| start.eq_ignore_ascii_case("multipart/"))
}

/// The most bytes of a body that are passed on at once.
const CHUNK: usize = 64 * 1024;

/// The most bytes of a part's head: an unsigned request must not cost more than a signed one.
const LONGEST_HEAD: usize = 2 * CHUNK;

/// Why a body cannot be split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum MultipartError<E> {
    /// It is not multipart, or ends early.
    Malformed,
    /// It has more parts than any operation has parameters.
    TooMany,
    /// It exceeds the memory, or its files exceed the largest accepted.
    TooLarge,
    /// It did not arrive whole.
    Incomplete(E),
}

impl<E> MultipartError<E> {
    pub(crate) fn into_request_error(self) -> RequestError {
        match self {
            Self::TooMany => RequestError::Parameters,
            Self::Malformed | Self::TooLarge | Self::Incomplete(_) => RequestError::Multipart,
        }
    }
}

/// The parts of a body: texts, and files with their names.
///
/// A part with a file name is a file, even if the name is not UTF-8; its content type does not
/// count. Texts are UTF-8. Parts stay in memory while they have at most [`LARGEST_BODY`] bytes
/// together; a file beyond that goes to a temporary file, all files up to [`LARGEST_FILE`]. After
/// any error the body is read to its end: a client that is still writing would never see the
/// response. A body that breaks off has no parts, even if the last part arrived.
pub(crate) async fn parts<E: Send + 'static>(
    content_type: &str,
    body: impl Stream<Item = Result<Bytes, E>> + Send + 'static,
) -> Result<Vec<(String, Value)>, MultipartError<E>> {
    let bounded = Arc::new(Mutex::new(BoundedBody::new(body)));
    let shared = Arc::clone(&bounded);
    let stream = stream::poll_fn(move |context| lock(&shared).poll_chunk(context));
    let parts = match boundary(content_type) {
        Some(boundary) => {
            let multipart = multer::Multipart::new(stream, boundary);
            read_parts(multipart, || lock(&bounded).head_len = 0).await
        }
        None => Err(MultipartError::Malformed),
    };
    stream::poll_fn(|context| lock(&bounded).poll_discard(context))
        .for_each(|()| core::future::ready(()))
        .await;
    match lock(&bounded).cut.take() {
        Some(cut) => Err(MultipartError::Incomplete(cut)),
        None => parts,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A body that is passed to the parser in small pieces: the parser reads and keeps all available
/// bytes until it finds a boundary.
struct BoundedBody<E> {
    body: Pin<Box<dyn Stream<Item = Result<Bytes, E>> + Send>>,
    /// The received bytes that were too many to pass on at once.
    left: Bytes,
    at_once: usize,
    /// The bytes read since the last part.
    head_len: usize,
    cut: Option<E>,
    is_over: bool,
}

/// Stops the parser; the body knows the error.
#[derive(Debug, thiserror::Error)]
#[error("the body exceeded a limit or broke off")]
struct ReadStopped;

impl<E> BoundedBody<E> {
    fn new(body: impl Stream<Item = Result<Bytes, E>> + Send + 'static) -> Self {
        Self {
            body: Box::pin(body),
            left: Bytes::new(),
            at_once: 0,
            head_len: 0,
            cut: None,
            is_over: false,
        }
    }

    fn next(&mut self, context: &mut Context<'_>) -> Poll<Option<Bytes>> {
        if self.left.is_empty() && !self.is_over {
            match self.body.as_mut().poll_next(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(chunk))) => self.left = chunk,
                Poll::Ready(Some(Err(cut))) => {
                    self.cut = Some(cut);
                    self.is_over = true;
                }
                Poll::Ready(None) => self.is_over = true,
            }
        }
        if self.left.is_empty() && self.is_over {
            return Poll::Ready(None);
        }
        let len = self.left.len().min(CHUNK);
        Poll::Ready(Some(self.left.split_to(len)))
    }

    fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, ReadStopped>>> {
        if self.head_len > LONGEST_HEAD {
            return Poll::Ready(Some(Err(ReadStopped)));
        }
        if self.at_once >= CHUNK {
            self.at_once = 0;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.next(context).map(|chunk| match chunk {
            Some(chunk) => {
                self.at_once += chunk.len();
                self.head_len += chunk.len();
                Some(Ok(chunk))
            }
            None if self.cut.is_some() => Some(Err(ReadStopped)),
            None => None,
        })
    }

    fn poll_discard(&mut self, context: &mut Context<'_>) -> Poll<Option<()>> {
        self.next(context).map(|chunk| chunk.map(drop))
    }
}

/// The parts; calls `begins` before each read so that the head's length is counted anew.
async fn read_parts<E>(
    mut multipart: multer::Multipart<'static>,
    begins: impl Fn(),
) -> Result<Vec<(String, Value)>, MultipartError<E>> {
    let mut parts = Vec::new();
    let mut room = LARGEST_BODY;
    let mut on_disk = LARGEST_FILE;
    loop {
        begins();
        let field = multipart
            .next_field()
            .await
            .map_err(|_| MultipartError::Malformed)?;
        let Some(mut field) = field else {
            return Ok(parts);
        };
        if parts.len() >= MOST_PARAMETERS {
            return Err(MultipartError::TooMany);
        }
        let name = field.name().ok_or(MultipartError::Malformed)?.to_owned();
        let file_name = match field.file_name() {
            Some(file_name) => Some(file_name.to_owned()),
            None => has_file_name(&field).then(String::new),
        };
        let named = name.len() + file_name.as_ref().map_or(0, String::len);
        room = room.saturating_sub(named);
        let mut content = Content::new(room, on_disk, file_name.is_some());
        loop {
            begins();
            let Some(chunk) = field.chunk().await.map_err(|_| MultipartError::Malformed)? else {
                break;
            };
            content = content.push(chunk);
            if content.is_too_large() {
                return Err(MultipartError::TooLarge);
            }
        }
        let value = content.into_value(file_name, &mut room, &mut on_disk);
        parts.push((name, value.ok_or(MultipartError::TooLarge)?));
    }
}

/// Whether the part has an unreadable file name.
fn has_file_name(field: &multer::Field<'_>) -> bool {
    field
        .headers()
        .get("content-disposition")
        .is_some_and(|value| {
            value
                .as_bytes()
                .windows(9)
                .any(|window| window.eq_ignore_ascii_case(b"filename="))
        })
}

/// The boundary as clients write it: quoted or not, with any number of dashes, and with characters
/// that would need quotes.
fn boundary(content_type: &str) -> Option<String> {
    content_type
        .split(';')
        .skip(1)
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("boundary"))
        .map(|(_, value)| value.trim().trim_matches('"').to_owned())
        .filter(|boundary| !boundary.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{boundary, is_announced};

    #[test]
    fn boundaries_are_read_as_clients_write_them() {
        for (content_type, expected) in [
            ("multipart/form-data; boundary=abc", Some("abc")),
            (
                "multipart/form-data;boundary=---------------------------8d5f",
                Some("---------------------------8d5f"),
            ),
            (
                "Multipart/Form-Data; charset=GBK; Boundary=\"a b\"",
                Some("a b"),
            ),
            ("multipart/form-data; boundary=a=b=", Some("a=b=")),
            ("multipart/form-data", None),
            ("multipart/form-data; boundary=", None),
        ] {
            assert_eq!(
                boundary(content_type).as_deref(),
                expected,
                "{content_type}"
            );
        }
    }

    #[test]
    fn only_multipart_content_types_announce_parts() {
        assert!(is_announced(" multipart/form-data; boundary=x"));
        for other in [
            "application/x-www-form-urlencoded",
            "multipar",
            "",
            "多部分/表单",
        ] {
            assert!(!is_announced(other), "{other}");
        }
    }
}
