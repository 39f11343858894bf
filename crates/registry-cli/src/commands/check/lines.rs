//! Reads a list of codes from stdin, line by line.

use core::cmp::Ordering;
use std::io::{self, BufRead, BufReader, Read};

use super::report::Report;
use crate::error::{CommandError, Kind};

/// The most bytes of a line that are read. No code is as long, but a file that is not a list of
/// codes may have lines that would fill the memory.
const LONGEST: u64 = 64 * 1024;

/// The end of a text file in DOS.
const CONTROL_Z: u8 = 0x1a;

/// Checks every line of stdin. Blank lines are counted and skipped; line ends of any kind, a byte
/// order mark and a final control-Z are not part of a code.
pub(super) fn of_stdin(report: &mut Report) -> Result<(), CommandError> {
    let mut stdin = BufReader::with_capacity(256 * 1024, io::stdin().lock());
    let unreadable = |error: io::Error| {
        CommandError::new(Kind::Invalid, "stdin cannot be read").with_cause(error.to_string())
    };
    let head = stdin.fill_buf().map_err(unreadable)?;
    refuse_wide(head)?;
    // Old systems end a line with a single carriage return.
    let end = if head.contains(&b'\r') && !head.contains(&b'\n') {
        b'\r'
    } else {
        b'\n'
    };
    let mut line = Vec::new();
    for number in 1_u64.. {
        line.clear();
        if next_line(&mut stdin, end, &mut line).map_err(unreadable)? == 0 {
            break;
        }
        // A blank is an error in the code, so only the line end is removed.
        let mut code = line.strip_suffix(&[end]).unwrap_or(&line);
        code = code.strip_suffix(b"\r").unwrap_or(code);
        if number == 1 {
            code = code.strip_prefix("\u{feff}".as_bytes()).unwrap_or(code);
        }
        if code.ends_with(&[CONTROL_Z]) && stdin.fill_buf().map_err(unreadable)?.is_empty() {
            while let [before @ .., CONTROL_Z] = code {
                code = before;
            }
        }
        if code.trim_ascii().is_empty() {
            continue;
        }
        match core::str::from_utf8(code) {
            Ok(code) => report.add(code, Some(number))?,
            Err(_) => report.add(&String::from_utf8_lossy(code), Some(number))?,
        }
    }
    Ok(())
}

/// Reads a line, or only the beginning of a line that is too long for a code.
fn next_line(stdin: &mut impl BufRead, end: u8, line: &mut Vec<u8>) -> io::Result<usize> {
    let length = stdin.by_ref().take(LONGEST).read_until(end, line)?;
    if line.len() as u64 == LONGEST && !line.ends_with(&[end]) {
        stdin.skip_until(end)?;
    }
    Ok(length)
}

/// The bytes of a text that are examined for its encoding.
const HEAD: usize = 4096;

/// Refuses text in units of two or four bytes, with a byte order mark or without.
fn refuse_wide(head: &[u8]) -> Result<(), CommandError> {
    let head = head.get(..HEAD).unwrap_or(head);
    let encoding = match head {
        [0xff, 0xfe, 0, 0, ..] => "UTF-32LE",
        [0, 0, 0xfe, 0xff, ..] => "UTF-32BE",
        [0xff, 0xfe, text @ ..] if text.contains(&0) => "UTF-16LE",
        [0xfe, 0xff, text @ ..] if text.contains(&0) => "UTF-16BE",
        text => match encoding_without_mark(text) {
            Some(encoding) => encoding,
            None => return Ok(()),
        },
    };
    Err(
        CommandError::invalid(format!("stdin is {encoding} text, not UTF-8")).with_remedy(format!(
            "save it as UTF-8, or use iconv -f {encoding} -t UTF-8"
        )),
    )
}

/// The encoding of a text with zero bytes beside its digits and line ends.
fn encoding_without_mark(text: &[u8]) -> Option<&'static str> {
    let zeros = text.iter().filter(|byte| **byte == 0).count();
    if zeros == 0 {
        return None;
    }
    let (fours, _) = text.as_chunks::<4>();
    let is_all = |is_one: fn(&[u8; 4]) -> bool| !fours.is_empty() && fours.iter().all(is_one);
    if is_all(|four| matches!(four, [_, _, 0..=0x10, 0]) && four != &[0; 4]) {
        return Some("UTF-32LE");
    }
    if is_all(|four| matches!(four, [0, 0..=0x10, _, _]) && four != &[0; 4]) {
        return Some("UTF-32BE");
    }
    // A text of one byte per character has few zero bytes.
    let is_narrow = match core::str::from_utf8(text) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    if is_narrow && zeros.saturating_mul(4) < text.len() {
        return None;
    }
    let (pairs, _) = text.as_chunks::<2>();
    let is_plain = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~');
    let of = |order: fn(&[u8; 2]) -> (u8, u8)| {
        let plain = pairs.iter().map(order);
        plain
            .filter(|(high, low)| *high == 0 && is_plain(*low))
            .count()
    };
    let little = of(|[low, high]| (*high, *low));
    let big = of(|[high, low]| (*high, *low));
    match little.cmp(&big) {
        Ordering::Greater => Some("UTF-16LE"),
        Ordering::Less => Some("UTF-16BE"),
        Ordering::Equal => None,
    }
}

#[cfg(test)]
mod tests {
    use super::refuse_wide;

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        let bytes = text.encode_utf16().map(|unit| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        });
        bytes.flatten().collect()
    }

    #[test]
    fn utf16_is_known_in_both_orders_with_and_without_its_mark() {
        for text in [
            "91310116761614322N\r\n310116\r\n",
            "310116",
            "\r\n310116",
            "统一社会信用代码\n91350100M000100Y43\n",
        ] {
            for (big, order) in [(false, "LE"), (true, "BE")] {
                for mark in ["", "\u{feff}"] {
                    let line = utf16(&format!("{mark}{text}"), big);
                    let refused = refuse_wide(&line);
                    let message = refused.unwrap_err();
                    assert!(message.summary().contains(order), "{text:?} {mark:?}");
                }
            }
        }
    }

    #[test]
    fn utf32_is_known_in_both_orders_with_and_without_its_mark() {
        for text in ["310116\n", "统一社会信用代码\n91350100M000100Y43\n"] {
            for mark in ["", "\u{feff}"] {
                let text = format!("{mark}{text}");
                let little: Vec<u8> = text
                    .chars()
                    .flat_map(|next| u32::from(next).to_le_bytes())
                    .collect();
                let big: Vec<u8> = text
                    .chars()
                    .flat_map(|next| u32::from(next).to_be_bytes())
                    .collect();
                for (bytes, encoding) in [(little, "UTF-32LE"), (big, "UTF-32BE")] {
                    let message = refuse_wide(&bytes).unwrap_err();
                    assert!(message.summary().contains(encoding), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn other_texts_pass() {
        for line in [
            "91310116761614322N\n",
            "\u{feff}310116\r\n",
            "样例\n",
            "\n",
            "",
            "\0\n",
        ] {
            assert!(
                refuse_wide(line.as_bytes()).is_ok() || line == "\0\n",
                "{line:?}"
            );
        }
        assert!(refuse_wide(b"\xff\xfe\n").is_ok());
    }
}
