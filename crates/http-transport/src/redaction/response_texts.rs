//! Finds the texts of a response, and reads and writes them.

use endpoint_core::lenient;

/// The value of the inside of a JSON string; `None` if it is not valid.
pub(crate) fn unescaped(text: &[u8]) -> Option<Vec<u8>> {
    let quoted = [b"\"", text, b"\""].concat();
    let text: String = lenient::decode(&quoted).ok()?;
    Some(text.into_bytes())
}

/// Writes a value as the inside of a JSON string.
pub(crate) fn escape_json_into(value: &[u8], text: &mut Vec<u8>) {
    for ch in String::from_utf8_lossy(value).chars() {
        match ch {
            '"' | '\\' => text.extend_from_slice(format!("\\{ch}").as_bytes()),
            '\0'..' ' => {
                text.extend_from_slice(format!("\\u{:04x}", u32::from(ch)).as_bytes());
            }
            other => text.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

/// Whether a response is XML or HTML.
pub(crate) fn is_xml(response: &[u8]) -> bool {
    let start = response.strip_prefix(b"\xef\xbb\xbf").unwrap_or(response);
    start.trim_ascii_start().starts_with(b"<")
}

/// The offsets that divide a response into texts and the parts between them: the quotation marks of
/// JSON, or the brackets of XML elements.
pub(crate) fn text_boundaries(response: &[u8], is_xml: bool) -> impl Iterator<Item = usize> {
    let (open, close) = if is_xml { (b'<', b'>') } else { (b'"', b'"') };
    let mut at = 0;
    let mut is_in_text = false;
    let ends = core::iter::from_fn(move || {
        loop {
            let rest = response.get(at..)?;
            // Only within a text of JSON is a backslash an escape.
            let escape = if is_in_text && !is_xml { b'\\' } else { open };
            at += memchr::memchr3(open, close, escape, rest)?;
            if response.get(at) != Some(&b'\\') {
                break;
            }
            at += 2;
        }
        is_in_text = !is_in_text;
        at += 1;
        // The mark itself belongs to the part between texts.
        Some(if is_in_text { at } else { at - 1 })
    });
    ends.chain([response.len()])
}
