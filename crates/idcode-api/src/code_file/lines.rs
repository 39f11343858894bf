//! Reads and checks the lines of a text as codes, one at a time.

use std::io::{self, BufRead as _, BufReader, Read};

use super::error::CodeFileError;
use crate::{CodeDoubts, ItemCodeError, ItemCodes};

/// The longest line that can be a code, in bytes: it bounds the memory.
const LONGEST: u64 = 64 * 1024;

/// The end of a text in DOS.
const CONTROL_Z: u8 = 0x1a;

/// The byte order mark of some editors.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// The result of reading a text of codes, all of which can be uploaded.
#[derive(Debug, Clone)]
pub struct CheckedCodes {
    pub(super) count: u64,
    pub(super) len: u64,
    /// The number of bytes at the end that are the control-Z of DOS and its line end.
    pub(super) end_mark: u64,
    pub(super) doubts: CodeDoubts,
}

impl CheckedCodes {
    /// Reads a text to its end. Like [`ItemCodes::from_lines`], it ignores a byte order mark, empty
    /// lines at the end and a control-Z after the last line.
    ///
    /// # Errors
    ///
    /// The text cannot be read, or a line is not a valid code.
    pub fn read(reader: impl Read) -> Result<Self, CodeFileError> {
        visit(reader, |_| {})
    }

    /// The number of codes; at least one.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The number of bytes read.
    #[must_use]
    pub fn text_len(&self) -> u64 {
        self.len
    }
}

/// Reads a text up to the first invalid code, and passes each code before it to `each`.
pub(super) fn visit(
    reader: impl Read,
    mut each: impl FnMut(&str),
) -> Result<CheckedCodes, CodeFileError> {
    let mut lines = Lines::new(reader);
    let mut count = 0_u64;
    let mut doubts = CodeDoubts::default();
    while let Some((code, line)) = lines.advance()? {
        count = count.saturating_add(1);
        doubts.add(code, line);
        each(code);
    }
    if count == 0 {
        return Err(ItemCodeError::None.into());
    }
    Ok(CheckedCodes {
        count,
        len: lines.len,
        end_mark: lines.end_mark,
        doubts,
    })
}

/// Codes, each checked, with their lines.
pub(super) struct Lines<R> {
    reader: BufReader<R>,
    buffer: Vec<u8>,
    number: usize,
    len: u64,
    end_mark: u64,
    /// The first of the empty lines so far, which are allowed at the end only.
    empty: Option<usize>,
    is_over: bool,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self {
            reader: BufReader::with_capacity(64 * 1024, reader),
            buffer: Vec::new(),
            number: 0,
            len: 0,
            end_mark: 0,
            empty: None,
            is_over: false,
        }
    }

    /// The next code with its line.
    pub(super) fn advance(&mut self) -> Result<Option<(&str, usize)>, CodeFileError> {
        let (start, end) = loop {
            if !self.read_line()? {
                return Ok(None);
            }
            let line = self.buffer.as_slice();
            let mark = match self.number {
                1 if line.starts_with(MARK) => MARK.len(),
                _ => 0,
            };
            let code = line.strip_suffix(b"\n").unwrap_or(line);
            let code = code.strip_suffix(b"\r").unwrap_or(code);
            let end = code.len();
            if mark < end {
                break (mark, end);
            }
            self.empty.get_or_insert(self.number);
        };
        let number = self.number;
        let code = self.buffer.get(start..end).unwrap_or_default();
        let code = core::str::from_utf8(code).map_err(|_| not_text(number))?;
        if let Some(position) = self.empty {
            return Err(ItemCodeError::Empty { position }.into());
        }
        ItemCodes::check(code, number)?;
        Ok(Some((code, number)))
    }

    /// Reads the next line; `false` at the end.
    fn read_line(&mut self) -> Result<bool, CodeFileError> {
        self.buffer.clear();
        let mut limited = self.reader.by_ref().take(LONGEST);
        let got = limited.read_until(b'\n', &mut self.buffer);
        let got = u64::try_from(got.map_err(read_error)?).unwrap_or(u64::MAX);
        if got == 0 {
            self.is_over = true;
            return Ok(false);
        }
        self.number = self.number.saturating_add(1);
        self.len = self.len.saturating_add(got);
        if self.number == 1
            && let Some(encoding) = utf16(&self.buffer)
        {
            return Err(CodeFileError::Utf16(encoding));
        }
        if got == LONGEST && !self.buffer.ends_with(b"\n") {
            return Err(not_text(self.number));
        }
        self.drop_end_mark()?;
        Ok(true)
    }

    /// Removes the control-Z of DOS from the last line, together with its line end.
    fn drop_end_mark(&mut self) -> Result<(), CodeFileError> {
        let text = self.buffer.trim_ascii_end();
        let kept = text.len()
            - text
                .iter()
                .rev()
                .take_while(|byte| **byte == CONTROL_Z)
                .count();
        if kept < text.len() && self.reader.fill_buf().map_err(read_error)?.is_empty() {
            let dropped = self.buffer.len() - kept;
            self.end_mark = u64::try_from(dropped).unwrap_or(u64::MAX);
            self.buffer.truncate(kept);
        }
        Ok(())
    }
}

/// The name of the encoding if the first line is UTF-16: it begins with its byte order mark, or
/// every other byte is 0.
fn utf16(line: &[u8]) -> Option<&'static str> {
    let every_other_is_zero = |from: usize| {
        let is_zero = |(at, byte): (usize, &u8)| (*byte == 0) == (at % 2 == from);
        line.len() >= 2 && line.iter().enumerate().all(is_zero)
    };
    if line.starts_with(&[0xff, 0xfe]) || line.starts_with(&[0xfe, 0xff]) {
        Some("UTF-16")
    } else if every_other_is_zero(0) {
        Some("UTF-16BE")
    } else {
        every_other_is_zero(1).then_some("UTF-16LE")
    }
}

fn not_text(number: usize) -> CodeFileError {
    CodeFileError::NotText(u64::try_from(number).unwrap_or(u64::MAX))
}

impl<R: Read> Iterator for Lines<R> {
    type Item = Result<String, CodeFileError>;

    /// Ends after the first error.
    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let next = self.advance();
        let next = next.map(|found| found.map(|(code, _)| code.to_owned()));
        self.is_over |= !matches!(next, Ok(Some(_)));
        next.transpose()
    }
}

/// Wraps the error of an invalid code in an [`io::Error`].
pub(super) fn wrapped(fault: ItemCodeError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, fault)
}

/// The error of reading a text: the invalid code that it wraps, if any.
fn read_error(error: io::Error) -> CodeFileError {
    match error.get_ref().and_then(|cause| cause.downcast_ref()) {
        Some(fault) => ItemCodeError::clone(fault).into(),
        None => CodeFileError::Io(error),
    }
}
