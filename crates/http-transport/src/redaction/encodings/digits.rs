//! Decodes runs of base16, base32 and base64.

use core::array;
use core::ops::Range;
use std::sync::LazyLock;

use super::plain_text::UNSEEN;
use super::texts::{texts, utf16};
use super::{MOST, OVERLAP};

/// A base.
struct Base {
    /// The bits of a letter.
    bits: u32,
    /// What each letter stands for.
    values: [Option<u8>; 256],
    /// How many bits may precede the text: the letters before it may belong to the base, too.
    shifts: &'static [u32],
}

impl Base {
    fn new(bits: u32, value: fn(char) -> Option<u32>, shifts: &'static [u32]) -> Self {
        let value = |letter: usize| {
            let letter = u8::try_from(letter).ok().filter(u8::is_ascii)?;
            u8::try_from(value(char::from(letter))?).ok()
        };
        Self {
            bits,
            values: array::from_fn(value),
            shifts,
        }
    }

    fn value(&self, letter: u8) -> Option<u8> {
        self.values.get(usize::from(letter)).copied().flatten()
    }

    fn may_hold(&self, letter: u8) -> bool {
        self.value(letter).is_some() || letter == UNSEEN
    }
}

/// Base64 has the letters of all others.
static BASE64: LazyLock<Base> = LazyLock::new(|| Base::new(6, base64, &[0, 2, 4, 6]));

const FIVES: &[u32] = &[0, 1, 2, 3, 4, 5, 6, 7];

static OTHERS: LazyLock<[Base; 3]> = LazyLock::new(|| {
    [
        Base::new(4, |letter| letter.to_digit(16), &[0, 4]),
        Base::new(5, base32, FIVES),
        Base::new(5, |letter| letter.to_digit(32), FIVES),
    ]
});

fn base32(letter: char) -> Option<u32> {
    match letter {
        '2'..='7' => Some(u32::from(letter) - u32::from('2') + 26),
        _ if letter.is_ascii_alphabetic() => letter.to_digit(36).map(|digit| digit - 10),
        _ => None,
    }
}

fn base64(letter: char) -> Option<u32> {
    let value = u32::from(letter);
    match letter {
        'A'..='Z' => Some(value - u32::from('A')),
        'a'..='z' => Some(value - u32::from('a') + 26),
        '0'..='9' => Some(value - u32::from('0') + 52),
        '+' | '-' => Some(62),
        '/' | '_' => Some(63),
        _ => None,
    }
}

/// Notes the runs with a secret in them.
pub(super) fn find(
    text: &[u8],
    least: usize,
    search: &dyn Fn(&[u8]) -> Vec<Range<usize>>,
    found: &mut Vec<Range<usize>>,
) {
    for run in runs(text, &BASE64, least) {
        let letters = text.get(run.clone()).unwrap_or_default();
        let mut note = |base: &Base, within: Range<usize>| {
            for part in parts(within) {
                let letters = letters.get(part.clone()).unwrap_or_default();
                if holds(letters, base, least, search) {
                    found.push(run.start + part.start..run.start + part.end);
                }
            }
        };
        note(&BASE64, 0..letters.len());
        for base in OTHERS.iter() {
            for within in runs(letters, base, least) {
                note(base, within);
            }
        }
    }
}

/// The runs of a base that stand for so many bytes.
fn runs(text: &[u8], base: &Base, least: usize) -> impl Iterator<Item = Range<usize>> {
    let bits = usize::try_from(base.bits).unwrap_or(usize::MAX);
    let least = least.saturating_mul(8).div_ceil(bits).max(1);
    let is_end = |letter: &u8| !base.may_hold(*letter);
    let mut at = 0;
    core::iter::from_fn(move || {
        loop {
            // A run begins behind the last of what ends one before its least length.
            let first = text.get(at..)?.get(..least)?;
            if let Some(before) = first.iter().rposition(is_end) {
                at += before + 1;
                continue;
            }
            let begin = at;
            let rest = text.get(begin + least..)?;
            at = begin + least + rest.iter().position(is_end).unwrap_or(rest.len());
            return Some(begin..at);
        }
    })
}

/// The parts of a run that are decoded at once.
fn parts(run: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut begin = Some(run.start);
    core::iter::from_fn(move || {
        let from = begin?;
        let end = run.end.min(from + MOST);
        begin = (end < run.end).then(|| end - OVERLAP);
        Some(from..end)
    })
}

/// Whether a secret is in the text of these letters.
fn holds(
    letters: &[u8],
    base: &Base,
    least: usize,
    search: &dyn Fn(&[u8]) -> Vec<Range<usize>>,
) -> bool {
    let bytes = decoded(letters, base);
    let mut shifted = Vec::with_capacity(bytes.len());
    base.shifts.iter().any(|shift| {
        shift_into(&mut shifted, &bytes, *shift);
        texts(&shifted, least).any(|text| !search(text).is_empty())
            || utf16(&shifted).any(|text| !search(text.as_bytes()).is_empty())
    })
}

/// The bytes of the letters, the last of which may be filled up.
fn decoded(letters: &[u8], base: &Base) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(letters.len());
    let (mut bits, mut count) = (0_u32, 0);
    for value in letters.iter().filter_map(|letter| base.value(*letter)) {
        bits = (bits << base.bits | u32::from(value)) & 0xffff;
        count += base.bits;
        if count >= 8 {
            count -= 8;
            let [byte, ..] = (bits >> count).to_le_bytes();
            bytes.push(byte);
        }
    }
    if count > 0 {
        let [byte, ..] = (bits << (8 - count)).to_le_bytes();
        bytes.push(byte);
    }
    bytes
}

/// Replaces the bytes by those that begin behind so many bits, which are fewer than eight.
fn shift_into(shifted: &mut Vec<u8>, bytes: &[u8], bits: u32) {
    let next = bytes.get(1..).unwrap_or_default();
    let pairs = bytes.iter().zip(next);
    shifted.clear();
    shifted.extend(pairs.map(|(byte, next)| {
        let [shifted, _] = (u16::from_be_bytes([*byte, *next]) << bits).to_be_bytes();
        shifted
    }));
    shifted.extend(bytes.last().map(|last| last << bits));
}
