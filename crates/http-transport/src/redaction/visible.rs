//! Removes invisible characters from a text, and keeps the offsets of the others.

use core::ops::Range;
use std::borrow::Cow;

use crate::redaction::characters::is_invisible;

/// A text without invisible characters, which may occur even within an escape.
pub(crate) struct VisibleText<'t> {
    original: &'t [u8],
    pub(crate) text: Cow<'t, [u8]>,
    /// For one byte in [`STRIDE`] of `text`, its offset there and in the original. Empty if the
    /// texts are the same.
    offsets: Vec<(usize, usize)>,
}

/// An offset for each byte would take eight times the memory of the text.
const STRIDE: usize = 64;

impl<'t> VisibleText<'t> {
    pub(crate) fn new(original: &'t [u8]) -> Self {
        let unchanged = Self {
            original,
            text: Cow::Borrowed(original),
            offsets: Vec::new(),
        };
        let may_be_invisible = |byte: &u8| !(0x20..0x7F).contains(byte);
        if !original.iter().any(may_be_invisible) || chars(original).all(|(_, visible)| visible) {
            return unchanged;
        }
        let mut text = Vec::with_capacity(original.len());
        let mut offsets = Vec::new();
        let mut at = 0;
        for (bytes, is_visible) in chars(original) {
            if is_visible {
                if text.len() >= offsets.len() * STRIDE {
                    offsets.push((text.len(), at));
                }
                text.extend_from_slice(bytes);
            }
            at += bytes.len();
        }
        Self {
            original,
            text: Cow::Owned(text),
            offsets,
        }
    }

    /// Turns ranges of `text` into ranges of the original.
    pub(crate) fn restore(&self, ranges: &mut [Range<usize>]) {
        for range in ranges {
            let last = self.original_offset(range.end.saturating_sub(1));
            *range = self.original_offset(range.start)..last + 1;
        }
    }

    /// The offset of a byte in the original.
    fn original_offset(&self, at: usize) -> usize {
        let before = self.offsets.partition_point(|(offset, _)| *offset <= at);
        let Some((mut offset, mut origin)) = before
            .checked_sub(1)
            .and_then(|index| self.offsets.get(index).copied())
        else {
            return at;
        };
        for (bytes, is_visible) in chars(self.original.get(origin..).unwrap_or_default()) {
            if is_visible {
                if at < offset + bytes.len() {
                    return origin + (at - offset);
                }
                offset += bytes.len();
            }
            origin += bytes.len();
        }
        origin
    }
}

/// The bytes of each character of a text, and whether it is visible. Invalid UTF-8 counts as
/// visible.
fn chars(text: &[u8]) -> impl Iterator<Item = (&[u8], bool)> {
    text.utf8_chunks().flat_map(|chunk| {
        let valid = chunk.valid();
        let chars = valid.char_indices().map(|(at, ch)| {
            let bytes = valid.as_bytes().get(at..at + ch.len_utf8());
            (bytes.unwrap_or_default(), !is_invisible(ch))
        });
        chars.chain((!chunk.invalid().is_empty()).then(|| (chunk.invalid(), true)))
    })
}
