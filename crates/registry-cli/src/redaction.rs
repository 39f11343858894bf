//! Redacts the credentials of a run from everything that it prints.

use std::borrow::Cow;
use std::sync::OnceLock;

use enterprise_registry::Redactor;

/// Finds the credentials of this run.
static CREDENTIALS: OnceLock<Redactor> = OnceLock::new();

/// Shorter values are no secrets, and would be found within other words.
const SHORTEST: usize = 4;

/// Redacts these credentials from all output from here on, in every encoding: a vendor may repeat
/// what it was sent. Only the first call counts, as a run has one set of credentials.
pub(crate) fn hide(secrets: Vec<String>) {
    let secrets = secrets
        .into_iter()
        .filter(|secret| secret.len() >= SHORTEST);
    let _only_first = CREDENTIALS.set(Redactor::new(secrets));
}

/// Replaces the credentials in a text by `[redacted]`.
pub(crate) fn redact(text: &str) -> Cow<'_, str> {
    CREDENTIALS
        .get()
        .map_or(Cow::Borrowed(text), |credentials| credentials.redact(text))
}
