//! A row of CSV for each code.
//!
//! By hand: the CSV library takes twice as long for a row, most of it for fields that cannot need
//! quotes.

use std::io::{self, Write};

use super::explanation::Explanation;
use super::report::Out;
use crate::csv_cell;

const HEADER: &[u8] = b"code,kind,valid,error,position,warnings,expected,corrections,\
                                   holder,department,organization_code,division,division_name";

/// The names of the fields; the line of a list stands behind them.
pub(super) fn header(out: &mut Out, has_lines: bool) -> io::Result<()> {
    out.write_all(HEADER)?;
    out.write_all(if has_lines { b",line\n" } else { b"\n" })
}

pub(super) fn write(
    out: &mut Out,
    explanation: &Explanation<'_>,
    error: &str,
    has_lines: bool,
) -> io::Result<()> {
    let found = &explanation.found;
    field(out, &explanation.shown)?;
    out.write_all(b",")?;
    out.write_all(found.kind().as_str().as_bytes())?;
    out.write_all(if found.is_valid() {
        b",true,"
    } else {
        b",false,"
    })?;
    field(out, error)?;
    out.write_all(b",")?;
    if let Some(position) = explanation.position() {
        write!(out, "{position}")?;
    }
    out.write_all(b",")?;
    for (index, warning) in found.warnings().iter().enumerate() {
        if index > 0 {
            out.write_all(b" ")?;
        }
        out.write_all(warning.as_str().as_bytes())?;
    }
    out.write_all(b",")?;
    if let Some(expected) = explanation.expected() {
        write!(out, "{expected}")?;
    }
    out.write_all(b",")?;
    proposals(out, explanation)?;
    out.write_all(b",")?;
    parts(out, explanation)?;
    if has_lines {
        out.write_all(b",")?;
    }
    if let Some(line) = explanation.line {
        write!(out, "{line}")?;
    }
    out.write_all(b"\n")
}

/// In one field, a blank between them.
fn proposals(out: &mut Out, explanation: &Explanation<'_>) -> io::Result<()> {
    let proposals = explanation.proposals();
    let codes: Vec<&str> = proposals.iter().map(|one| one.code.as_str()).collect();
    field(out, &codes.join(" "))
}

fn parts(out: &mut Out, explanation: &Explanation<'_>) -> io::Result<()> {
    if let Some(code) = &explanation.credit_code {
        out.write_all(code.organisation_kind().as_str().as_bytes())?;
        out.write_all(b",")?;
        out.write_all(code.department().as_str().as_bytes())?;
        out.write_all(b",")?;
        if let Some(part) = code.organization_code() {
            out.write_all(part.as_str().as_bytes())?;
        }
    } else {
        out.write_all(b",,")?;
    }
    out.write_all(b",")?;
    if let Some(division) = explanation.division {
        out.write_all(division.as_str().as_bytes())?;
    }
    out.write_all(b",")?;
    match explanation.place {
        Some(place) => place
            .path()
            .names()
            .try_for_each(|name| out.write_all(name.as_bytes())),
        None => Ok(()),
    }
}

/// In quotes where RFC 4180 asks for them.
fn field(out: &mut Out, text: &str) -> io::Result<()> {
    let text = csv_cell::cell(text);
    if text.bytes().any(|byte| matches!(byte, b'"' | b',')) {
        write!(out, "\"{}\"", text.replace('"', "\"\""))
    } else {
        out.write_all(text.as_bytes())
    }
}
