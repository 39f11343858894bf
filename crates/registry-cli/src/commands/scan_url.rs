//! `entreg scan-url`: shows where a scan of a code leads, or which code was scanned.

use clap::Args;
use enterprise_registry::idcode::scan::{self, ScanError, Scanned};
use enterprise_registry::idcode::{Application, address};
use enterprise_registry::model::{IdCode, ParseIdentifierError};
use serde::Serialize;

use crate::error::CommandError;
use crate::escape;
use crate::format::Format;
use crate::global_options::Global;
use crate::output;
use crate::stderr;
use crate::verdict::Verdict;

/// Print the address that a scan of a code leads to, or with --parse the code in such an address.
/// Nothing is sent.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The goto URL of the code.
    #[arg(value_name = "GOTO_URL", required_unless_present = "parse")]
    goto: Option<String>,
    /// The complete code.
    #[arg(value_name = "CODE", required_unless_present = "parse")]
    code: Option<String>,
    /// The code is filed, not registered: the address has item code and base code as separate
    /// parameters.
    #[arg(long, conflicts_with = "parse")]
    filed: bool,
    /// Read the code from this address, path or query instead. Give GOTO_URL too if its parameter
    /// is not called `code`.
    #[arg(long, value_name = "ADDRESS", conflicts_with = "code")]
    parse: Option<String>,
}

pub(crate) fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let goto = arguments.goto.as_deref();
    match (&arguments.parse, goto, &arguments.code) {
        (Some(address), goto, _) => parsed(global.output, address, goto),
        (None, Some(goto), Some(code)) => destination(global.output, goto, code, arguments.filed),
        _ => Err(CommandError::invalid(
            "give a goto URL and a code, or --parse",
        )),
    }?;
    Ok(Verdict::Yes)
}

fn destination(format: Format, goto: &str, code: &str, filed: bool) -> Result<(), CommandError> {
    #[derive(Serialize)]
    struct Output {
        url: String,
    }
    if address::without_scheme(goto).is_none() {
        let repaired = address::repaired(goto);
        let remedy = match address::without_scheme(&repaired) {
            Some(_) => format!("write {repaired}"),
            None => "write it like 'http://www.example.com/item?id='".to_owned(),
        };
        return Err(CommandError::invalid("the goto URL is not http or https")
            .with_parameter("GOTO")
            .with_remedy(remedy));
    }
    let code: IdCode = code
        .parse()
        .map_err(|error: ParseIdentifierError| wrong("CODE", error.to_string()))?;
    let scanned = if filed {
        Scanned::filed(code).map_err(|error| wrong("CODE", error.to_string()))?
    } else {
        Scanned::registered(code)
    };
    for doubt in address::doubts(goto) {
        stderr::note(&format!("warning: the goto URL {doubt}"));
    }
    let url = scan::destination(goto, &scanned);
    if scan::parse_named(&url, scan::parameter(goto)).as_ref() != Ok(&scanned) {
        stderr::note(
            "warning: the code contains characters with a meaning in addresses, and the platform \
             does not encode them: a reader of this address gets another code",
        );
    }
    if format == Format::Table {
        return output::text(&format!("{}\n", escape::visible(&url)));
    }
    output::value(format, &Output { url })
}

fn parsed(format: Format, address: &str, goto: Option<&str>) -> Result<(), CommandError> {
    #[derive(Serialize)]
    struct Output<'a> {
        code: &'a IdCode,
        application: &'static str,
    }
    let name = goto.map_or(scan::CODE, scan::parameter);
    let scanned = scan::parse_named(address, name).map_err(|error| {
        let failure = wrong("--parse", error.to_string());
        match error {
            ScanError::Missing(_) if goto.is_none() => {
                failure.with_remedy("give the goto URL too if the parameter is not called `code`")
            }
            _ => failure,
        }
    })?;
    output::value(
        format,
        &Output {
            code: scanned.code(),
            application: match scanned.application() {
                Application::Filed => "filed",
                _ => "registered",
            },
        },
    )
}

fn wrong(name: &'static str, why: String) -> CommandError {
    CommandError::invalid(format!("{name}: {why}")).with_parameter(name)
}
