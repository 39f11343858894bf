//! Finds the forms that may begin at a character.

use std::sync::LazyLock;

use crate::redaction::characters::plain;
use crate::redaction::escaped_text::may_begin_escape;
use crate::redaction::secret_forms::Form;

/// The number of ASCII characters.
const ASCII: usize = 128;

/// The forms of all secrets, and the bytes with which they begin.
#[derive(Clone, Default)]
pub(crate) struct FormIndex {
    /// Sorted by their characters.
    forms: Vec<Form>,
    /// For each ASCII byte, a bit set of the bytes that may follow it at the start of a form.
    followers: Vec<u128>,
    has_non_ascii_first: bool,
}

impl FormIndex {
    /// Indexes these forms.
    pub(crate) fn new(mut forms: Vec<Form>) -> Self {
        forms.sort_unstable();
        forms.dedup();
        let mut firsts = forms.iter().filter_map(|form| form.chars.first());
        Self {
            followers: followers(&forms),
            has_non_ascii_first: firsts.any(|first| !first.is_ascii()),
            forms,
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
            _ => self.has_non_ascii_first,
        }
    }

    /// The forms with this first character that may continue with `next`, and their indexes.
    pub(crate) fn beginning_with(
        &self,
        first: char,
        next: Option<char>,
    ) -> impl Iterator<Item = (usize, &Form)> {
        let begin = (self.forms).partition_point(|form| form.chars.first() < Some(&first));
        let forms = self.forms.iter().enumerate().skip(begin);
        forms
            .take_while(move |(_, form)| form.chars.first() == Some(&first))
            .filter(move |(_, form)| form.may_continue_with(next))
    }
}

/// The bit of an ASCII character; 0 for others.
const fn bit(ch: char) -> u128 {
    match ch {
        '\0'..='\x7f' => 1 << ch as u32,
        _ => 0,
    }
}

/// The set of the ASCII characters for which `is_member` is true.
fn set_of(is_member: impl Fn(char) -> bool) -> u128 {
    let members = ('\0'..='\x7f').filter(|ch| is_member(*ch));
    members.fold(0, |set, ch| set | bit(ch))
}

/// The bytes with which an escape may begin.
static ESCAPES: LazyLock<u128> =
    LazyLock::new(|| set_of(|ch| u8::try_from(ch).is_ok_and(may_begin_escape)));

/// The characters that may occur between the characters of any form, and of a long form.
static SPLITS: LazyLock<[u128; 2]> = LazyLock::new(|| {
    [false, true].map(|is_long| set_of(|ch| Form::is_split_by(is_long, plain(ch))))
});

/// For each ASCII character, the set of those that [`plain`] folds to it.
static FOLDED: LazyLock<Vec<u128>> = LazyLock::new(|| {
    let ascii = '\0'..='\x7f';
    ascii
        .map(|folded| set_of(|ch| plain(ch) == folded))
        .collect()
});

/// The set of the ASCII characters that [`plain`] folds to this one.
fn folded_to(ch: char) -> u128 {
    let sets = usize::try_from(u32::from(ch))
        .ok()
        .and_then(|code| FOLDED.get(code));
    sets.copied().unwrap_or_default()
}

/// For each ASCII byte, the set of bytes that may follow it at the start of a form.
fn followers(forms: &[Form]) -> Vec<u128> {
    let mut followers = vec![0; ASCII];
    let mut allow = |mut firsts: u128, next: u128| {
        // Without members there are 128 trailing zeros, and no such byte.
        while let Some(bits) = followers.get_mut(firsts.trailing_zeros() as usize) {
            *bits |= next;
            firsts &= firsts - 1;
        }
    };
    for form in forms {
        if let [first, rest @ ..] = form.chars.as_slice() {
            allow(folded_to(*first), next_bytes(form, rest.first()));
        }
    }
    if !forms.is_empty() {
        allow(*ESCAPES, u128::MAX);
    }
    followers
}

/// The bytes that may follow the first of this form, given its second character.
fn next_bytes(form: &Form, second: Option<&char>) -> u128 {
    let Some(second) = second else {
        return u128::MAX;
    };
    let [split, split_long] = *SPLITS;
    let splits = if form.is_long { split_long } else { split };
    *ESCAPES | folded_to(*second) | splits | bit('<')
}
