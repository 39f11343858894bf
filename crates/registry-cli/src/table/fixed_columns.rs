//! Writes a table whose rows arrive in parts, with the column widths of the first part.

use std::io::{self, Write};

use super::{Column, Rows, measure, widths, write_header, write_unwrapped, write_wrapped};

/// Columns whose widths do not change.
pub(crate) struct FixedColumns {
    columns: Vec<Column>,
    /// The width of the terminal, and of each column in it.
    terminal: Option<(u16, Vec<u16>)>,
    has_header: bool,
}

impl FixedColumns {
    /// Fixes the columns by these rows. Empty ones stay: a later row may have a value in them.
    pub(crate) fn from_rows(
        header: &[String],
        rows: Rows<'_>,
        terminal: Option<u16>,
    ) -> io::Result<Self> {
        let columns = measure(header, rows)?.columns;
        Ok(Self {
            terminal: terminal.map(|terminal| (terminal, widths(&columns, terminal))),
            columns,
            has_header: false,
        })
    }

    /// Writes rows, with the header before the first. A cell that is wider than its column is
    /// wrapped on a terminal and written whole elsewhere.
    pub(crate) fn write(&mut self, out: &mut impl Write, rows: Rows<'_>) -> io::Result<()> {
        let columns = &self.columns;
        let is_first = !core::mem::replace(&mut self.has_header, true);
        match &self.terminal {
            Some((terminal, widths)) => {
                write_wrapped(out, columns, Some(widths), is_first, rows, *terminal)
            }
            None => {
                if is_first {
                    write_header(out, columns)?;
                }
                write_unwrapped(out, columns, rows)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FixedColumns;

    fn rows(rows: &[[&str; 3]]) -> Vec<Vec<String>> {
        let row = |row: &[&str; 3]| row.iter().map(|cell| (*cell).to_owned()).collect();
        rows.iter().map(row).collect()
    }

    fn written(pages: &[Vec<Vec<String>>], terminal: Option<u16>) -> String {
        let header = ["id", "name", "past"].map(str::to_owned);
        let mut out = Vec::new();
        let mut fixed_columns: Option<FixedColumns> = None;
        for page in pages {
            let rows: super::Rows<'_> = &|show| page.iter().try_for_each(|row| show(row));
            let fixed_columns = fixed_columns
                .get_or_insert_with(|| FixedColumns::from_rows(&header, rows, terminal).unwrap());
            fixed_columns.write(&mut out, rows).unwrap();
        }
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn later_rows_align_with_the_columns_of_the_first_rows() {
        let pages = [
            rows(&[["1", "样例", ""], ["2", "a name", ""]]),
            rows(&[["3", "b", "yes"], ["4", "a longer name", "x"]]),
        ];
        assert_eq!(
            written(&pages, None),
            " id   name     past\n\
             ────────────────────\n \
             1    样例\n \
             2    a name\n \
             3    b        yes\n \
             4    a longer name   x\n"
        );
    }

    #[test]
    fn a_cell_wider_than_its_column_is_wrapped_on_a_terminal() {
        let pages = [
            rows(&[["1", "a name", ""]]),
            rows(&[["2", "some longer words", "yes"]]),
        ];
        let table = written(&pages, Some(40));
        let column = table.lines().next().and_then(|line| line.find("past"));
        let row = table.lines().find(|line| line.contains("yes"));
        assert_eq!(row.and_then(|line| line.find("yes")), column, "{table}");
        assert_eq!(table.matches("name").count(), 2, "{table}");
        assert!(table.contains("words"), "{table}");
    }
}
