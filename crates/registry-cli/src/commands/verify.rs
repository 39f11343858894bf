//! `entreg verify`: do name, credit code and legal representative belong together?

use clap::Args;
use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::ihuyi::products::{Ent3fSubmit, MatchStatus, Matched};
use enterprise_registry::{Endpoint, Invalid, Vendor};
use serde::Serialize;

use super::Verdict;
use crate::access::Access;
use crate::cli::Global;
use crate::failure::Failure;
use crate::output::{self, Format};

/// Check a company's name, credit code and legal representative against each other. Costs one
/// query of ent3f.
///
/// The exit code is 0 where they belong together and 1 where they do not, or where the vendor
/// could not tell.
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
}

pub(crate) async fn run(global: &Global, arguments: Arguments) -> Result<Verdict, Failure> {
    let Arguments { name, code, person } = arguments;
    let request = request(name, &code, person)
        .map_err(|invalid| Failure::from(invalid).of(Ihuyi::NAME, Ent3fSubmit::SPEC.name))?;
    let access = Access::open(global).await?;
    let answer = access.client::<Ihuyi>()?.call(request).await?;
    let outcome = outcome(&answer);
    print(global.output, outcome, &answer).map_err(|failure| {
        failure
            .after_answer(&Ent3fSubmit::SPEC)
            .of(Ihuyi::NAME, Ent3fSubmit::SPEC.name)
    })?;
    Ok(if outcome == "match" {
        Verdict::Yes
    } else {
        Verdict::No
    })
}

fn request(name: String, code: &str, person: String) -> Result<Ent3fSubmit, Invalid> {
    let code = code
        .parse()
        .map_err(|error| Invalid::value("ent_code", format!("{error}")))?;
    let request = Ent3fSubmit::new(name, code, person);
    request.validate()?;
    Ok(request)
}

/// A word for the outcome.
pub(super) fn outcome(answer: &Matched) -> &'static str {
    match answer.result.status {
        MatchStatus::Match => "match",
        MatchStatus::Mismatch => "mismatch",
        _ => "undetermined",
    }
}

/// The vendor's own answer with the outcome in a word.
#[derive(Serialize)]
struct Document<'a> {
    outcome: &'static str,
    #[serde(flatten)]
    answer: &'a Matched,
}

fn print(format: Format, outcome: &'static str, answer: &Matched) -> Result<(), Failure> {
    if format == Format::Json {
        return output::value(format, &Document { outcome, answer });
    }
    let serial = answer.serial.as_ref().map_or("", |serial| serial.as_str());
    output::records(
        format,
        &["outcome", "serial"].map(str::to_owned),
        &[[outcome, serial].map(str::to_owned).to_vec()],
    )
}
