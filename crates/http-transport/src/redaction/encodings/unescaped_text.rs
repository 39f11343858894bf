//! Undoes the escapes of a text, and keeps the offsets of its characters.

use std::borrow::Cow;

use crate::redaction::characters::is_invisible;
use crate::redaction::escaped_text::{EscapedText, may_begin_escape};

/// The byte for an escaped invisible character.
pub(super) const INVISIBLE: u8 = 0;

/// The byte for an escaped character that is not ASCII.
const NON_ASCII: u8 = 0xFF;

/// The bytes that are tested for escapes at a time.
const CHUNK: usize = 256;

/// A text with all levels of its escapes undone.
pub(super) struct UnescapedText<'t> {
    pub(super) bytes: Cow<'t, [u8]>,
    /// After each escape, the offset here and in the original.
    offsets: Vec<(usize, usize)>,
    /// Whether all escapes were undone. From where the limit is reached, they are left.
    pub(super) is_complete: bool,
}

impl<'t> UnescapedText<'t> {
    pub(super) fn new(text: &EscapedText<'t>) -> Self {
        let mut unescaped = Self {
            bytes: Cow::Borrowed(text.text),
            offsets: Vec::new(),
            is_complete: true,
        };
        // A fold without an early exit within a chunk takes a fraction of the time.
        let has_escape = |chunk: &[u8]| {
            let bytes = chunk.iter().copied();
            bytes.fold(false, |is_any, byte| is_any | may_begin_escape(byte))
        };
        if !text.text.chunks(CHUNK).any(has_escape) {
            return unescaped;
        }
        let mut bytes = Vec::with_capacity(text.text.len());
        let mut at = 0;
        while let Some(rest) = text.text.get(at..)
            && !rest.is_empty()
        {
            let escape = rest.iter().position(|byte| may_begin_escape(*byte));
            let before = escape.unwrap_or(rest.len());
            bytes.extend_from_slice(rest.get(..before).unwrap_or_default());
            at += before;
            if escape.is_none() {
                break;
            }
            let (ch, end) = text.fully_unescaped(at);
            if text.is_exhausted() {
                unescaped.is_complete = false;
                bytes.extend_from_slice(text.text.get(at..).unwrap_or_default());
                break;
            }
            bytes.push(match ch {
                _ if is_invisible(ch) => INVISIBLE,
                _ => u8::try_from(ch)
                    .ok()
                    .filter(u8::is_ascii)
                    .unwrap_or(NON_ASCII),
            });
            if end != at + 1 {
                unescaped.offsets.push((bytes.len(), end));
            }
            at = end;
        }
        unescaped.bytes = Cow::Owned(bytes);
        unescaped
    }

    /// The offset in the original of the character at this offset.
    pub(super) fn original_offset(&self, at: usize) -> usize {
        let before = self.offsets.partition_point(|(offset, _)| *offset <= at);
        let escape = before
            .checked_sub(1)
            .and_then(|last| self.offsets.get(last));
        escape.map_or(at, |(offset, origin)| origin + (at - offset))
    }
}
