//! Follows one form of a secret through a text.

use std::collections::HashSet;

use crate::redaction::characters::plain;
use crate::redaction::escaped_text::EscapedText;
use crate::redaction::secret_forms::Form;

/// The text has too many readings to try all of them.
pub(crate) struct LimitExceeded;

/// The longest tag that is passed over, in characters.
const MAX_TAG: usize = 256;

/// The least number of bytes through which a form is followed over escaped separators.
const BLOCK: usize = 4 * 1024;

/// Compares a form with the characters from this offset on, as far as `read` returns any. Returns
/// the offset it got to and the rest of the form; `None` if they differ.
pub(crate) fn follow(
    form: &Form,
    at: usize,
    read: impl Fn(usize) -> Option<(char, usize)>,
) -> Option<(usize, &[char])> {
    let (mut place, mut rest) = (at, form.chars.as_slice());
    while let Some((expected, behind)) = rest.split_first()
        && let Some((ch, end)) = read(place)
    {
        if plain(ch) == *expected {
            (place, rest) = (end, behind);
        } else if place > at && form.may_be_split_by(ch) {
            place = end;
        } else {
            return None;
        }
    }
    Some((place, rest))
}

/// Follows forms through a text, from one offset after another.
pub(crate) struct Matcher<'m, 't> {
    text: &'m EscapedText<'t>,
    /// The form, the offset and the number of remaining characters of each reading that was tried.
    /// If it led to the end of a secret, that secret is known.
    visited: HashSet<(usize, usize, usize)>,
    /// From this offset on, separators are not passed over.
    separator_limit: usize,
}

impl<'m, 't> Matcher<'m, 't> {
    pub(crate) fn new(text: &'m EscapedText<'t>) -> Self {
        Self {
            text,
            visited: HashSet::new(),
            separator_limit: 0,
        }
    }

    /// The end of this form if it begins here, in the reading that reaches farthest. `None` also if
    /// an earlier secret reaches as far.
    pub(crate) fn end(
        &mut self,
        at: usize,
        index: usize,
        form: &Form,
    ) -> Result<Option<usize>, LimitExceeded> {
        let text = self.text;
        // Most texts differ within a few characters that are not escaped.
        let read = |place| {
            let only = text.unambiguous(place);
            only.filter(|(ch, _)| place == at || *ch != '<')
        };
        let Some((place, rest)) = follow(form, at, read) else {
            return Ok(None);
        };
        if rest.is_empty() {
            return Ok(Some(place));
        }
        if place >= text.text.len() {
            return Ok(None);
        }
        let limit = (at / BLOCK + 2) * BLOCK;
        if limit != self.separator_limit {
            self.visited.clear();
            self.separator_limit = limit;
        }
        self.end_in_any_reading(place, rest.len(), index, form)
    }

    /// The same for the rest of a form. Offsets are visited in order, each once for each number of
    /// remaining characters.
    fn end_in_any_reading(
        &mut self,
        at: usize,
        remaining: usize,
        index: usize,
        form: &Form,
    ) -> Result<Option<usize>, LimitExceeded> {
        let text = self.text;
        let length = form.chars.len();
        let mut last = None;
        let mut pending = Pending(vec![(at, remaining)]);
        while let Some((mut at, remaining)) = pending.0.pop() {
            let Some(expected) = form.chars.get(length - remaining) else {
                last = last.max(Some(at));
                continue;
            };
            let has_begun = remaining < length;
            if has_begun {
                at = text.skip_while(at, |ch| ch != '<' && form.may_be_split_by(ch));
            }
            if at >= text.text.len() || !self.visited.insert((index, at, remaining)) {
                continue;
            }
            text.step().ok_or(LimitExceeded)?;
            for (ch, end) in text.readings(at) {
                let may_pass = has_begun && end < self.separator_limit;
                if may_pass
                    && ch == '<'
                    && let Some(end) = end_of_tag(text, end)
                {
                    pending.add(end, remaining);
                }
                if plain(ch) == *expected {
                    pending.add(end, remaining - 1);
                } else if may_pass && form.may_be_split_by(ch) {
                    pending.add(end, remaining);
                }
            }
        }
        Ok(last)
    }
}

/// The offsets still to visit with their numbers of remaining characters, the first offset last.
struct Pending(Vec<(usize, usize)>);

impl Pending {
    fn add(&mut self, at: usize, remaining: usize) {
        let new = (at, remaining);
        let place = self.0.partition_point(|known| *known > new);
        if self.0.get(place) != Some(&new) {
            self.0.insert(place, new);
        }
    }
}

/// The end of the tag that began before this offset.
fn end_of_tag(text: &EscapedText<'_>, mut at: usize) -> Option<usize> {
    for _ in 0..MAX_TAG {
        if at >= text.text.len() {
            break;
        }
        let (ch, end) = text.fully_unescaped(at);
        match ch {
            '>' => return Some(end),
            '<' => return None,
            _ => at = end,
        }
    }
    None
}
