//! Holds what a caller knows about an input file.

use core::str::FromStr;

use super::target::Target;

/// The format of an input file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Cells between delimiters, quoted where needed (RFC 4180). TSV is this with a tab.
    Csv,
    /// A JSON object a line.
    JsonLines,
    /// One value a line.
    Text,
    /// A sheet of an XLSX workbook. Needs the feature `xlsx`.
    Xlsx,
}

impl Format {
    /// A word: `csv`, `jsonl`, `text`, `xlsx`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
            Self::Text => "text",
            Self::Xlsx => "xlsx",
        }
    }
}

/// Whether the first row names the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Header {
    /// It does if one of its cells is a known name, or is chosen by name.
    #[default]
    Detect,
    /// It does.
    Present,
    /// It is a row like the others; columns are chosen by number.
    Absent,
}

/// The column of a parameter: `ent_name=企业名称`, or by number: `ent_name=2`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ColumnChoice {
    /// The parameter, by the vendor's name or a common one (`name`, `code`, `person`).
    pub parameter: String,
    /// The column, by its name in the file or by its number from 1.
    pub column: String,
}

impl FromStr for ColumnChoice {
    type Err = String;

    /// Reads `parameter=column`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (parameter, column) = text.split_once('=').unwrap_or((text, ""));
        let (parameter, column) = (parameter.trim(), column.trim());
        if parameter.is_empty() || column.is_empty() {
            return Err("write parameter=column, for example name=企业名称 or code=2".to_owned());
        }
        Ok(Self {
            parameter: parameter.to_owned(),
            column: column.to_owned(),
        })
    }
}

/// What a caller knows about an input file; the rest is recognised.
#[derive(Debug, Clone, Default)]
pub struct InputOptions {
    /// The operation of the list: its parameters are names of columns too.
    pub target: Option<Target>,
    /// The format.
    pub format: Option<Format>,
    /// The delimiter of CSV, an ASCII character.
    pub delimiter: Option<u8>,
    /// The encoding, by a label of the WHATWG standard: `utf-8`, `gbk`, `big5`.
    pub encoding: Option<String>,
    /// Whether the first row names the columns.
    pub header: Header,
    /// The columns of parameters. Others are found by their names.
    pub columns: Vec<ColumnChoice>,
    /// The sheet of a workbook; without it, the first.
    pub sheet: Option<String>,
}
