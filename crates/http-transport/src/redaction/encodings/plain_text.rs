//! Undoes the escapes of a text, and keeps the places of its letters.

use std::borrow::Cow;

use crate::redaction::letters::is_invisible;
use crate::redaction::unescape::{Escapable, begins_escape};

/// Stands for an escaped letter that is not seen.
pub(super) const UNSEEN: u8 = 0;

/// How many bytes are tested for escapes at once.
const CHUNK: usize = 256;

/// Stands for an escaped letter beyond ASCII.
const OTHER: u8 = 0xFF;

/// A text with its escapes undone as often as possible.
pub(super) struct PlainText<'t> {
    pub(super) letters: Cow<'t, [u8]>,
    /// Behind each escape, the place here and in the text.
    places: Vec<(usize, usize)>,
    /// From where on the text cannot be read in reasonable time; the letters end there.
    pub(super) too_hard: Option<usize>,
}

impl<'t> PlainText<'t> {
    pub(super) fn new(text: &Escapable<'t>) -> Self {
        let mut plain = Self {
            letters: Cow::Borrowed(text.text),
            places: Vec::new(),
            too_hard: None,
        };
        // Without an end within a chunk, as that takes a fraction of the time.
        let has_escape = |chunk: &[u8]| {
            let bytes = chunk.iter().copied();
            bytes.fold(false, |is_any, byte| is_any | begins_escape(byte))
        };
        if !text.text.chunks(CHUNK).any(has_escape) {
            return plain;
        }
        let mut letters = Vec::with_capacity(text.text.len());
        let mut at = 0;
        while let Some(rest) = text.text.get(at..)
            && !rest.is_empty()
        {
            let escape = rest.iter().position(|byte| begins_escape(*byte));
            let before = escape.unwrap_or(rest.len());
            letters.extend_from_slice(rest.get(..before).unwrap_or_default());
            at += before;
            if escape.is_none() {
                break;
            }
            let (letter, end) = text.deepest(at);
            if text.is_exhausted() {
                plain.too_hard = Some(at);
                break;
            }
            letters.push(match letter {
                _ if is_invisible(letter) => UNSEEN,
                _ => u8::try_from(letter)
                    .ok()
                    .filter(u8::is_ascii)
                    .unwrap_or(OTHER),
            });
            if end != at + 1 {
                plain.places.push((letters.len(), end));
            }
            at = end;
        }
        plain.letters = Cow::Owned(letters);
        plain
    }

    /// Where the letter at this place begins in the text.
    pub(super) fn origin(&self, at: usize) -> usize {
        let before = self.places.partition_point(|(place, _)| *place <= at);
        let escape = before.checked_sub(1).and_then(|last| self.places.get(last));
        escape.map_or(at, |(place, origin)| origin + (at - place))
    }
}
