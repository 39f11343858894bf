//! `entreg check`: identifies and validates codes offline.

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

/// Identify and validate codes offline: credit codes, organisation codes, registration numbers,
/// division codes, IDcodes.
///
/// For a valid code, the output shows the registering department, the kind of organisation, and the
/// division according to GB/T 2260. For an invalid code, it shows the first wrong position and
/// candidates: valid codes that differ in one character, or the code without characters that were
/// copied along with it. You decide whether one of them is right. Codes that a spreadsheet
/// shortened are recognised.
///
/// For a list on stdin, the output shows the line number of each code; blank lines count.
///
/// The exit code is 0 if all codes are valid, else 1. Numbers of identity cards are recognised and
/// masked.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The codes; `-` reads stdin, one code per line.
    #[arg(required = true, value_name = "CODE")]
    codes: Vec<String>,
}

pub(crate) fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let from_stdin = arguments.codes.iter().any(|code| code == "-");
    let mut report = Report::new(global.output, from_stdin);
    for code in &arguments.codes {
        if code == "-" {
            lines::of_stdin(global, &mut report)?;
        } else {
            report.add(code, None)?;
        }
    }
    let (count, invalid) = report.counts();
    output::unless_closed(report.end())?;
    match (count, invalid) {
        (0, _) => Err(CommandError::invalid("stdin contains no codes")
            .with_remedy("write one code per line to stdin")),
        (_, 0) => Ok(Verdict::Yes),
        _ => Ok(Verdict::No),
    }
}
