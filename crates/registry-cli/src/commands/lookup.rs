//! `entreg lookup`: what does the register say of a company?

use clap::Args;
use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::ihuyi::products::Entinfov2Submit;
use enterprise_registry::{Endpoint, Vendor};

use super::Verdict;
use crate::access::Access;
use crate::cli::Global;
use crate::failure::Failure;
use crate::output;
use crate::spent::{self, Spent};
use crate::which::Which;

/// Return a company's record: registration data, officers, certificates. Costs one query of
/// entinfov2.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    which: Which,
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, Failure> {
    let about = |failure: Failure| failure.of(Ihuyi::NAME, Entinfov2Submit::SPEC.name);
    let request = Entinfov2Submit::new(arguments.which.subject().map_err(about)?);
    request
        .validate()
        .map_err(|invalid| about(invalid.into()))?;
    let access = Access::open(global).await?;
    let client = access.client::<Ihuyi>()?;
    arguments.which.note(global);
    let answer = spent::paid(
        global,
        &access,
        &Entinfov2Submit::SPEC,
        client.call(request),
    )
    .await?;
    let written = match &answer {
        Ok(record) => output::value(global.output, record)
            .map_err(|failure| about(failure.after_answer(&Entinfov2Submit::SPEC))),
        Err(_) => Ok(()),
    };
    Spent::by(access.spending(), &Entinfov2Submit::SPEC).note(global, None);
    written?;
    answer?;
    Ok(Verdict::Yes)
}
