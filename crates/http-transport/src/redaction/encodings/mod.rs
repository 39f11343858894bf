//! Decodes runs of base16, base32 and base64, and lists of character codes, and searches them.
//!
//! Escapes are not decoded here: they are undone character by character where a secret is compared.

mod digits;
mod numbers;
mod texts;
mod unescaped_text;

use core::ops::Range;

use crate::redaction::escaped_text::EscapedText;

use unescaped_text::UnescapedText;

/// The bytes of a run, or the numbers of a list, that are decoded at a time.
const MAX_DECODED: usize = 64 * 1024;

/// The part of these that is decoded again with the next. Secrets are shorter, even encoded.
const OVERLAP: usize = 8 * 1024;

/// The sorted ranges of the text that stand for something with a secret in it, and whether all
/// escapes in the text could be undone within the limit. `search` finds the ranges of secrets in
/// decoded text. Runs of fewer than `min_length` characters are not decoded.
pub(crate) fn find(
    text: &EscapedText<'_>,
    min_length: usize,
    search: &dyn Fn(&[u8]) -> Vec<Range<usize>>,
) -> (Vec<Range<usize>>, bool) {
    let mut found = Vec::new();
    if text.text.len() <= min_length {
        return (found, true);
    }
    let unescaped = UnescapedText::new(text);
    digits::find(&unescaped.bytes, min_length, search, &mut found);
    numbers::find(&unescaped.bytes, min_length, search, &mut found);
    for range in &mut found {
        *range = unescaped.original_offset(range.start)..unescaped.original_offset(range.end);
    }
    found.sort_unstable_by_key(|range| (range.start, range.end));
    (found, unescaped.is_complete)
}
