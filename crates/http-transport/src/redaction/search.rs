//! Finds the places of secrets in a text and in what its encoded parts stand for.

use core::ops::Range;

use crate::redaction::characters::plain;
use crate::redaction::encodings;
use crate::redaction::escaped_text::EscapedText;
use crate::redaction::form_index::FormIndex;
use crate::redaction::limits::{SearchLimits, StepLimit, warn_once};
use crate::redaction::linear_search;
use crate::redaction::matching::{LimitExceeded, Matcher};
use crate::redaction::visible::VisibleText;

/// Shorter forms occur in decoded text by chance, and are not looked for there.
pub(crate) const MIN_ENCODED_LENGTH: usize = 6;

/// How many encodings inside each other are decoded.
const MAX_NESTING: usize = 2;

/// A search of one text for all forms.
pub(crate) struct Search<'s> {
    pub(crate) forms: &'s FormIndex,
    /// The length of the shortest form that is looked for in decoded text.
    pub(crate) shortest_encoded: Option<usize>,
    pub(crate) limits: &'s SearchLimits,
}

impl Search<'_> {
    /// The ranges of secrets, sorted by their start.
    pub(crate) fn find(&self, text: &[u8]) -> Vec<Range<usize>> {
        let visible = VisibleText::new(text);
        let text = &visible.text;
        let limits = self.limits;
        let mut found = self.find_direct(&EscapedText::new(text, &limits.direct), 0);
        found.extend(self.find_encoded(&EscapedText::new(text, &limits.encoded), MAX_NESTING));
        visible.restore(&mut found);
        found.sort_unstable_by_key(|range| (range.start, range.end));
        found
    }

    /// The ranges of forms with at least `min_length` characters, in any reading of the text. From
    /// where the limit is reached, only simple readings are tried.
    fn find_direct(&self, text: &EscapedText<'_>, min_length: usize) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut matcher = Matcher::new(text);
        for (at, byte) in text.text.iter().enumerate() {
            if !self.forms.may_begin(*byte, text.text.get(at + 1)) {
                continue;
            }
            match self.longest_match(text, &mut matcher, at, min_length) {
                Ok(longest) if !text.is_exhausted() => {
                    found.extend(longest.map(|end| at..end));
                }
                _ => {
                    warn_once();
                    found.extend(linear_search::find(self.forms, text.text, at, min_length));
                    break;
                }
            }
        }
        found
    }

    /// The ranges of encoded parts that contain a secret.
    fn find_encoded(&self, text: &EscapedText<'_>, nesting: usize) -> Vec<Range<usize>> {
        let (Some(shortest), Some(nesting)) = (self.shortest_encoded, nesting.checked_sub(1))
        else {
            return Vec::new();
        };
        let (found, is_complete) = encodings::find(text, shortest, &|decoded| {
            self.find_decoded(decoded, text.limit, nesting)
        });
        if !is_complete {
            warn_once();
        }
        found
    }

    /// The ranges of secrets in decoded text.
    fn find_decoded(&self, decoded: &[u8], limit: &StepLimit, nesting: usize) -> Vec<Range<usize>> {
        let visible = VisibleText::new(decoded);
        let text = EscapedText::new(&visible.text, limit);
        let mut found = self.find_direct(&text, MIN_ENCODED_LENGTH);
        found.extend(self.find_encoded(&text, nesting));
        visible.restore(&mut found);
        found
    }

    /// The end of the longest form that begins here and has at least `min_length` characters.
    fn longest_match(
        &self,
        text: &EscapedText<'_>,
        matcher: &mut Matcher<'_, '_>,
        at: usize,
        min_length: usize,
    ) -> Result<Option<usize>, LimitExceeded> {
        let mut longest = None;
        let mut match_forms = |first: char, next: Option<char>| {
            for (index, form) in self.forms.beginning_with(first, next) {
                if form.chars.len() >= min_length {
                    longest = longest.max(matcher.end(at, index, form)?);
                }
            }
            Ok(())
        };
        let next = || text.unescaped_ascii(at + 1).map(plain);
        if let Some(ch) = text.unescaped_ascii(at) {
            match_forms(plain(ch), next())?;
        } else if let Some((ch, _)) = text.non_ascii(at) {
            match_forms(plain(ch), None)?;
        } else {
            let readings = text.readings(at);
            let mut firsts: Vec<char> = readings.map(|(first, _)| plain(first)).collect();
            firsts.sort_unstable();
            firsts.dedup();
            for first in firsts {
                match_forms(first, None)?;
            }
        }
        Ok(longest)
    }
}
