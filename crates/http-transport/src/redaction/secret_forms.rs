//! Lists the forms of a secret: plain, in hexadecimal and in base64.
//!
//! Escapes are not among them: they are undone character by character where a form is compared.

use core::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{GeneralPurpose, STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use crate::redaction::characters::{is_invisible, is_punctuation, plain};

/// Shorter forms in hexadecimal or base64 occur in too many words.
const MIN_ENCODED_LENGTH: usize = 4;

/// From this length on, a form is also found in groups.
const MIN_GROUPED_LENGTH: usize = 12;

/// From this number of hexadecimal digits on, a secret may be repeated as the bytes it stands for.
const MIN_DIGEST_DIGITS: usize = 16;

/// The same as [`MIN_GROUPED_LENGTH`] for hexadecimal and base64, which are not words by chance.
const MIN_GROUPED_ENCODED_LENGTH: usize = 8;

/// A text that a search looks for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Form {
    /// The visible characters, [folded](plain); without separators if the form is long.
    pub(crate) chars: Vec<char>,
    is_long: bool,
}

impl Form {
    /// The forms of a secret, encoded up to twice.
    pub(crate) fn from_secret(secret: &str) -> Vec<Self> {
        let once = encoded(secret.as_bytes());
        let is_enough = |form: &&String| form.len() >= MIN_ENCODED_LENGTH;
        let twice = once
            .iter()
            .filter(is_enough)
            .flat_map(|once| encoded(once.as_bytes()));
        let all: Vec<String> = once.iter().cloned().chain(twice).collect();
        Self::with_encoded(secret, all)
    }

    /// The forms of a secret, encoded at most once.
    pub(crate) fn from_secret_encoded_once(secret: &str) -> Vec<Self> {
        Self::with_encoded(secret, encoded(secret.as_bytes()))
    }

    fn with_encoded(secret: &str, mut encoded_forms: Vec<String>) -> Vec<Self> {
        if let Some(bytes) = digest(secret) {
            encoded_forms.extend(encoded(&bytes));
        }
        encoded_forms.retain(|form| form.len() >= MIN_ENCODED_LENGTH);
        let all = encoded_forms
            .iter()
            .map(|form| Self::new(form, MIN_GROUPED_ENCODED_LENGTH));
        let all = all.chain([Self::new(secret, MIN_GROUPED_LENGTH)]);
        all.filter(|form| !form.chars.is_empty()).collect()
    }

    fn new(text: &str, min_grouped_length: usize) -> Self {
        let chars = text.trim().chars().filter(|ch| !is_invisible(*ch));
        let chars: Vec<char> = chars.map(plain).collect();
        let mut grouped = chars.clone();
        grouped.retain(|ch| !is_punctuation(*ch));
        let is_long = grouped.len() >= min_grouped_length;
        Self {
            chars: if is_long { grouped } else { chars },
            is_long,
        }
    }

    /// Whether this character may occur between two characters of the form.
    pub(crate) fn may_be_split_by(&self, ch: char) -> bool {
        is_invisible(ch) || (self.is_long && is_punctuation(ch))
    }

    /// Whether the form may continue with this character after its first. An unknown one may match.
    pub(crate) fn may_continue_with(&self, next: Option<char>) -> bool {
        match (next, self.chars.get(1)) {
            (Some(next), Some(second)) => {
                next == *second || next == '<' || self.may_be_split_by(next)
            }
            _ => true,
        }
    }
}

/// The bytes in hexadecimal, and in base64 as far as they alone determine it.
fn encoded(bytes: &[u8]) -> Vec<String> {
    let hex = bytes.iter().fold(String::new(), |mut hex, byte| {
        let _infallible = write!(hex, "{byte:02x}");
        hex
    });
    let mut forms = vec![hex];
    for before in 0..3 {
        for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
            forms.push(in_base64(bytes, before, engine));
        }
    }
    forms.dedup();
    forms
}

/// The characters of base64 that the bytes alone determine after this many other bytes.
fn in_base64(bytes: &[u8], before: usize, engine: &GeneralPurpose) -> String {
    let all = [vec![0; before].as_slice(), bytes].concat();
    let encoded = engine.encode(&all);
    let determined = (before * 8).div_ceil(6)..all.len() * 8 / 6;
    encoded.get(determined).unwrap_or_default().to_owned()
}

/// The bytes that a long hexadecimal text stands for.
fn digest(text: &str) -> Option<Vec<u8>> {
    if text.len() < MIN_DIGEST_DIGITS || !text.len().is_multiple_of(2) {
        return None;
    }
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let bytes = digits?;
    let bytes = bytes.chunks_exact(2).map(|pair| match pair {
        [high, low] => u8::try_from(high * 16 + low).ok(),
        _ => None,
    });
    bytes.collect()
}
