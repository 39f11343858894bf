//! Writes results to stdout: as a table, as JSON or as CSV.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, StdoutLock, Write};

use serde::Serialize;

use crate::columns::Columns;
use crate::csv_cell;
use crate::error::{CommandError, Kind};
use crate::escape::EscapingWriter;
use crate::format::Format;
use crate::redaction::redact;
use crate::stdout::Watched;
use crate::table::{self, Rows};

/// Writes a value: in JSON as it serialises, otherwise by its members. Only the row being written
/// is held.
pub(crate) fn value<T: Serialize>(format: Format, value: &T) -> Result<(), CommandError> {
    if format == Format::Json {
        return streamed(|out| {
            serde_json::to_writer_pretty(&mut *out, value)?;
            out.write_all(b"\n")
        });
    }
    let unreadable = |error: io::Error| CommandError::new(Kind::Output, error.to_string());
    let columns = Columns::from_value(value).map_err(unreadable)?;
    rows(format, columns.header(), &|show| {
        columns.for_each_row(value, show)
    })
}

/// Writes rows under a header, as a table or as CSV.
pub(crate) fn records(
    format: Format,
    header: &[String],
    records: &[Vec<String>],
) -> Result<(), CommandError> {
    rows(format, header, &|show| {
        records.iter().try_for_each(|record| show(record))
    })
}

/// Writes rows that can be passed through more than once, as a table or as CSV.
pub(crate) fn rows(format: Format, header: &[String], rows: Rows<'_>) -> Result<(), CommandError> {
    streamed(|out| match format {
        Format::Csv => csv(out, header, rows),
        Format::Table | Format::Json => table::write(out, header, rows, width()),
    })
}

/// The width for tables: `COLUMNS`, or that of the terminal. `None` for a file or a pipe, where
/// cells are not wrapped.
pub(crate) fn width() -> Option<u16> {
    let columns = std::env::var("COLUMNS").ok();
    if let Some(columns) = columns.and_then(|text| text.parse().ok())
        && columns > 0
    {
        return Some(columns);
    }
    let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
    Some(width.0)
}

/// Whether stdout is a terminal, or `COLUMNS` makes it count as one.
pub(crate) fn is_terminal() -> bool {
    width().is_some()
}

/// Writes a header and rows as CSV.
pub(crate) fn csv(out: &mut impl Write, header: &[String], rows: Rows<'_>) -> io::Result<()> {
    if header.is_empty() {
        return Ok(());
    }
    csv_cell::write_byte_order_mark()?;
    csv_rows(out, &|show| {
        show(header)?;
        rows(show)
    })
}

/// Writes rows as CSV, without a header.
pub(crate) fn csv_rows(out: &mut impl Write, rows: Rows<'_>) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let mut write = |row: &[String]| -> io::Result<()> {
        let cells = row.iter().map(|cell| csv_cell::cell(cell));
        let cells: Vec<_> = cells.collect();
        Ok(writer.write_record(cells.iter().map(|cell| cell.as_bytes()))?)
    };
    rows(&mut write)?;
    writer.flush()
}

/// Writes a text; in JSON, as the only member `name` of an object.
pub(crate) fn text_as(format: Format, name: &str, text: &str) -> Result<(), CommandError> {
    if format == Format::Json {
        return value(format, &BTreeMap::from([(name, text)]));
    }
    self::text(text)
}

/// Writes a text to stdout.
pub(crate) fn text(text: &str) -> Result<(), CommandError> {
    let mut out = stdout();
    let text = redact(text);
    unless_closed(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Turns a write error into that of the command. A closed pipe is no error: its reader has seen
/// enough, and the exit code still has the verdict.
pub(crate) fn unless_closed(written: io::Result<()>) -> Result<(), CommandError> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(not_written(&error)),
        _ => Ok(()),
    }
}

/// Writes a long result, by lines.
pub(crate) fn streamed(
    write: impl FnOnce(&mut Lines<Out>) -> io::Result<()>,
) -> Result<(), CommandError> {
    let mut out = Lines::new(stdout());
    unless_closed(write(&mut out).and_then(|()| out.flush()))
}

/// Redacts credentials, in whole lines.
pub(crate) struct Lines<W> {
    held: Vec<u8>,
    to: W,
}

/// How many bytes are collected before whole lines are written.
const BLOCK: usize = 64 * 1024;

impl<W: Write> Lines<W> {
    pub(crate) fn new(to: W) -> Self {
        let held = Vec::with_capacity(BLOCK);
        Self { held, to }
    }

    /// Writes the first `length` bytes, which end with a line.
    fn write_lines(&mut self, length: usize) -> io::Result<()> {
        let lines = self.held.get(..length).unwrap_or_default();
        let lines = String::from_utf8_lossy(lines);
        self.to.write_all(redact(&lines).as_bytes())?;
        self.held.drain(..length);
        Ok(())
    }
}

impl<W: Write> Write for Lines<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let before = self.held.len();
        self.held.extend_from_slice(bytes);
        if self.held.len() >= BLOCK
            && let Some(end) = bytes.iter().rposition(|byte| *byte == b'\n')
        {
            self.write_lines(before + end + 1)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.write_lines(self.held.len())?;
        self.to.flush()
    }
}

/// Stdout behind a writer that escapes hidden characters.
pub(crate) type Out = BufWriter<EscapingWriter<Watched<StdoutLock<'static>>>>;

/// Opens stdout, with a buffer for a stream of small rows.
pub(crate) fn stdout() -> Out {
    BufWriter::with_capacity(64 * 1024, EscapingWriter::new(Watched(io::stdout().lock())))
}

/// The error of a failed write, such as to a full disk. A closed pipe ends the program silently.
pub(crate) fn not_written(error: &io::Error) -> CommandError {
    if error.kind() == io::ErrorKind::BrokenPipe {
        // As other filters do.
        std::process::exit(0);
    }
    CommandError::new(Kind::Output, "the result could not be written").with_cause(error.to_string())
}
