//! Removes invisible characters from a text, and keeps the places of the others.

use std::borrow::Cow;

use crate::redaction::letters::is_invisible;

/// A text without invisible characters, which may occur even within an escape.
pub(crate) struct Visible<'t> {
    whole: &'t [u8],
    pub(crate) text: Cow<'t, [u8]>,
    /// For one byte of `text` among [`STRIDE`], its place there and in the whole text; none where
    /// nothing was left out.
    places: Vec<(usize, usize)>,
}

/// A place for each byte would take eight times the text.
const STRIDE: usize = 64;

impl<'t> Visible<'t> {
    pub(crate) fn new(whole: &'t [u8]) -> Self {
        let unchanged = Self {
            whole,
            text: Cow::Borrowed(whole),
            places: Vec::new(),
        };
        let may_hide = |byte: &u8| !(0x20..0x7F).contains(byte);
        if !whole.iter().any(may_hide) || letters(whole).all(|(_, is_seen)| is_seen) {
            return unchanged;
        }
        let mut text = Vec::with_capacity(whole.len());
        let mut places = Vec::new();
        let mut at = 0;
        for (letter, is_seen) in letters(whole) {
            if is_seen {
                if text.len() >= places.len() * STRIDE {
                    places.push((text.len(), at));
                }
                text.extend_from_slice(letter);
            }
            at += letter.len();
        }
        Self {
            whole,
            text: Cow::Owned(text),
            places,
        }
    }

    /// The place of a byte in the whole text.
    pub(crate) fn origin(&self, at: usize) -> usize {
        let before = self.places.partition_point(|(place, _)| *place <= at);
        let Some((mut place, mut origin)) = before
            .checked_sub(1)
            .and_then(|index| self.places.get(index).copied())
        else {
            return at;
        };
        for (letter, is_seen) in letters(self.whole.get(origin..).unwrap_or_default()) {
            if is_seen {
                if at < place + letter.len() {
                    return origin + (at - place);
                }
                place += letter.len();
            }
            origin += letter.len();
        }
        origin
    }
}

/// The characters of a text, and whether each is seen; bytes that are no UTF-8 are.
fn letters(text: &[u8]) -> impl Iterator<Item = (&[u8], bool)> {
    text.utf8_chunks().flat_map(|chunk| {
        let valid = chunk.valid();
        let letters = valid.char_indices().map(|(at, letter)| {
            let bytes = valid.as_bytes().get(at..at + letter.len_utf8());
            (bytes.unwrap_or_default(), !is_invisible(letter))
        });
        letters.chain((!chunk.invalid().is_empty()).then(|| (chunk.invalid(), true)))
    })
}
