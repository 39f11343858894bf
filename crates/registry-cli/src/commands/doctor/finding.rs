//! Collects and writes the findings of the doctor.

use serde::Serialize;

use crate::error::CommandError;
use crate::format::Format;
use crate::output;
use crate::verdict::Verdict;

/// The vendor column of a finding about calls to either vendor.
pub(super) const BOTH: &str = "both";

/// The state of an examined subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    /// In order.
    Good,
    /// It works, with a remark.
    Notice,
    /// Calls fail until it is corrected.
    Bad,
    /// Not examined; the finding says why.
    Untried,
}

impl State {
    fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Notice => "notice",
            Self::Bad => "bad",
            Self::Untried => "untried",
        }
    }
}

/// One examined subject.
#[derive(Debug, Serialize)]
pub(super) struct Finding {
    vendor: &'static str,
    subject: String,
    state: State,
    found: String,
    help: Option<String>,
}

impl Finding {
    pub(super) fn new(
        vendor: &'static str,
        subject: impl Into<String>,
        state: State,
        found: impl Into<String>,
    ) -> Self {
        Self {
            vendor,
            subject: subject.into(),
            state,
            found: found.into(),
            help: None,
        }
    }

    pub(super) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// All findings of a run, with the error that decides the exit code.
#[derive(Debug, Default)]
pub(super) struct Report {
    findings: Vec<Finding>,
    worst: Option<CommandError>,
}

impl Report {
    pub(super) fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Adds a bad finding, with the error that a call would return.
    pub(super) fn add_failure(
        &mut self,
        vendor: &'static str,
        subject: impl Into<String>,
        failure: CommandError,
    ) {
        let finding = Finding::new(vendor, subject, State::Bad, failure.summary());
        self.add(match failure.remedy() {
            Some(remedy) => finding.with_help(remedy),
            None => finding,
        });
        self.worst = Some(match self.worst.take() {
            Some(worst) => worst.worse(failure),
            None => failure,
        });
    }

    pub(super) fn write(&self, format: Format) -> Result<(), CommandError> {
        if format == Format::Json {
            return output::value(format, &self.findings);
        }
        let header = ["vendor", "subject", "state", "found", "help"].map(str::to_owned);
        let rows: Vec<Vec<String>> = self
            .findings
            .iter()
            .map(|finding| {
                let Finding {
                    vendor,
                    subject,
                    state,
                    found,
                    help,
                } = finding;
                vec![
                    (*vendor).to_owned(),
                    subject.clone(),
                    state.as_str().to_owned(),
                    found.clone(),
                    help.clone().unwrap_or_default(),
                ]
            })
            .collect();
        output::records(format, &header, &rows)
    }

    /// Success, or the error with the highest exit code if a finding is bad.
    pub(super) fn into_verdict(self) -> Result<Verdict, CommandError> {
        let mut of_vendors = self.findings.iter().filter(|it| it.vendor != BOTH);
        if of_vendors.all(|it| it.state == State::Untried) {
            return Err(
                CommandError::configuration("neither vendor is configured").with_remedy(
                    "set credentials in the environment or in a profile (see `entreg help`), or \
                     use --sandbox, which needs none",
                ),
            );
        }
        self.worst.map_or(Ok(Verdict::Yes), Err)
    }
}
