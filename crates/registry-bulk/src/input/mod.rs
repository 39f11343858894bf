//! Reads lists of rows from files as people have them, and prepares each row offline.
//!
//! [`open`] recognises format, encoding, delimiter and header of a file and says what it recognised
//! ([`InputFile::form`]). A [`Preparer`] finds the columns of an operation's parameters by their
//! Chinese or English names, cleans each value where that is unambiguous, and checks the request as
//! the client does before it sends one. Nothing is sent, and nothing is paid.
//!
//! Rows stream: neither the file nor its rows are held.

mod clean;
mod columns;
mod csv_rows;
mod duplicates;
mod error;
mod file;
mod json_rows;
mod lines;
mod names;
mod options;
mod prepare;
mod recognise;
mod report;
mod row;
mod sorter;
mod survey;
mod target;
#[cfg(feature = "xlsx")]
mod workbook;

pub use self::csv_rows::MOST_COLUMNS;
pub use self::duplicates::{DuplicateFinder, Duplicates};
pub use self::error::InputError;
pub use self::file::{InputFile, InputForm, open, read};
pub use self::lines::LONGEST_ROW;
pub use self::options::{ColumnChoice, Format, Header, InputOptions};
pub use self::prepare::{Prepared, Preparer, ValidRow};
pub(crate) use self::report::Number;
pub use self::report::{
    LineChange, LineDoubt, LineDuplicate, MOST_LISTED, Report, ReportBuilder, check,
};
pub use self::row::{Cell, Change, ChangeKind, InputRow, Problem, ProblemKind};
pub use self::target::{Checked, Target};
