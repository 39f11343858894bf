//! Writes results beside the rows that they belong to, in the order of the input.
//!
//! An [`Exporter`] takes the rows of the input file one by one, each with what became of it, and
//! writes CSV, JSON lines or a workbook. Rows that were invalid, empty or duplicates are written
//! too. Rows stream: none is held.

mod outcome;

pub use self::outcome::{RowOutcome, RowStatus};
