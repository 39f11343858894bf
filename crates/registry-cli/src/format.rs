//! Names the formats of a result.

use clap::ValueEnum;

/// The format of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// A table to read.
    #[default]
    Table,
    /// One JSON document.
    Json,
    /// A header line, then one line for each row.
    Csv,
}
