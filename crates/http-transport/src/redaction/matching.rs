//! Follows one form of a secret through a text.

use std::collections::HashSet;

use crate::redaction::letters::plain;
use crate::redaction::secret_forms::Form;
use crate::redaction::unescape::Escapable;

/// The text has been made so that it cannot be searched in reasonable time.
pub(crate) struct TooHard;

/// The longest tag, in letters.
const TAG: usize = 256;

/// How far one secret is followed over escaped separators at least, in bytes.
const BLOCK: usize = 4 * 1024;

/// Follows forms through a text, from one place after the other.
pub(crate) struct Matcher<'m, 't> {
    text: &'m Escapable<'t>,
    /// The form, the place and the number of remaining letters of each reading that was tried
    /// before. If it led to the end of a secret, that secret is known.
    tried: HashSet<(usize, usize, usize)>,
    /// No separator is passed over from here on.
    limit: usize,
}

impl<'m, 't> Matcher<'m, 't> {
    pub(crate) fn new(text: &'m Escapable<'t>) -> Self {
        Self {
            text,
            tried: HashSet::new(),
            limit: 0,
        }
    }

    /// Where this form ends, if it begins here; the last of the ends, where it can be read in
    /// several ways. Nothing where an earlier secret reaches as far.
    pub(crate) fn end(
        &mut self,
        at: usize,
        number: usize,
        form: &Form,
    ) -> Result<Option<usize>, TooHard> {
        let text = self.text;
        let (mut place, mut rest) = (at, form.letters.as_slice());
        // Most texts differ within a few letters that are not escaped.
        while let Some((wanted, behind)) = rest.split_first()
            && let Some((letter, end)) = text.only(place)
        {
            let has_begun = place > at;
            if has_begun && letter == '<' {
                break;
            }
            if plain(letter) == *wanted {
                (place, rest) = (end, behind);
            } else if has_begun && form.may_be_split_by(letter) {
                place = end;
            } else {
                return Ok(None);
            }
        }
        if rest.is_empty() {
            return Ok(Some(place));
        }
        if place >= text.text.len() {
            return Ok(None);
        }
        let limit = (at / BLOCK + 2) * BLOCK;
        if limit != self.limit {
            self.tried.clear();
            self.limit = limit;
        }
        self.end_in_any_reading(place, rest.len(), number, form)
    }

    /// The same for what remains of the form. Places are read in their order, each once for each
    /// number of remaining letters.
    fn end_in_any_reading(
        &mut self,
        at: usize,
        remaining: usize,
        number: usize,
        form: &Form,
    ) -> Result<Option<usize>, TooHard> {
        let text = self.text;
        let length = form.letters.len();
        let mut last = None;
        let mut open = Open(vec![(at, remaining)]);
        while let Some((mut at, remaining)) = open.0.pop() {
            let Some(wanted) = form.letters.get(length - remaining) else {
                last = last.max(Some(at));
                continue;
            };
            let has_begun = remaining < length;
            if has_begun {
                at = text.behind_all(at, |letter| letter != '<' && form.may_be_split_by(letter));
            }
            if at >= text.text.len() || !self.tried.insert((number, at, remaining)) {
                continue;
            }
            text.step().ok_or(TooHard)?;
            for (letter, end) in text.letters(at) {
                let may_pass = has_begun && end < self.limit;
                if may_pass
                    && letter == '<'
                    && let Some(end) = behind_tag(text, end)
                {
                    open.add(end, remaining);
                }
                if plain(letter) == *wanted {
                    open.add(end, remaining - 1);
                } else if may_pass && form.may_be_split_by(letter) {
                    open.add(end, remaining);
                }
            }
        }
        Ok(last)
    }
}

/// Places that are to be read, and how many letters remain there; the first place is at the end.
struct Open(Vec<(usize, usize)>);

impl Open {
    fn add(&mut self, at: usize, remaining: usize) {
        let new = (at, remaining);
        let place = self.0.partition_point(|known| *known > new);
        if self.0.get(place) != Some(&new) {
            self.0.insert(place, new);
        }
    }
}

/// Where the tag ends that began before this place.
fn behind_tag(text: &Escapable<'_>, mut at: usize) -> Option<usize> {
    for _ in 0..TAG {
        if at >= text.text.len() {
            break;
        }
        let (letter, end) = text.deepest(at);
        match letter {
            '>' => return Some(end),
            '<' => return None,
            _ => at = end,
        }
    }
    None
}
