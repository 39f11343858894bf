//! Goes through a list again, each row with what became of it.

use std::path::Path;

use enterprise_registry::bulk::export::{JoinedRow, JoinedRows, RowOutcome};
use enterprise_registry::bulk::input::Prepared;
use enterprise_registry::bulk::ledger::Ledger as _;
use enterprise_registry::bulk::ledger::sqlite::SqliteLedger;
use enterprise_registry::bulk::products::BulkProduct;

use super::ledger_file::from_ledger_error;
use super::list::{FOUND_AT_ONCE, ListSettings, unreadable};
use crate::error::CommandError;

/// A list beside its ledger.
pub(super) struct JoinedList<'a> {
    pub(super) ledger: &'a SqliteLedger,
    pub(super) ledger_path: &'a Path,
    pub(super) product: BulkProduct,
    /// The file: that of the run, or a copy of it.
    pub(super) file: &'a Path,
    pub(super) settings: &'a ListSettings,
}

impl JoinedList<'_> {
    /// Opens the list, which must be as it was for the run.
    pub(super) fn open(&self) -> Result<JoinedRows, CommandError> {
        let digest = digest(&self.settings.digest);
        let options = self.settings.options();
        JoinedRows::open(self.file, &options, self.product.target(), digest)
            .map_err(|error| unreadable(error, self.file))
    }

    /// Passes each row on, with what became of it if it is in the ledger.
    pub(super) async fn for_each(
        &self,
        rows: JoinedRows,
        mut pass: impl FnMut(&JoinedRow, Option<&RowOutcome>) -> Result<(), CommandError>,
    ) -> Result<(), CommandError> {
        let mut rows = rows.peekable();
        while rows.peek().is_some() {
            let batch: Result<Vec<JoinedRow>, _> = rows.by_ref().take(FOUND_AT_ONCE).collect();
            let batch = batch.map_err(|error| unreadable(error, self.file))?;
            let keys = batch.iter().filter_map(|joined| match &joined.prepared {
                Prepared::Valid(row) => Some(row.key),
                _ => None,
            });
            let found = self.ledger.find(keys.collect()).await;
            let found = found.map_err(|error| from_ledger_error(error, self.ledger_path))?;
            let mut found = found.into_iter();
            for joined in &batch {
                let outcome = match &joined.prepared {
                    Prepared::Valid(_) => found.next().flatten(),
                    _ => None,
                };
                let outcome =
                    outcome.map(|found| self.product.outcome(&found.record.row, &found.responses));
                pass(joined, outcome.as_ref())?;
            }
        }
        Ok(())
    }
}

/// A digest from its hexadecimal digits.
fn digest(text: &str) -> Option<[u8; 16]> {
    let mut digest = [0; 16];
    for (at, byte) in digest.iter_mut().enumerate() {
        let digits = text.get(at * 2..at * 2 + 2)?;
        *byte = u8::from_str_radix(digits, 16).ok()?;
    }
    Some(digest)
}
