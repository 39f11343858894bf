//! Reads rows of CSV, whose cells may hold line ends.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};

use super::error::InputError;
use super::lines::Lines;
use super::row::{Cell, InputRow};

/// The most columns of a row: those of a spreadsheet.
pub const MOST_COLUMNS: usize = 16_384;

pub(super) struct CsvRows {
    lines: Lines,
    reader: Reader,
    row: Vec<u8>,
    output: Vec<u8>,
    ends: Vec<usize>,
}

impl CsvRows {
    pub(super) fn new(lines: Lines, delimiter: u8) -> Self {
        Self {
            lines,
            reader: ReaderBuilder::new()
                .delimiter(delimiter)
                .terminator(Terminator::Any(b'\n'))
                .build(),
            row: Vec::new(),
            output: vec![0; 4096],
            ends: vec![0; 64],
        }
    }

    pub(super) fn next(&mut self) -> Result<Option<InputRow>, InputError> {
        self.row.clear();
        if !self.lines.append(&mut self.row, None)? {
            return Ok(None);
        }
        let line = self.lines.line();
        if self.row == b"\n" {
            return Ok(Some(InputRow::new(line, Vec::new())));
        }
        self.reader.reset();
        let (mut read, mut written, mut ended) = (0, 0, 0);
        loop {
            let (result, nin, nout, nend) = self.reader.read_record(
                self.row.get(read..).unwrap_or_default(),
                self.output.get_mut(written..).unwrap_or_default(),
                self.ends.get_mut(ended..).unwrap_or_default(),
            );
            read += nin;
            written += nout;
            ended += nend;
            match result {
                ReadRecordResult::Record => break,
                ReadRecordResult::OutputFull => {
                    let len = self.output.len().saturating_mul(2);
                    self.output.resize(len, 0);
                }
                ReadRecordResult::OutputEndsFull if ended >= MOST_COLUMNS => {
                    return Err(InputError::Line {
                        line,
                        reason: format!(
                            "the row has more than {MOST_COLUMNS} columns; is the delimiter right?"
                        ),
                    });
                }
                ReadRecordResult::OutputEndsFull => {
                    let len = self.ends.len().saturating_mul(2);
                    self.ends.resize(len, 0);
                }
                // Within quotation marks.
                ReadRecordResult::InputEmpty | ReadRecordResult::End => {
                    if !self.lines.append(&mut self.row, Some(line))? {
                        return Err(InputError::Line {
                            line,
                            reason: "a quotation mark opens in this row and is not closed before \
                                     the end of the file"
                                .to_owned(),
                        });
                    }
                }
            }
        }
        let mut begin = 0;
        let ends = self.ends.get(..ended).unwrap_or_default();
        let cells = ends.iter().map(|end| {
            let bytes = self.output.get(begin..*end).unwrap_or_default();
            begin = *end;
            Cell::from(String::from_utf8_lossy(bytes).into_owned())
        });
        let cells = cells.collect();
        Ok(Some(InputRow::new(line, cells)))
    }
}
