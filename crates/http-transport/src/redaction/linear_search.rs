//! Finds secrets in plain and simply encoded text, in linear time.
//!
//! A text can be made so that the search of all its readings reaches its limit. The rest of such a
//! text is searched here: as received, and with all its escapes undone once, twice, … in the same
//! way. Forms in hexadecimal and base64 are among the forms that are looked for.

use core::ops::Range;

use crate::redaction::characters::plain;
use crate::redaction::escaped_text::{EscapedText, LEVELS};
use crate::redaction::form_index::FormIndex;
use crate::redaction::limits::StepLimit;
use crate::redaction::matching::follow;
use crate::redaction::unit::{DIALECTS, Dialect};

/// The bytes that are searched at a time.
const BLOCK: usize = 64 * 1024;

/// The bytes of a block that are searched again with the next block. Secrets are shorter.
const OVERLAP: usize = 8 * 1024;

/// The ranges from offset `from` on of forms with at least `min_length` characters.
pub(crate) fn find(
    forms: &FormIndex,
    text: &[u8],
    from: usize,
    min_length: usize,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut begin = from;
    while begin < text.len() {
        let end = text.len().min(begin + BLOCK);
        let block = text.get(begin..end).unwrap_or_default();
        let mut add = |layer: &Layer| layer.find(forms, begin, min_length, &mut found);
        let received = Layer::received(block);
        add(&received);
        for dialect in DIALECTS {
            let mut next = received.unescaped(dialect);
            for _ in 1..LEVELS {
                let Some(layer) = &next else { break };
                add(layer);
                next = layer.unescaped(dialect);
            }
            next.iter().for_each(&mut add);
        }
        if end == text.len() {
            break;
        }
        begin = end - OVERLAP;
    }
    found
}

/// A text with its escapes undone some times.
struct Layer {
    text: Vec<u8>,
    /// For each byte, its offset in the text as received; then the length of that text.
    origins: Vec<usize>,
}

impl Layer {
    fn received(text: &[u8]) -> Self {
        Self {
            text: text.to_vec(),
            origins: (0..=text.len()).collect(),
        }
    }

    /// The text with its escapes undone once more, unless it has none.
    fn unescaped(&self, dialect: Dialect) -> Option<Self> {
        // One level of escapes takes at most one step for each byte.
        let limit = StepLimit::for_bytes(self.text.len());
        let text = EscapedText::new(&self.text, &limit);
        let mut unescaped = Self {
            text: Vec::with_capacity(self.text.len()),
            origins: Vec::with_capacity(self.origins.len()),
        };
        let mut at = 0;
        while let Some(unit) = text.unit(at, 1, dialect) {
            let origin = self.origins.get(at).copied()?;
            for byte in unit.bytes() {
                unescaped.text.push(*byte);
                unescaped.origins.push(origin);
            }
            at = unit.end;
        }
        unescaped.origins.extend(self.origins.last());
        (unescaped.text != self.text).then_some(unescaped)
    }

    /// Adds the ranges of forms in the text as received, which begins at offset `begin`.
    fn find(
        &self,
        forms: &FormIndex,
        begin: usize,
        min_length: usize,
        found: &mut Vec<Range<usize>>,
    ) {
        let limit = StepLimit::for_bytes(0);
        let text = EscapedText::new(&self.text, &limit);
        for (at, byte) in self.text.iter().enumerate() {
            if !forms.may_begin(*byte, self.text.get(at + 1)) {
                continue;
            }
            let Some((first, _)) = text.raw(at) else {
                continue;
            };
            let ends = forms
                .beginning_with(plain(first), None)
                .filter(|(_, form)| form.chars.len() >= min_length)
                .filter_map(|(_, form)| follow(form, at, |at| text.raw(at)))
                .filter_map(|(end, rest)| rest.is_empty().then_some(end));
            let origin = |at: usize| Some(begin + self.origins.get(at)?);
            if let Some(end) = ends.max()
                && let (Some(start), Some(end)) = (origin(at), origin(end))
            {
                found.push(start..end);
            }
        }
    }
}
