//! Decodes a file, and reads it line by line within a limit.

use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom};

use encoding_rs::{Decoder, Encoding};

use super::error::InputError;

/// The most bytes of a row, in UTF-8. A file with longer ones is not a list of companies, or has a
/// quotation mark that is not closed.
pub const LONGEST_ROW: usize = 1024 * 1024;

const CHUNK: usize = 64 * 1024;

/// The lines of a text. Line ends are CRLF, LF, or in a text without LF, CR.
pub(super) struct Lines {
    file: File,
    decoder: Decoder,
    raw: Box<[u8]>,
    /// The bytes of `raw` that are not decoded yet.
    pending: core::ops::Range<usize>,
    is_end_of_file: bool,
    /// Decoded text, and how much of it has been returned.
    text: Box<[u8]>,
    unread: core::ops::Range<usize>,
    is_decoded: bool,
    ends_with_cr: bool,
    line: u64,
}

impl Lines {
    /// The lines after so many bytes of a byte order mark.
    pub(super) fn new(
        mut file: File,
        encoding: &'static Encoding,
        mark: usize,
        head: &[u8],
    ) -> io::Result<Self> {
        file.seek(SeekFrom::Start(u64::try_from(mark).unwrap_or_default()))?;
        Ok(Self {
            file,
            decoder: encoding.new_decoder_without_bom_handling(),
            raw: vec![0; CHUNK].into_boxed_slice(),
            pending: 0..0,
            is_end_of_file: false,
            // Each byte becomes three at most.
            text: vec![0; CHUNK * 3 + 16].into_boxed_slice(),
            unread: 0..0,
            is_decoded: false,
            ends_with_cr: head.contains(&b'\r') && !head.contains(&b'\n'),
            line: 0,
        })
    }

    /// The number of the last line that was read, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Appends the next line with LF as its end, and returns whether there was one. `start` is the
    /// line on which the row begins.
    pub(super) fn append(
        &mut self,
        row: &mut Vec<u8>,
        start: Option<u64>,
    ) -> Result<bool, InputError> {
        let begin = row.len();
        let end = if self.ends_with_cr { b'\r' } else { b'\n' };
        loop {
            if self.unread.is_empty() && !self.fill()? {
                break;
            }
            let unread = self.text.get(self.unread.clone()).unwrap_or_default();
            let position = unread.iter().position(|byte| *byte == end);
            let taken = position.unwrap_or(unread.len());
            if row.len().saturating_add(taken) > LONGEST_ROW {
                let line = start.unwrap_or_else(|| self.line.saturating_add(1));
                return Err(InputError::Line {
                    line,
                    reason: too_long(line, self.line.saturating_add(1)),
                });
            }
            row.extend(unread.get(..taken).unwrap_or_default());
            self.unread.start += taken + usize::from(position.is_some());
            if position.is_some() {
                self.line = self.line.saturating_add(1);
                if row.len() > begin && row.last() == Some(&b'\r') {
                    row.pop();
                }
                row.push(b'\n');
                return Ok(true);
            }
        }
        if row.len() == begin {
            return Ok(false);
        }
        self.line = self.line.saturating_add(1);
        // DOS programs end a text with control-Z.
        while row.len() > begin && row.last() == Some(&0x1a) {
            row.pop();
        }
        row.push(b'\n');
        Ok(true)
    }

    /// Decodes more text, and returns whether there was any.
    fn fill(&mut self) -> io::Result<bool> {
        while !self.is_decoded {
            if self.pending.is_empty() && !self.is_end_of_file {
                let got = loop {
                    match self.file.read(&mut self.raw) {
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                        other => break other?,
                    }
                };
                self.pending = 0..got;
                self.is_end_of_file = got == 0;
            }
            let raw = self.raw.get(self.pending.clone()).unwrap_or_default();
            let (result, read, written, _) =
                self.decoder
                    .decode_to_utf8(raw, &mut self.text, self.is_end_of_file);
            self.pending.start += read;
            self.unread = 0..written;
            self.is_decoded = self.is_end_of_file && result == encoding_rs::CoderResult::InputEmpty;
            if written > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn too_long(first: u64, last: u64) -> String {
    let most = LONGEST_ROW / 1024;
    if first == last {
        format!("the line is longer than {most} KiB; a list has a row a line")
    } else {
        format!(
            "the row that begins here is longer than {most} KiB and goes on to line {last}: a \
             quotation mark is not closed"
        )
    }
}
