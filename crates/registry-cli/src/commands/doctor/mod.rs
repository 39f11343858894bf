//! `entreg doctor`: examines the configuration and what the vendors' hosts accept.

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

/// Check the configuration, the address, the clock, and which requests the vendor's host accepts.
///
/// Sends only free reads. They reveal IDcode's dialect as far as reads can. For each option, a
/// wrong signature is sent too, to detect a host that accepts any.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Only this vendor [default: each configured vendor].
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

/// The configuration file, with a notice if other users can access it.
fn configuration_file(file: &ConfigFile) -> Finding {
    let name = "configuration file";
    match &file.exposure {
        None => Finding::new(BOTH, name, State::Good, file.path.as_str()),
        Some(exposure) => {
            Finding::new(BOTH, name, State::Notice, file.path.as_str()).with_help(exposure.as_str())
        }
    }
}
