//! What has the doctor found, and how is it told?

use serde::Serialize;

use crate::error::CommandError;
use crate::format::Format;
use crate::output;
use crate::verdict::Verdict;

/// What concerns every call, of whichever vendor.
pub(super) const BOTH: &str = "both";

/// How one thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    /// As it should be.
    Good,
    /// It works, and there is something to know.
    Notice,
    /// Calls fail until it is mended.
    Bad,
    /// Not examined; the text says why.
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

/// One thing that was examined.
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

/// All findings of one run, with the failure that decides the exit code.
#[derive(Debug, Default)]
pub(super) struct Report {
    findings: Vec<Finding>,
    worst: Option<CommandError>,
}

impl Report {
    pub(super) fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Something that is bad, as the failure that a call would meet.
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

    /// Success unless something is bad; then the failure with the highest exit code.
    pub(super) fn into_verdict(self) -> Result<Verdict, CommandError> {
        let mut of_vendors = self.findings.iter().filter(|it| it.vendor != BOTH);
        if of_vendors.all(|it| it.state == State::Untried) {
            return Err(
                CommandError::configuration("neither vendor is configured").with_remedy(
                    "set credentials in the environment or in a profile, see `entreg help`; \
                 --sandbox needs none",
                ),
            );
        }
        self.worst.map_or(Ok(Verdict::Yes), Err)
    }
}
