//! Lists the forms of a secret: plain, in hexadecimal and in base64.
//!
//! Escapes are not among them: they are undone character by character where a form is compared.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

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
    /// Whether separators may split it.
    pub(crate) is_long: bool,
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

    /// The beginnings of the forms of secrets that begin with these hexadecimal digits. Separators
    /// may split all of them, so that they match wherever a form of the secret matches.
    pub(crate) fn from_beginning(digits: &str) -> Vec<Self> {
        let mut encoded_forms = encoded(digits.as_bytes());
        if let Some(bytes) = digest(digits) {
            encoded_forms.extend((0..3).map(|before| in_base64(&bytes, before)));
        }
        encoded_forms.push(digits.to_owned());
        encoded_forms
            .iter()
            .map(|form| Self::new(form, 0))
            .collect()
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
        let mut chars = Vec::with_capacity(text.len());
        let mut letters = 0;
        for ch in text.trim().chars().filter(|ch| !is_invisible(*ch)) {
            let ch = plain(ch);
            letters += usize::from(!is_punctuation(ch));
            chars.push(ch);
        }
        let is_long = letters >= min_grouped_length;
        if is_long && letters < chars.len() {
            chars.retain(|ch| !is_punctuation(*ch));
        }
        Self { chars, is_long }
    }

    /// Whether this character may occur between two characters of the form.
    pub(crate) fn may_be_split_by(&self, ch: char) -> bool {
        Self::is_split_by(self.is_long, ch)
    }

    /// The same for any form of this kind.
    pub(crate) fn is_split_by(is_long: bool, ch: char) -> bool {
        is_invisible(ch) || (is_long && is_punctuation(ch))
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
    let mut forms = vec![hex::encode(bytes)];
    for before in 0..3 {
        let form = in_base64(bytes, before);
        if form.contains(['+', '/']) {
            forms.push(form.replace('+', "-").replace('/', "_"));
        }
        forms.push(form);
    }
    forms
}

/// The characters of base64 that the bytes alone determine after this many other bytes.
fn in_base64(bytes: &[u8], before: usize) -> String {
    let all = [[0; 3].get(..before).unwrap_or_default(), bytes].concat();
    let mut encoded = STANDARD_NO_PAD.encode(&all);
    encoded.truncate(all.len() * 8 / 6);
    encoded.drain(..(before * 8).div_ceil(6)).for_each(drop);
    encoded
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
