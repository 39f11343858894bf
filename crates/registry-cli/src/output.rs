//! How is a result written: as a table, as JSON, as CSV?

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

/// Writes a value: JSON as it serialises, the other forms by its members. Nothing of it is held
/// but what is being written.
pub(crate) fn value<T: Serialize>(format: Format, value: &T) -> Result<(), CommandError> {
    if format == Format::Json {
        return streamed(|out| {
            serde_json::to_writer_pretty(&mut *out, value)?;
            out.write_all(b"\n")
        });
    }
    let unless_read = |error: io::Error| CommandError::new(Kind::Output, error.to_string());
    let columns = Columns::from_value(value).map_err(unless_read)?;
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

/// Writes rows that can be shown more than once, as a table or as CSV.
pub(crate) fn rows(format: Format, header: &[String], rows: Rows<'_>) -> Result<(), CommandError> {
    streamed(|out| match format {
        Format::Csv => csv(out, header, rows),
        Format::Table | Format::Json => table::write(out, header, rows, width()),
    })
}

/// How many columns there are to write to: those of the terminal, or as many as `COLUMNS` says.
/// Nothing is broken up for a file or a pipe unless that is said.
pub(crate) fn width() -> Option<u16> {
    let said = std::env::var("COLUMNS").ok();
    if let Some(said) = said.and_then(|text| text.parse().ok())
        && said > 0
    {
        return Some(said);
    }
    let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
    Some(width.0)
}

/// Whether stdout is a terminal, or is to be written to as if it were one of `COLUMNS` columns.
pub(crate) fn is_terminal() -> bool {
    width().is_some()
}

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

/// Writes a text as it is; for programs as the one member of a document.
pub(crate) fn text_as(format: Format, name: &str, text: &str) -> Result<(), CommandError> {
    if format == Format::Json {
        return value(format, &BTreeMap::from([(name, text)]));
    }
    self::text(text)
}

/// Writes text to stdout at once.
pub(crate) fn text(text: &str) -> Result<(), CommandError> {
    whole(redact(text).as_bytes())
}

/// Writes one line of many to stdout.
pub(crate) fn line(line: &str) -> Result<(), CommandError> {
    whole(redact(line).as_bytes())
}

/// Writes all there is to say. Whoever closes the pipe before has seen enough, but what was found
/// stays what it is: the exit code still tells.
fn whole(bytes: &[u8]) -> Result<(), CommandError> {
    unless_closed(bytes_out(bytes))
}

/// A closed pipe is no failure.
pub(crate) fn unless_closed(written: io::Result<()>) -> Result<(), CommandError> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(not_written(&error)),
        _ => Ok(()),
    }
}

/// Writes what may be long, line by line.
pub(crate) fn streamed(
    write: impl FnOnce(&mut Lines<Out>) -> io::Result<()>,
) -> Result<(), CommandError> {
    let mut out = Lines::new(stdout());
    unless_closed(write(&mut out).and_then(|()| out.flush()))
}

/// Hands on whole lines, without credentials.
pub(crate) struct Lines<W> {
    held: Vec<u8>,
    to: W,
}

/// How much is handed on at once, unless one line is longer.
const AT_ONCE: usize = 64 * 1024;

impl<W: Write> Lines<W> {
    pub(crate) fn new(to: W) -> Self {
        let held = Vec::with_capacity(AT_ONCE);
        Self { held, to }
    }

    /// Hands on as many bytes as end with a line.
    fn hand_on(&mut self, length: usize) -> io::Result<()> {
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
        if self.held.len() >= AT_ONCE
            && let Some(end) = bytes.iter().rposition(|byte| *byte == b'\n')
        {
            self.hand_on(before + end + 1)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.hand_on(self.held.len())?;
        self.to.flush()
    }
}

fn bytes_out(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = stdout();
    stdout.write_all(bytes).and_then(|()| stdout.flush())
}

/// Stdout, through which no hidden character gets.
pub(crate) type Out = BufWriter<EscapingWriter<Watched<StdoutLock<'static>>>>;

/// Stdout with a buffer that a stream of small rows fills slowly.
pub(crate) fn stdout() -> Out {
    BufWriter::with_capacity(64 * 1024, EscapingWriter::new(Watched(io::stdout().lock())))
}

/// Whoever reads our output has seen enough, or the disk is full.
pub(crate) fn not_written(error: &io::Error) -> CommandError {
    if error.kind() == io::ErrorKind::BrokenPipe {
        // As other filters do: a closed pipe ends the program without a word.
        std::process::exit(0);
    }
    CommandError::new(Kind::Output, "the result could not be written").with_cause(error.to_string())
}
