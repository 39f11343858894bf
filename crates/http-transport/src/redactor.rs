//! Finds secrets in a text however they are written, and replaces them.

use core::fmt;
use core::fmt::Write as _;
use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::{GeneralPurpose, STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use crate::unescape::{Escapable, begins_escape};

/// Replaces secrets by `[redacted]`, for texts of others that may repeat what they were sent.
///
/// A secret is found as it is, in capitals and in small letters, in hexadecimal and in base64; and
/// each character of that may stand as it is or be written in percent-encoding, as an escape of
/// JSON or JavaScript, or as a reference of HTML, up to four times over and mixed.
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
    /// Forms of the secrets, in small letters.
    forms: Vec<Vec<u8>>,
    /// By byte, whether a form begins with it.
    begins: Vec<bool>,
}

/// What stands in the place of a secret.
const REDACTED: &[u8] = b"[redacted]";

/// Shorter forms in hexadecimal or base64 are found in every other word.
const SHORTEST: usize = 4;

impl Redactor {
    /// For these secrets.
    pub fn new<S: AsRef<str>>(secrets: impl IntoIterator<Item = S>) -> Self {
        let secrets = secrets
            .into_iter()
            .filter(|secret| !secret.as_ref().trim().is_empty());
        let forms = secrets.flat_map(|secret| forms(secret.as_ref())).collect();
        Self::of_forms(forms)
    }

    /// For these secrets as they are, and in no other form.
    pub(crate) fn literally<S: AsRef<str>>(secrets: impl IntoIterator<Item = S>) -> Self {
        let forms = secrets.into_iter().map(|secret| secret.as_ref().to_owned());
        Self::of_forms(forms.collect())
    }

    fn of_forms(forms: Vec<String>) -> Self {
        let mut forms: Vec<Vec<u8>> = forms
            .into_iter()
            .filter(|form| !form.trim().is_empty())
            .map(|form| form.bytes().map(fold).collect())
            .collect();
        forms.sort_unstable();
        forms.dedup();
        let mut begins = vec![false; 256];
        for first in forms.iter().filter_map(|form| form.first()) {
            if let Some(begin) = begins.get_mut(usize::from(*first)) {
                *begin = true;
            }
        }
        Self { forms, begins }
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The text without the secrets. Of a text that is made so that it cannot be searched in
    /// reasonable time nothing is left.
    #[must_use]
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let escapable = Escapable::new(text.as_bytes());
        let redacted = self.redacted(&escapable);
        if escapable.is_exhausted() {
            return String::from_utf8_lossy(REDACTED);
        }
        match redacted {
            Some(redacted) => Cow::Owned(String::from_utf8_lossy(&redacted).into_owned()),
            None => Cow::Borrowed(text),
        }
    }

    /// The bytes without the secrets, as far as they can be searched in reasonable time; nothing
    /// where none is in them.
    pub(crate) fn redact_bytes(&self, text: &[u8]) -> Option<Vec<u8>> {
        self.redacted(&Escapable::new(text))
    }

    fn redacted(&self, escapable: &Escapable<'_>) -> Option<Vec<u8>> {
        let text = escapable.text;
        let mut redacted = Vec::new();
        // Up to here it is written, or left out.
        let mut done = 0;
        if self.forms.is_empty() {
            return None;
        }
        for (at, byte) in text.iter().enumerate() {
            if !self.begins_form(*byte) && !begins_escape(*byte) {
                continue;
            }
            let Some(end) = self.longest(escapable, at) else {
                continue;
            };
            // One secret may stand inside another, or begin within it.
            if at >= done {
                redacted.extend_from_slice(text.get(done..at).unwrap_or_default());
                redacted.extend_from_slice(REDACTED);
            }
            done = done.max(end);
        }
        if redacted.is_empty() {
            return None;
        }
        redacted.extend_from_slice(text.get(done..).unwrap_or_default());
        Some(redacted)
    }

    fn begins_form(&self, byte: u8) -> bool {
        let begin = self.begins.get(usize::from(fold(byte)));
        begin.copied().unwrap_or_default()
    }

    /// Where the longest secret ends that begins here.
    fn longest(&self, text: &Escapable<'_>, at: usize) -> Option<usize> {
        let can_begin = text.units(at).any(|unit| {
            let first = unit.bytes().first();
            first.is_some_and(|first| self.begins_form(*first))
        });
        if !can_begin {
            return None;
        }
        let ends = self.forms.iter().filter_map(|form| end(text, at, form));
        ends.max()
    }
}

/// How many readings are tried of one place, for each byte of what is looked for.
const PATIENCE: usize = 16;

/// Where this form ends, if it begins here. Where a text can be read in several ways each is tried.
fn end(text: &Escapable<'_>, at: usize, form: &[u8]) -> Option<usize> {
    let mut open = vec![(at, form)];
    let mut patience = form.len().saturating_mul(PATIENCE);
    while let Some((at, rest)) = open.pop() {
        if rest.is_empty() {
            return Some(at);
        }
        patience = patience.checked_sub(1)?;
        for unit in text.units(at) {
            let bytes = unit.bytes();
            let begin = rest.get(..bytes.len());
            let fits = begin.is_some_and(|begin| {
                let folded = bytes.iter().map(|byte| fold(*byte));
                folded.eq(begin.iter().copied())
            });
            let next = (unit.end, rest.get(bytes.len()..).unwrap_or_default());
            if fits && !open.contains(&next) {
                open.push(next);
            }
        }
    }
    None
}

/// Capitals are small letters, and in forms `+` is a blank.
fn fold(byte: u8) -> u8 {
    if byte == b'+' {
        return b' ';
    }
    byte.to_ascii_lowercase()
}

/// How a secret may be written, but for what is undone character by character.
fn forms(secret: &str) -> Vec<String> {
    let hex = secret.bytes().fold(String::new(), |mut hex, byte| {
        let _infallible = write!(hex, "{byte:02x}");
        hex
    });
    let mut forms = vec![hex];
    for before in 0..3 {
        for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
            forms.push(in_base64(secret, before, engine));
        }
    }
    forms.retain(|form| form.len() >= SHORTEST);
    forms.push(secret.to_owned());
    forms
}

/// The characters of base64 that the secret alone decides where this many bytes stand before it.
fn in_base64(secret: &str, before: usize, engine: &GeneralPurpose) -> String {
    let mut bytes = vec![0; before];
    bytes.extend_from_slice(secret.as_bytes());
    let encoded = engine.encode(&bytes);
    let decided = (before * 8).div_ceil(6)..bytes.len() * 8 / 6;
    encoded.get(decided).unwrap_or_default().to_owned()
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { forms, begins: _ } = self;
        write!(f, "Redactor({} forms)", forms.len())
    }
}

#[cfg(test)]
mod tests {
    use super::Redactor;

    #[test]
    fn a_secret_of_which_each_letter_is_written_otherwise_is_found_whole() {
        let text = r"a %5C%75%30%30%33%37&percnt;u0038&amp;#X64%39&#53;&#X34\u0066\u0031 b";
        assert_eq!(Redactor::new(["78d954f1"]).redact(text), "a [redacted] b");
    }

    #[test]
    fn a_letter_before_a_secret_that_looks_like_an_escape_hides_nothing() {
        let redactor = Redactor::new(["Abc%53d"]);
        for text in [
            "100%Abc%53d",
            "100%Abc%2553d",
            "\\\\Abc%53d",
            "&Abc&percnt;53d",
        ] {
            let redacted = redactor.redact(text);
            assert!(redacted.ends_with("[redacted]"), "{redacted}");
        }
    }

    #[test]
    fn secrets_that_overlap_or_contain_each_other_leave_nothing_behind() {
        let redactor = Redactor::new(["abcdef", "cde", "efgh", " "]);
        assert_eq!(redactor.redact("xabcdefghx cde"), "x[redacted]x [redacted]");
        assert!(Redactor::new(["", "  "]).is_empty());
    }

    #[test]
    fn texts_made_to_be_hard_are_searched_in_reasonable_time() {
        let redactor = Redactor::new(["%".repeat(64), "secret".to_owned(), "\\".repeat(64)]);
        for hard in ["%", "\\", "&#", "&amp;", "%25", "\\u0025", "%5c"] {
            let text = hard.repeat(20_000 / hard.len());
            let redacted = redactor.redact(&text);
            assert!(redacted.len() <= text.len() + 10, "{hard}");
        }
    }
}
