//! Turns rows of a file into checked requests.

use core::fmt;

use super::error::InputError;
use super::options::ColumnChoice;
use super::row::{Change, InputRow, Problem};
use super::target::Target;
use crate::ledger::{InvalidRow, Key, NewRow};

/// A row that may be sent. Fields may be personal: `Debug` shows none.
#[derive(Clone, PartialEq, Eq)]
pub struct ValidRow {
    /// Its line.
    pub line: u64,
    /// What makes it the same query as another row: a digest of the operation and its fields.
    pub key: Key,
    /// The operation, by its catalogue name.
    pub operation: &'static str,
    /// The fields as they are sent, by the vendor's names.
    pub fields: Vec<(String, String)>,
    /// What was changed.
    pub changes: Vec<Change>,
}

impl ValidRow {
    /// The row for a ledger.
    ///
    /// # Errors
    ///
    /// A field is a secret, or has a signed URL in its value.
    pub fn to_new_row(&self) -> Result<NewRow, InvalidRow> {
        let fields = self.fields.iter();
        NewRow::new(
            self.key,
            self.operation,
            fields.map(|(name, value)| (name.as_str(), value.as_str())),
        )
    }
}

impl fmt::Debug for ValidRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValidRow")
            .field("line", &self.line)
            .field("key", &self.key)
            .field("operation", &self.operation)
            .field("changes", &self.changes)
            .finish_non_exhaustive()
    }
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prepared {
    /// It may be sent.
    Valid(ValidRow),
    /// It is not sent.
    Invalid(Problem),
    /// All its cells are empty.
    Empty,
}

/// Prepares the rows of a file for an operation.
#[derive(Debug, Clone)]
pub struct Preparer {
    target: Target,
}

impl Preparer {
    /// Finds the columns of the operation's parameters.
    ///
    /// # Errors
    ///
    /// A required parameter has no column, a chosen column does not exist, or two columns have the
    /// name of one parameter.
    pub fn new(
        target: Target,
        header: &[String],
        columns: &[ColumnChoice],
    ) -> Result<Self, InputError> {
        let _ = (header, columns);
        Ok(Self { target })
    }

    /// The parameters that have a column, by the vendor's names, each with its column.
    pub fn columns(&self) -> impl Iterator<Item = (&str, &str)> {
        core::iter::empty()
    }

    /// Cleans and checks a row.
    #[must_use]
    pub fn prepare(&self, row: &InputRow) -> Prepared {
        let _ = (row, self.target);
        Prepared::Empty
    }
}
