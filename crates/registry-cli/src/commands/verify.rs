//! `entreg verify`: checks that name, credit code and legal representative belong together.

use clap::Args;
use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::ihuyi::products::{Ent3fSubmit, MatchStatus, Matched};
use enterprise_registry::{Endpoint, Error, Refusal, RefusalKind, Vendor};
use serde::Serialize;

use crate::as_written::{self, AsWritten};
use crate::error::CommandError;
use crate::format::Format;
use crate::global_options::Global;
use crate::output;
use crate::paid_calls;
use crate::session::Session;
use crate::stderr;
use crate::verdict::Verdict;

/// Check that a company's name, credit code and legal representative belong together. Costs one
/// ent3f query.
///
/// The exit code is 0 if they belong together. It is 1 if they do not (mismatch), if the vendor
/// cannot tell (undetermined), or if the register has no such code (not_found, which may be charged
/// too).
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The company's name.
    #[arg(long)]
    name: String,
    /// Its unified social credit code.
    #[arg(long)]
    code: String,
    /// The name of its legal representative.
    #[arg(long)]
    person: String,
    #[command(flatten)]
    as_written: AsWritten,
}

pub(crate) async fn run(global: &Global, arguments: Arguments) -> Result<Verdict, CommandError> {
    let request = request(global, arguments)
        .map_err(|failure| failure.with_operation(Ihuyi::NAME, Ent3fSubmit::SPEC.name))?;
    let session = Session::open(global).await?;
    let client = session.client::<Ihuyi>()?;
    as_written::note(global, &request.doubts());
    let answer = paid_calls::finish(global, &Ent3fSubmit::SPEC, client.call(request)).await?;
    let written = match &answer {
        Ok(answer) => {
            if outcome(answer) == "undetermined" && !global.quiet && global.output != Format::Json {
                stderr::note(
                    "undetermined: the vendor replied neither 2 (match) nor 1 (mismatch); this says \
                     nothing about the company",
                );
            }
            print(global.output, answer)
        }
        Err(Error::Refused(refusal)) if refusal.kind == RefusalKind::NotFound => {
            print_not_found(global.output, refusal)
        }
        Err(_) => Ok(()),
    };
    written.map_err(|failure| failure.with_operation(Ihuyi::NAME, Ent3fSubmit::SPEC.name))?;
    match answer {
        Ok(answer) if outcome(&answer) == "match" => Ok(Verdict::Yes),
        Ok(_) => Ok(Verdict::No),
        // After "not found" too, stderr has the vendor's message and the possible charge.
        Err(error) => Err(error.into()),
    }
}

fn request(global: &Global, arguments: Arguments) -> Result<Ent3fSubmit, CommandError> {
    let Arguments {
        name,
        code,
        person,
        as_written,
    } = arguments;
    let code = as_written.read("ent_code", &code)?;
    let request = if as_written.is_given() {
        Ent3fSubmit::new(name, code, person).with_names_as_written()
    } else {
        let name = as_written::repaired(global, "ent_name", &name)?;
        let person = as_written::repaired(global, "name", &person)?;
        Ent3fSubmit::new(name, code, person)
    };
    request.validate()?;
    Ok(request)
}

/// The outcome as one word.
pub(super) fn outcome(answer: &Matched) -> &'static str {
    match answer.result.status {
        MatchStatus::Match => "match",
        MatchStatus::Mismatch => "mismatch",
        _ => "undetermined",
    }
}

/// The vendor's own reply with the outcome as one word.
#[derive(Serialize)]
struct Output<'a> {
    outcome: &'static str,
    #[serde(flatten)]
    answer: &'a Matched,
}

/// The outcome "not found", which the vendor sends as a refusal.
#[derive(Serialize)]
struct NotFound<'a> {
    outcome: &'static str,
    code: i64,
    message: &'a str,
}

fn print_not_found(format: Format, refusal: &Refusal) -> Result<(), CommandError> {
    if format == Format::Json {
        let document = NotFound {
            outcome: "not_found",
            code: refusal.code,
            message: &refusal.message,
        };
        return output::value(format, &document);
    }
    outcome_row(format, "not_found", "")
}

fn print(format: Format, answer: &Matched) -> Result<(), CommandError> {
    let outcome = outcome(answer);
    if format == Format::Json {
        return output::value(format, &Output { outcome, answer });
    }
    let serial = answer.serial.as_ref().map_or("", |serial| serial.as_str());
    outcome_row(format, outcome, serial)
}

fn outcome_row(format: Format, outcome: &str, serial: &str) -> Result<(), CommandError> {
    output::records(
        format,
        &["outcome", "serial"].map(str::to_owned),
        &[[outcome, serial].map(str::to_owned).to_vec()],
    )
}
