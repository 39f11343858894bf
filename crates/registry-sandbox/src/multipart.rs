//! Takes a multipart body apart.

use core::pin::Pin;
use core::task::{Context, Poll};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use endpoint_core::Value;
use futures_util::{Stream, StreamExt as _, stream};

use crate::content::{Content, LARGEST_FILE};
use crate::incoming::{LARGEST_BODY, MOST_PARAMETERS, Unreadable};

/// Whether a content type announces a multipart body.
pub(crate) fn is_announced(content_type: &str) -> bool {
    content_type
        .trim_start()
        .get(..10)
        .is_some_and(|start| start.eq_ignore_ascii_case("multipart/"))
}

/// How much of a body is read at once.
const SIP: usize = 64 * 1024;

/// How much is read to find the head of a part: what is not signed is not to cost more than what
/// is.
const LONGEST_HEAD: usize = 2 * SIP;

/// Why a body has no parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Broken<E> {
    /// It is no multipart, or ends before its end.
    Shape,
    /// It has more parts than any operation has parameters.
    TooMany,
    /// More is to be held than fits, or its files are larger than any that are taken.
    TooLarge,
    /// It did not arrive whole.
    Cut(E),
}

impl<E> Broken<E> {
    pub(crate) fn into_unreadable(self) -> Unreadable {
        match self {
            Self::TooMany => Unreadable::Parameters,
            Self::Shape | Self::TooLarge | Self::Cut(_) => Unreadable::Multipart,
        }
    }
}

/// The parts of a body: texts, and files with their names.
///
/// A part is a file where it has a file name, even one that is not UTF-8; its content type says
/// nothing. Texts are UTF-8 without one. Parts are held as long as all of them have no more than
/// [`LARGEST_BODY`] bytes; a file that would go beyond it lies in a temporary file, all of them up
/// to [`LARGEST_FILE`]. Whatever is wrong, the body is read to its end: a client that is still
/// writing when the answer comes would never see it. One that breaks off has no parts, even where
/// the last of them had come.
pub(crate) async fn parts<E: Send + 'static>(
    content_type: &str,
    body: impl Stream<Item = Result<Bytes, E>> + Send + 'static,
) -> Result<Vec<(String, Value)>, Broken<E>> {
    let feed = Arc::new(Mutex::new(Feed::new(body)));
    let shared = Arc::clone(&feed);
    let stream = stream::poll_fn(move |context| unlocked(&shared).sip(context));
    let parts = match boundary(content_type) {
        Some(boundary) => {
            let multipart = multer::Multipart::new(stream, boundary);
            taken_apart(multipart, || unlocked(&feed).of_head = 0).await
        }
        None => Err(Broken::Shape),
    };
    stream::poll_fn(|context| unlocked(&feed).rest(context))
        .for_each(|()| core::future::ready(()))
        .await;
    match unlocked(&feed).cut.take() {
        Some(cut) => Err(Broken::Cut(cut)),
        None => parts,
    }
}

fn unlocked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A body on its way to be taken apart. What takes it apart reads all that is ready and keeps it
/// until it finds what it looks for, so it is given little at a time.
struct Feed<E> {
    body: Pin<Box<dyn Stream<Item = Result<Bytes, E>> + Send>>,
    /// What has come and was too much to be given at once.
    left: Bytes,
    at_once: usize,
    /// What was read since the last part.
    of_head: usize,
    cut: Option<E>,
    is_over: bool,
}

/// There is no need to say more: what is wrong is known to the feed.
#[derive(Debug, thiserror::Error)]
#[error("no more is read")]
struct Ended;

impl<E> Feed<E> {
    fn new(body: impl Stream<Item = Result<Bytes, E>> + Send + 'static) -> Self {
        Self {
            body: Box::pin(body),
            left: Bytes::new(),
            at_once: 0,
            of_head: 0,
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
        let len = self.left.len().min(SIP);
        Poll::Ready(Some(self.left.split_to(len)))
    }

    fn sip(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Ended>>> {
        if self.of_head > LONGEST_HEAD {
            return Poll::Ready(Some(Err(Ended)));
        }
        if self.at_once >= SIP {
            self.at_once = 0;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.next(context).map(|chunk| match chunk {
            Some(chunk) => {
                self.at_once += chunk.len();
                self.of_head += chunk.len();
                Some(Ok(chunk))
            }
            None if self.cut.is_some() => Some(Err(Ended)),
            None => None,
        })
    }

    fn rest(&mut self, context: &mut Context<'_>) -> Poll<Option<()>> {
        self.next(context).map(|chunk| chunk.map(drop))
    }
}

/// The parts, each after a word to whoever counts what is read of its head.
async fn taken_apart<E>(
    mut multipart: multer::Multipart<'static>,
    begins: impl Fn(),
) -> Result<Vec<(String, Value)>, Broken<E>> {
    let mut parts = Vec::new();
    let mut room = LARGEST_BODY;
    let mut on_disk = LARGEST_FILE;
    loop {
        begins();
        let field = multipart.next_field().await.map_err(|_| Broken::Shape)?;
        let Some(mut field) = field else {
            return Ok(parts);
        };
        if parts.len() >= MOST_PARAMETERS {
            return Err(Broken::TooMany);
        }
        let name = field.name().ok_or(Broken::Shape)?.to_owned();
        let file_name = match field.file_name() {
            Some(file_name) => Some(file_name.to_owned()),
            None => names_a_file(&field).then(String::new),
        };
        let named = name.len() + file_name.as_ref().map_or(0, String::len);
        room = room.saturating_sub(named);
        let mut content = Content::new(room, on_disk, file_name.is_some());
        loop {
            begins();
            let Some(chunk) = field.chunk().await.map_err(|_| Broken::Shape)? else {
                break;
            };
            content = content.and(chunk);
            if content.is_forgotten() {
                return Err(Broken::TooLarge);
            }
        }
        let value = content.into_value(file_name, &mut room, &mut on_disk);
        parts.push((name, value.ok_or(Broken::TooLarge)?));
    }
}

/// Whether the part has a file name that could not be read.
fn names_a_file(field: &multer::Field<'_>) -> bool {
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

/// The boundary as clients write it: quoted or not, with any number of dashes, and with
/// characters that would need quotes.
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
