//! Lists the forms of a secret, except for those that are unescaped letter by letter.

use core::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{GeneralPurpose, STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use crate::redaction::letters::{is_invisible, is_punctuation, plain};

/// Shorter forms in hexadecimal or base64 are found in every other word.
const SHORTEST: usize = 4;

/// From so many letters on a form is found also where it is written in groups.
const LONG: usize = 12;

/// The fewest digits in hexadecimal that may be repeated as the bytes that they stand for.
const DIGEST: usize = 16;

/// The same as [`LONG`] for one in hexadecimal or base64, which is no word by chance.
const LONG_ENCODED: usize = 8;

/// A text that is looked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Form {
    /// Its [plain] letters that are seen; of a long one without what groups are separated by.
    pub(crate) letters: Vec<char>,
    pub(crate) is_long: bool,
}

impl Form {
    /// The forms of a secret, also encoded twice.
    pub(crate) fn all_of(secret: &str) -> Vec<Self> {
        let once = encoded(secret.as_bytes());
        let is_enough = |form: &&String| form.len() >= SHORTEST;
        let twice = once
            .iter()
            .filter(is_enough)
            .flat_map(|once| encoded(once.as_bytes()));
        let all: Vec<String> = once.iter().cloned().chain(twice).collect();
        Self::with_encoded(secret, all)
    }

    /// The forms of a secret, encoded once at most.
    pub(crate) fn simple_of(secret: &str) -> Vec<Self> {
        Self::with_encoded(secret, encoded(secret.as_bytes()))
    }

    fn with_encoded(secret: &str, mut encoded_forms: Vec<String>) -> Vec<Self> {
        // A digest may be repeated as the bytes that it is.
        if let Some(bytes) = digest(secret) {
            encoded_forms.extend(encoded(&bytes));
        }
        encoded_forms.retain(|form| form.len() >= SHORTEST);
        let all = encoded_forms
            .iter()
            .map(|form| Self::new(form, LONG_ENCODED));
        let all = all.chain([Self::new(secret, LONG)]);
        all.filter(|form| !form.letters.is_empty()).collect()
    }

    /// A text that is long with so many letters.
    fn new(text: &str, long: usize) -> Self {
        let letters = text.trim().chars().filter(|letter| !is_invisible(*letter));
        let letters: Vec<char> = letters.map(plain).collect();
        let mut grouped = letters.clone();
        grouped.retain(|letter| !is_punctuation(*letter));
        let is_long = grouped.len() >= long;
        Self {
            letters: if is_long { grouped } else { letters },
            is_long,
        }
    }

    /// Whether this may stand between two letters of the form.
    pub(crate) fn may_be_split_by(&self, letter: char) -> bool {
        is_invisible(letter) || (self.is_long && is_punctuation(letter))
    }

    /// Whether the form may continue with this letter after its first; always with an unknown
    /// letter.
    pub(crate) fn may_go_on(&self, next: Option<char>) -> bool {
        match (next, self.letters.get(1)) {
            (Some(next), Some(second)) => {
                next == *second || next == '<' || self.may_be_split_by(next)
            }
            _ => true,
        }
    }
}

/// In hexadecimal, and in base64 as far as the bytes alone decide it.
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

/// The characters of base64 that the bytes alone decide where this many stand before them.
fn in_base64(bytes: &[u8], before: usize, engine: &GeneralPurpose) -> String {
    let all = [vec![0; before].as_slice(), bytes].concat();
    let encoded = engine.encode(&all);
    let decided = (before * 8).div_ceil(6)..all.len() * 8 / 6;
    encoded.get(decided).unwrap_or_default().to_owned()
}

/// The bytes that a long text in hexadecimal stands for.
fn digest(text: &str) -> Option<Vec<u8>> {
    if text.len() < DIGEST || !text.len().is_multiple_of(2) {
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
