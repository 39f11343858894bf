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
    let mut is_escaped = false;
    let mut is_in_text = false;
    let ends = response.iter().enumerate().flat_map(move |(at, byte)| {
        let is_mark = match byte {
            b'<' | b'>' => is_xml,
            b'"' => !is_xml && !is_escaped,
            _ => false,
        };
        is_escaped = is_in_text && !is_escaped && *byte == b'\\';
        is_in_text ^= is_mark;
        // The mark itself belongs to the part between texts.
        match (is_mark, is_in_text) {
            (false, _) => None,
            (true, true) => Some(at + 1),
            (true, false) => Some(at),
        }
    });
    ends.chain([response.len()])
}
