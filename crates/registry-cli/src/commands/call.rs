//! `entreg call`: any operation, by the vendor's own names.

use clap::{Args, ValueEnum};
use endpoint_core::admit;
use enterprise_registry::idcode::Idcode;
use enterprise_registry::ihuyi::Ihuyi;

use super::Verdict;
use crate::access::Access;
use crate::cli::Global;
use crate::credentials::Configured;
use crate::failure::Failure;
use crate::{arguments, catalogue, output};

/// Call any operation by the vendor's own parameter names.
///
/// Everything that can be known to be wrong is refused before anything is sent.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Whose operation it is.
    #[arg(value_enum)]
    vendor: VendorName,
    /// The operation's name (GetCompanyBaseInfo, ent3f.Submit) or number (306).
    operation: String,
    /// Parameters: name=value with plain text, name=@file with the content of a file (text as
    /// text, pictures as base64, file parts as they are), name=@@value for text that begins
    /// with @.
    #[arg(value_name = "NAME=VALUE")]
    parameters: Vec<String>,
}

/// The vendors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum VendorName {
    /// IDcode: registration of units and QR identifiers.
    Idcode,
    /// ihuyi: verification of companies.
    Ihuyi,
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, Failure> {
    match arguments.vendor {
        VendorName::Idcode => call::<Idcode>(global, arguments).await,
        VendorName::Ihuyi => call::<Ihuyi>(global, arguments).await,
    }
}

async fn call<V: Configured>(global: &Global, arguments: &Arguments) -> Result<Verdict, Failure> {
    let operation = catalogue::find::<V>(&arguments.operation)?;
    let spec = operation.spec();
    let about = |failure: Failure| failure.of(V::NAME, spec.name);
    let given = arguments::read(&spec, V::COMMON, &arguments.parameters).map_err(about)?;
    let request = admit(&spec, given)
        .and_then(|params| operation.prepare(params))
        .map_err(|invalid| about(invalid.into()))?;
    let access = Access::open(global).await?;
    let answer = request.send(access.client::<V>()?).await?;
    output::json_text(global.output, &answer)
        .map_err(|failure| about(failure.after_answer(&spec)))?;
    Ok(Verdict::Yes)
}
