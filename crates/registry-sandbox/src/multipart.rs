//! How is a multipart body taken apart?

use core::convert::Infallible;

use bytes::Bytes;
use endpoint_core::{File, Value};

/// Whether a content type announces a multipart body.
pub(crate) fn is_announced(content_type: &str) -> bool {
    content_type
        .trim_start()
        .get(..10)
        .is_some_and(|start| start.eq_ignore_ascii_case("multipart/"))
}

/// The parts: texts, and files with their names. `None` where the body has no parts.
///
/// A part is a file where it has a file name, even one that is not UTF-8; its content type says
/// nothing. Texts are UTF-8 without one.
pub(crate) async fn parts(content_type: &str, body: Bytes) -> Option<Vec<(String, Value)>> {
    let stream = futures_util::stream::iter([Ok::<Bytes, Infallible>(body)]);
    let mut multipart = multer::Multipart::new(stream, boundary(content_type)?);
    let mut parts = Vec::new();
    while let Some(field) = multipart.next_field().await.ok()? {
        let name = field.name()?.to_owned();
        let file_name = match field.file_name() {
            Some(file_name) => Some(file_name.to_owned()),
            None => names_a_file(&field).then(String::new),
        };
        let content = field.bytes().await.ok()?;
        let value = match file_name {
            Some(file_name) => Value::File(File::new(file_name, content)),
            None => Value::Text(String::from_utf8_lossy(&content).into_owned()),
        };
        parts.push((name, value));
    }
    Some(parts)
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
