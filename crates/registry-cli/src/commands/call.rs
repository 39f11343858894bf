//! `entreg call`: any operation, by the vendor's own names.

use clap::{Args, ValueEnum};
use endpoint_core::{Placement, admit};
use enterprise_registry::idcode::Idcode;
use enterprise_registry::ihuyi::Ihuyi;

use super::Verdict;
use crate::access::Access;
use crate::cli::Global;
use crate::credentials::Configured;
use crate::failure::Failure;
use crate::pictures::{self, Destination};
use crate::{arguments, catalogue, output, pages};

/// Call any operation by the vendor's own parameter names.
///
/// Everything that can be known to be wrong is refused before anything is sent. The pages 401,
/// 405 and 607 are not fetched: their signed address is printed, for a browser and nobody else.
/// Pictures show as kind and size, unless --save writes them or --output json keeps their base64.
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
    #[command(flatten)]
    destination: Destination,
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
    let destination = &arguments.destination;
    destination.check(spec.name).map_err(about)?;
    let params = admit(&spec, given).map_err(|invalid| about(invalid.into()))?;
    if spec.placement == Placement::Page {
        pages::show(global, &spec, params).map_err(about)?;
        return Ok(Verdict::Yes);
    }
    let request = operation
        .prepare(params)
        .map_err(|invalid| about(invalid.into()))?;
    let access = Access::open(global).await?;
    let answer = request.send(access.client::<V>()?).await?;
    let (shown, saved) = pictures::settle(global.output, answer, destination);
    output::json_text(global.output, &shown)
        .and(saved)
        .map_err(|failure| about(failure.after_answer(&spec)))?;
    Ok(Verdict::Yes)
}
