//! Writes rows with their results in the chosen format.

use core::fmt;
use core::str::FromStr;
use std::io::{self, Write};

use super::csv::CsvExport;
use super::joined::JoinedRow;
use super::json::JsonExport;
use super::outcome::{RowOutcome, RowStatus};
#[cfg(feature = "xlsx")]
use super::workbook::WorkbookExport;
use crate::input::{Change, Prepared};

/// The format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ExportFormat {
    /// CSV in UTF-8, the values as they are.
    Csv,
    /// CSV for a spreadsheet: a byte order mark, without which Excel misreads Chinese; numbers that
    /// it would round as `="310116002008277"`, which it shows as text; an apostrophe before what
    /// it would run as a formula. [`input`](crate::input) reads both back as they were.
    CsvForExcel,
    /// A JSON object a line.
    JsonLines,
    /// A workbook of texts, with a further sheet after each 1,048,575 rows. Needs the feature
    /// `xlsx`.
    Xlsx,
}

impl FromStr for ExportFormat {
    type Err = String;

    /// Reads `csv`, `excel`, `jsonl` or `xlsx`.
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "csv" => Ok(Self::Csv),
            "excel" => Ok(Self::CsvForExcel),
            "jsonl" => Ok(Self::JsonLines),
            "xlsx" => Ok(Self::Xlsx),
            _ => Err("formats are csv, excel (CSV for Excel), jsonl and xlsx".to_owned()),
        }
    }
}

/// Why an export ended early.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The destination cannot be written.
    #[error("the export cannot be written")]
    Io(#[from] io::Error),
    /// The workbook cannot be written.
    #[error("the workbook cannot be written: {0}")]
    Workbook(String),
    /// This build writes no workbooks.
    #[error("this build writes no workbooks (feature `xlsx`): choose csv, excel or jsonl")]
    NoWorkbooks,
}

/// The columns behind those of the product.
const LAST: [&str; 4] = ["cost", "duplicate_of", "changes", "line"];

/// Writes rows with their results.
///
/// The columns are those of the input; `status` and `message`; those of the product; `cost`,
/// `duplicate_of`, `changes` and `line`. A name that is there already gets a number behind it.
pub struct Exporter<W: Write> {
    writer: Writer<W>,
    columns: usize,
    values: usize,
}

impl<W: Write> fmt::Debug for Exporter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exporter")
            .field("columns", &self.columns)
            .finish_non_exhaustive()
    }
}

enum Writer<W: Write> {
    Csv(Box<CsvExport<W>>),
    Json(Box<JsonExport<W>>),
    #[cfg(feature = "xlsx")]
    Workbook(Box<WorkbookExport<W>>),
}

impl<W: Write> Exporter<W> {
    /// Writes the header: the names of the input's columns, and those of the product's.
    ///
    /// # Errors
    ///
    /// The destination cannot be written.
    pub fn new(
        format: ExportFormat,
        out: W,
        header: &[String],
        product: &[&str],
    ) -> Result<Self, ExportError> {
        let mut names = header.to_vec();
        for name in ["status", "message"].iter().chain(product).chain(&LAST) {
            let mut unused = (*name).to_owned();
            for number in 2.. {
                if !names.contains(&unused) {
                    break;
                }
                unused = format!("{name}_{number}");
            }
            names.push(unused);
        }
        let columns = header.len();
        let writer = match format {
            ExportFormat::Csv => Writer::Csv(Box::new(CsvExport::new(out, false, &names)?)),
            ExportFormat::CsvForExcel => Writer::Csv(Box::new(CsvExport::new(out, true, &names)?)),
            ExportFormat::JsonLines => Writer::Json(Box::new(JsonExport::new(out, names))),
            #[cfg(feature = "xlsx")]
            ExportFormat::Xlsx => Writer::Workbook(Box::new(WorkbookExport::new(out, names)?)),
            #[cfg(not(feature = "xlsx"))]
            ExportFormat::Xlsx => return Err(ExportError::NoWorkbooks),
        };
        Ok(Self {
            writer,
            columns,
            values: product.len(),
        })
    }

    /// Writes a row. A valid one without an outcome has not been sent yet.
    ///
    /// # Errors
    ///
    /// The destination cannot be written.
    pub fn write(
        &mut self,
        joined: &JoinedRow,
        outcome: Option<&RowOutcome>,
    ) -> Result<RowStatus, ExportError> {
        let (status, message) = status_of(&joined.prepared, outcome);
        let mut cells: Vec<&str> = (0..self.columns).map(|at| joined.row.text(at)).collect();
        cells.push(status.as_str());
        cells.push(message);
        let outcome = outcome.filter(|_| matches!(joined.prepared, Prepared::Valid(_)));
        let values = outcome.map_or(&[][..], |outcome| &outcome.values);
        let values = values.iter().map(String::as_str);
        cells.extend(values.chain(core::iter::repeat("")).take(self.values));
        let cost = match (outcome, joined.duplicate_of) {
            (Some(outcome), None) => outcome.cost.to_string(),
            (Some(_), Some(_)) => "0".to_owned(),
            (None, _) => String::new(),
        };
        let first = joined.duplicate_of.map(|line| line.to_string());
        let changes = match &joined.prepared {
            Prepared::Valid(row) => in_words(&row.changes),
            _ => String::new(),
        };
        let line = joined.row.line.to_string();
        cells.extend([&cost, first.as_deref().unwrap_or_default(), &changes, &line]);
        match &mut self.writer {
            Writer::Csv(writer) => writer.write(&cells)?,
            Writer::Json(writer) => writer.write(&cells)?,
            #[cfg(feature = "xlsx")]
            Writer::Workbook(writer) => writer.write(&cells)?,
        }
        Ok(status)
    }

    /// Writes the rest, and returns the destination.
    ///
    /// # Errors
    ///
    /// The destination cannot be written.
    pub fn finish(self) -> Result<W, ExportError> {
        match self.writer {
            Writer::Csv(writer) => writer.finish(),
            Writer::Json(writer) => writer.finish(),
            #[cfg(feature = "xlsx")]
            Writer::Workbook(writer) => writer.finish(),
        }
    }
}

/// The status of a row, and the sentence beside it.
pub(crate) fn status_of<'a>(
    prepared: &'a Prepared,
    outcome: Option<&'a RowOutcome>,
) -> (RowStatus, &'a str) {
    match (prepared, outcome) {
        (Prepared::Empty, _) => (RowStatus::Empty, ""),
        (Prepared::Invalid(problem), _) => (RowStatus::Invalid, &problem.reason),
        (Prepared::Valid(_), Some(outcome)) => (outcome.status, &outcome.message),
        (Prepared::Valid(_), None) => (RowStatus::Pending, "not sent yet"),
    }
}

/// Changes in one cell: `ent_code: width, case`.
fn in_words(changes: &[Change]) -> String {
    let words = changes.iter().map(|change| {
        let kinds: Vec<&str> = change.kinds.iter().map(|kind| kind.as_str()).collect();
        format!("{}: {}", change.parameter, kinds.join(", "))
    });
    words.collect::<Vec<String>>().join("; ")
}
