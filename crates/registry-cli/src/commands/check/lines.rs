//! Reads a list of codes from stdin, line by line.

use std::io::{self, BufRead, BufReader, Read};

use super::report::Report;
use crate::error::{CommandError, Kind};
use crate::global_options::Global;
use crate::{stderr, text_encoding};

/// The most bytes of a line that are read. No code is as long, but a file that is not a list of
/// codes may have lines that would fill the memory.
const LONGEST: u64 = 64 * 1024;

/// The end of a text file in DOS.
const CONTROL_Z: u8 = 0x1a;

/// Checks every line of stdin. Blank lines are counted and skipped; line ends of any kind, a byte
/// order mark and a final control-Z are not part of a code.
///
/// Warns of the first line that is not UTF-8.
pub(super) fn of_stdin(global: &Global, report: &mut Report) -> Result<(), CommandError> {
    let mut stdin = BufReader::with_capacity(256 * 1024, io::stdin().lock());
    let unreadable = |error: io::Error| {
        CommandError::new(Kind::Invalid, "stdin cannot be read").with_cause(error.to_string())
    };
    let head = stdin.fill_buf().map_err(unreadable)?;
    refuse_wide(head)?;
    let mut is_noted = global.quiet;
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
            Err(_) => {
                if !is_noted {
                    is_noted = true;
                    note_encoding(number, code);
                }
                report.add(&String::from_utf8_lossy(code), Some(number))?;
            }
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

fn note_encoding(line: u64, text: &[u8]) {
    let encoding = text_encoding::narrow(text);
    let (name, remedy) = match encoding {
        Some(encoding) => (
            format!("{encoding} text"),
            format!("use iconv -f {encoding} -t UTF-8"),
        ),
        None => (
            "text in another encoding".to_owned(),
            "convert it".to_owned(),
        ),
    };
    stderr::note(&format!(
        "warning: line {line} is {name}, not UTF-8, so its characters outside ASCII are lost: \
         {remedy}"
    ));
}

/// Refuses text in units of two or four bytes.
fn refuse_wide(head: &[u8]) -> Result<(), CommandError> {
    text_encoding::wide(head).map_or(Ok(()), |encoding| {
        Err(
            CommandError::invalid(format!("stdin is {encoding} text, not UTF-8")).with_remedy(
                format!("save it as UTF-8, or use iconv -f {encoding} -t UTF-8"),
            ),
        )
    })
}
