//! Decodes runs of base16, base32 and base64.

use core::ops::Range;

use super::run::Run;
use crate::redaction::letters::is_invisible;

/// What a letter of a base stands for.
type Value = fn(char) -> Option<u32>;

/// Each base: the bits of a letter, and after how many letters a new byte begins.
const BASES: [(u32, usize, Value); 4] = [
    (4, 2, base16),
    (5, 8, base32),
    (5, 8, base32_hex),
    (6, 4, base64),
];

fn base16(letter: char) -> Option<u32> {
    letter.to_digit(16)
}

fn base32(letter: char) -> Option<u32> {
    match letter {
        '2'..='7' => Some(u32::from(letter) - u32::from('2') + 26),
        _ if letter.is_ascii_alphabetic() => letter.to_digit(36).map(|digit| digit - 10),
        _ => None,
    }
}

fn base32_hex(letter: char) -> Option<u32> {
    letter.to_digit(32)
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

/// A run of letters of one base.
pub(super) struct Digits {
    bits: u32,
    period: usize,
    value: Value,
    run: Run,
    least: usize,
}

impl Digits {
    /// One for each base.
    pub(super) fn all(least: usize) -> [Self; 4] {
        BASES.map(|(bits, period, value)| Self {
            bits,
            period,
            value,
            // As many letters at least as bytes.
            run: Run::new(least + 1),
            least,
        })
    }

    /// Takes the next letter.
    pub(super) fn read(
        &mut self,
        letter: char,
        place: Range<usize>,
        holds: &dyn Fn(&[u8]) -> bool,
        found: &mut Vec<Range<usize>>,
    ) {
        match (self.value)(letter) {
            Some(value) => {
                self.run.push(value, place);
                if self.run.is_full() {
                    self.look(holds, found);
                    self.run.drop_all_but_overlap();
                }
            }
            None if is_invisible(letter) => {}
            None => self.finish(holds, found),
        }
    }

    /// Ends the run.
    pub(super) fn finish(&mut self, holds: &dyn Fn(&[u8]) -> bool, found: &mut Vec<Range<usize>>) {
        self.look(holds, found);
        self.run.clear();
    }

    fn look(&self, holds: &dyn Fn(&[u8]) -> bool, found: &mut Vec<Range<usize>>) {
        let is_any = |values: &[u32]| {
            // The bytes before the encoded text may belong to the base, too.
            (0..self.period).any(|skipped| {
                let bytes = self.decoded(values.get(skipped..).unwrap_or_default());
                texts(&bytes, self.least).any(holds)
                    || utf16(&bytes).any(|text| holds(text.as_bytes()))
            })
        };
        self.run.look(is_any, found);
    }

    fn decoded(&self, values: &[u32]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(values.len());
        let (mut bits, mut count) = (0_u32, 0);
        for value in values {
            bits = (bits << self.bits | value) & 0xffff;
            count += self.bits;
            if count >= 8 {
                count -= 8;
                let [byte, ..] = (bits >> count).to_le_bytes();
                bytes.push(byte);
            }
        }
        bytes
    }
}

/// The texts among bytes that are this long: what was decoded at random holds hardly any.
fn texts(bytes: &[u8], least: usize) -> impl Iterator<Item = &[u8]> {
    let is_no_text = |byte: &u8| *byte < b' ' && !b"\0\t\r\n".contains(byte);
    let may_be = bytes.split(is_no_text);
    let may_be = may_be.filter(move |bytes| bytes.len() >= least);
    let texts = may_be.flat_map(<[u8]>::utf8_chunks);
    let texts = texts.map(|chunk| chunk.valid().as_bytes());
    texts.filter(move |text| text.len() >= least)
}

/// The text in both orders of UTF-16, and from the first byte or the second on. Nothing where too
/// few bytes are zero: letters of ASCII have one each, and are found as they are if all do.
fn utf16(bytes: &[u8]) -> impl Iterator<Item = String> {
    let zeros = bytes.iter().filter(|byte| **byte == 0).count();
    let may_be = zeros > 1 && zeros.saturating_mul(8) >= bytes.len();
    let orders = [(0, true), (0, false), (1, true), (1, false)];
    let orders = orders.into_iter().filter(move |_| may_be);
    orders.map(|(skipped, is_big_endian)| {
        let pairs = bytes.get(skipped..).unwrap_or_default().chunks_exact(2);
        let units = pairs.filter_map(|pair| <[u8; 2]>::try_from(pair).ok());
        let units = units.map(|pair| match is_big_endian {
            true => u16::from_be_bytes(pair),
            false => u16::from_le_bytes(pair),
        });
        let letters = char::decode_utf16(units);
        letters
            .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    })
}
