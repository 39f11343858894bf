//! Why did the command fail, what is the exit code, and what can be done about it?

mod advice;

use std::error::Error as _;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use enterprise_registry::idcode::operations::RegCompanyInfo;
use enterprise_registry::{
    Endpoint as _, Error, Invalid, InvalidBaseUrl, Refusal, SetupError, Spec,
};
use serde::Serialize;

use self::advice::{after_failure, after_refusal};
use crate::output::{Format, visible};
use crate::replies;

/// A failed command. Holds no credential and no value of a parameter.
#[derive(Debug, Clone)]
pub(crate) struct Failure(Box<Inner>);

#[derive(Debug, Clone, Serialize)]
struct Inner {
    kind: Kind,
    message: String,
    vendor: Option<&'static str>,
    operation: Option<&'static str>,
    code: Option<i64>,
    refusal_kind: Option<&'static str>,
    parameter: Option<String>,
    sent: &'static str,
    charged: &'static str,
    retryable: bool,
    cause: Option<String>,
    remedy: Option<String>,
    /// What came with a refusal: the unit that exists already.
    details: Option<serde_json::Value>,
    /// Where the reply is that could not be read.
    reply_file: Option<String>,
    /// That reply; personal data may be in it, so it is shown nowhere.
    #[serde(skip)]
    reply: Reply,
}

/// The bytes of a reply. `Debug` shows how many.
#[derive(Clone, Default)]
struct Reply(Vec<u8>);

impl core::fmt::Debug for Reply {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// The classes of failures, as they stand in machine-readable errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// The command line itself.
    Usage,
    /// A parameter or an operation.
    Invalid,
    /// Credentials, addresses, the configuration file.
    Configuration,
    /// The vendor said no.
    Refused,
    /// No answer, or none from the vendor.
    Transport,
    /// The answer is not what the vendor documents.
    Malformed,
    /// The result could not be written.
    Output,
    /// A flow that stands before its end, and can be gone on with.
    Stopped,
}

impl Failure {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            vendor: None,
            operation: None,
            code: None,
            refusal_kind: None,
            parameter: None,
            sent: "no",
            charged: "no",
            retryable: false,
            cause: None,
            remedy: None,
            details: None,
            reply_file: None,
            reply: Reply::default(),
        }))
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(Kind::Invalid, message)
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(Kind::Configuration, message)
    }

    pub(crate) fn with_remedy(mut self, remedy: impl Into<String>) -> Self {
        self.0.remedy = Some(remedy.into());
        self
    }

    /// With more to do than what is to be done already.
    pub(crate) fn with_further_remedy(mut self, remedy: &str) -> Self {
        let before = self.0.remedy.take();
        self.0.remedy = Some(match before {
            Some(before) => format!("{before}; {remedy}"),
            None => remedy.to_owned(),
        });
        self
    }

    pub(crate) fn with_cause(mut self, cause: impl Into<String>) -> Self {
        self.0.cause = Some(cause.into());
        self
    }

    /// A call was begun in this run or an earlier one, and nobody knows what came of it.
    pub(crate) fn after_unknown(mut self, billed: bool) -> Self {
        self.0.sent = "unknown";
        self.0.charged = if billed { "unknown" } else { "no" };
        self
    }

    /// With one thing more to do, behind what is to be done first.
    pub(crate) fn and_then_remedy(mut self, then: &str) -> Self {
        self.0.remedy = Some(match self.0.remedy.take() {
            Some(first) => format!("{first}; {then}"),
            None => then.to_owned(),
        });
        self
    }

    /// What failed, failed after the vendor had answered a call that costs nothing.
    pub(crate) fn after_free_answer(mut self) -> Self {
        self.0.sent = "yes";
        self
    }

    /// It was sent, and nobody knows whether it was charged.
    pub(crate) fn with_unknown_charge(mut self) -> Self {
        self.0.sent = "unknown";
        self.0.charged = "unknown";
        self
    }

    /// It was answered; what failed, failed after that.
    pub(crate) fn answered(mut self, charged: &'static str) -> Self {
        self.0.sent = "yes";
        self.0.charged = charged;
        self
    }

    /// A flow that stands before its end, with what this run of it has sent and paid for.
    pub(crate) fn of_run(mut self, sent: &'static str, charged: &'static str) -> Self {
        if self.0.kind == Kind::Stopped {
            if self.0.sent == "no" {
                self.0.sent = sent;
            }
            self.0.charged = charged;
        }
        self
    }

    /// The list can be gone on with.
    pub(crate) fn with_cursor(mut self, cursor: &str) -> Self {
        let go_on = format!("go on behind the last row with --cursor {cursor}");
        self.0.remedy = Some(match self.0.remedy.take() {
            Some(remedy) => format!("{remedy}; {go_on}"),
            None => go_on,
        });
        self
    }

    pub(crate) fn with_parameter(mut self, name: impl Into<String>) -> Self {
        self.0.parameter = Some(name.into());
        self
    }

    pub(crate) fn of(mut self, vendor: &'static str, operation: &'static str) -> Self {
        self.0.vendor = Some(vendor);
        self.0.operation = Some(operation);
        self
    }

    /// The call before it succeeded: what was sent and charged cannot be taken back.
    pub(crate) fn after_answer(mut self, spec: &Spec) -> Self {
        self.0.sent = "yes";
        if spec.billed {
            self.0.charged = "yes";
            self.0.remedy = Some(
                "the vendor has answered: make room for the answer before asking again, a \
                 repeated query is paid twice"
                    .to_owned(),
            );
        }
        self
    }

    /// Keeps a reply that could not be read: where `named` says, and in any case where it may
    /// have been paid for. Never on the terminal.
    pub(crate) fn keeping_its_reply(mut self, named: Option<&Path>) -> Self {
        let inner = &mut *self.0;
        let reply = core::mem::take(&mut inner.reply).0;
        if reply.is_empty() {
            return self;
        }
        if named.is_none() && inner.charged == "no" {
            if inner.kind == Kind::Malformed {
                let remedy = inner.remedy.get_or_insert_default();
                remedy.push_str("; --save-reply FILE keeps what came");
            }
            return self;
        }
        let about = [inner.vendor, inner.operation].map(Option::unwrap_or_default);
        match replies::keep(&reply, named, &about.join("-")) {
            Ok(path) => inner.reply_file = Some(path.display().to_string()),
            Err(error) => {
                let cause = inner.cause.get_or_insert_default();
                cause.push_str(&format!("; the reply could not be kept: {error}"));
            }
        }
        self
    }

    /// What the exit code says: the contract of the command.
    fn exit(&self) -> u8 {
        match self.0.kind {
            Kind::Refused | Kind::Stopped => 1,
            Kind::Usage | Kind::Invalid | Kind::Configuration => 2,
            Kind::Output if self.0.sent == "no" => 2,
            Kind::Transport | Kind::Output if self.0.charged == "no" => 3,
            Kind::Transport | Kind::Output => 4,
            Kind::Malformed => 5,
        }
    }

    /// The worse of two: the one with the higher exit code.
    pub(crate) fn worse(self, other: Self) -> Self {
        if other.exit() > self.exit() {
            other
        } else {
            self
        }
    }

    /// One line for a place in a table.
    pub(crate) fn summary(&self) -> &str {
        &self.0.message
    }

    /// What can be done about it.
    pub(crate) fn remedy(&self) -> Option<&str> {
        self.0.remedy.as_deref()
    }

    /// Writes the failure to stderr.
    pub(crate) fn report(&self, format: Format) -> ExitCode {
        let text = self.text(format);
        // Nobody is left to tell that stderr is closed.
        let _closed = std::io::stderr().lock().write_all(text.as_bytes());
        ExitCode::from(self.exit())
    }

    fn text(&self, format: Format) -> String {
        let inner = &*self.0;
        if format == Format::Json {
            #[derive(Serialize)]
            struct Document<'a> {
                error: &'a Inner,
            }
            let text = serde_json::to_string(&Document { error: inner })
                .expect("texts and numbers under text keys are JSON");
            return text + "\n";
        }
        let mut text = format!("error: {}\n", visible(&inner.message));
        if let Some(cause) = &inner.cause {
            text += &format!("cause: {}\n", visible(cause));
        }
        if let Some(serde_json::Value::Object(members)) = &inner.details {
            text += "existing unit:\n";
            for (name, value) in members {
                let value = value.as_str().unwrap_or_default();
                text += &format!("  {name}: {}\n", visible(value));
            }
        }
        if let Some(path) = &inner.reply_file {
            text += &format!("reply: kept in {}\n", visible(path));
        }
        match inner.charged {
            "yes" if inner.kind == Kind::Stopped => {
                text += "money: this run has paid for a query, whose answer is kept\n";
            }
            "unknown" if inner.kind == Kind::Stopped => {
                text += "money: nobody knows whether a query of this run was charged\n";
            }
            "unknown" => text += "money: nobody knows whether this query was charged\n",
            "yes" => text += "money: this query was charged\n",
            _ => {}
        }
        if let Some(remedy) = &inner.remedy {
            text += &format!("help: {remedy}\n");
        }
        text
    }
}

impl From<Invalid> for Failure {
    fn from(invalid: Invalid) -> Self {
        let failure = Self::invalid(invalid.to_string());
        let failure = match invalid.names().first() {
            Some(name) => failure.with_parameter(*name),
            None => failure,
        };
        match &invalid {
            Invalid::Unknown {
                nearest: Some(nearest),
                ..
            } => failure.with_remedy(format!("write `{nearest}`")),
            Invalid::OverBudget { .. } | Invalid::BalanceUsedUp { .. } => {
                failure.with_remedy("nothing was sent and nothing was charged")
            }
            _ => failure.with_remedy("nothing was sent; correct the value and call again"),
        }
    }
}

impl From<InvalidBaseUrl> for Failure {
    fn from(error: InvalidBaseUrl) -> Self {
        Self::configuration(error.to_string())
    }
}

impl From<SetupError> for Failure {
    fn from(error: SetupError) -> Self {
        Self::configuration(error.to_string())
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let (sent, charged) = (error.was_sent(), error.charged());
        let retryable = error.is_retryable();
        let reply = match &error {
            Error::Transport(_) | Error::Malformed(_) => error.body().map(|body| body.to_vec()),
            _ => None,
        };
        let mut failure = match error {
            Error::Invalid(invalid) => return invalid.into(),
            Error::Refused(refusal) => {
                let mut failure = Self::new(Kind::Refused, refusal.to_string())
                    .of(refusal.vendor, refusal.operation)
                    .with_remedy(after_refusal(&refusal));
                failure.0.details = existing_unit(&refusal);
                failure.0.code = Some(refusal.code);
                failure.0.refusal_kind = Some(refusal.kind.as_str());
                failure
            }
            Error::Transport(transport) => {
                let message = format!(
                    "{} {}: {}",
                    transport.vendor(),
                    transport.operation(),
                    transport.kind()
                );
                let attempts = match transport.attempts() {
                    1 => "one attempt".to_owned(),
                    more => format!("{more} attempts"),
                };
                let cause = match transport.source() {
                    Some(source) => format!("{source}, in {attempts} of {}", transport.request()),
                    None => format!("{attempts} of {}", transport.request()),
                };
                Self::new(Kind::Transport, message)
                    .of(transport.vendor(), transport.operation())
                    .with_cause(cause)
                    .with_remedy(after_failure(transport.kind(), charged.as_str()))
            }
            Error::Malformed(malformed) => {
                Self::new(Kind::Malformed, malformed_message(&malformed))
                    .of(malformed.vendor(), malformed.operation())
                    .with_cause(malformed.reason().to_string())
                    .with_remedy(
                        "look whether a gateway answered instead of the vendor; do not repeat a \
                         paid query before its balance is checked",
                    )
            }
            other => Self::new(Kind::Transport, other.to_string()),
        };
        failure.0.sent = sent.as_str();
        failure.0.charged = charged.as_str();
        failure.0.retryable = retryable;
        failure.0.reply = Reply(reply.unwrap_or_default());
        failure
    }
}

/// The unit that exists already, which 301 returns with its refusal: the members that it has.
fn existing_unit(refusal: &Refusal) -> Option<serde_json::Value> {
    if refusal.operation != RegCompanyInfo::SPEC.name {
        return None;
    }
    let unit = RegCompanyInfo::existing(refusal).ok()??;
    let mut members = serde_json::to_value(unit).ok()?;
    members
        .as_object_mut()?
        .retain(|_, value| value.is_string());
    Some(members)
}

fn malformed_message(malformed: &enterprise_registry::Malformed) -> String {
    format!(
        "{} {}: the answer is not as documented",
        malformed.vendor(),
        malformed.operation()
    )
}
