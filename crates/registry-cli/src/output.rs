//! How is a result written: as a table, as JSON, as CSV?

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, StderrLock, StdoutLock, Write};
use std::sync::OnceLock;

use clap::ValueEnum;
use comfy_table::{ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, presets};
use serde::Serialize;

use crate::cli::Global;
use crate::csv_cell;
use crate::escape::Escaping;
pub(crate) use crate::escape::visible;
use crate::failure::{Failure, Kind};
use crate::stdout::Watched;
use crate::tree::Tree;

/// The forms of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// For eyes.
    #[default]
    Table,
    /// One document on stdout.
    Json,
    /// One header line, then rows.
    Csv,
}

/// A line under the header and no other: what is copied out of a cell is the cell.
const STYLE: TableStyle =
    presets::NOTHING.header_separator(LineStyle::none().fill('─').junction('─'));

/// The credentials of this run, as they may stand in a text and as JSON writes them.
static HIDDEN: OnceLock<Vec<String>> = OnceLock::new();

/// Shorter ones are no secrets, and would be found in every other word.
const SHORTEST: usize = 4;

/// Replaces these credentials by `[redacted]` in all results from here on: a vendor may repeat what
/// it was sent. The first call counts; a run has one set of credentials.
pub(crate) fn hide(secrets: Vec<String>) {
    let mut hidden: Vec<String> = secrets
        .into_iter()
        .filter(|secret| secret.len() >= SHORTEST)
        .flat_map(|secret| {
            let quoted = serde_json::Value::from(secret.as_str()).to_string();
            let inner = quoted.trim_matches('"').to_owned();
            [secret, inner]
        })
        .collect();
    // The longest first: one may be a part of another.
    hidden.sort_by_key(|secret| core::cmp::Reverse(secret.len()));
    hidden.dedup();
    let _first_counts = HIDDEN.set(hidden);
}

fn without_hidden(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for secret in HIDDEN.get().into_iter().flatten() {
        if text.contains(secret.as_str()) {
            text = Cow::Owned(text.replace(secret.as_str(), "[redacted]"));
        }
    }
    text
}

/// Writes a value: JSON as it serialises, the other forms from that JSON.
pub(crate) fn value<T: Serialize>(format: Format, value: &T) -> Result<(), Failure> {
    json_text(format, &json(value))
}

/// A value as a JSON document.
pub(crate) fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string_pretty(value).expect("what is printed has text keys and no failing part")
}

/// Writes a value that is JSON already.
pub(crate) fn json_text(format: Format, json: &str) -> Result<(), Failure> {
    if format == Format::Json {
        return text(&format!("{json}\n"));
    }
    let tree: Tree = endpoint_core::lenient::decode(json.as_bytes())
        .map_err(|error| Failure::new(Kind::Output, error.to_string()))?;
    let (header, rows) = tree.into_rows();
    records(format, &header, &rows)
}

/// Writes rows under a header, as a table or as CSV.
pub(crate) fn records(
    format: Format,
    header: &[String],
    rows: &[Vec<String>],
) -> Result<(), Failure> {
    match format {
        Format::Csv => csv(header, rows),
        Format::Table | Format::Json => table(header, rows),
    }
}

/// Columns that are empty in every row are left out: an answer has many, and a terminal few.
fn table(header: &[String], rows: &[Vec<String>]) -> Result<(), Failure> {
    let filled: Vec<bool> = (0..header.len())
        .map(|column| {
            rows.iter()
                .any(|row| row.get(column).is_some_and(|cell| !cell.is_empty()))
        })
        .collect();
    if !filled.contains(&true) {
        return text("(nothing)\n");
    }
    let keep = |row: &[String]| -> Vec<String> {
        row.iter()
            .zip(&filled)
            .filter(|(_, filled)| **filled)
            .map(|(cell, _)| visible(cell).into_owned())
            .collect()
    };
    let mut table = Table::new();
    table.load_style(STYLE);
    table.set_header(keep(header));
    for row in rows {
        table.add_row(keep(row));
    }
    if let Some(width) = width() {
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(width);
        keep_codes_whole(&mut table, width);
    }
    text(&format!("{}\n", table.trim_fmt()))
}

/// As wide as a number, a date or a short word may be that is not broken up.
const CODE: u16 = 20;
/// What a column of text needs to be readable, and the blanks around a cell.
const TEXT: u16 = 12;
const BLANKS: u16 = 3;

/// Where a table has to be narrowed, text is broken up before numbers, dates and codes are, as
/// far as there is room for both.
fn keep_codes_whole(table: &mut Table, width: u16) {
    let widths = table.column_max_content_widths();
    let is_code = |(index, width): (usize, &u16)| {
        *width <= CODE
            && table
                .column_cells_iter(index)
                .flatten()
                .all(|cell| cell.content().is_ascii())
    };
    let codes: Vec<bool> = widths.iter().enumerate().map(is_code).collect();
    let texts = codes.iter().filter(|is_code| !**is_code).count();
    let texts = u16::try_from(texts).unwrap_or(u16::MAX);
    let mut room = width.saturating_sub(texts.saturating_mul(TEXT + BLANKS));
    for ((column, is_code), width) in table.column_iter_mut().zip(codes).zip(widths) {
        let needed = width.saturating_add(BLANKS);
        if is_code && needed <= room {
            room -= needed;
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
}

/// How many columns there are to write to: those of the terminal, or as many as `COLUMNS` says.
/// Nothing is broken up for a file or a pipe unless that is said.
fn width() -> Option<u16> {
    let said = std::env::var("COLUMNS").ok();
    if let Some(said) = said.and_then(|text| text.parse().ok())
        && said > 0
    {
        return Some(said);
    }
    let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
    Some(width.0)
}

fn csv(header: &[String], rows: &[Vec<String>]) -> Result<(), Failure> {
    if header.is_empty() {
        return Ok(());
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = core::iter::once(header)
        .chain(rows.iter().map(Vec::as_slice))
        .try_for_each(|row| {
            let cells: Vec<_> = row.iter().map(|cell| csv_cell::cell(cell)).collect();
            writer.write_record(cells.iter().map(|cell| cell.as_bytes()))
        });
    let bytes = written
        .map_err(io::Error::from)
        .and_then(|()| writer.into_inner().map_err(|error| error.into_error()))
        .map_err(|error| not_written(&error))?;
    unless_closed(csv_cell::begin())?;
    text(&String::from_utf8_lossy(&bytes))
}

/// Writes a text as it is; for programs as the one member of a document.
pub(crate) fn text_as(format: Format, name: &str, text: &str) -> Result<(), Failure> {
    if format == Format::Json {
        return value(format, &BTreeMap::from([(name, text)]));
    }
    self::text(text)
}

/// Writes text to stdout at once.
pub(crate) fn text(text: &str) -> Result<(), Failure> {
    whole(without_hidden(text).as_bytes())
}

/// Writes one line of many to stdout.
pub(crate) fn line(line: &str) -> Result<(), Failure> {
    whole(without_hidden(line).as_bytes())
}

/// Writes all there is to say. Whoever closes the pipe before has seen enough, but what was found
/// stays what it is: the exit code still tells.
fn whole(bytes: &[u8]) -> Result<(), Failure> {
    unless_closed(bytes_out(bytes))
}

/// A closed pipe is no failure.
pub(crate) fn unless_closed(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(not_written(&error)),
        _ => Ok(()),
    }
}

fn bytes_out(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = stdout();
    stdout.write_all(bytes).and_then(|()| stdout.flush())
}

/// Stdout, through which no hidden character gets.
pub(crate) type Out = BufWriter<Escaping<Watched<StdoutLock<'static>>>>;

/// Stdout with a buffer that a stream of small rows fills slowly.
pub(crate) fn stdout() -> Out {
    BufWriter::with_capacity(64 * 1024, Escaping::new(Watched(io::stdout().lock())))
}

/// Stderr, through which no hidden character gets.
pub(crate) fn stderr() -> Escaping<StderrLock<'static>> {
    Escaping::new(io::stderr().lock())
}

/// Whoever reads our output has seen enough, or the disk is full.
pub(crate) fn not_written(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        // As other filters do: a closed pipe ends the program without a word.
        std::process::exit(0);
    }
    Failure::new(Kind::Output, "the result could not be written").with_cause(error.to_string())
}

/// Says something to a person, on stderr, where it disturbs no document on stdout.
pub(crate) fn note(text: &str) {
    // Nobody is left to tell that stderr is closed.
    let _closed = writeln!(stderr(), "{}", visible(&without_hidden(text)));
}

/// Says where an answer is kept that was paid for and not read to its end. Also where nothing else
/// is to be said: nobody would find it.
pub(crate) fn note_reply(global: &Global, path: &str) {
    #[derive(Serialize)]
    struct Document<'a> {
        note: &'static str,
        reply_file: &'a str,
    }
    const UNREAD: &str = "the answer was not read to its end";
    match global.output {
        Format::Json => {
            let document = Document {
                note: UNREAD,
                reply_file: path,
            };
            note(&serde_json::to_string(&document).unwrap_or_default());
        }
        _ => note(&format!("reply: kept in {path}, as {UNREAD}")),
    }
}

/// Says what happens to whoever runs the command, in the form that stdout has; nothing where
/// nothing is to be said.
pub(crate) fn notice(global: &Global, text: &str) {
    #[derive(Serialize)]
    struct Document<'a> {
        note: &'a str,
    }
    if global.quiet {
        return;
    }
    match global.output {
        Format::Json => {
            let document = Document { note: text };
            note(&serde_json::to_string(&document).unwrap_or_default());
        }
        _ => note(text),
    }
}
