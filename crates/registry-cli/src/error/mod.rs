//! The error of a command: its message, cause, remedy and exit code.

mod advice;
mod from_error;
mod report;

use std::path::Path;

use enterprise_registry::Knowledge;
use enterprise_registry::flow::path_text;
use serde::{Serialize, Serializer};

use crate::record::{Queries, Totals, worse};
use crate::replies;

/// The error of a command. Contains no credential and no value of a parameter.
#[derive(Debug, Clone)]
pub(crate) struct CommandError(Box<Inner>);

#[derive(Debug, Clone, Serialize)]
struct Inner {
    kind: Kind,
    message: String,
    vendor: Option<&'static str>,
    operation: Option<&'static str>,
    code: Option<i64>,
    refusal_kind: Option<&'static str>,
    parameter: Option<String>,
    /// Whether anything was sent, charged and changed: by the failed call, and in the report by the
    /// whole run.
    #[serde(serialize_with = "as_word")]
    sent: Knowledge,
    #[serde(serialize_with = "as_word")]
    charged: Knowledge,
    #[serde(serialize_with = "as_word")]
    changed: Knowledge,
    retryable: bool,
    cause: Option<String>,
    remedy: Option<String>,
    /// The existing unit that came with a refusal.
    details: Option<serde_json::Value>,
    /// The file of a reply that could not be read, or of replies that could not be written.
    reply_file: Option<String>,
    /// That reply, which is never shown: it may contain personal data.
    #[serde(skip)]
    reply: Reply,
    /// Whether the remedy begins with "nothing was sent" if that is true.
    #[serde(skip)]
    not_sent: bool,
    /// The paid queries of the run that were charged and that may have been charged.
    queries: Queries,
    /// Whether the write that may have happened belongs to an earlier run.
    #[serde(skip)]
    is_earlier: bool,
}

fn as_word<S: Serializer>(known: &Knowledge, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(known.as_str())
}

/// The bytes of a reply. `Debug` shows how many.
#[derive(Clone, Default)]
struct Reply(Vec<u8>);

impl core::fmt::Debug for Reply {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// The kinds of errors, as in their JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// The command line is wrong.
    Usage,
    /// A parameter or an operation is wrong.
    Invalid,
    /// Credentials, an address or the configuration file is wrong.
    Configuration,
    /// The vendor refused.
    Refused,
    /// No reply came, or none from the vendor.
    Transport,
    /// The reply is not as the vendor documents.
    Malformed,
    /// The result could not be written.
    Output,
    /// A flow stopped before its end and can be resumed.
    Stopped,
}

impl CommandError {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            vendor: None,
            operation: None,
            code: None,
            refusal_kind: None,
            parameter: None,
            sent: Knowledge::No,
            charged: Knowledge::No,
            changed: Knowledge::No,
            retryable: false,
            cause: None,
            remedy: None,
            details: None,
            reply_file: None,
            reply: Reply::default(),
            not_sent: false,
            queries: Queries::default(),
            is_earlier: false,
        }))
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(Kind::Invalid, message)
    }

    /// A bug in this program.
    pub(crate) fn internal() -> Self {
        Self::new(Kind::Output, "entreg stopped because of a bug").with_remedy(
            "please report it with the lines above; look up what happened before you repeat it",
        )
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(Kind::Configuration, message)
    }

    pub(crate) fn with_remedy(mut self, remedy: impl Into<String>) -> Self {
        self.0.remedy = Some(remedy.into());
        self
    }

    pub(crate) fn with_cause(mut self, cause: impl Into<String>) -> Self {
        self.0.cause = Some(cause.into());
        self
    }

    /// Marks the outcome of a call of this run or an earlier one as unknown: of a paid query, or
    /// of a write.
    pub(crate) fn with_unknown_outcome(mut self, billed: bool) -> Self {
        self.0.sent = Knowledge::Unknown;
        if billed {
            self.0.charged = Knowledge::Unknown;
        } else {
            self.0.changed = Knowledge::Unknown;
        }
        self
    }

    /// Says with the remedy that the call was not sent.
    pub(crate) fn not_sent(mut self) -> Self {
        self.0.not_sent = true;
        self
    }

    /// Appends a step to the remedy.
    pub(crate) fn with_further_remedy(mut self, then: &str) -> Self {
        self.0.remedy = Some(match self.0.remedy.take() {
            Some(first) => format!("{first}; {then}"),
            None => then.to_owned(),
        });
        self
    }

    /// Adds the effects of the whole run.
    pub(crate) fn with_run(mut self, did: &Totals) -> Self {
        let inner = &mut *self.0;
        inner.sent = worse(inner.sent, did.sent);
        inner.charged = worse(inner.charged, did.charged());
        inner.is_earlier = inner.changed == Knowledge::Unknown && did.changed != Knowledge::Unknown;
        inner.changed = worse(inner.changed, did.changed);
        inner.retryable &= inner.charged == Knowledge::No && inner.changed == Knowledge::No;
        inner.queries = did.queries;
        self
    }

    /// Whether a result, or the state of a flow, could not be written.
    pub(crate) fn is_output(&self) -> bool {
        self.0.kind == Kind::Output
    }

    /// Names the file of the replies that were not shown.
    pub(crate) fn with_reply_file(mut self, path: String) -> Self {
        self.0.reply_file = Some(path);
        if self.is_output() {
            return self.with_further_remedy(
                "the paid reply is in the file above: do not repeat the query, it would be paid \
                 twice",
            );
        }
        self
    }

    /// Appends the causes of another error.
    pub(crate) fn with_causes_of(mut self, other: &Self) -> Self {
        let causes = [self.0.cause.take(), other.0.cause.clone()];
        self.0.cause = causes
            .into_iter()
            .flatten()
            .reduce(|one, two| format!("{one}; {two}"));
        self
    }

    /// Names the cursor of the next page.
    pub(crate) fn with_cursor(self, cursor: &str) -> Self {
        self.with_further_remedy(&format!(
            "continue after the last row with --cursor {cursor}"
        ))
    }

    pub(crate) fn with_parameter(mut self, name: impl Into<String>) -> Self {
        self.0.parameter = Some(name.into());
        self
    }

    pub(crate) fn with_operation(mut self, vendor: &'static str, operation: &'static str) -> Self {
        self.0.vendor = Some(vendor);
        self.0.operation = Some(operation);
        self
    }

    /// Saves an unreadable reply to the file `named`, or to a file of its own if it may have been
    /// paid for.
    pub(crate) fn with_saved_reply(mut self, named: Option<&Path>) -> Self {
        let inner = &mut *self.0;
        let reply = core::mem::take(&mut inner.reply).0;
        if reply.is_empty() {
            return self;
        }
        if named.is_none() && inner.charged == Knowledge::No {
            if inner.kind == Kind::Malformed {
                let remedy = inner.remedy.get_or_insert_default();
                remedy.push_str("; --save-reply FILE saves the reply");
            }
            return self;
        }
        let about = [inner.vendor, inner.operation].map(Option::unwrap_or_default);
        match replies::keep(&[&reply], named, &about.join("-")) {
            Ok(path) => inner.reply_file = Some(path_text(&path)),
            Err(error) => {
                let cause = inner.cause.get_or_insert_default();
                cause.push_str(&format!("; cannot save the reply: {error}"));
                if inner.charged != Knowledge::No {
                    replies::show(&[reply]);
                    return self
                        .with_further_remedy("the reply is printed above, between two lines");
                }
            }
        }
        self
    }

    /// The exit code, a contract of the command.
    fn exit_code(&self) -> u8 {
        let inner = &*self.0;
        let is_without_effect = inner.charged == Knowledge::No && inner.changed == Knowledge::No;
        match inner.kind {
            // The reply to a write is lost, and its outcome is unknown.
            Kind::Stopped if inner.changed == Knowledge::Unknown => 4,
            Kind::Refused | Kind::Stopped => 1,
            Kind::Usage | Kind::Invalid | Kind::Configuration | Kind::Output
                if inner.sent == Knowledge::No =>
            {
                2
            }
            Kind::Malformed => 5,
            _ if is_without_effect => 3,
            _ => 4,
        }
    }

    /// The error with the higher exit code.
    pub(crate) fn worse(self, other: Self) -> Self {
        if other.exit_code() > self.exit_code() {
            other
        } else {
            self
        }
    }

    /// The message, for a cell of a table.
    pub(crate) fn summary(&self) -> &str {
        &self.0.message
    }

    /// The remedy, if there is one.
    pub(crate) fn remedy(&self) -> Option<&str> {
        self.0.remedy.as_deref()
    }
}
