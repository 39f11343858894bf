//! `entreg lookup`: what does the register say of a company?

use clap::Args;
use enterprise_registry::ihuyi::products::Entinfov2Submit;
use enterprise_registry::ihuyi::{Ihuyi, Subject};
use enterprise_registry::model::{IdentifierKind, ParseIdentifierError, identify};
use enterprise_registry::{Endpoint, Invalid, Vendor};

use super::Verdict;
use crate::access::Access;
use crate::cli::Global;
use crate::failure::Failure;
use crate::output::{self, Format};

/// Return a company's record: registration data, officers, certificates. Costs one query of
/// entinfov2.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Credit code, organisation code, registration number or name; which of them it is, is seen
    /// from its form.
    company: String,
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, Failure> {
    let about = |failure: Failure| failure.of(Ihuyi::NAME, Entinfov2Submit::SPEC.name);
    let (subject, by) = subject(arguments.company.trim()).map_err(about)?;
    let request = Entinfov2Submit::new(subject);
    request
        .validate()
        .map_err(|invalid| about(invalid.into()))?;
    let access = Access::open(global).await?;
    let client = access.client::<Ihuyi>()?;
    // Whoever reads JSON reads the errors on stderr as JSON too.
    if !global.quiet && global.output != Format::Json {
        output::note(&format!("looking up by {by}"));
    }
    let record = client.call(request).await?;
    output::value(global.output, &record)
        .map_err(|failure| about(failure.after_answer(&Entinfov2Submit::SPEC)))?;
    Ok(Verdict::Yes)
}

fn subject(text: &str) -> Result<(Subject, &'static str), Failure> {
    let wrong = |name: &'static str| {
        move |error: ParseIdentifierError| Invalid::value(name, error.to_string())
    };
    Ok(match identify(text).kind() {
        IdentifierKind::CreditCode => {
            let code = text.parse().map_err(wrong("ent_code"))?;
            (Subject::CreditCode(code), "credit code")
        }
        IdentifierKind::OrganizationCode => {
            let code = text.parse().map_err(wrong("organization_code"))?;
            (Subject::OrganizationCode(code), "organisation code")
        }
        IdentifierKind::RegistrationNumber => {
            let number = text.parse().map_err(wrong("reg_no"))?;
            (Subject::RegistrationNumber(number), "registration number")
        }
        IdentifierKind::Unknown => (Subject::Name(text.to_owned()), "name"),
        other => {
            return Err(Failure::invalid(format!(
                "this is the form of a {other}, which the register is not asked by"
            ))
            .with_remedy(
                "give a credit code, an organisation code, a registration number or a name",
            ));
        }
    })
}
