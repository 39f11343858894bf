//! `entreg compare`: what do both vendors say of one company, side by side?

mod query;
mod report;

use clap::Args;
use enterprise_registry::Endpoint as _;
use enterprise_registry::ihuyi::products::Entinfov2Submit;

use self::query::{BothSides, Company};
use self::report::{CompareReport, Outcome};
use crate::as_written;
use crate::company_argument::CompanyArgument;
use crate::error::CommandError;
use crate::format::Format;
use crate::global_options::Global;
use crate::paid_calls;
use crate::session::Session;
use crate::stderr;
use crate::verdict::Verdict;

/// Lay what both vendors say of a company side by side: what they agree on, where they differ, and
/// what only one knows. Costs one query of entinfov2; IDcode is free.
///
/// IDcode is asked by name (307), or by main code where one is given (306), with --unit or alone. What is equal only
/// after differences of typing are taken away, or in other words, is said to be; what cannot be
/// told is said too, and is no difference.
///
/// The exit code is 0 where both know the company and differ nowhere, and 1 otherwise.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    company: CompanyArgument,
    /// The main code of the unit at IDcode, where it is known: tells more than the name.
    #[arg(long, value_name = "CODE")]
    unit: Option<String>,
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let company = company(global, arguments)?;
    let session = Session::open(global).await?;
    if let Company::Subject(subject, _) = &company {
        as_written::note(global, &subject.doubts());
    }
    let asking = query::both(&session, company);
    let answers = paid_calls::finish(global, &Entinfov2Submit::SPEC, asking).await??;
    show(global, answers)
}

fn show(global: &Global, answers: BothSides) -> Result<Verdict, CommandError> {
    let BothSides {
        ihuyi,
        idcode,
        failure,
    } = answers;
    let document = CompareReport::new(ihuyi, idcode);
    document.write(global.output)?;
    // Whoever reads JSON reads it there.
    if !global.quiet && global.output != Format::Json {
        stderr::note(&document.summary());
    }
    match failure {
        Some(failure) => Err(failure),
        None if document.outcome == Outcome::Agree => Ok(Verdict::Yes),
        None => Ok(Verdict::No),
    }
}

fn company(global: &Global, arguments: &Arguments) -> Result<Company, CommandError> {
    let unit = match arguments.unit.as_deref() {
        Some(code) => Some(arguments.company.main_code(code, "--unit")?),
        None => None,
    };
    match (arguments.company.id_code(), unit) {
        (Some(code), None) => arguments
            .company
            .main_code(code, "COMPANY")
            .map(Company::Unit),
        (Some(_), Some(_)) => Err(CommandError::invalid("the unit is named twice")
            .with_remedy("give a main code alone, or another code or a name with --unit")),
        (None, unit) => {
            let subject = arguments.company.subject(global)?;
            Ok(Company::Subject(Box::new(subject), unit))
        }
    }
}
