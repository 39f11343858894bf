//! Writes an error to stderr, as text or JSON.

use std::io::Write as _;
use std::process::ExitCode;

use enterprise_registry::Knowledge;
use serde::Serialize;

use super::{CommandError, Inner, Kind};
use crate::escape::visible;
use crate::format::Format;
use crate::record::{Queries, queries};
use crate::stderr;

impl CommandError {
    /// Writes the error to stderr and returns its exit code.
    pub(crate) fn report(&self, format: Format) -> ExitCode {
        let text = self.text(format);
        // A closed stderr cannot be reported.
        let _closed = stderr::lock().write_all(text.as_bytes());
        ExitCode::from(self.exit_code())
    }

    /// The remedy, preceded by "nothing was sent" where that is true and relevant.
    fn whole_remedy(&self) -> String {
        let Inner {
            kind,
            remedy,
            not_sent,
            sent,
            ..
        } = &*self.0;
        let is_input = matches!(kind, Kind::Usage | Kind::Invalid | Kind::Configuration);
        let says_unsent = *sent == Knowledge::No && (*not_sent || (is_input && remedy.is_none()));
        match remedy.as_deref() {
            None if says_unsent && *not_sent => {
                "nothing was sent and nothing was charged".to_owned()
            }
            Some(remedy) if says_unsent && !remedy.starts_with("nothing was sent") => {
                format!("nothing was sent; {remedy}")
            }
            None if says_unsent => format!("nothing was sent; {}", usual_remedy(*kind)),
            None if *not_sent => {
                "this call was not sent and not charged; others of this run were sent".to_owned()
            }
            Some(remedy) => remedy.to_owned(),
            None => usual_remedy(*kind).to_owned(),
        }
    }

    fn text(&self, format: Format) -> String {
        let mut report = self.clone();
        report.0.remedy = Some(self.whole_remedy());
        let inner = &*report.0;
        if format == Format::Json {
            #[derive(Serialize)]
            struct Output<'a> {
                error: &'a Inner,
            }
            let text = serde_json::to_string(&Output { error: inner })
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
                text += &format!("  {}: {}\n", visible(name), visible(value));
            }
        }
        if let Some(path) = &inner.reply_file {
            text += &format!("reply: saved to {}\n", visible(path));
        }
        text += &inner.money();
        text += match inner.changed {
            Knowledge::No => "",
            Knowledge::Yes => "changes: this run has changed something at the vendor\n",
            Knowledge::Unknown if inner.is_earlier => {
                "changes: it is unknown whether the vendor did what an earlier run asked for\n"
            }
            Knowledge::Unknown => {
                "changes: it is unknown whether the vendor did what this run asked for\n"
            }
        };
        if let Some(remedy) = &inner.remedy {
            text += &format!("help: {}\n", visible(remedy));
        }
        text
    }
}

impl Inner {
    /// The cost of the whole run as a line; empty if it cost nothing.
    fn money(&self) -> String {
        let Queries { charged, unknown } = self.queries;
        match (charged, unknown) {
            (0, 0) if self.charged == Knowledge::No => String::new(),
            (0, 0) => {
                "money: it is unknown whether a query of an earlier run was charged\n".to_owned()
            }
            (_, 0) => format!("money: this run has paid for {}\n", queries(charged)),
            (0, 1) => "money: it is unknown whether this query was charged\n".to_owned(),
            (0, _) => format!(
                "money: it is unknown whether {} were charged\n",
                queries(unknown)
            ),
            (_, _) => format!(
                "money: this run has paid for {}; it is unknown whether {} more {} charged\n",
                queries(charged),
                queries(unknown),
                if unknown == 1 { "was" } else { "were" }
            ),
        }
    }
}

/// The remedy of errors without a specific one.
fn usual_remedy(kind: Kind) -> &'static str {
    match kind {
        Kind::Usage | Kind::Invalid | Kind::Configuration => "correct it and call again",
        Kind::Output => "make room for the output, and make its destination writable",
        Kind::Refused | Kind::Transport | Kind::Malformed | Kind::Stopped => {
            "look up what happened before you repeat it"
        }
    }
}
