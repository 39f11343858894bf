//! Holds a row of an input file, and what was changed or found wrong in it.

use core::fmt;

use serde::Serialize;

/// A cell as it was read.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// The text.
    pub text: String,
    /// Whether the file holds it as a number of floating point, which has 15 exact digits.
    pub is_number: bool,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self {
            text,
            is_number: false,
        }
    }
}

impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cell({} bytes)", self.text.len())
    }
}

/// A row of an input file. Cells may be personal: `Debug` shows their lengths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputRow {
    /// The line on which it begins, from 1 and with the header counted; in a workbook the number
    /// of the row.
    pub line: u64,
    /// The cells, in the order of the columns.
    pub cells: Vec<Cell>,
    /// Why the row as a whole cannot be used, if that was found on reading it.
    pub problem: Option<(ProblemKind, String)>,
}

impl InputRow {
    /// A row of these cells.
    #[must_use]
    pub fn new(line: u64, cells: Vec<Cell>) -> Self {
        Self {
            line,
            cells,
            problem: None,
        }
    }

    /// Whether all cells are blank.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let is_blank = |cell: &Cell| cell.text.trim().is_empty();
        self.problem.is_none() && self.cells.iter().all(is_blank)
    }

    /// The text of a column; empty if the row has no such cell.
    #[must_use]
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| &cell.text)
    }
}

/// How a value was changed without changing its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChangeKind {
    /// Blanks were removed.
    Blanks,
    /// Full-width forms became narrow.
    Width,
    /// Small letters became capitals.
    Case,
    /// Invisible characters were removed.
    Invisible,
    /// Apostrophes or quotation marks were removed.
    Quotes,
    /// Hyphens or dashes were removed.
    Hyphens,
    /// Characters were replaced by those that they look like.
    LookAlikes,
    /// A code is sent in the form of its standard: an organisation code without its hyphen.
    Form,
}

impl ChangeKind {
    /// A word: `blanks`, `width`, …
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Blanks => "blanks",
            Self::Width => "width",
            Self::Case => "case",
            Self::Invisible => "invisible",
            Self::Quotes => "quotes",
            Self::Hyphens => "hyphens",
            Self::LookAlikes => "look_alikes",
            Self::Form => "form",
        }
    }
}

/// A value that was changed before it is sent. Values may be personal: `Debug` shows none.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The parameter, by the vendor's name.
    pub parameter: String,
    /// The value in the file.
    pub from: String,
    /// The value that is sent.
    pub to: String,
    /// The kinds of change, each once.
    pub kinds: Vec<ChangeKind>,
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Change")
            .field("parameter", &self.parameter)
            .field("kinds", &self.kinds)
            .finish_non_exhaustive()
    }
}

/// The kind of a [`Problem`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ProblemKind {
    /// A required value is missing.
    Missing,
    /// A spreadsheet or another program has destroyed the value: `9.1310E+17`, rounded digits,
    /// `#N/A`.
    Destroyed,
    /// A code breaks the rules of its kind.
    Code,
    /// A name that no register has.
    Name,
    /// The value is personal and not taken.
    Personal,
    /// The row has other cells than the header names.
    Cells,
    /// Bytes that are no text in the encoding of the file.
    Encoding,
    /// A line that is not a JSON object.
    Json,
    /// Any other value that the request does not take.
    Value,
}

impl ProblemKind {
    /// A word: `missing`, `destroyed`, …
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Destroyed => "destroyed",
            Self::Code => "code",
            Self::Name => "name",
            Self::Personal => "personal",
            Self::Cells => "cells",
            Self::Encoding => "encoding",
            Self::Json => "json",
            Self::Value => "value",
        }
    }
}

/// Why a row is not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The line of the row.
    pub line: u64,
    /// The kind.
    pub kind: ProblemKind,
    /// The parameter, by the vendor's name.
    pub parameter: Option<String>,
    /// The column, by its name in the file or its number.
    pub column: Option<String>,
    /// The error and the remedy; never the value.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.reason)
    }
}
