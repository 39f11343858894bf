//! Reads lists of character codes or bytes: `57, 102`, `0x39 0x66`, `U+0039 U+0066`,
//! `Chr(57)&Chr(102)`.

use core::ops::{Range, RangeInclusive};

use super::{MAX_DECODED, OVERLAP};

/// The most characters between two numbers.
const MAX_GAP: usize = 16;

/// The first code of a visible character.
const FIRST_VISIBLE: u32 = 0x20;

/// Adds the ranges of numbers that stand for a secret.
pub(super) fn find(
    text: &[u8],
    min_length: usize,
    search: &dyn Fn(&[u8]) -> Vec<Range<usize>>,
    found: &mut Vec<Range<usize>>,
) {
    for part in parts(text) {
        let text = text.get(part.clone()).unwrap_or_default();
        let digits = text.iter().filter(|byte| byte.is_ascii_digit());
        // Each number has at min_length one digit.
        if digits.count() <= min_length {
            continue;
        }
        let before = found.len();
        find_in::<10>(1..=7, text, min_length, search, found);
        find_in::<16>(1..=8, text, min_length, search, found);
        find_in::<8>(1..=7, text, min_length, search, found);
        find_in::<2>(6..=21, text, min_length, search, found);
        for place in found.iter_mut().skip(before) {
            *place = part.start + place.start..part.start + place.end;
        }
    }
}

/// The bytes that are tested for base64 at a time.
const CHUNK: usize = 256;

/// The most different letters between the numbers of a list, without hexadecimal digits.
const MAX_LETTERS: u32 = 16;

/// The parts of a text that are not base64, which is full of numbers.
fn parts(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut chunks = text.chunks(CHUNK).enumerate().peekable();
    core::iter::from_fn(move || {
        while chunks.next_if(|(_, chunk)| is_base64(chunk)).is_some() {}
        let (first, chunk) = chunks.next()?;
        let mut end = first * CHUNK + chunk.len();
        while let Some((_, chunk)) = chunks.next_if(|(_, chunk)| !is_base64(chunk)) {
            end += chunk.len();
        }
        Some(first * CHUNK..end)
    })
}

/// Whether a chunk is one word with many different letters.
fn is_base64(chunk: &[u8]) -> bool {
    let mut chars = 0_u128;
    for byte in chunk {
        match byte {
            b'g'..=b'z' | b'G'..=b'Z' => chars |= 1 << byte,
            b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F' | b'+' | b'/' | b'-' | b'_' | b'=' => {}
            _ => return false,
        }
    }
    chars.count_ones() > MAX_LETTERS
}

/// Adds the same for numbers in one radix with these numbers of digits.
fn find_in<const RADIX: u32>(
    lengths: RangeInclusive<usize>,
    text: &[u8],
    min_length: usize,
    search: &dyn Fn(&[u8]) -> Vec<Range<usize>>,
    found: &mut Vec<Range<usize>>,
) {
    let mut list = NumberList::default();
    let mut end = 0;
    while let Some(begin) = position(text, end, |byte| digit::<RADIX>(byte).is_some()) {
        if is_longer(text.get(end..begin).unwrap_or_default(), MAX_GAP) {
            list.end(min_length, search, found);
        }
        let before = begin.checked_sub(1).and_then(|before| text.get(before));
        let behind = position(text, begin, |byte| digit::<RADIX>(byte).is_none());
        end = behind.unwrap_or(text.len());
        let digits = text.get(begin..end).unwrap_or_default();
        let is_code = lengths.contains(&digits.len());
        match is_code.then(|| number::<RADIX>(digits)).flatten() {
            // A signed byte, as in Java.
            Some(value @ 1..=128) if before == Some(&b'-') => list.add(256 - value, begin..end),
            Some(value) => list.add(value, begin..end),
            None => list.end(min_length, search, found),
        }
        if list.codes.len() >= MAX_DECODED {
            list.search_codes(min_length, search, found);
            list.drop_all_but_overlap();
        }
    }
    list.end(min_length, search, found);
}

fn digit<const RADIX: u32>(byte: u8) -> Option<u32> {
    char::from(byte).to_digit(RADIX)
}

fn number<const RADIX: u32>(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |number, byte| {
        number
            .checked_mul(RADIX)?
            .checked_add(digit::<RADIX>(*byte)?)
    })
}

/// The first offset from here on of such a byte.
fn position(text: &[u8], from: usize, is_such: impl Fn(u8) -> bool) -> Option<usize> {
    let rest = text.get(from..)?;
    let place = rest.iter().position(|byte| is_such(*byte))?;
    Some(from + place)
}

/// Whether a text has more than `max` characters.
fn is_longer(text: &[u8], max: usize) -> bool {
    let is_first = |byte: &&u8| !(0x80..0xC0).contains(*byte);
    text.len() > max && text.iter().filter(is_first).nth(max).is_some()
}

/// The codes of a list of numbers, and their ranges.
#[derive(Default)]
struct NumberList {
    codes: Vec<u32>,
    places: Vec<Range<usize>>,
}

impl NumberList {
    /// Adds a code, unless its character is invisible.
    fn add(&mut self, code: u32, place: Range<usize>) {
        if code >= FIRST_VISIBLE {
            self.codes.push(code);
            self.places.push(place);
        }
    }

    fn end(
        &mut self,
        min_length: usize,
        search: &dyn Fn(&[u8]) -> Vec<Range<usize>>,
        found: &mut Vec<Range<usize>>,
    ) {
        self.search_codes(min_length, search, found);
        self.codes.clear();
        self.places.clear();
    }

    /// Adds the ranges of secrets, reading the codes as characters and as bytes.
    fn search_codes(
        &self,
        min_length: usize,
        search: &dyn Fn(&[u8]) -> Vec<Range<usize>>,
        found: &mut Vec<Range<usize>>,
    ) {
        if self.codes.len() < min_length {
            return;
        }
        let mut note = |first: usize, last: usize| {
            if let (Some(first), Some(last)) = (self.places.get(first), self.places.get(last)) {
                found.push(first.start..last.end);
            }
        };
        let mut text = String::with_capacity(self.codes.len());
        let mut begins = Vec::with_capacity(self.codes.len());
        for code in &self.codes {
            begins.push(text.len());
            text.push(char::from_u32(*code).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        for place in search(text.as_bytes()) {
            let first = begins.partition_point(|begin| *begin <= place.start);
            let behind = begins.partition_point(|begin| *begin < place.end);
            note(first.saturating_sub(1), behind.saturating_sub(1));
        }
        if self.codes.iter().any(|code| (0x80..0x100).contains(code)) {
            let byte = |code: &u32| u8::try_from(*code).unwrap_or(0);
            let bytes: Vec<u8> = self.codes.iter().map(byte).collect();
            for place in search(&bytes) {
                note(place.start, place.end.saturating_sub(1));
            }
        }
    }

    /// Keeps the numbers that may begin a secret which ends among the next ones.
    fn drop_all_but_overlap(&mut self) {
        let dropped = self.codes.len().saturating_sub(OVERLAP);
        self.codes.drain(..dropped);
        self.places.drain(..dropped);
    }
}
