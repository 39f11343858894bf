//! Replaces secrets in a text, however they are written.

use core::fmt;
use std::borrow::Cow;

use crate::redaction::form_index::FormIndex;
use crate::redaction::limits::SearchLimits;
use crate::redaction::response_texts::{escape_json_into, is_xml, text_boundaries, unescaped};
use crate::redaction::search::{MIN_ENCODED_LENGTH, Search};
use crate::redaction::secret_forms::Form;

/// Replaces secrets by `[redacted]` in a text that may repeat a request.
///
/// A secret is found in plain text, in upper and lower case, in hexadecimal and in base64. Each of
/// these characters may be written in percent-encoding or quoted-printable, as an escape of JSON,
/// JavaScript, C or CSS, as an HTML reference, in full width or in another style: mixed, and up to
/// four times over. Between the characters may be line ends, tags and characters without width,
/// and in long secrets also blanks and punctuation. Longer runs of hexadecimal, base32 and base64,
/// and lists of character codes or bytes, are decoded and searched in turn.
///
/// ```
/// let redactor = http_transport::Redactor::new(["s3cret"]);
/// for text in ["a s3cret b", "a S3CR%45T b", "a %2573%33cre\\u0074 b", "a &#115;3cre&#x74; b"] {
///     assert_eq!(redactor.redact(text), "a [redacted] b");
/// }
/// assert_eq!(redactor.redact("no secret"), "no secret");
/// ```
#[derive(Clone, Default)]
pub struct Redactor {
    forms: FormIndex,
    /// Shorter texts contain no secret: no encoding is shorter than what it encodes.
    min_length: usize,
    shortest_encoded: Option<usize>,
}

/// The replacement for a secret.
const REDACTED: &[u8] = b"[redacted]";

/// The replacement in JSON outside a string.
const REDACTED_VALUE: &[u8] = b"\"[redacted]\"";

impl Redactor {
    /// Redacts these secrets.
    pub fn new<S: AsRef<str>>(secrets: impl IntoIterator<Item = S>) -> Self {
        Self::with_forms(secrets, Form::from_secret)
    }

    /// Redacts these secrets with fewer forms, for long texts: a secret that was encoded twice is
    /// found only where it can be decoded.
    pub(crate) fn for_values<S: AsRef<str>>(secrets: impl IntoIterator<Item = S>) -> Self {
        Self::with_forms(secrets, Form::from_secret_encoded_once)
    }

    fn with_forms<S: AsRef<str>>(
        secrets: impl IntoIterator<Item = S>,
        forms_of: impl Fn(&str) -> Vec<Form>,
    ) -> Self {
        let secrets = secrets.into_iter();
        let forms = secrets
            .filter(|secret| !secret.as_ref().trim().is_empty())
            .flat_map(|secret| forms_of(secret.as_ref()));
        let forms = FormIndex::new(forms.collect());
        Self {
            min_length: forms.shortest(0).unwrap_or_default(),
            shortest_encoded: forms.shortest(MIN_ENCODED_LENGTH),
            forms,
        }
    }

    /// Finds all texts that contain one of these MD5s, and a few others, at a fraction of the cost
    /// of [`for_values`](Self::for_values): it looks for their first halves.
    pub(crate) fn for_first_halves<S: AsRef<str>>(md5s: impl IntoIterator<Item = S>) -> Self {
        let forms = md5s.into_iter().flat_map(|md5| {
            let md5 = md5.as_ref();
            Form::from_beginning(md5.get(..md5.len() / 2).unwrap_or(md5))
        });
        let forms = FormIndex::new(forms.collect());
        // A text has room for the other half too.
        let min_length = 2 * forms.shortest(0).unwrap_or_default();
        Self {
            min_length,
            shortest_encoded: Some(min_length),
            forms,
        }
    }

    /// Whether there are no secrets to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The text without the secrets.
    ///
    /// The work is limited. A text can be made to have too many readings to search all of them:
    /// from where the limit is reached, secrets are found in plain text and in simple encodings
    /// (percent-encoding, escapes and references used throughout; hexadecimal, base64). The first
    /// such text of a process is logged as a warning.
    #[must_use]
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut redacted = Vec::new();
        let limits = SearchLimits::for_bytes(text.len());
        if !self.redact_into(text.as_bytes(), REDACTED, &limits, &mut redacted) {
            return Cow::Borrowed(text);
        }
        Cow::Owned(String::from_utf8_lossy(&redacted).into_owned())
    }

    /// The response without the secrets in its texts; `None` if it contains none. With
    /// `replace_whole`, each text with a secret is replaced as a whole.
    pub(crate) fn redact_response(&self, response: &[u8], replace_whole: bool) -> Option<Vec<u8>> {
        if self.is_empty() {
            return None;
        }
        let mut redacted = Vec::new();
        // The end of the part of the response that was copied or replaced.
        let mut done = 0;
        let mut at = 0;
        let is_xml = is_xml(response);
        // All texts share the limits, because many may be hard to search.
        let limits = SearchLimits::for_bytes(response.len());
        let mut clean = Vec::new();
        for (number, end) in text_boundaries(response, is_xml).enumerate() {
            let start = core::mem::replace(&mut at, end);
            if end - start < self.min_length {
                continue;
            }
            let text = response.get(start..end).unwrap_or_default();
            let is_text = is_xml || number % 2 == 1;
            let is_escaped = !is_xml && is_text && text.contains(&b'\\');
            let unescaped = is_escaped.then(|| unescaped(text)).flatten();
            let value = unescaped.as_deref().unwrap_or(text);
            let replacement = if is_text { REDACTED } else { REDACTED_VALUE };
            if !self.redact_into(value, replacement, &limits, &mut clean) {
                continue;
            }
            redacted.extend_from_slice(response.get(done..start).unwrap_or_default());
            done = end;
            if unescaped.is_some() {
                escape_json_into(&clean, &mut redacted);
            } else if replace_whole {
                redacted.extend_from_slice(REDACTED);
            } else {
                redacted.extend_from_slice(&clean);
            }
            clean.clear();
        }
        if done == 0 {
            return None;
        }
        redacted.extend_from_slice(response.get(done..).unwrap_or_default());
        Some(redacted)
    }

    /// Writes the text with its secrets replaced, and returns `true`; writes nothing if it contains
    /// none.
    fn redact_into(
        &self,
        text: &[u8],
        replacement: &[u8],
        limits: &SearchLimits,
        redacted: &mut Vec<u8>,
    ) -> bool {
        if self.forms.is_empty() || text.len() < self.min_length {
            return false;
        }
        let search = Search {
            forms: &self.forms,
            shortest_encoded: self.shortest_encoded,
            limits,
        };
        let found = search.find(text);
        // The end of the written and replaced part.
        let mut done = 0;
        for range in &found {
            // Secrets may overlap.
            if range.start >= done {
                let start = before_escape(text, done, range.start);
                redacted.extend_from_slice(text.get(done..start).unwrap_or_default());
                redacted.extend_from_slice(replacement);
            }
            done = done.max(range.end);
        }
        if !found.is_empty() {
            redacted.extend_from_slice(text.get(done..).unwrap_or_default());
        }
        !found.is_empty()
    }
}

/// Moves the start of a secret before the backslash that escapes its first character. Without that
/// character, the backslash would escape the replacement, which is not valid JSON.
fn before_escape(text: &[u8], done: usize, start: usize) -> usize {
    let before = text.get(done..start).unwrap_or_default();
    let backslashes = before.iter().rev().take_while(|byte| **byte == b'\\');
    start - backslashes.count() % 2
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            forms,
            min_length: _,
            shortest_encoded: _,
        } = self;
        write!(f, "Redactor({} forms)", forms.len())
    }
}
