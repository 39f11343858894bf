//! How is a code found in the embedded table?

use std::sync::LazyLock;

use crate::division_code::DivisionCode;

/// Made by `cargo xtask divisions`: code, name, and where it is not of today, state and successor.
const TEXT: &str = include_str!("../../data/divisions.tsv");

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(TEXT));

/// The table, read at the first call.
pub(super) fn table() -> &'static Table {
    &TABLE
}

pub(super) struct Row {
    pub(super) code: DivisionCode,
    pub(super) name: &'static str,
    pub(super) state: State,
}

pub(super) enum State {
    Current,
    Bracket,
    Withdrawn {
        year: Option<u16>,
        successor: Option<DivisionCode>,
    },
}

pub(super) struct Table {
    /// By code.
    rows: Vec<Row>,
    /// Their codes as numbers, apart from the rows: a search looks at nothing else.
    numbers: Vec<u32>,
    /// For the first four digits of a code, where its rows begin; one more at the end.
    starts: Vec<usize>,
}

/// How many beginnings of four digits there are.
const BEGINNINGS: usize = 10_000;

impl Table {
    /// Rows that are none are left out; a test proves that the table has none of them.
    fn read(text: &'static str) -> Self {
        let rows: Vec<Row> = text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(Row::read)
            .collect();
        let mut starts = Vec::with_capacity(BEGINNINGS + 1);
        for (at, row) in rows.iter().enumerate() {
            let beginning = beginning(row.code);
            while starts.len() <= beginning {
                starts.push(at);
            }
        }
        starts.resize(BEGINNINGS + 1, rows.len());
        let numbers = rows.iter().map(|row| row.code.into()).collect();
        Self {
            rows,
            numbers,
            starts,
        }
    }

    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    pub(super) fn find(&self, code: DivisionCode) -> Option<&Row> {
        let beginning = beginning(code);
        let between = self.start(beginning)..self.start(beginning + 1);
        let numbers = self.numbers.get(between.clone())?;
        let at = numbers.binary_search(&code.into()).ok()?;
        self.rows.get(between.start + at)
    }

    /// The rows of a province or a city, with its own.
    pub(super) fn beginning_as(&self, code: DivisionCode) -> &[Row] {
        let beginning = beginning(code);
        let width = if code.is_province() { 100 } else { 1 };
        self.between(beginning, beginning + width)
    }

    fn between(&self, first: usize, behind: usize) -> &[Row] {
        self.rows
            .get(self.start(first)..self.start(behind))
            .unwrap_or_default()
    }

    fn start(&self, at: usize) -> usize {
        self.starts.get(at).copied().unwrap_or(self.rows.len())
    }
}

/// The first four digits of a code as a number.
fn beginning(code: DivisionCode) -> usize {
    let first = code.digits().iter().take(4);
    first.fold(0, |number, digit| number * 10 + usize::from(digit - b'0'))
}

impl Row {
    fn read(line: &'static str) -> Option<Self> {
        let mut columns = line.split('\t');
        let code = columns.next()?.parse().ok()?;
        let name = columns.next()?;
        let state = match columns.next() {
            None => State::Current,
            Some("-") => State::Bracket,
            Some(year) => State::Withdrawn {
                year: year.parse().ok(),
                successor: columns.next().and_then(|code| code.parse().ok()),
            },
        };
        Some(Self { code, name, state })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_found_and_in_order() {
        let table = table();
        let lines = TEXT.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(table.rows.len(), lines.count());
        assert!(table.rows.is_sorted_by(|one, next| one.code < next.code));
        for row in &table.rows {
            assert_eq!(table.find(row.code).map(|found| found.name), Some(row.name));
        }
    }

    /// Programs print them into JSON and CSV as they are.
    #[test]
    fn names_are_chinese_characters_and_nothing_else() {
        for row in &table().rows {
            let is_plain = |next: char| ('\u{3400}'..='\u{9fff}').contains(&next);
            assert!(row.name.chars().all(is_plain), "{} {}", row.code, row.name);
        }
    }

    #[test]
    fn codes_around_the_rows_are_not_found() {
        for code in ["000000", "100000", "110000", "110001", "820001", "999999"] {
            let found = table().find(code.parse().unwrap()).map(|row| row.name);
            assert_eq!(found, (code == "110000").then_some("北京市"), "{code}");
        }
    }
}
