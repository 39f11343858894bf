//! Finds what stands for other text: runs of base16, base32 and base64, and lists of numbers.
//!
//! Escapes are read letter by letter where a secret is compared; here whole runs are decoded, and
//! what they say is searched in turn.

mod digits;
mod numbers;
mod plain_text;
mod texts;

use core::ops::Range;

use crate::redaction::unescape::Escapable;

use plain_text::PlainText;

/// How much of a run or of a list is decoded at once, and how much of that again with what follows.
/// A secret is shorter, however it is encoded.
const MOST: usize = 64 * 1024;
const OVERLAP: usize = 8 * 1024;

/// The places in the text that stand for something with a secret in it, in their order, and from
/// where on the text is too hard to be searched. `search` finds the places of secrets in what was
/// decoded. Nothing is decoded that stands for fewer letters than `least`.
pub(crate) fn find(
    text: &Escapable<'_>,
    least: usize,
    search: &dyn Fn(&[u8]) -> Vec<Range<usize>>,
) -> (Vec<Range<usize>>, Option<usize>) {
    let mut found = Vec::new();
    if text.text.len() <= least {
        return (found, None);
    }
    let plain = PlainText::new(text);
    digits::find(&plain.letters, least, search, &mut found);
    numbers::find(&plain.letters, least, search, &mut found);
    for place in &mut found {
        *place = plain.origin(place.start)..plain.origin(place.end);
    }
    found.sort_unstable_by_key(|place| (place.start, place.end));
    (found, plain.too_hard)
}
