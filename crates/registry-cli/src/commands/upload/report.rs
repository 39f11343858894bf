//! Reports which codes of an upload are in, out or unknown.

use enterprise_registry::idcode::{CallReport, CodeFile, ListReport, UploadOutcome};
use enterprise_registry::{Error, TransportErrorKind, uploads};
use serde::Serialize;

use crate::error::CommandError;
use crate::format::Format;
use crate::interruption;
use crate::output;

/// The result of an upload.
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

/// The outcome of one call of several.
#[derive(Serialize)]
struct Call {
    #[serde(rename = "First")]
    first: u64,
    #[serde(rename = "Last")]
    last: u64,
    #[serde(rename = "Fate")]
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
    /// The report of a file that was uploaded.
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

    /// The report of the calls of this run; the codes after the last call are out.
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

/// The error for a file whose upload failed.
pub(super) fn failed_file(error: Error) -> CommandError {
    let outcome = uploads::outcome(&error);
    let is_too_large = matches!(
        &error,
        Error::Transport(transport) if transport.kind() == TransportErrorKind::Status(413)
    );
    let failure = match (outcome, CommandError::from(error)) {
        (UploadOutcome::Unknown, failure) => failure.with_remedy(LOOK_UP),
        (_, failure) => failure,
    };
    if is_too_large {
        return failure.with_further_remedy(
            "the server refuses a file of this size: split it into several calls with --per-call",
        );
    }
    failure
}

/// The error for a file whose upload was aborted.
pub(super) fn aborted_file() -> CommandError {
    interruption::broken_off().with_remedy(LOOK_UP)
}

const LOOK_UP: &str = "look the upload up (operations 502 and 503) before you repeat it";

/// The error for several calls of which one failed or was interrupted.
pub(super) fn stopped_calls(failure: CommandError, report: &ListReport) -> CommandError {
    let on = format!("continue with --from {}", report.first_out());
    match report.calls().last() {
        Some(call) if call.outcome() == UploadOutcome::Unknown => failure.with_remedy(format!(
            "look the codes {} to {} up (operations 502 and 503) before you repeat them; for the \
             codes after them {on}",
            call.first(),
            call.last()
        )),
        Some(call) if call.outcome() == UploadOutcome::Uploaded => failure.with_further_remedy(
            &format!("the codes up to {} are uploaded; {on}", call.last()),
        ),
        Some(call) if call.first() > 1 => failure.with_further_remedy(&format!(
            "the codes before {} are uploaded; {on}",
            call.first()
        )),
        _ => failure,
    }
}
