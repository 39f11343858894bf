//! `entreg unit`: shows IDcode's record of a unit.

use clap::Args;
use enterprise_registry::idcode::operations::{
    GetCompanyBaseInfo, GetCompanyInfo, GetOrganUnitStatus, Matching, OrganUnitStatus,
};
use enterprise_registry::idcode::{Idcode, Unit};
use enterprise_registry::model::{IdCode, IdentifierKind};
use enterprise_registry::{Endpoint, Invalid, Vendor};
use serde::Serialize;

use crate::as_written::AsWritten;
use crate::company_argument::kind_by_form;
use crate::error::CommandError;
use crate::global_options::Global;
use crate::output;
use crate::session::Session;
use crate::verdict::Verdict;

/// Show a unit of IDcode: by code with its status (306, 308), or all units with a name (307).
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Main code of the unit, or a name; the form of the text decides which.
    #[arg(value_name = "CODE|NAME")]
    unit: String,
    /// Only units of exactly this name, not those whose name contains it.
    #[arg(long)]
    exact: bool,
    #[command(flatten)]
    as_written: AsWritten,
}

/// The record of a unit followed by its status, under the vendor's names.
#[derive(Serialize)]
struct Output {
    #[serde(flatten)]
    unit: Unit,
    #[serde(flatten)]
    status: OrganUnitStatus,
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let text = arguments.unit.trim();
    if kind_by_form(text) == IdentifierKind::IdCode {
        by_code(global, text, arguments.as_written).await?;
    } else {
        by_name(global, text, arguments).await?;
    }
    Ok(Verdict::Yes)
}

async fn by_code(global: &Global, text: &str, as_written: AsWritten) -> Result<(), CommandError> {
    let about =
        |failure: CommandError| failure.with_operation(Idcode::NAME, GetCompanyBaseInfo::SPEC.name);
    let code: IdCode = as_written.read("companyIDcode", text).map_err(about)?;
    if let Some(rule) = code.broken_rule().filter(|_| code.is_as_written()) {
        let reason = format!("sent as written; it is not a valid {rule}");
        crate::as_written::note(global, &[Invalid::value("companyIDcode", reason)]);
    }
    let session = Session::open(global).await?;
    let client = session.client::<Idcode>()?;
    // A longer code leads to the unit that issued it.
    let code = code.main_code();
    let unit = client.call(GetCompanyBaseInfo::new(code.clone())).await?;
    let status = client.call(GetOrganUnitStatus::new(code)).await?;
    output::value(global.output, &Output { unit, status })
}

async fn by_name(global: &Global, name: &str, arguments: &Arguments) -> Result<(), CommandError> {
    let matching = if arguments.exact {
        Matching::Exact
    } else {
        Matching::Fuzzy
    };
    let name = arguments
        .as_written
        .part_of_name(global, "companyName", name)?;
    let request = GetCompanyInfo::new(name, matching);
    request.validate().map_err(|invalid| {
        CommandError::from(invalid).with_operation(Idcode::NAME, GetCompanyInfo::SPEC.name)
    })?;
    let session = Session::open(global).await?;
    let units = session.client::<Idcode>()?.call(request).await?;
    output::value(global.output, &units)
}
