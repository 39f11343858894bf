//! Takes the texts out of an answer, and puts others into their places.

use endpoint_core::lenient;

/// The value of a JSON text; `None` for other texts.
pub(crate) fn unescaped(text: &[u8]) -> Option<Vec<u8>> {
    let quoted = [b"\"", text, b"\""].concat();
    let text: String = lenient::decode(&quoted).ok()?;
    Some(text.into_bytes())
}

/// Writes a text of JSON that says this.
pub(crate) fn escape_into(said: &[u8], text: &mut Vec<u8>) {
    for letter in String::from_utf8_lossy(said).chars() {
        match letter {
            '"' | '\\' => text.extend_from_slice(format!("\\{letter}").as_bytes()),
            '\0'..' ' => {
                text.extend_from_slice(format!("\\u{:04x}", u32::from(letter)).as_bytes());
            }
            other => text.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

pub(crate) fn is_xml(answer: &[u8]) -> bool {
    let start = answer.strip_prefix(b"\xef\xbb\xbf").unwrap_or(answer);
    start.trim_ascii_start().starts_with(b"<")
}

/// The ends of the texts of a response, and what precedes each of them: at the quotation marks in
/// JSON, at the brackets of elements in XML.
pub(crate) fn ends_of_texts(answer: &[u8], is_xml: bool) -> impl Iterator<Item = usize> {
    let mut is_escaped = false;
    let mut is_in_text = false;
    let ends = answer.iter().enumerate().flat_map(move |(at, byte)| {
        let is_mark = match byte {
            b'<' | b'>' => is_xml,
            b'"' => !is_xml && !is_escaped,
            _ => false,
        };
        is_escaped = is_in_text && !is_escaped && *byte == b'\\';
        is_in_text ^= is_mark;
        // The mark itself belongs to the part between.
        match (is_mark, is_in_text) {
            (false, _) => None,
            (true, true) => Some(at + 1),
            (true, false) => Some(at),
        }
    });
    ends.chain([answer.len()])
}
