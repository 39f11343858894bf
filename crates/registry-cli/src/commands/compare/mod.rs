//! `entreg compare`: compares both vendors' records of a company.

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

/// Compare both vendors' records of a company field by field. Costs one entinfov2 query; IDcode is
/// free.
///
/// IDcode is queried by name (307), or by main code (306) if one is given, alone or with --unit.
/// The note of a field says if values are equal only after normalisation or in other words, or if
/// they cannot be compared, which is not a difference.
///
/// The exit code is 0 if both vendors have the company and no field differs, else 1.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    company: CompanyArgument,
    /// The main code of the unit at IDcode, which is more reliable than the name.
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
    // JSON contains the outcome.
    if !global.quiet && global.output != Format::Json {
        for line in document.summary() {
            stderr::note(&line);
        }
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
        (Some(_), Some(_)) => Err(CommandError::invalid("two main codes were given")
            .with_remedy("give a main code alone, or another code or a name with --unit")),
        (None, unit) => {
            let subject = arguments.company.subject(global)?;
            Ok(Company::Subject(Box::new(subject), unit))
        }
    }
}
