//! How is a failure told, to a person and to a program?

use std::io::Write as _;
use std::process::ExitCode;

use serde::Serialize;

use super::{Failure, Inner, Kind};
use crate::output::{self, Format, visible};

impl Failure {
    /// Writes the failure to stderr.
    pub(crate) fn report(&self, format: Format) -> ExitCode {
        let text = self.text(format);
        // Nobody is left to tell that stderr is closed.
        let _closed = output::stderr().write_all(text.as_bytes());
        ExitCode::from(self.exit())
    }

    fn text(&self, format: Format) -> String {
        let mut told = self.clone();
        told.0
            .remedy
            .get_or_insert_with(|| usual_remedy(self).to_owned());
        let inner = &*told.0;
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
                text += &format!("  {}: {}\n", visible(name), visible(value));
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
            text += &format!("help: {}\n", visible(remedy));
        }
        text
    }
}

/// What can be done where nobody has said it in particular.
fn usual_remedy(failure: &Failure) -> &'static str {
    match failure.0.kind {
        Kind::Usage | Kind::Invalid | Kind::Configuration => {
            "nothing was sent; correct it and call again"
        }
        Kind::Output => "make room where it is written to, and see that it may be written there",
        Kind::Refused | Kind::Transport | Kind::Malformed | Kind::Stopped => {
            "look up what has happened before it is repeated"
        }
    }
}
