//! Counts what became of the rows of a list, and shows it as text or as a picture.

mod picture;

use core::fmt;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::export::{JoinedRow, RowOutcome, RowStatus};
use crate::input::Number;

/// What became of a list.
///
/// ```
/// use registry_bulk::export::RowStatus;
/// use registry_bulk::summary::Summary;
///
/// let mut summary = Summary::default();
/// summary.rows = 3;
/// summary.by_status.extend([(RowStatus::Match, 2), (RowStatus::Unknown, 1)]);
/// summary.cost = 2;
/// summary.possible_cost = 1;
/// assert_eq!(
///     summary.to_string(),
///     "rows: 3\n\
///      match: 2 (66.7 %)\n\
///      unknown: 1 (33.3 %)\n\
///      cost: 2 queries, and 1 that may be charged",
/// );
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// All rows of the file, empty lines included.
    pub rows: u64,
    /// Rows by status; a duplicate counts as its first.
    pub by_status: BTreeMap<RowStatus, u64>,
    /// Rows that repeat an earlier row of the file.
    pub duplicates: u64,
    /// The paid queries that were charged.
    pub cost: u64,
    /// The paid queries of unknown rows, which may be charged.
    pub possible_cost: u64,
}

impl Summary {
    /// Counts a row.
    pub fn add(&mut self, joined: &JoinedRow, outcome: Option<&RowOutcome>) {
        let (status, _) = crate::export::status_of(&joined.prepared, outcome);
        self.rows += 1;
        *self.by_status.entry(status).or_default() += 1;
        match (joined.duplicate_of, outcome) {
            (Some(_), _) => self.duplicates += 1,
            (None, Some(outcome)) if status == RowStatus::Unknown => {
                self.possible_cost += outcome.cost;
            }
            (None, Some(outcome)) => self.cost += outcome.cost,
            (None, None) => {}
        }
    }

    /// The number of rows with this status.
    #[must_use]
    pub fn count(&self, status: RowStatus) -> u64 {
        self.by_status.get(&status).copied().unwrap_or_default()
    }

    /// A picture of the counts: a bar for each status. It has no scripts and asks for nothing.
    #[must_use]
    pub fn to_svg(&self, title: &str) -> String {
        picture::draw(self, title)
    }

    /// Tenths of a percent of all rows.
    fn per_mille(&self, count: u64) -> u64 {
        let all = u128::from(self.rows.max(1));
        let rounded = (u128::from(count) * 1000 + all / 2) / all;
        u64::try_from(rounded).unwrap_or(1000)
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "rows: {}", Number(self.rows))?;
        for status in RowStatus::ALL {
            let count = self.count(status);
            if count > 0 {
                let (whole, tenth) = (self.per_mille(count) / 10, self.per_mille(count) % 10);
                let name = status.as_str().replace('_', " ");
                writeln!(f, "{name}: {} ({whole}.{tenth} %)", Number(count))?;
            }
        }
        if self.duplicates > 0 {
            writeln!(
                f,
                "duplicates: {}, queried once each",
                Number(self.duplicates)
            )?;
        }
        write!(f, "cost: {} queries", Number(self.cost))?;
        if self.possible_cost > 0 {
            write!(
                f,
                ", and {} that may be charged",
                Number(self.possible_cost)
            )?;
        }
        Ok(())
    }
}
