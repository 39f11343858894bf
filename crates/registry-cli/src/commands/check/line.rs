//! Writes an explained code as one line of text.

use std::io::{self, Write};

use enterprise_registry::model::DivisionCode;
use enterprise_registry::model::divisions::{self, Division, DivisionState, Era};

use super::explanation::Explanation;
use crate::escape;
use crate::output::Out;

/// The most proposals of a line; JSON and CSV have all.
const MOST_PROPOSALS: usize = 3;
/// The most successors of a withdrawn division.
const MOST_DIVISIONS: usize = 3;

pub(super) fn write(out: &mut Out, explanation: &Explanation<'_>, error: &str) -> io::Result<()> {
    if let Some(line) = explanation.line {
        write!(out, "{line:>6}  ")?;
    }
    padded(out, &explanation.shown, 24)?;
    padded(out, explanation.found.kind().as_str(), 19)?;
    if explanation.found.is_valid() {
        valid(out, explanation)?;
    } else {
        out.write_all(b"invalid: ")?;
        padded(out, error, 0)?;
        proposals(out, explanation)?;
    }
    for warning in explanation.found.warnings().iter() {
        write!(out, "; {warning}")?;
    }
    out.write_all(b"\n")
}

fn valid(out: &mut Out, explanation: &Explanation<'_>) -> io::Result<()> {
    out.write_all(b"valid")?;
    let mut between: &[u8] = b": ";
    if let Some(code) = &explanation.credit_code {
        out.write_all(between)?;
        out.write_all(code.organisation_kind().as_str().as_bytes())?;
        out.write_all(b", ")?;
        out.write_all(code.department().as_str().as_bytes())?;
        between = b", ";
    }
    match (explanation.place, explanation.division) {
        (Some(place), _) => {
            out.write_all(between)?;
            path(out, place.latest())?;
            state(out, place)?;
            other_meanings(out, place)
        }
        (None, Some(DivisionCode::NATION)) => {
            out.write_all(between)?;
            out.write_all(b"the whole country")
        }
        (None, Some(division)) => {
            out.write_all(between)?;
            out.write_all(b"division ")?;
            out.write_all(division.as_str().as_bytes())?;
            if let Some(around) = divisions::enclosing(division) {
                out.write_all(b" in ")?;
                path(out, around.latest())?;
                out.write_all(b",")?;
            }
            out.write_all(b" not in GB/T 2260")
        }
        (None, None) => Ok(()),
    }
}

fn path(out: &mut Out, era: Era) -> io::Result<()> {
    era.path()
        .names()
        .try_for_each(|name| out.write_all(name.as_bytes()))
}

fn state(out: &mut Out, place: Division) -> io::Result<()> {
    let year = match place.state() {
        DivisionState::Withdrawn { year } => year,
        DivisionState::Zone => return out.write_all(b" (a zone, not in GB/T 2260)"),
        _ => return Ok(()),
    };
    write!(out, " (withdrawn {year}")?;
    let today = place.current();
    let now = if place.may_be_elsewhere() {
        ", now mainly "
    } else {
        ", now "
    };
    for (index, one) in today.iter().take(MOST_DIVISIONS).enumerate() {
        out.write_all(match index {
            0 => now.as_bytes(),
            _ if index + 1 == today.len() => b" and ",
            _ => b", ",
        })?;
        path(out, one.latest())?;
    }
    if let more @ 1.. = today.len().saturating_sub(MOST_DIVISIONS) {
        write!(out, " and {more} more")?;
    }
    out.write_all(b")")
}

/// The earlier meanings of a division code, because the code may date from then.
fn other_meanings(out: &mut Out, place: Division) -> io::Result<()> {
    for era in place.other_meanings() {
        let (from, until) = era.years();
        match until.map_or(from, |until| until.saturating_sub(1)) {
            last if last == from => write!(out, "; in {from}: ")?,
            last => write!(out, "; {from} to {last}: ")?,
        }
        path(out, era)?;
    }
    Ok(())
}

fn proposals(out: &mut Out, explanation: &Explanation<'_>) -> io::Result<()> {
    let proposals = explanation.proposals();
    for (index, proposal) in proposals.iter().take(MOST_PROPOSALS).enumerate() {
        out.write_all(if index == 0 {
            b"; would be valid: "
        } else {
            b", "
        })?;
        padded(out, &proposal.code, 0)?;
    }
    match proposals.len().saturating_sub(MOST_PROPOSALS) {
        0 => Ok(()),
        more => write!(out, " and {more} more"),
    }
}

/// Writes a text padded to a width and two blanks, or unpadded if the width is 0. Written by hand:
/// the formatter of the standard library takes longer than all other work on a code.
fn padded(out: &mut Out, text: &str, width: usize) -> io::Result<()> {
    const BLANKS: &[u8] = &[b' '; 26];
    let is_plain = text.bytes().all(|byte| (b' '..0x7f).contains(&byte));
    let length = if is_plain {
        out.write_all(text.as_bytes())?;
        text.len()
    } else {
        let text = escape::visible(text);
        out.write_all(text.as_bytes())?;
        text.chars().count()
    };
    let blanks = if width == 0 {
        0
    } else {
        width.saturating_sub(length) + 2
    };
    out.write_all(BLANKS.get(..blanks).unwrap_or(BLANKS))
}
