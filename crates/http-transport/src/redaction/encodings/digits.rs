//! Decodes runs of base16, base32 and base64.

use core::array;
use core::ops::Range;
use std::sync::LazyLock;

use super::texts::{texts, utf16};
use super::unescaped_text::INVISIBLE;
use super::{MAX_DECODED, OVERLAP};

/// A base and its alphabet.
struct Base {
    /// The bits of one character.
    bits: u32,
    /// The value of each character.
    values: [Option<u8>; 256],
    /// The numbers of bits that may precede the text, whose neighbours may belong to the base, too.
    shifts: &'static [u32],
}

impl Base {
    fn new(bits: u32, value: fn(char) -> Option<u32>, shifts: &'static [u32]) -> Self {
        let value = |ch: usize| {
            let ch = u8::try_from(ch).ok().filter(u8::is_ascii)?;
            u8::try_from(value(char::from(ch))?).ok()
        };
        Self {
            bits,
            values: array::from_fn(value),
            shifts,
        }
    }

    fn value(&self, ch: u8) -> Option<u8> {
        self.values.get(usize::from(ch)).copied().flatten()
    }

    fn may_contain(&self, ch: u8) -> bool {
        self.value(ch).is_some() || ch == INVISIBLE
    }
}

/// Base64, whose alphabet contains those of all others.
static BASE64: LazyLock<Base> = LazyLock::new(|| Base::new(6, base64, &[0, 2, 4, 6]));

const FIVES: &[u32] = &[0, 1, 2, 3, 4, 5, 6, 7];

static OTHERS: LazyLock<[Base; 3]> = LazyLock::new(|| {
    [
        Base::new(4, |ch| ch.to_digit(16), &[0, 4]),
        Base::new(5, base32, FIVES),
        Base::new(5, |ch| ch.to_digit(32), FIVES),
    ]
});

fn base32(ch: char) -> Option<u32> {
    match ch {
        '2'..='7' => Some(u32::from(ch) - u32::from('2') + 26),
        _ if ch.is_ascii_alphabetic() => ch.to_digit(36).map(|digit| digit - 10),
        _ => None,
    }
}

fn base64(ch: char) -> Option<u32> {
    let value = u32::from(ch);
    match ch {
        'A'..='Z' => Some(value - u32::from('A')),
        'a'..='z' => Some(value - u32::from('a') + 26),
        '0'..='9' => Some(value - u32::from('0') + 52),
        '+' | '-' => Some(62),
        '/' | '_' => Some(63),
        _ => None,
    }
}

/// Adds the ranges of runs that contain a secret.
pub(super) fn find(
    text: &[u8],
    min_length: usize,
    search: &dyn Fn(&[u8]) -> Vec<Range<usize>>,
    found: &mut Vec<Range<usize>>,
) {
    for run in runs(text, &BASE64, min_length) {
        let chars = text.get(run.clone()).unwrap_or_default();
        let mut search_parts = |base: &Base, within: Range<usize>| {
            for part in parts(within) {
                let chars = chars.get(part.clone()).unwrap_or_default();
                if contains_secret(chars, base, min_length, search) {
                    found.push(run.start + part.start..run.start + part.end);
                }
            }
        };
        search_parts(&BASE64, 0..chars.len());
        for base in OTHERS.iter() {
            for within in runs(chars, base, min_length) {
                search_parts(base, within);
            }
        }
    }
}

/// The runs of a base that stand for at min_length this number of bytes.
fn runs(text: &[u8], base: &Base, min_length: usize) -> impl Iterator<Item = Range<usize>> {
    let bits = usize::try_from(base.bits).unwrap_or(usize::MAX);
    let min_length = min_length.saturating_mul(8).div_ceil(bits).max(1);
    let is_end = |ch: &u8| !base.may_contain(*ch);
    let mut at = 0;
    core::iter::from_fn(move || {
        loop {
            // A run begins after the last other character within its min_length length.
            let first = text.get(at..)?.get(..min_length)?;
            if let Some(before) = first.iter().rposition(is_end) {
                at += before + 1;
                continue;
            }
            let begin = at;
            let rest = text.get(begin + min_length..)?;
            at = begin + min_length + rest.iter().position(is_end).unwrap_or(rest.len());
            return Some(begin..at);
        }
    })
}

/// The parts of a run that are decoded at a time.
fn parts(run: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut begin = Some(run.start);
    core::iter::from_fn(move || {
        let from = begin?;
        let end = run.end.min(from + MAX_DECODED);
        begin = (end < run.end).then(|| end - OVERLAP);
        Some(from..end)
    })
}

/// Whether the text that these characters stand for contains a secret.
fn contains_secret(
    chars: &[u8],
    base: &Base,
    min_length: usize,
    search: &dyn Fn(&[u8]) -> Vec<Range<usize>>,
) -> bool {
    let bytes = decoded(chars, base);
    let mut shifted = Vec::with_capacity(bytes.len());
    base.shifts.iter().any(|shift| {
        shift_into(&mut shifted, &bytes, *shift);
        texts(&shifted, min_length).any(|text| !search(text).is_empty())
            || utf16(&shifted).any(|text| !search(text.as_bytes()).is_empty())
    })
}

/// The bytes that the characters stand for; the last may be padded.
fn decoded(chars: &[u8], base: &Base) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(chars.len());
    let (mut bits, mut count) = (0_u32, 0);
    for value in chars.iter().filter_map(|ch| base.value(*ch)) {
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

/// Replaces `shifted` by the bytes shifted left by fewer than eight bits.
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
