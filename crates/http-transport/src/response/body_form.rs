//! Recognises a complete body, whatever its framing says.

use bytes::Bytes;
use endpoint_core::lenient;
use serde::de::IgnoredAny;

use crate::response::content_coding::Codings;

/// The form of a body, according to the head of its response.
#[derive(Debug, Default)]
pub(crate) struct BodyForm {
    pub(crate) status: u16,
    pub(crate) codings: Codings,
    pub(crate) content_type: Option<String>,
    /// The most bytes to read.
    pub(crate) cap: usize,
}

impl BodyForm {
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(crate) fn has_codings(&self) -> bool {
        self.codings.is_any()
    }

    /// Whether this is one complete JSON object or array, or one XML document.
    pub(crate) fn is_whole(&self, body: &[u8]) -> bool {
        if !self.has_codings() && self.seems_truncated(body) {
            return false;
        }
        let body = Bytes::copy_from_slice(body);
        let Ok(body) = self.codings.undo(&body, self.cap) else {
            return false;
        };
        let Ok(text) = lenient::to_utf8(&body, self.content_type.as_deref()) else {
            return false;
        };
        let text = lenient::without_notices(&text).unwrap_or(&text);
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        match text.trim_ascii() {
            text @ [b'{' | b'[', ..] => serde_json::from_slice::<IgnoredAny>(text).is_ok(),
            text @ [b'<', ..] => is_closed(text),
            _ => false,
        }
    }

    /// Whether the body seems incomplete, judging by its first and last bytes. Cheaper than
    /// [`is_whole`](Self::is_whole).
    pub(crate) fn seems_truncated(&self, body: &[u8]) -> bool {
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        match body.trim_ascii() {
            [] | [b'{' | b'[' | b'<'] => true,
            [b'{', .., last] => *last != b'}',
            [b'[', .., last] => *last != b']',
            // The object may follow error messages of PHP.
            [b'<', .., last] => !matches!(last, b'>' | b'}'),
            _ => false,
        }
    }
}

/// Whether the last tag of an XML document closes its first.
fn is_closed(text: &[u8]) -> bool {
    let mut tags = text.split(|byte| *byte == b'<').skip(1);
    let Some(root) = tags.find(|tag| !matches!(tag, [b'?' | b'!', ..])) else {
        return false;
    };
    let name = root
        .split(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))
        .next()
        .unwrap_or_default();
    let close = [b"</", name, b">"].concat();
    !name.is_empty() && text.ends_with(&close)
}

#[cfg(test)]
mod tests {
    use super::BodyForm;

    #[test]
    fn a_body_is_whole_if_nothing_can_be_added_to_it() {
        let form = BodyForm::default();
        for whole in [
            "{}",
            "\u{feff} {\"a\":[1]}\r\n",
            "[{}]",
            "<?xml version=\"1.0\"?><root a=\"b\"><code>2</code></root>",
            "<br />\n<b>Warning</b>: a in b on line <b>3</b><br />\n{\"code\":2}",
        ] {
            assert!(form.is_whole(whole.as_bytes()), "{whole:?}");
            assert!(!form.seems_truncated(whole.as_bytes()), "{whole:?}");
        }
        for cut in [
            "",
            "{\"a\":{}",
            "{\"a\":1",
            "{",
            "<root><code>2</code>",
            "<root>",
            "[{}",
        ] {
            assert!(!form.is_whole(cut.as_bytes()), "{cut:?}");
        }
        for other in ["12", "\"a\"", "OK", "{}{}", "{} 1"] {
            assert!(!form.is_whole(other.as_bytes()), "{other:?}");
        }
        for cut in ["", "{\"a\":1", "{", "[", "<root><code"] {
            assert!(form.seems_truncated(cut.as_bytes()), "{cut:?}");
        }
        assert!(!form.seems_truncated(b"OK"));
    }
}
