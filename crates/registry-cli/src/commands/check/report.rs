//! Writes explained codes in the chosen format as they come.

use std::io::{self, Write};

use ::csv::Writer;
use enterprise_registry::model::identify;

use super::explanation::Explanation;
use super::{csv, json, line};
use crate::error::CommandError;
use crate::format::Format;
use crate::output::{self, Out};

/// Writes one line, element or row for each code as it comes.
pub(super) struct Report {
    sink: Sink,
    count: u64,
    invalid: u64,
    /// Whether the codes have line numbers.
    has_lines: bool,
    /// Buffer for the error text of a code, reused.
    error: String,
}

/// The output in the chosen format.
enum Sink {
    Table(Out),
    Json(Out),
    Csv(Box<Writer<Out>>),
}

impl Report {
    pub(super) fn new(format: Format, has_lines: bool) -> Self {
        Self {
            sink: match format {
                Format::Table => Sink::Table(output::stdout()),
                Format::Json => Sink::Json(output::stdout()),
                Format::Csv => Sink::Csv(Box::new(Writer::from_writer(output::stdout()))),
            },
            count: 0,
            invalid: 0,
            has_lines,
            error: String::new(),
        }
    }

    /// Checks and writes a code; `line` is its line in a list.
    pub(super) fn add(&mut self, code: &str, line: Option<u64>) -> Result<(), CommandError> {
        use core::fmt::Write as _;

        let found = identify(code);
        self.error.clear();
        if let Some(error) = found.error() {
            self.invalid += 1;
            let _infallible = write!(self.error, "{error}");
        }
        let explanation = Explanation::new(code, found, line);
        let is_first = self.count == 0;
        self.count += 1;
        self.write(&explanation, is_first)
            .map_err(|error| output::not_written(&error))
    }

    fn write(&mut self, explanation: &Explanation<'_>, is_first: bool) -> io::Result<()> {
        let error = &self.error;
        match &mut self.sink {
            Sink::Table(out) => line::write(out, explanation, error),
            Sink::Json(out) => {
                out.write_all(if is_first { b"[\n" } else { b",\n" })?;
                json::write(out, explanation, error)
            }
            Sink::Csv(out) => {
                if is_first {
                    csv::header(out, self.has_lines)?;
                }
                csv::write(out, explanation, error, self.has_lines)
            }
        }
    }

    /// How many codes were checked, and how many of them are invalid.
    pub(super) const fn counts(&self) -> (u64, u64) {
        (self.count, self.invalid)
    }

    pub(super) fn end(self) -> io::Result<()> {
        match self.sink {
            Sink::Table(mut out) => out.flush(),
            Sink::Json(mut out) => {
                out.write_all(if self.count == 0 { b"[]\n" } else { b"\n]\n" })?;
                out.flush()
            }
            Sink::Csv(mut out) => out.flush(),
        }
    }
}
