//! Follows one form of a secret through a text.

use crate::redaction::letters::{is_invisible, is_punctuation, plain};
use crate::redaction::secret_forms::Form;
use crate::redaction::unescape::Escapable;

/// The text has been made so that it cannot be searched in reasonable time.
pub(crate) struct TooHard;

/// The readings to try of one place, for each letter of the secret, and in addition.
const PATIENCE: (usize, usize) = (16, 256);

/// The longest tag, in letters.
const TAG: usize = 256;

/// Where this form ends, if it begins here. Where a text can be read in several ways each is tried.
pub(crate) fn end(text: &Escapable<'_>, at: usize, form: &Form) -> Result<Option<usize>, TooHard> {
    let is_between =
        |letter: char| is_invisible(letter) || (form.is_long && is_punctuation(letter));
    let mut open = vec![(at, form.letters.as_slice())];
    let (of_a_letter, of_a_form) = PATIENCE;
    let mut patience = form.letters.len() * of_a_letter + of_a_form;
    while let Some((mut at, rest)) = open.pop() {
        let Some((wanted, behind)) = rest.split_first() else {
            return Ok(Some(at));
        };
        patience = patience.checked_sub(1).ok_or(TooHard)?;
        let has_begun = rest.len() < form.letters.len();
        if has_begun {
            at = text.behind_all(at, |letter| letter != '<' && is_between(letter));
        }
        for (letter, end) in text.letters(at) {
            if has_begun
                && letter == '<'
                && let Some(end) = behind_tag(text, end)
                && !open.contains(&(end, rest))
            {
                open.push((end, rest));
            }
            let next = if plain(letter) == *wanted {
                (end, behind)
            } else if has_begun && is_between(letter) {
                (end, rest)
            } else {
                continue;
            };
            if !open.contains(&next) {
                open.push(next);
            }
        }
    }
    Ok(None)
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
