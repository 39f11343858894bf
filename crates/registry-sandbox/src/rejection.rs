//! Rejections: the sandbox's refusals before they are sealed.

use std::borrow::Cow;

/// A refusal of the sandbox: code, message, details and reason.
#[derive(Debug)]
pub(crate) struct Rejection {
    pub(crate) code: i64,
    /// `None` for the message in the operation's table.
    pub(crate) message: Option<String>,
    /// A JSON object of details; `None` for the operation's default.
    pub(crate) details: Option<String>,
    /// Why, for the list of calls; holds nothing of the request.
    pub(crate) reason: Cow<'static, str>,
}

impl Rejection {
    /// A code with its message in the operation's table.
    pub(crate) fn listed(code: i64, reason: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            message: None,
            details: None,
            reason: reason.into(),
        }
    }

    /// A code that the table lacks, or lists with another meaning.
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

    /// Adds a JSON object of details.
    pub(crate) fn with_details(mut self, details: &impl serde::Serialize) -> Self {
        self.details = serde_json::to_string(details).ok();
        self
    }
}
