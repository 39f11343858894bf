//! The formats of a result.

use clap::ValueEnum;

/// The forms of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// For eyes.
    #[default]
    Table,
    /// One document on stdout.
    Json,
    /// One header line, then rows.
    Csv,
}
