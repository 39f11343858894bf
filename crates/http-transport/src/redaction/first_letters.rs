//! Tells which letters a secret may begin with.

use crate::redaction::letters::plain;
use crate::redaction::secret_forms::Form;
use crate::redaction::unescape::begins_escape;

/// How many letters ASCII has.
pub(crate) const ASCII: usize = 128;

/// Which list of `by_first` a form with this first letter is in.
pub(crate) fn slot(first: char) -> usize {
    usize::try_from(u32::from(first)).map_or(ASCII, |first| first.min(ASCII))
}

/// For each byte of ASCII, those that may follow it where one of the forms begins.
pub(crate) fn followers(forms: &[Form]) -> Vec<u128> {
    let mut followers = vec![0; ASCII];
    let ascii = || (0..0x80_u8).map(char::from);
    let all_of = |is_such: &dyn Fn(char) -> bool| {
        let such = ascii().filter(|letter| is_such(*letter));
        such.fold(0, |bits, letter| bits | 1_u128 << u32::from(letter))
    };
    let escapes = all_of(&|letter| u8::try_from(letter).is_ok_and(begins_escape));
    for form in forms {
        let next = escapes | all_of(&|letter| form.may_go_on(Some(plain(letter))));
        let firsts = ascii().filter(|letter| Some(&plain(*letter)) == form.letters.first());
        for first in firsts {
            if let Some(bits) = followers.get_mut(slot(first)) {
                *bits |= next;
            }
        }
    }
    if !forms.is_empty() {
        for escape in ascii().filter(|letter| escapes >> u32::from(*letter) & 1 == 1) {
            if let Some(bits) = followers.get_mut(slot(escape)) {
                *bits = u128::MAX;
            }
        }
    }
    followers
}
