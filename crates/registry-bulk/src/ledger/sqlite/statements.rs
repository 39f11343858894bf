//! Statements that are compiled once.

use core::fmt;
use std::collections::HashMap;

use rusqlite::{Connection, Row as Columns, Statement, ToSql};

use super::connection::storage;
use crate::ledger::LedgerError;

/// The statements of a connection, by their text.
pub(super) struct Statements<'c> {
    connection: &'c Connection,
    compiled: HashMap<&'static str, Statement<'c>>,
}

impl<'c> Statements<'c> {
    pub(super) fn new(connection: &'c Connection) -> Self {
        Self {
            connection,
            compiled: HashMap::new(),
        }
    }

    fn get(&mut self, text: &'static str) -> rusqlite::Result<&mut Statement<'c>> {
        use std::collections::hash_map::Entry;
        match self.compiled.entry(text) {
            Entry::Occupied(entry) => Ok(entry.into_mut()),
            Entry::Vacant(entry) => Ok(entry.insert(self.connection.prepare(text)?)),
        }
    }

    /// Runs a statement; the number of changed rows.
    pub(super) fn execute(
        &mut self,
        text: &'static str,
        values: &[&dyn ToSql],
    ) -> Result<usize, LedgerError> {
        let statement = self.get(text);
        statement
            .and_then(|statement| statement.execute(values))
            .map_err(storage)
    }

    /// All rows of a query.
    pub(super) fn query<T>(
        &mut self,
        text: &'static str,
        values: &[&dyn ToSql],
        read: impl FnMut(&Columns<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, LedgerError> {
        let statement = self.get(text);
        statement
            .and_then(|statement| statement.query_map(values, read)?.collect())
            .map_err(storage)
    }

    /// The number of the row that was added last.
    pub(super) fn last_id(&self) -> i64 {
        self.connection.last_insert_rowid()
    }
}

impl fmt::Debug for Statements<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Statements").finish_non_exhaustive()
    }
}
