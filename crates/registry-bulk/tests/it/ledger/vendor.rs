//! A vendor that counts, in a file that survives its clients: a line for each request.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;

use registry_bulk::ledger::RowId;

pub(crate) struct Vendor(File);

impl Vendor {
    pub(crate) fn open(path: &Path) -> Self {
        let mut options = OpenOptions::new();
        Self(options.append(true).create(true).open(path).unwrap())
    }

    /// One request: a line in one write, which is whole or not there.
    pub(crate) fn send(&mut self, row: RowId) {
        self.0.write_all(format!("{}\n", row.0).as_bytes()).unwrap();
    }

    /// The rows of all requests so far.
    pub(crate) fn requests(path: &Path) -> Vec<RowId> {
        let lines = std::fs::read_to_string(path).unwrap_or_default();
        lines
            .lines()
            .map(|line| RowId(line.parse().unwrap()))
            .collect()
    }
}
