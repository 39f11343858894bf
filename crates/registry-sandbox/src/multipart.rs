//! How is a multipart body taken apart?

use core::error::Error;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use endpoint_core::Value;
use futures_util::{Stream, StreamExt as _, stream};

use crate::content::Content;
#[cfg(doc)]
use crate::content::LARGEST_FILE;
use crate::incoming::LARGEST_BODY;

/// Whether a content type announces a multipart body.
pub(crate) fn is_announced(content_type: &str) -> bool {
    content_type
        .trim_start()
        .get(..10)
        .is_some_and(|start| start.eq_ignore_ascii_case("multipart/"))
}

/// Why a body has no parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// It is no multipart, or ends before its end.
    Shape,
    /// More is to be held than fits, or a file is larger than any that is taken.
    TooLarge,
}

/// The parts of a body: texts, and files with their names.
///
/// A part is a file where it has a file name, even one that is not UTF-8; its content type says
/// nothing. Texts are UTF-8 without one. Parts are held as long as all of them have no more than
/// [`LARGEST_BODY`] bytes; a file that would go beyond it lies in a temporary file, up to
/// [`LARGEST_FILE`]. Whatever is wrong, the body is read to its end: a client that is still
/// writing when the answer comes would never see it.
pub(crate) async fn parts<E>(
    content_type: &str,
    body: impl Stream<Item = Result<Bytes, E>> + Send + 'static,
) -> Result<Vec<(String, Value)>, Broken>
where
    E: Into<Box<dyn Error + Send + Sync>> + 'static,
{
    let body = Arc::new(Mutex::new(Box::pin(body)));
    let shared = Arc::clone(&body);
    let stream = stream::poll_fn(move |context| unlocked(&shared).as_mut().poll_next(context));
    let parts = match boundary(content_type) {
        Some(boundary) => taken_apart(multer::Multipart::new(stream, boundary)).await,
        None => Err(Broken::Shape),
    };
    let mut rest = stream::poll_fn(|context| unlocked(&body).as_mut().poll_next(context));
    while let Some(Ok(_)) = rest.next().await {}
    parts
}

fn unlocked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn taken_apart(
    mut multipart: multer::Multipart<'static>,
) -> Result<Vec<(String, Value)>, Broken> {
    let mut parts = Vec::new();
    let mut room = LARGEST_BODY;
    let mut fits = true;
    while let Some(mut field) = multipart.next_field().await.map_err(|_| Broken::Shape)? {
        let name = field.name().ok_or(Broken::Shape)?.to_owned();
        let file_name = match field.file_name() {
            Some(file_name) => Some(file_name.to_owned()),
            None => names_a_file(&field).then(String::new),
        };
        let mut content = Content::new(room, file_name.is_some());
        while let Some(chunk) = field.chunk().await.map_err(|_| Broken::Shape)? {
            content = content.and(chunk);
        }
        let Some(value) = content.into_value(file_name, &mut room) else {
            fits = false;
            continue;
        };
        parts.push((name, value));
    }
    if fits {
        Ok(parts)
    } else {
        Err(Broken::TooLarge)
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
