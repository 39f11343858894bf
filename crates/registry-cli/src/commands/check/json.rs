//! An element of the one array on stdout. Every code has every member; those of a list on stdin
//! also have their line.

use std::io::{self, Write};

use enterprise_registry::model::DivisionCode;
use enterprise_registry::model::divisions::{self, DivisionState, Era};

use super::explanation::{Explanation, Proposal};
use super::report::Out;

pub(super) fn write(out: &mut Out, explanation: &Explanation<'_>, error: &str) -> io::Result<()> {
    let found = &explanation.found;
    out.write_all(b"{\"code\":")?;
    quoted(out, &explanation.shown)?;
    out.write_all(b",\"kind\":\"")?;
    out.write_all(found.kind().as_str().as_bytes())?;
    out.write_all(if found.is_valid() {
        b"\",\"valid\":true,\"error\":"
    } else {
        b"\",\"valid\":false,\"error\":"
    })?;
    if found.is_valid() {
        out.write_all(b"null,\"position\":null,\"expected\":null,\"corrections\":[]")?;
    } else {
        quoted(out, error)?;
        refusal(out, explanation)?;
    }
    out.write_all(b",\"warnings\":[")?;
    for (index, warning) in found.warnings().iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        quoted(out, warning.as_str())?;
    }
    parts(out, explanation)?;
    division(out, explanation)?;
    match explanation.line {
        Some(line) => write!(out, ",\"line\":{line}}}"),
        None => out.write_all(b"}"),
    }
}

fn refusal(out: &mut Out, explanation: &Explanation<'_>) -> io::Result<()> {
    out.write_all(b",\"position\":")?;
    match explanation.position() {
        Some(position) => number(out, position)?,
        None => out.write_all(b"null")?,
    }
    out.write_all(b",\"expected\":")?;
    match explanation.expected() {
        Some(expected) => {
            out.write_all(b"\"")?;
            character(out, expected)?;
            out.write_all(b"\"")?;
        }
        None => out.write_all(b"null")?,
    }
    out.write_all(b",\"corrections\":[")?;
    for (index, Proposal { correction, code }) in explanation.proposals().iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        out.write_all(b"{\"code\":")?;
        quoted(out, code)?;
        let Some(correction) = correction else {
            out.write_all(b",\"position\":null,\"proposed\":null,\"lookalike\":true}")?;
            continue;
        };
        out.write_all(b",\"position\":")?;
        number(out, correction.position())?;
        out.write_all(b",\"proposed\":\"")?;
        character(out, correction.proposed())?;
        out.write_all(if correction.is_lookalike() {
            b"\",\"lookalike\":true}"
        } else {
            b"\",\"lookalike\":false}"
        })?;
    }
    out.write_all(b"]")
}

/// What a credit code contains.
fn parts(out: &mut Out, explanation: &Explanation<'_>) -> io::Result<()> {
    let Some(code) = &explanation.credit_code else {
        return out.write_all(b"],\"holder\":null,\"department\":null,\"organization_code\":null");
    };
    out.write_all(b"],\"holder\":\"")?;
    out.write_all(code.organisation_kind().as_str().as_bytes())?;
    out.write_all(b"\",\"department\":\"")?;
    out.write_all(code.department().as_str().as_bytes())?;
    out.write_all(b"\",\"organization_code\":\"")?;
    if let Some(part) = code.organization_code() {
        out.write_all(part.as_str().as_bytes())?;
    }
    out.write_all(b"\"")
}

fn division(out: &mut Out, explanation: &Explanation<'_>) -> io::Result<()> {
    let Some(code) = explanation.division else {
        return out.write_all(b",\"division\":null");
    };
    out.write_all(b",\"division\":{\"code\":\"")?;
    out.write_all(code.as_str().as_bytes())?;
    let Some(place) = explanation.place else {
        return not_listed(out, code);
    };
    out.write_all(b"\",\"name\":\"")?;
    path(out, place.latest())?;
    match place.state() {
        DivisionState::Withdrawn { year } => {
            write!(
                out,
                "\",\"standing\":\"withdrawn\",\"year\":{year},\"today\":["
            )?;
            for (index, today) in place.today().into_iter().enumerate() {
                let between = if index > 0 { "," } else { "" };
                write!(out, "{between}\"{}\"", today.code())?;
            }
            out.write_all(b"]")?;
            if place.may_be_elsewhere() {
                out.write_all(b",\"may_be_elsewhere\":true")?;
            }
        }
        DivisionState::Bracket => out.write_all(b"\",\"standing\":\"bracket\"")?,
        DivisionState::Zone => out.write_all(b"\",\"standing\":\"zone\"")?,
        _ => out.write_all(b"\",\"standing\":\"current\"")?,
    }
    for (index, era) in place.other_meanings().enumerate() {
        out.write_all(if index == 0 {
            b",\"other_meanings\":[{\"name\":\""
        } else {
            b",{\"name\":\""
        })?;
        path(out, era)?;
        let (from, until) = era.years();
        write!(
            out,
            "\",\"from\":{from},\"until\":{}}}",
            until.unwrap_or(from)
        )?;
    }
    out.write_all(match place.other_meanings().next() {
        Some(_) => b"]}",
        None => b"}",
    })
}

/// Of a code that is not in the standard, the city or province that its digits name.
fn not_listed(out: &mut Out, code: DivisionCode) -> io::Result<()> {
    if code == DivisionCode::NATION {
        return out.write_all(b"\",\"name\":null,\"standing\":\"nation\"}");
    }
    out.write_all(b"\",\"name\":null,\"standing\":\"unknown\"")?;
    if let Some(around) = divisions::around(code) {
        write!(
            out,
            ",\"around\":{{\"code\":\"{}\",\"name\":\"",
            around.code()
        )?;
        path(out, around.latest())?;
        out.write_all(b"\"}")?;
    }
    out.write_all(b"}")
}

/// Names of the table have nothing that would have to be escaped; a test of the table says so.
fn path(out: &mut Out, era: Era) -> io::Result<()> {
    era.path()
        .names()
        .try_for_each(|name| out.write_all(name.as_bytes()))
}

/// By hand: the formatter of the standard library takes as long as the rest of a refusal.
fn number(out: &mut Out, number: usize) -> io::Result<()> {
    match u8::try_from(number) {
        Ok(digit @ 0..=9) => out.write_all(&[b'0' + digit]),
        Ok(number @ 10..=99) => out.write_all(&[b'0' + number / 10, b'0' + number % 10]),
        _ => write!(out, "{number}"),
    }
}

/// A digit or a capital, which nothing in JSON escapes.
fn character(out: &mut Out, character: char) -> io::Result<()> {
    out.write_all(character.encode_utf8(&mut [0; 4]).as_bytes())
}

fn quoted(out: &mut Out, text: &str) -> io::Result<()> {
    let is_plain = text
        .bytes()
        .all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
    if !is_plain {
        return serde_json::to_writer(out, text).map_err(io::Error::from);
    }
    out.write_all(b"\"")?;
    out.write_all(text.as_bytes())?;
    out.write_all(b"\"")
}
