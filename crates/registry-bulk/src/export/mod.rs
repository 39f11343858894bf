//! Writes results beside the rows that they belong to, in the order of the input.
//!
//! [`JoinedRows`] reads the input file again and tells of each row what the offline check makes of
//! it and which earlier row it repeats; an [`Exporter`] writes it, with what became of it, as CSV,
//! JSON lines or a workbook. Rows that were invalid, empty or duplicates are written too. Rows
//! stream: none is held.

mod csv;
mod exporter;
mod joined;
mod json;
mod outcome;
mod spreadsheet;
#[cfg(feature = "xlsx")]
mod workbook;

pub(crate) use self::exporter::status_of;
pub use self::exporter::{ExportError, ExportFormat, Exporter};
pub use self::joined::{JoinedRow, JoinedRows};
pub use self::outcome::{RowOutcome, RowStatus};
