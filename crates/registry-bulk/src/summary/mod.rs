//! Counts what became of the rows of a list, and shows it as text or as a picture.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::export::RowStatus;

/// What became of a list.
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
    /// The number of rows with this status.
    #[must_use]
    pub fn count(&self, status: RowStatus) -> u64 {
        self.by_status.get(&status).copied().unwrap_or_default()
    }
}
