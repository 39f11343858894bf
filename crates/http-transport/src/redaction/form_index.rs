//! Finds the forms that may begin at a character.

use crate::redaction::characters::plain;
use crate::redaction::escaped_text::may_begin_escape;
use crate::redaction::secret_forms::Form;

/// The number of ASCII characters.
const ASCII: usize = 128;

/// The forms of all secrets, by their first characters.
#[derive(Clone, Default)]
pub(crate) struct FormIndex {
    forms: Vec<Form>,
    /// For each first ASCII character, the indexes of the forms; in the last bucket, all others.
    by_first: Vec<Vec<usize>>,
    /// For each ASCII byte, a bit set of the bytes that may follow it at the start of a form.
    followers: Vec<u128>,
}

impl FormIndex {
    /// Indexes these forms.
    pub(crate) fn new(mut forms: Vec<Form>) -> Self {
        forms.sort_unstable();
        forms.dedup();
        let mut by_first = vec![Vec::new(); ASCII + 1];
        for (index, form) in forms.iter().enumerate() {
            let first = form.chars.first().copied().unwrap_or_default();
            if let Some(bucket) = by_first.get_mut(bucket(first)) {
                bucket.push(index);
            }
        }
        Self {
            followers: followers(&forms),
            forms,
            by_first,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.forms.len()
    }

    /// The length of the shortest form with at least `min_length` characters.
    pub(crate) fn shortest(&self, min_length: usize) -> Option<usize> {
        let lengths = self.forms.iter().map(|form| form.chars.len());
        lengths.filter(|length| *length >= min_length).min()
    }

    /// Whether a form may begin with this byte before `next`.
    pub(crate) fn may_begin(&self, byte: u8, next: Option<&u8>) -> bool {
        match byte {
            0..0x80 => {
                let followers = self.followers.get(usize::from(byte));
                let followers = followers.copied().unwrap_or_default();
                match next {
                    Some(next @ 0..0x80) => followers >> next & 1 == 1,
                    _ => followers != 0,
                }
            }
            // Other styles of ASCII characters; ideographs are not among them.
            0xC2..=0xE3 | 0xEA..=0xF4 => true,
            _ => self
                .by_first
                .get(ASCII)
                .is_some_and(|bucket| !bucket.is_empty()),
        }
    }

    /// The forms with this first character that may continue with `next`, and their indexes.
    pub(crate) fn beginning_with(
        &self,
        first: char,
        next: Option<char>,
    ) -> impl Iterator<Item = (usize, &Form)> {
        let bucket = self.by_first.get(bucket(first));
        let indexes = bucket.map(Vec::as_slice).unwrap_or_default();
        let forms = indexes
            .iter()
            .filter_map(|index| Some((*index, self.forms.get(*index)?)));
        forms.filter(move |(_, form)| {
            form.chars.first() == Some(&first) && form.may_continue_with(next)
        })
    }
}

/// The bucket of forms with this first character.
fn bucket(first: char) -> usize {
    usize::try_from(u32::from(first)).map_or(ASCII, |first| first.min(ASCII))
}

/// For each ASCII byte, the set of bytes that may follow it at the start of a form.
fn followers(forms: &[Form]) -> Vec<u128> {
    let mut followers = vec![0; ASCII];
    let ascii = || (0..0x80_u8).map(char::from);
    let set_of = |is_member: &dyn Fn(char) -> bool| {
        let members = ascii().filter(|ch| is_member(*ch));
        members.fold(0, |bits, ch| bits | 1_u128 << u32::from(ch))
    };
    let escapes = set_of(&|ch| u8::try_from(ch).is_ok_and(may_begin_escape));
    for form in forms {
        let next = escapes | set_of(&|ch| form.may_continue_with(Some(plain(ch))));
        let firsts = ascii().filter(|ch| Some(&plain(*ch)) == form.chars.first());
        for first in firsts {
            if let Some(bits) = followers.get_mut(bucket(first)) {
                *bits |= next;
            }
        }
    }
    if !forms.is_empty() {
        for escape in ascii().filter(|ch| escapes >> u32::from(*ch) & 1 == 1) {
            if let Some(bits) = followers.get_mut(bucket(escape)) {
                *bits = u128::MAX;
            }
        }
    }
    followers
}
