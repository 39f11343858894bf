//! `entreg check`: what are these codes, and are they valid? Offline.

mod csv;
mod explanation;
mod json;
mod line;
mod lines;
mod report;

use clap::Args;

use self::report::Report;
use crate::error::CommandError;
use crate::global_options::Global;
use crate::output;
use crate::verdict::Verdict;

/// Tell what identifiers are and whether they are valid, offline: credit codes, organisation
/// codes, registration numbers, division codes, IDcodes.
///
/// Of a valid code it says what it contains: who registered the holder, what kind of body that is,
/// and the division by the table of GB/T 2260. Of an invalid one it names the first wrong position
/// and the codes that differ from it in one character and would be valid, or the one valid code
/// that is left once it is cleaned of what copying adds; which of them was meant, if any, is for a
/// person to say. What a spreadsheet has cut off is told as such.
///
/// Of a list on stdin each line keeps its number, blank lines counted.
///
/// The exit code is 0 where all are valid and 1 where any is not. Numbers of identity cards are
/// recognised and shown masked.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The codes; `-` reads one a line from stdin.
    #[arg(required = true, value_name = "CODE")]
    codes: Vec<String>,
}

pub(crate) fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let from_stdin = arguments.codes.iter().any(|code| code == "-");
    let mut report = Report::new(global.output, from_stdin);
    for code in &arguments.codes {
        if code == "-" {
            lines::of_stdin(&mut report)?;
        } else {
            report.add(code, None)?;
        }
    }
    let (count, invalid) = report.counts();
    output::unless_closed(report.end())?;
    match (count, invalid) {
        (0, _) => Err(CommandError::invalid("there is no code to check")
            .with_remedy("write one code a line to stdin")),
        (_, 0) => Ok(Verdict::Yes),
        _ => Ok(Verdict::No),
    }
}
