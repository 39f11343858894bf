//! Writes the rows of a list to stdout page by page, as one table, JSON list or CSV file.

use core::marker::PhantomData;
use std::io::{self, Write};

use super::query::ListQuery;
use crate::columns::Columns;
use crate::format::Format;
use crate::output::{self, Lines};
use crate::table;
use crate::table::fixed_columns::FixedColumns;

/// How many bytes of cells a table holds before its column widths are fixed.
const HELD: usize = 512 * 1024;

/// Writes the rows of a list. Only a table holds rows, until its column widths are fixed.
pub(crate) struct ListingWriter<E> {
    form: Form,
    rows_of: PhantomData<fn() -> E>,
}

enum Form {
    Json { has_rows: bool },
    Csv(Option<Columns>),
    Table(Table),
}

/// The cells of a table.
#[derive(Default)]
struct Table {
    held: Vec<Vec<String>>,
    bytes: usize,
    columns: Option<FixedColumns>,
}

impl<E: ListQuery> ListingWriter<E> {
    pub(crate) fn new(format: Format) -> Self {
        Self {
            form: match format {
                Format::Json => Form::Json { has_rows: false },
                Format::Csv => Form::Csv(None),
                Format::Table => Form::Table(Table::default()),
            },
            rows_of: PhantomData,
        }
    }

    /// Writes the rows of a page; `may_go_on` says whether more may follow.
    pub(crate) fn write(&mut self, page: &[E::Row], may_go_on: bool) -> io::Result<()> {
        let mut out = Lines::new(output::stdout());
        match &mut self.form {
            Form::Json { has_rows } => {
                for row in page {
                    let is_first = !core::mem::replace(has_rows, true);
                    out.write_all(if is_first { b"[\n  " } else { b",\n  " })?;
                    serde_json::to_writer_pretty(Indented(&mut out), row)?;
                }
            }
            Form::Csv(known) => {
                if let Some(columns) = known {
                    output::csv_rows(&mut out, &|show| columns.for_each_row(&page, show))?;
                } else {
                    let columns = known.insert(Columns::from_value(&page)?);
                    output::csv(&mut out, columns.header(), &|show| {
                        columns.for_each_row(&page, show)
                    })?;
                }
            }
            Form::Table(table) => {
                for row in page {
                    let cells = E::cells(row);
                    table.bytes += cells.iter().map(String::len).sum::<usize>();
                    table.held.push(cells);
                }
                let is_watched = may_go_on && output::is_terminal();
                if table.columns.is_some() || is_watched || table.bytes > HELD {
                    table.write_held(&header::<E>(), &mut out)?;
                }
            }
        }
        out.flush()
    }

    /// Writes the end of the list. Without rows it is an empty list.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        let mut out = Lines::new(output::stdout());
        match &mut self.form {
            Form::Json { has_rows } => {
                out.write_all(if *has_rows { b"\n]\n" } else { b"[]\n" })?;
            }
            Form::Csv(_) => {}
            Form::Table(table) if table.columns.is_none() => {
                let rows = |show: &mut dyn FnMut(&[String]) -> io::Result<()>| {
                    table.held.iter().try_for_each(|row| show(row))
                };
                table::write(&mut out, &header::<E>(), &rows, output::width())?;
            }
            Form::Table(_) => {}
        }
        out.flush()
    }
}

fn header<E: ListQuery>() -> Vec<String> {
    E::COLUMNS.iter().map(|name| (*name).to_owned()).collect()
}

impl Table {
    /// Writes the held rows, in columns whose widths the first rows decide.
    fn write_held(&mut self, header: &[String], out: &mut impl Write) -> io::Result<()> {
        let held = core::mem::take(&mut self.held);
        self.bytes = 0;
        let rows: table::Rows<'_> = &|show| held.iter().try_for_each(|row| show(row));
        let columns = match &mut self.columns {
            Some(columns) => columns,
            none => none.insert(FixedColumns::from_rows(header, rows, output::width())?),
        };
        columns.write(out, rows)
    }
}

/// Indents the lines of a value inside a list. Every line feed of JSON is between two tokens.
struct Indented<W>(W);

impl<W: Write> Write for Indented<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            if at > 0 {
                self.0.write_all(b"\n  ")?;
            }
            self.0.write_all(line)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
