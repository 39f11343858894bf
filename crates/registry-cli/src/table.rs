//! Writes rows as a table, in two passes that hold few rows at a time.

pub(crate) mod fixed_columns;

use std::io::{self, Write};

use comfy_table::{
    ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width, presets,
};
use unicode_width::UnicodeWidthStr as _;

use crate::escape::{in_one_line, visible, visible_width, without_trailing_blanks};

/// Passes all rows to a function, as often as it is called.
pub(crate) type Rows<'a> =
    &'a dyn Fn(&mut dyn FnMut(&[String]) -> io::Result<()>) -> io::Result<()>;

/// A line under the header and no others, so that a copied cell is the cell alone.
const STYLE: TableStyle =
    presets::NOTHING.header_separator(LineStyle::none().fill(LINE).junction(LINE));
const LINE: char = '─';

/// The widest number, date or short word that is not wrapped.
const CODE: usize = 20;
/// The least width of a readable column of text.
const TEXT: usize = 12;
/// The blanks around a cell.
const BLANKS: usize = 3;

/// The width up to which cells are padded in a file or a pipe. A longer cell does not make all
/// others of its column as long.
const PADDED: usize = 200;

/// The most rows, and bytes of rows, that are laid out together for a terminal.
const ROWS: usize = 500;
const BYTES: usize = 64 * 1024;

/// How many characters of the widest cell count for the width of its column.
const WIDEST: usize = 2000;

/// A column of the table.
struct Column {
    index: usize,
    name: String,
    width: usize,
    is_ascii: bool,
    /// The widest cell, up to [`WIDEST`] characters.
    widest: String,
}

impl Column {
    /// Whether its cells are numbers, dates or short words.
    fn is_code(&self) -> bool {
        self.is_ascii && self.width <= CODE
    }

    /// The width that its cells are padded to where nothing is wrapped.
    fn padded(&self) -> usize {
        self.width.min(PADDED)
    }

    fn cell<'a>(&self, row: &'a [String]) -> &'a str {
        row.get(self.index).map_or("", String::as_str)
    }
}

/// The result of the first pass over the rows.
struct Measured {
    columns: Vec<Column>,
    /// For each column, whether any row has a value in it.
    filled: Vec<bool>,
    rows: usize,
    bytes: usize,
}

impl Measured {
    /// Drops the columns that are empty in every row.
    fn without_empty(mut self) -> Self {
        let mut filled = self.filled.iter();
        self.columns.retain(|_| filled.next() == Some(&true));
        self.filled.retain(|filled| *filled);
        self
    }
}

/// Writes rows under a header, no wider than the terminal. Columns that are empty in every row are
/// omitted: replies have many columns, and a terminal is narrow.
pub(crate) fn write(
    out: &mut impl Write,
    header: &[String],
    rows: Rows<'_>,
    terminal: Option<u16>,
) -> io::Result<()> {
    let measured = measure(header, rows)?.without_empty();
    if measured.columns.is_empty() {
        return match measured.rows {
            0 => out.write_all(b"(no rows)\n"),
            1 => out.write_all(
                b"1 row, with no value in the columns of the table; --output json shows it whole\n",
            ),
            more => writeln!(
                out,
                "{more} rows, with no value in the columns of the table; --output json shows them \
                 whole"
            ),
        };
    }
    let columns = &measured.columns;
    match terminal {
        Some(terminal) => {
            // The widths of few rows are laid out together; those of many come from the widest
            // cells.
            let are_many = measured.rows > ROWS || measured.bytes > BYTES;
            let widths = are_many.then(|| widths(columns, terminal));
            write_wrapped(out, columns, widths.as_deref(), true, rows, terminal)
        }
        None => {
            write_header(out, columns)?;
            write_unwrapped(out, columns, rows)
        }
    }
}

fn measure(header: &[String], rows: Rows<'_>) -> io::Result<Measured> {
    let mut columns: Vec<Column> = header
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let name = visible(name).into_owned();
            Column {
                index,
                width: name.width(),
                is_ascii: name.is_ascii(),
                name,
                widest: String::new(),
            }
        })
        .collect();
    let mut filled = vec![false; columns.len()];
    let (mut count, mut bytes) = (0_usize, 0_usize);
    rows(&mut |row| {
        count = count.saturating_add(1);
        for (column, filled) in columns.iter_mut().zip(&mut filled) {
            let Some(cell) = row.get(column.index).filter(|cell| !cell.is_empty()) else {
                continue;
            };
            *filled = true;
            bytes = bytes.saturating_add(cell.len());
            column.is_ascii &= cell.is_ascii();
            let width = visible_width(cell);
            if width > column.width || column.widest.is_empty() {
                column.width = column.width.max(width);
                column.widest = visible(beginning(cell).0).into_owned();
            }
        }
        Ok(())
    })?;
    Ok(Measured {
        columns,
        filled,
        rows: count,
        bytes,
    })
}

/// Writes the header for a file or a pipe.
fn write_header(out: &mut impl Write, columns: &[Column]) -> io::Result<()> {
    write_line(out, columns, |column| &column.name)?;
    let widths = columns.iter().map(|column| column.padded() + BLANKS);
    let width = widths.sum::<usize>().saturating_sub(1);
    let mut under: String = core::iter::repeat_n(LINE, width).collect();
    under.push('\n');
    out.write_all(under.as_bytes())
}

/// Writes rows for a file or a pipe, without wrapping.
fn write_unwrapped(out: &mut impl Write, columns: &[Column], rows: Rows<'_>) -> io::Result<()> {
    rows(&mut |row| write_line(out, columns, |column| column.cell(row)))
}

/// Writes a line without trailing blanks. Cells are not copied: one may be as long as a response.
fn write_line<'a>(
    out: &mut impl Write,
    columns: &'a [Column],
    cell: impl Fn(&'a Column) -> &'a str,
) -> io::Result<()> {
    // Blanks are written before the text that follows them.
    let mut blanks = String::new();
    for (place, column) in columns.iter().enumerate() {
        blanks.push_str(if place == 0 { " " } else { "  " });
        let cell = cell(column);
        let text = without_trailing_blanks(cell);
        if !text.is_empty() {
            out.write_all(blanks.as_bytes())?;
            out.write_all(in_one_line(text).as_bytes())?;
            blanks.clear();
        }
        blanks.push_str(cell.get(text.len()..).unwrap_or_default());
        let missing = column.padded().saturating_sub(visible_width(cell));
        blanks.extend(core::iter::repeat_n(' ', missing + 1));
    }
    out.write_all(b"\n")
}

/// Writes rows for a terminal, and wraps cells where it is too narrow. Without `widths`, the rows
/// decide the width of each column.
fn write_wrapped(
    out: &mut impl Write,
    columns: &[Column],
    widths: Option<&[u16]>,
    has_header: bool,
    rows: Rows<'_>,
    terminal: u16,
) -> io::Result<()> {
    let mut part = Part::default();
    let mut header = has_header.then_some(columns);
    let mut lay_out = |part: Part| {
        let mut table = part.table;
        table.load_style(STYLE);
        if let Some(columns) = header.take() {
            table.set_header(columns.iter().map(|column| &column.name));
        }
        match widths {
            None => arrange(&mut table, columns, terminal),
            Some(widths) => {
                for (column, width) in table.column_iter_mut().zip(widths) {
                    column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(*width)));
                }
            }
        }
        writeln!(out, "{}", table.trim_fmt())
    };
    rows(&mut |row| {
        let mut rest: Vec<&str> = columns.iter().map(|column| column.cell(row)).collect();
        loop {
            if part.rows == ROWS || part.bytes >= BYTES {
                lay_out(core::mem::take(&mut part))?;
            }
            part.add(&mut rest);
            if rest.iter().all(|cell| cell.is_empty()) {
                return Ok(());
            }
        }
    })?;
    lay_out(part)
}

/// Rows that are laid out together.
#[derive(Default)]
struct Part {
    table: Table,
    rows: usize,
    bytes: usize,
}

impl Part {
    /// Adds a row with the first [`WIDEST`] characters of each cell, and leaves the rest in
    /// `cells`.
    fn add(&mut self, cells: &mut [&str]) {
        self.rows += 1;
        let row = cells.iter_mut().map(|cell| {
            let (now, later) = beginning(cell);
            let now = visible(now);
            self.bytes += now.len();
            *cell = later;
            now
        });
        self.table.add_row(row.collect::<Vec<_>>());
    }
}

/// Splits a cell into the part that is laid out at once and the rest.
fn beginning(cell: &str) -> (&str, &str) {
    let end = cell.char_indices().nth(WIDEST);
    end.and_then(|(end, _)| cell.split_at_checked(end))
        .unwrap_or((cell, ""))
}

/// The width of each column, blanks included.
fn widths(columns: &[Column], terminal: u16) -> Vec<u16> {
    const BETWEEN: char = '┬';
    let mut table = Table::new();
    let separator = LineStyle::none().fill(LINE).junction(BETWEEN);
    table.load_style(presets::NOTHING.header_separator(separator));
    table.set_header(columns.iter().map(|column| &column.name));
    table.add_row(columns.iter().map(|column| &column.widest));
    arrange(&mut table, columns, terminal);
    let under = table.lines().find(|line| line.contains(LINE));
    under
        .unwrap_or_default()
        .split(BETWEEN)
        .map(|column| u16::try_from(column.chars().count()).unwrap_or(u16::MAX))
        .collect()
}

/// Sets the arrangement of a table that may have to be narrowed: text is wrapped before numbers,
/// dates and codes, as far as there is room for both.
fn arrange(table: &mut Table, columns: &[Column], terminal: u16) {
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(terminal);
    let texts = columns.iter().filter(|column| !column.is_code()).count();
    let mut room = usize::from(terminal).saturating_sub(texts.saturating_mul(TEXT + BLANKS));
    for (shown, column) in table.column_iter_mut().zip(columns) {
        let needed = column.width.saturating_add(BLANKS);
        if column.is_code() && needed <= room {
            room -= needed;
            shown.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BYTES, ROWS, write};

    fn written(header: &[&str], rows: &[Vec<String>], terminal: Option<u16>) -> String {
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        let mut out = Vec::new();
        let all = |each: &mut dyn FnMut(&[String]) -> std::io::Result<()>| {
            rows.iter().try_for_each(|row| each(row))
        };
        write(&mut out, &header, &all, terminal).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn a_pipe_and_a_wide_terminal_show_the_same() {
        let rows = [
            row(&["1", "", "样例（北京）科技有限公司", "a"]),
            row(&["22", "", "b\n", ""]),
        ];
        let header = ["id", "empty", "name", "last"];
        let piped = written(&header, &rows, None);
        assert_eq!(
            piped,
            " id   name                       last\n\
             ──────────────────────────────────────\n \
             1    样例（北京）科技有限公司   a\n \
             22   b\\n\n"
        );
        assert_eq!(written(&header, &rows, Some(200)), piped);
    }

    #[test]
    fn rows_without_a_value_are_counted_and_no_rows_are_reported() {
        let empty = row(&["", ""]);
        assert_eq!(written(&["id", "name"], &[], None), "(no rows)\n");
        assert_eq!(
            written(&["id", "name"], core::slice::from_ref(&empty), Some(80)),
            "1 row, with no value in the columns of the table; --output json shows it whole\n"
        );
        assert_eq!(
            written(&["id", "name"], &[empty.clone(), empty], None),
            "2 rows, with no value in the columns of the table; --output json shows them whole\n"
        );
    }

    #[test]
    fn many_rows_have_columns_of_the_same_width_in_every_part() {
        let rows: Vec<_> = (0..3 * ROWS)
            .map(|number| row(&[&number.to_string(), "some words that are broken up", "x"]))
            .collect();
        let table = written(&["id", "words", "x"], &rows, Some(30));
        let column = |line: &str| line.rfind('x');
        let places: Vec<_> = table.lines().filter_map(column).collect();
        assert_eq!(places.len(), rows.len() + 1);
        assert!(places.iter().all(|place| *place == places[0]), "{places:?}");
        assert!(table.lines().all(|line| line.chars().count() <= 30));
        assert!(table.contains(" 1499 "));
    }

    #[test]
    fn a_long_cell_is_written_whole() {
        let long = "长".repeat(BYTES);
        let rows = [row(&["1", &long, "x"]), row(&["2", "short", "y"])];
        for terminal in [None, Some(80)] {
            let table = written(&["id", "text", "last"], &rows, terminal);
            assert_eq!(table.matches('长').count(), BYTES);
            assert!(table.contains("short"), "{terminal:?}");
            // No other row is as long.
            assert!(table.len() < long.len() * 5);
        }
    }
}
