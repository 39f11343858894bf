//! How does an operation say no?

use std::borrow::Cow;

/// A refusal in the making: code, message, what comes with it, and why.
#[derive(Debug)]
pub(crate) struct Rejection {
    pub(crate) code: i64,
    /// `None` for the message of the operation's table.
    pub(crate) message: Option<String>,
    /// A JSON object that comes with it; `None` for what the operation always sends.
    pub(crate) details: Option<String>,
    /// Why, for the list of calls: nothing of what was sent.
    pub(crate) reason: Cow<'static, str>,
}

impl Rejection {
    /// By a code whose message stands in the operation's table.
    pub(crate) fn listed(code: i64, reason: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            message: None,
            details: None,
            reason: reason.into(),
        }
    }

    /// By a code that the table does not have, or not with this meaning.
    pub(crate) fn with_message(
        code: i64,
        message: impl Into<String>,
        reason: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            message: Some(message.into()),
            ..Self::listed(code, reason)
        }
    }

    /// With a JSON object of details.
    pub(crate) fn with_details(mut self, details: &impl serde::Serialize) -> Self {
        self.details = serde_json::to_string(details).ok();
        self
    }
}
