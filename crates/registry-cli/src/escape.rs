//! Escapes characters that a reader cannot see and a terminal acts on.
//!
//! Text of vendors, files and arguments may hold control characters, marks that change the writing
//! direction, and characters without width. Printed unchanged, they rewrite the terminal, forge
//! lines or make two different names look alike. They are printed as JSON escapes (`\n`, `\u009b`),
//! which are valid in JSON and readable elsewhere. A backslash is not escaped: the escapes are for
//! eyes, and JSON has the exact text.
//!
//! [`visible`] is for text from outside and escapes line breaks too. [`EscapingWriter`] wraps
//! stdout and stderr and catches everything that did not pass `visible`; it keeps line breaks,
//! which are the program's own.

use std::borrow::Cow;
use std::io::{self, Write};

use enterprise_registry::model::characters::is_unseen;
use unicode_width::UnicodeWidthStr;

/// Whether a character is always escaped.
pub(crate) fn is_hidden(character: char) -> bool {
    // Unseen characters include variation selectors: one behind a character makes two different
    // names look alike.
    character.is_control()
        || is_unseen(character)
        || matches!(character,
            // Line and paragraph separators, reserved default-ignorable characters, and the format
            // controls of shorthand and music.
            '\u{2028}' | '\u{2029}' | '\u{fff0}'..='\u{fff8}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}')
}

/// Escapes every hidden character of a text, line breaks included.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for next in text.chars() {
        if is_hidden(next) {
            out.push_str(&escaped(next));
        } else {
            out.push(next);
        }
    }
    Cow::Owned(out)
}

/// A text with only its line breaks escaped. The [`EscapingWriter`] behind it escapes the other
/// hidden characters without a copy, which may be six times as long as the text.
pub(crate) fn in_one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r']) {
        Cow::Owned(text.replace('\n', "\\n").replace('\r', "\\r"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The width of the [`visible`] text, in columns of a terminal.
pub(crate) fn visible_width(text: &str) -> usize {
    let shown: usize = text.split(is_hidden).map(UnicodeWidthStr::width).sum();
    let hidden = text.chars().filter(|character| is_hidden(*character));
    shown
        + hidden
            .map(|character| escaped(character).len())
            .sum::<usize>()
}

/// A text without trailing white space. Escaped white space stays.
pub(crate) fn without_trailing_blanks(text: &str) -> &str {
    text.trim_end_matches(|character: char| character.is_whitespace() && !is_hidden(character))
}

/// The JSON escape of a character.
fn escaped(character: char) -> String {
    match character {
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        '\t' => "\\t".to_owned(),
        other => {
            let units = other.encode_utf16(&mut [0; 2]).to_vec();
            units.iter().map(|unit| format!("\\u{unit:04x}")).collect()
        }
    }
}

/// A writer of UTF-8 that escapes hidden characters, except line breaks.
#[derive(Debug)]
pub(crate) struct EscapingWriter<W> {
    to: W,
    /// The first bytes of a character whose last bytes have not been written yet.
    cut: Vec<u8>,
}

impl<W: Write> EscapingWriter<W> {
    pub(crate) fn new(to: W) -> Self {
        Self {
            to,
            cut: Vec::new(),
        }
    }

    fn pass(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        let mut clean = 0;
        while let Some(at) = next_doubtful(bytes, clean) {
            let (before, rest) = bytes.split_at(at);
            match first(rest) {
                First::Shown { length } => clean = at + length,
                First::Hidden { character, length } => {
                    self.to.write_all(before)?;
                    self.to.write_all(escaped(character).as_bytes())?;
                    bytes = rest.get(length..).unwrap_or_default();
                    clean = 0;
                }
                First::Cut => {
                    self.to.write_all(before)?;
                    self.cut = rest.to_vec();
                    return Ok(());
                }
            }
        }
        self.to.write_all(bytes)
    }
}

impl<W: Write> Write for EscapingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.cut.is_empty() {
            self.pass(bytes)?;
        } else {
            let mut whole = core::mem::take(&mut self.cut);
            whole.extend_from_slice(bytes);
            self.pass(&whole)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Whether a hidden character may begin with this byte. Most text has few such bytes.
const fn is_doubtful(byte: u8) -> bool {
    matches!(byte, 0..=9 | 0x0b..=0x1f | 0x7f | 0xc2 | 0xcd | 0xd8 | 0xe1..=0xe3 | 0xef..=0xf3)
}

/// Whether a byte is plain ASCII, as most output is. Written without branches, so that the
/// compiler compares many bytes at once.
const fn is_plain(byte: u8) -> bool {
    (byte.wrapping_sub(b' ') < 0x5f) | (byte == b'\n')
}

fn next_doubtful(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    for chunk in bytes.get(from..)?.chunks(32) {
        let all_plain = chunk.iter().fold(true, |all, byte| all & is_plain(*byte));
        if !all_plain && let Some(found) = chunk.iter().position(|byte| is_doubtful(*byte)) {
            return Some(at + found);
        }
        at += chunk.len();
    }
    None
}

/// The first character of a text.
enum First {
    Shown {
        length: usize,
    },
    Hidden {
        character: char,
        length: usize,
    },
    /// An incomplete character.
    Cut,
}

fn first(bytes: &[u8]) -> First {
    let head = bytes.get(..4).unwrap_or(bytes);
    let valid = match core::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) => {
            let valid = head.get(..error.valid_up_to()).unwrap_or_default();
            if valid.is_empty() && error.error_len().is_none() {
                return First::Cut;
            }
            core::str::from_utf8(valid).unwrap_or_default()
        }
    };
    match valid.chars().next() {
        Some(character) if is_hidden(character) && character != '\n' => First::Hidden {
            character,
            length: character.len_utf8(),
        },
        Some(character) => First::Shown {
            length: character.len_utf8(),
        },
        // Not UTF-8, which nothing in this program writes.
        None => First::Shown { length: 1 },
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use unicode_width::UnicodeWidthStr as _;

    use super::{
        EscapingWriter, in_one_line, is_doubtful, is_hidden, visible, visible_width,
        without_trailing_blanks,
    };

    fn through(text: &str, piece: usize) -> String {
        let mut out = Vec::new();
        let mut writer = EscapingWriter::new(&mut out);
        for piece in text.as_bytes().chunks(piece) {
            writer.write_all(piece).unwrap();
        }
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn characters_that_could_rewrite_a_terminal_are_escaped() {
        assert_eq!(
            visible("a\u{1b}[2J\n\r\tb\u{202e}c\u{9b}样\u{feff}\u{e0041}"),
            "a\\u001b[2J\\n\\r\\tb\\u202ec\\u009b样\\ufeff\\udb40\\udc41"
        );
        assert_eq!(
            visible("样例（北京）“有限”公司 \\ ❤\u{fe0f} 葛\u{e0100}"),
            "样例（北京）“有限”公司 \\ ❤\\ufe0f 葛\\udb40\\udd00"
        );
    }

    #[test]
    fn a_writer_escapes_alike_wherever_the_text_is_cut_and_keeps_line_breaks() {
        let text = "样\u{9b}\u{200b}\u{e0041}\u{3000}（中）\n\u{7f}\u{1b}“”é\u{ad}\u{61c}\u{34f}终";
        let expected = "样\\u009b\\u200b\\udb40\\udc41\u{3000}（中）\n\\u007f\\u001b“”é\\u00ad\\u061c\\u034f终";
        for piece in 1..=text.len() {
            assert_eq!(through(text, piece), expected, "in pieces of {piece}");
        }
    }

    #[test]
    fn a_cell_in_one_line_looks_the_same_behind_the_writer_and_has_the_width_of_what_is_seen() {
        for text in [
            "样例（北京）",
            "a\r\nb\tc\u{7f}\u{1b}[2J",
            "\u{200b}\u{e0041}❤\u{fe0f}葛\u{e0100}",
            "\n",
            "",
        ] {
            assert_eq!(through(&in_one_line(text), 3), visible(text));
            assert_eq!(visible_width(text), visible(text).width(), "{text:?}");
        }
    }

    #[test]
    fn escaped_characters_at_the_end_are_no_blanks() {
        assert_eq!(without_trailing_blanks("a b \u{3000} "), "a b");
        for text in ["a\t", "a\u{2028}", "a\u{85}", "a \n"] {
            assert_eq!(without_trailing_blanks(text), text);
        }
    }

    #[test]
    fn every_hidden_character_begins_with_a_doubtful_byte() {
        for character in ('\0'..=char::MAX).filter(|one| is_hidden(*one) && *one != '\n') {
            let first = character.encode_utf8(&mut [0; 4]).as_bytes()[0];
            assert!(is_doubtful(first), "{character:?}");
            assert_eq!(
                through(&character.to_string(), 4),
                visible(&character.to_string())
            );
        }
    }
}
