//! The lines of a list on stdin, each with its number.

use std::io::{self, BufRead, BufReader, Read};

use super::report::Report;
use crate::failure::{Failure, Kind};

/// As much of a line as is looked at, in bytes: no code is as long, and what is no list of codes
/// has lines that fill the memory.
const LONGEST: u64 = 64 * 1024;

/// Where DOS ended a text.
const CONTROL_Z: u8 = 0x1a;

/// Blank lines are counted and passed over; line ends of either kind, a byte order mark, and a
/// control-Z at the end are no part of a code.
pub(super) fn of_stdin(report: &mut Report) -> Result<(), Failure> {
    let mut stdin = BufReader::with_capacity(256 * 1024, io::stdin().lock());
    let unreadable = |error: io::Error| {
        Failure::new(Kind::Invalid, "stdin cannot be read").with_cause(error.to_string())
    };
    let mut line = Vec::new();
    for number in 1_u64.. {
        line.clear();
        if next_line(&mut stdin, &mut line).map_err(unreadable)? == 0 {
            break;
        }
        if number == 1 {
            refuse_utf16(&line)?;
        }
        // Blanks are wrong in a code and are shown to be; only the line end goes.
        let mut code = line.strip_suffix(b"\n").unwrap_or(&line);
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

/// Reads a line, or the beginning of one that is too long to be a code.
fn next_line(stdin: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<usize> {
    let length = stdin.by_ref().take(LONGEST).read_until(b'\n', line)?;
    if line.len() as u64 == LONGEST && !line.ends_with(b"\n") {
        stdin.skip_until(b'\n')?;
    }
    Ok(length)
}

/// In UTF-16 every other byte of a code is 0, with a byte order mark or without.
fn refuse_utf16(line: &[u8]) -> Result<(), Failure> {
    let (order, text) = match line {
        [0xff, 0xfe, text @ ..] => (Some("LE"), text),
        [0xfe, 0xff, text @ ..] => (Some("BE"), text),
        text => (None, text),
    };
    let zero_first = |zero: bool| {
        text.len() >= 2
            && text
                .iter()
                .enumerate()
                .all(|(index, byte)| (*byte == 0) == ((index % 2 == 0) == zero))
    };
    let order = match order {
        Some(order) if text.contains(&0) => order,
        _ if zero_first(false) => "LE",
        _ if zero_first(true) => "BE",
        _ => return Ok(()),
    };
    Err(
        Failure::invalid(format!("stdin is UTF-16{order} text, not UTF-8")).with_remedy(format!(
            "save it as UTF-8, or use iconv -f UTF-16{order} -t UTF-8"
        )),
    )
}

#[cfg(test)]
mod tests {
    use super::refuse_utf16;

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

    /// What is read of it up to the first line feed.
    fn first_line(mut bytes: Vec<u8>) -> Vec<u8> {
        let end = bytes.iter().position(|byte| *byte == b'\n');
        bytes.truncate(end.map_or(bytes.len(), |end| end + 1));
        bytes
    }

    #[test]
    fn utf16_is_known_in_both_orders_with_and_without_its_mark() {
        for text in ["91310116761614322N\r\n310116\r\n", "310116", "\r\n310116"] {
            for (big, order) in [(false, "LE"), (true, "BE")] {
                for mark in ["", "\u{feff}"] {
                    let line = first_line(utf16(&format!("{mark}{text}"), big));
                    let refused = refuse_utf16(&line);
                    let message = refused.unwrap_err();
                    assert!(message.summary().contains(order), "{text:?} {mark:?}");
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
                refuse_utf16(line.as_bytes()).is_ok() || line == "\0\n",
                "{line:?}"
            );
        }
        assert!(refuse_utf16(b"\xff\xfe\n").is_ok());
    }
}
