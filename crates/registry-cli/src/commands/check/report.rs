//! The forms in which the codes are reported.

use std::io::{self, Write};

use enterprise_registry::model::identify;

use super::explanation::Explanation;
use super::{csv, json, line};
use crate::csv_cell;
use crate::failure::Failure;
use crate::output::{self, Format};

pub(super) use crate::output::Out;

/// Writes one line, element or row for each code as it comes.
pub(super) struct Report {
    format: Format,
    out: Out,
    count: u64,
    invalid: u64,
    /// Whether the codes have lines.
    has_lines: bool,
    /// Reused for every code.
    error: String,
}

impl Report {
    pub(super) fn new(format: Format, has_lines: bool) -> Self {
        Self {
            format,
            out: output::stdout(),
            count: 0,
            invalid: 0,
            has_lines,
            error: String::new(),
        }
    }

    /// The code, with its line in the list that it comes from.
    pub(super) fn add(&mut self, code: &str, line: Option<u64>) -> Result<(), Failure> {
        use core::fmt::Write as _;

        let found = identify(code);
        self.error.clear();
        if let Some(error) = found.error() {
            self.invalid += 1;
            let _infallible = write!(self.error, "{error}");
        }
        let explanation = Explanation::of(code, found, line);
        let is_first = self.count == 0;
        self.count += 1;
        self.write(&explanation, is_first)
            .map_err(|error| output::not_written(&error))
    }

    fn write(&mut self, explanation: &Explanation<'_>, is_first: bool) -> io::Result<()> {
        let Self {
            out,
            error,
            has_lines,
            ..
        } = self;
        match self.format {
            Format::Table => line::write(out, explanation, error),
            Format::Json => {
                out.write_all(if is_first { b"[\n" } else { b",\n" })?;
                json::write(out, explanation, error)
            }
            Format::Csv => {
                if is_first {
                    csv_cell::begin()?;
                    csv::header(out, *has_lines)?;
                }
                csv::write(out, explanation, error, *has_lines)
            }
        }
    }

    /// How many codes there were, and how many of them are not valid.
    pub(super) const fn counts(&self) -> (u64, u64) {
        (self.count, self.invalid)
    }

    pub(super) fn end(mut self) -> io::Result<()> {
        if self.format == Format::Json {
            self.out
                .write_all(if self.count == 0 { b"[]\n" } else { b"\n]\n" })?;
        }
        self.out.flush()
    }
}
