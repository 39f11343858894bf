//! `entreg lookup`: shows the register's record of a company.

use clap::Args;
use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::ihuyi::products::Entinfov2Submit;
use enterprise_registry::{Endpoint, Vendor};

use crate::company_argument::CompanyArgument;
use crate::error::CommandError;
use crate::global_options::Global;
use crate::output;
use crate::paid_calls;
use crate::session::Session;
use crate::verdict::Verdict;

/// Show a company's record: registration data, officers, certificates. Costs one entinfov2 query.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    company: CompanyArgument,
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let about =
        |failure: CommandError| failure.with_operation(Ihuyi::NAME, Entinfov2Submit::SPEC.name);
    let request = Entinfov2Submit::new(arguments.company.subject(global).map_err(about)?);
    request
        .validate()
        .map_err(|invalid| about(invalid.into()))?;
    let session = Session::open(global).await?;
    let client = session.client::<Ihuyi>()?;
    arguments.company.note(global, &request.doubts());
    let record = paid_calls::finish(global, &Entinfov2Submit::SPEC, client.call(request)).await??;
    output::value(global.output, &record).map_err(about)?;
    Ok(Verdict::Yes)
}
