//! `entreg unit`: what does IDcode have on record of a unit?

use clap::Args;
use enterprise_registry::idcode::operations::{
    GetCompanyBaseInfo, GetCompanyInfo, GetOrganUnitStatus, Matching, OrganUnitStatus,
};
use enterprise_registry::idcode::{Idcode, Unit};
use enterprise_registry::model::{IdCode, IdentifierKind, ParseIdentifierError, identify};
use enterprise_registry::{Endpoint, Invalid, Vendor};
use serde::Serialize;

use super::Verdict;
use crate::access::Access;
use crate::cli::Global;
use crate::failure::Failure;
use crate::output;

/// Show a unit of IDcode: by its code with its status (306, 308), by its name all that bear it
/// (307).
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Main code of the unit, or a name; which of them it is, is seen from its form.
    #[arg(value_name = "CODE|NAME")]
    unit: String,
    /// Only units of exactly this name; else those with it in their name.
    #[arg(long)]
    exact: bool,
}

/// The record of a unit with its status behind it, under the vendor's names.
#[derive(Serialize)]
struct Document {
    #[serde(flatten)]
    unit: Unit,
    #[serde(flatten)]
    status: OrganUnitStatus,
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, Failure> {
    let text = arguments.unit.trim();
    match identify(text).kind() {
        IdentifierKind::IdCode => by_code(global, text).await,
        _ => by_name(global, text, arguments.exact).await,
    }?;
    Ok(Verdict::Yes)
}

async fn by_code(global: &Global, text: &str) -> Result<(), Failure> {
    let about = |failure: Failure| failure.of(Idcode::NAME, GetCompanyBaseInfo::SPEC.name);
    let code: IdCode = text.parse().map_err(|error: ParseIdentifierError| {
        about(Invalid::value("companyIDcode", error.to_string()).into())
    })?;
    let access = Access::open(global).await?;
    let client = access.client::<Idcode>()?;
    // Of a longer code, the unit that issued it.
    let code = code.main_code();
    let unit = client.call(GetCompanyBaseInfo::new(code.clone())).await?;
    let status = client.call(GetOrganUnitStatus::new(code)).await?;
    output::value(global.output, &Document { unit, status })
}

async fn by_name(global: &Global, name: &str, exact: bool) -> Result<(), Failure> {
    let matching = if exact {
        Matching::Exact
    } else {
        Matching::Fuzzy
    };
    let request = GetCompanyInfo::new(name, matching);
    request
        .validate()
        .map_err(|invalid| Failure::from(invalid).of(Idcode::NAME, GetCompanyInfo::SPEC.name))?;
    let access = Access::open(global).await?;
    let units = access.client::<Idcode>()?.call(request).await?;
    output::value(global.output, &units)
}
