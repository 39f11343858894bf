//! Replaces the credentials of a run in everything that it prints.

use std::borrow::Cow;
use std::sync::OnceLock;

use enterprise_registry::Redactor;

/// Finds the credentials of this run.
static HIDDEN: OnceLock<Redactor> = OnceLock::new();

/// Shorter ones are no secrets, and would be found in every other word.
const SHORTEST: usize = 4;

/// Replaces these credentials by `[redacted]` in all results from here on, however they are written:
/// a vendor may repeat what it was sent. The first call counts; a run has one set of credentials.
pub(crate) fn hide(secrets: Vec<String>) {
    let secrets = secrets
        .into_iter()
        .filter(|secret| secret.len() >= SHORTEST);
    let _first_counts = HIDDEN.set(Redactor::new(secrets));
}

pub(crate) fn redact(text: &str) -> Cow<'_, str> {
    HIDDEN
        .get()
        .map_or(Cow::Borrowed(text), |hidden| hidden.redact(text))
}
