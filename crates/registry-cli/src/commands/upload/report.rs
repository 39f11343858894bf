//! What became of the codes of an upload: in, out, or does nobody know?

use enterprise_registry::idcode::{CallReport, CodeFile, ListReport, UploadOutcome};
use enterprise_registry::{Error, TransportErrorKind, uploads};
use serde::Serialize;

use crate::error::CommandError;
use crate::format::Format;
use crate::interruption;
use crate::output;

/// What has gone up.
#[derive(Serialize)]
pub(super) struct Report {
    #[serde(rename = "CodeFileName")]
    file: String,
    #[serde(rename = "CodeNum")]
    codes: u64,
    #[serde(rename = "In")]
    certainly_in: u64,
    #[serde(rename = "Unknown")]
    unknown: u64,
    #[serde(rename = "Out")]
    certainly_out: u64,
    #[serde(rename = "Calls", skip_serializing_if = "Option::is_none")]
    calls: Option<Vec<Call>>,
}

/// What became of one call of several.
#[derive(Serialize)]
struct Call {
    #[serde(rename = "First")]
    first: u64,
    #[serde(rename = "Last")]
    last: u64,
    #[serde(rename = "UploadOutcome")]
    fate: &'static str,
}

impl Call {
    fn new(call: &CallReport) -> Self {
        Self {
            first: call.first(),
            last: call.last(),
            fate: call.outcome().as_str(),
        }
    }
}

impl Report {
    /// A file that has gone up whole.
    pub(super) fn for_file(codes: &CodeFile) -> Self {
        Self {
            file: codes.file().name().to_owned(),
            codes: codes.count(),
            certainly_in: codes.count(),
            unknown: 0,
            certainly_out: 0,
            calls: None,
        }
    }

    /// Calls that were made in this run; what follows the last of them is out.
    pub(super) fn for_calls(codes: &CodeFile, report: &ListReport) -> Self {
        Self {
            file: codes.file().name().to_owned(),
            codes: codes.count(),
            certainly_in: report.count(UploadOutcome::Uploaded),
            unknown: report.count(UploadOutcome::Unknown),
            certainly_out: (codes.count() + 1).saturating_sub(report.first_out()),
            calls: Some(report.calls().iter().map(Call::new).collect()),
        }
    }

    pub(super) fn write(&self, format: Format) -> Result<(), CommandError> {
        match &self.calls {
            Some(calls) if format != Format::Json => output::value(format, calls),
            _ => output::value(format, self),
        }
    }
}

/// A file that did not go up whole.
pub(super) fn failed_file(codes: &CodeFile, error: Error) -> CommandError {
    let outcome = uploads::outcome(&error);
    let is_too_large = matches!(
        &error,
        Error::Transport(transport) if transport.kind() == TransportErrorKind::Status(413)
    );
    let failure = match (outcome, CommandError::from(error)) {
        (UploadOutcome::Unknown, failure) => failure.with_remedy(look_up(codes)),
        (_, failure) => failure,
    };
    if is_too_large {
        return failure.with_further_remedy(
            "the server takes no file of this size: --per-call makes several calls of it",
        );
    }
    failure
}

/// A file of which the program did not wait to hear.
pub(super) fn broken_off_file(codes: &CodeFile) -> CommandError {
    interruption::broken_off().with_remedy(look_up(codes))
}

fn look_up(codes: &CodeFile) -> String {
    format!(
        "nobody knows whether the {} codes are in: look the upload up (operations 502 and 503) \
         before it is repeated",
        codes.count()
    )
}

/// Calls of which one failed, or that somebody stopped.
pub(super) fn stopped_calls(failure: CommandError, report: &ListReport) -> CommandError {
    let on = format!("go on with --from {}", report.first_out());
    match report.calls().last() {
        Some(call) if call.outcome() == UploadOutcome::Unknown => failure.with_remedy(format!(
            "nobody knows whether the codes {} to {} are in: look them up (operations 502 and \
             503); with those that follow {on}",
            call.first(),
            call.last()
        )),
        Some(call) if call.outcome() == UploadOutcome::Uploaded => {
            failure.with_further_remedy(&format!("the codes up to {} are in, {on}", call.last()))
        }
        Some(call) if call.first() > 1 => {
            failure.with_further_remedy(&format!("the codes before {} are in, {on}", call.first()))
        }
        _ => failure,
    }
}
