//! Finds a code in the embedded table.

use std::sync::LazyLock;

use crate::division_code::DivisionCode;

/// Made by `cargo xtask divisions`: a line for each period of each code.
const TEXT: &str = include_str!("../../data/divisions.tsv");

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(TEXT));

/// The table, read at the first call.
pub(super) fn table() -> &'static Table {
    &TABLE
}

/// A code in one period.
pub(super) struct Row {
    pub(super) code: DivisionCode,
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// The city that contains it, if the digits name another or none.
    pub(super) city: Option<DivisionCode>,
    /// The first year whose list has it.
    pub(super) from: u16,
    /// The first year whose list has not.
    pub(super) until: Option<u16>,
    /// Codes as the file has them.
    successors: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Division,
    Bracket,
    Zone,
}

pub(super) struct Table {
    /// By code and period.
    rows: Vec<Row>,
    /// Their codes as numbers, apart from the rows: a search looks at nothing else.
    numbers: Vec<u32>,
    /// For the first four digits of a code, where its rows begin; one more at the end.
    starts: Vec<usize>,
}

/// How many beginnings of four digits there are.
const BEGINNINGS: usize = 10_000;

impl Table {
    /// Leaves out unreadable rows; a test proves that the table has none.
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

    /// The periods of a code, in order; none for a code that is not there.
    pub(super) fn periods(&self, code: DivisionCode) -> &[Row] {
        let beginning = beginning(code);
        let between = self.start(beginning)..self.start(beginning + 1);
        let number = code.into();
        let Some(numbers) = self.numbers.get(between.clone()) else {
            return &[];
        };
        let first = numbers.partition_point(|one| *one < number);
        let count = numbers
            .iter()
            .skip(first)
            .take_while(|one| **one == number)
            .count();
        let first = between.start + first;
        self.rows.get(first..first + count).unwrap_or_default()
    }

    /// The rows of a province or a city, with its own.
    pub(super) fn beginning_as(&self, code: DivisionCode) -> &[Row] {
        let beginning = beginning(code);
        let width = if code.is_province() { 100 } else { 1 };
        let rows = self.start(beginning)..self.start(beginning + width);
        self.rows.get(rows).unwrap_or_default()
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
        let period = columns.next()?;
        let (kind, period) = match period.split_at_checked(1)? {
            ("B", rest) => (Kind::Bracket, rest),
            ("Z", rest) => (Kind::Zone, rest),
            _ => (Kind::Division, period),
        };
        let (period, city) = match period.split_once('@') {
            Some((period, city)) => (period, Some(city.parse().ok()?)),
            None => (period, None),
        };
        let (from, until) = period.split_once('-')?;
        let until = match until {
            "" => None,
            year => Some(year.parse().ok()?),
        };
        Some(Self {
            code,
            name,
            kind,
            city,
            from: from.parse().ok()?,
            until,
            successors: columns.next().unwrap_or_default(),
        })
    }

    /// Codes of the list of the year that ended it.
    pub(super) fn successors(&self) -> impl Iterator<Item = DivisionCode> {
        let codes = self.successors.split(',');
        codes.filter_map(|code| match code {
            "=" => Some(self.code),
            code => code.parse().ok(),
        })
    }

    /// Whether the successors may not be all.
    pub(super) fn is_partial(&self) -> bool {
        self.successors.ends_with(",+")
    }

    pub(super) fn has(&self, year: u16) -> bool {
        self.from <= year && self.until.is_none_or(|until| year < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plus_says_that_the_successors_may_not_be_all() {
        for (end, is_partial) in [("360112,+", true), ("360112", false), ("=,360113", false)] {
            let line = format!("360122\t新建县\t1982-2015\t{end}").leak();
            let row = Row::read(line).unwrap();
            assert_eq!(row.is_partial(), is_partial, "{end}");
            assert!(row.successors().count() > 0, "{end}");
        }
    }

    #[test]
    fn every_row_is_read_found_and_in_order() {
        let table = table();
        let lines = TEXT.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(table.rows.len(), lines.count());
        let order = |row: &Row| (row.code, row.from);
        assert!(
            table
                .rows
                .is_sorted_by(|one, next| order(one) < order(next))
        );
        for row in &table.rows {
            let found = table.periods(row.code);
            assert!(found.iter().any(|one| order(one) == order(row)));
            let columns = row
                .successors
                .split(',')
                .filter(|text| !matches!(*text, "" | "+"));
            assert_eq!(row.successors().count(), columns.count(), "{}", row.code);
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
            let found = table().periods(code.parse().unwrap());
            assert_eq!(found.len(), usize::from(code == "110000"), "{code}");
        }
    }
}
