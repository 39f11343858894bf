//! `entreg doctor`: is everything in place to call a vendor, and what does its host accept?

mod dialect;
mod finding;
mod idcode;
mod ihuyi;
mod reach;

use clap::{Args, ValueEnum};

use crate::config::ConfigFile;
use crate::error::CommandError;
use crate::global_options::Global;
use crate::session::Session;
use crate::verdict::Verdict;
use finding::{BOTH, Finding, Report, State};

/// Examine the configuration, the address, the clock and what the vendor's host accepts.
///
/// Only calls that read and that cost nothing are made. Of IDcode's open questions those are tried
/// that such calls can answer; each with a signature that is wrong on purpose beside it, so that a
/// host that accepts anything is seen as one.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Only this vendor; without it both, as far as they are configured.
    #[arg(value_enum)]
    vendor: Option<Which>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    Idcode,
    Ihuyi,
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let session = Session::open_without_warnings(global).await?;
    let mut report = Report::default();
    if let Some(file) = session.settings().config_file() {
        report.add(configuration_file(file));
    }
    for setting in session.settings().connection().report() {
        report.add(reach::finding(BOTH, setting));
    }
    for warning in session.service().root_certificate_warnings() {
        report.add(Finding::new(
            BOTH,
            "root_certificates",
            State::Notice,
            warning,
        ));
    }
    let wanted = arguments.vendor;
    if wanted != Some(Which::Ihuyi) {
        idcode::examine(&session, wanted.is_some(), &mut report).await;
    }
    if wanted != Some(Which::Idcode) {
        ihuyi::examine(&session, wanted.is_some(), &mut report).await;
    }
    report.write(global.output)?;
    report.into_verdict()
}

/// Whose configuration file it is beside its owner's.
fn configuration_file(file: &ConfigFile) -> Finding {
    let name = "configuration file";
    match &file.exposure {
        None => Finding::new(BOTH, name, State::Good, file.path.as_str()),
        Some(exposure) => {
            Finding::new(BOTH, name, State::Notice, file.path.as_str()).with_help(exposure.as_str())
        }
    }
}
