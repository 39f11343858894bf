//! `entreg check`: what are these codes, and are they valid? Offline.

mod csv;
mod explanation;
mod json;
mod line;
mod personal;
mod report;

use std::io::{self, BufRead, BufReader, Read};

use clap::Args;

use self::report::Report;
use super::Verdict;
use crate::cli::Global;
use crate::failure::{Failure, Kind};
use crate::output;

/// Tell what identifiers are and whether they are valid, offline: credit codes, organisation
/// codes, registration numbers, division codes, IDcodes.
///
/// Of a valid code it says what it contains: who registered the holder, what kind of body that is,
/// and the division by the table of GB/T 2260. Of an invalid one it names the first wrong position
/// and the codes that differ from it in one character and would be valid; which of them was meant,
/// if any, is for a person to say.
///
/// The exit code is 0 where all are valid and 1 where any is not. Numbers of identity cards are
/// recognised and shown masked.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The codes; `-` reads one a line from stdin.
    #[arg(required = true, value_name = "CODE")]
    codes: Vec<String>,
}

pub(crate) fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, Failure> {
    let mut report = Report::new(global.output);
    for code in &arguments.codes {
        if code == "-" {
            lines_of_stdin(&mut report)?;
        } else {
            report.add(code)?;
        }
    }
    let (count, invalid) = report.counts();
    output::unless_closed(report.end())?;
    match (count, invalid) {
        (0, _) => Err(Failure::invalid("there is no code to check")
            .with_remedy("write one code a line to stdin")),
        (_, 0) => Ok(Verdict::Yes),
        _ => Ok(Verdict::No),
    }
}

/// As much of a line as is looked at, in bytes: no code is as long, and what is no list of codes
/// has lines that fill the memory.
const LONGEST: u64 = 64 * 1024;

/// Blank lines are passed over; line ends of either kind and a byte order mark are no part of a
/// code.
fn lines_of_stdin(report: &mut Report) -> Result<(), Failure> {
    let mut stdin = BufReader::with_capacity(256 * 1024, io::stdin().lock());
    let mut line = Vec::new();
    let mut is_first = true;
    loop {
        line.clear();
        if next_line(&mut stdin, &mut line).map_err(|error| {
            Failure::new(Kind::Invalid, "stdin cannot be read").with_cause(error.to_string())
        })? == 0
        {
            return Ok(());
        }
        let mut code = line.trim_ascii_end();
        // Blanks are wrong in a code and are shown to be; only the line end goes.
        if !code.is_empty() {
            code = line.strip_suffix(b"\n").unwrap_or(&line);
            code = code.strip_suffix(b"\r").unwrap_or(code);
        }
        if core::mem::take(&mut is_first) {
            code = code.strip_prefix("\u{feff}".as_bytes()).unwrap_or(code);
        }
        if code.is_empty() {
            continue;
        }
        match core::str::from_utf8(code) {
            Ok(code) => report.add(code)?,
            Err(_) => report.add(&String::from_utf8_lossy(code))?,
        }
    }
}

/// Reads a line, or the beginning of one that is too long to be a code.
fn next_line(stdin: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<usize> {
    let length = stdin.by_ref().take(LONGEST).read_until(b'\n', line)?;
    if line.len() as u64 == LONGEST && !line.ends_with(b"\n") {
        stdin.skip_until(b'\n')?;
    }
    Ok(length)
}
