//! Names that an object repeats: which value counts, and whether they contradict.

use super::number::Whole;
use super::scan::Scanner;
use super::{DecodeError, keys};

/// Some of the expected names.
#[derive(Debug, Default)]
pub(super) struct Names {
    first: u128,
    rest: Vec<usize>,
}

impl Names {
    /// Adds a name, and returns whether it is new.
    pub(super) fn note(&mut self, index: usize) -> bool {
        let new = !self.has(index);
        if index < 128 {
            self.first |= 1 << index;
        } else if new {
            self.rest.push(index);
        }
        new
    }

    pub(super) fn has(&self, index: usize) -> bool {
        if index < 128 {
            self.first & (1 << index) != 0
        } else {
            self.rest.contains(&index)
        }
    }
}

/// The value of a repeated name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted<'de> {
    value: &'de str,
    /// Whether its name is spelt exactly.
    pub(super) is_exact: bool,
}

impl<'de> Counted<'de> {
    pub(super) fn new(value: &'de str, is_exact: bool) -> Self {
        Self { value, is_exact }
    }

    /// Compares another value of the name.
    ///
    /// # Errors
    ///
    /// Both names are spelt exactly, or neither, and the values differ.
    pub(super) fn compare(self, value: &str, is_exact: bool) -> Result<(), DecodeError> {
        if self.is_exact == is_exact && !is_same(self.value, value) {
            return Err(contradiction());
        }
        Ok(())
    }
}

/// The expected names that are spelt exactly in the rest of an object. `scan` is before a value. An
/// error ends the search: the reader meets it again.
pub(super) fn exact_names(mut scan: Scanner<'_>, names: &[&str]) -> Names {
    let mut found = Names::default();
    if scan.skip().is_err() {
        return found;
    }
    while let Ok(Some(key)) = scan.next_key(false) {
        if let Some(index) = names.iter().position(|name| *name == key) {
            found.note(index);
        }
        if scan.skip().is_err() {
            break;
        }
    }
    found
}

/// The member of a name that counts: the first in exact spelling, or else the first. `scan` is
/// after the opening bracket of the object; members from `until` on are ignored.
pub(super) fn counted<'de>(
    mut scan: Scanner<'de>,
    names: &'static [&'static str],
    index: usize,
    until: usize,
) -> Option<Counted<'de>> {
    let mut first = None;
    let mut is_first_key = true;
    while let Ok(Some(key)) = scan.next_key(is_first_key) {
        is_first_key = false;
        if scan.at >= until {
            break;
        }
        let from = scan.at;
        scan.skip().ok()?;
        if keys::find(names, &key, 0) != Some(index) {
            continue;
        }
        let is_exact = names.get(index).is_some_and(|name| *name == key);
        let counted = Counted::new(scan.slice(from, scan.at).ok()?, is_exact);
        if counted.is_exact {
            return Some(counted);
        }
        first.get_or_insert(counted);
    }
    first
}

/// The error for a name with two different values.
#[cold]
pub(super) fn contradiction() -> DecodeError {
    DecodeError::new("expected one value, found two that differ")
}

/// Whether two values are equal, however they are written: `1` and `"1"` are.
fn is_same(one: &str, other: &str) -> bool {
    match (scalar(one), scalar(other)) {
        (Some(one), Some(other)) => {
            one == other
                || matches!((Whole::parse(&one), Whole::parse(&other)), (Some(one), Some(other)) if one == other)
        }
        (None, None) => words(one).eq(words(other)),
        _ => false,
    }
}

/// The content of a text, a number or a word; nothing for lists and objects.
fn scalar(value: &str) -> Option<String> {
    let mut scan = Scanner::new(value.as_bytes()).ok()?;
    match scan.peek()? {
        b'"' => scan.text().ok().map(|text| text.trim().to_owned()),
        b'[' | b'{' => None,
        b'n' => Some(String::new()),
        _ => Some(value.trim().to_owned()),
    }
}

/// A raw value without the blanks between its words.
pub(super) fn without_blanks(value: &str) -> String {
    let words: Vec<u8> = words(value).collect();
    String::from_utf8_lossy(&words).into_owned()
}

/// The bytes of a value without the blanks between its words.
fn words(value: &str) -> impl Iterator<Item = u8> {
    let mut is_in_text = false;
    let mut is_escaped = false;
    value.bytes().filter(move |byte| {
        if is_in_text {
            is_in_text = is_escaped || *byte != b'"';
            is_escaped = !is_escaped && *byte == b'\\';
            return true;
        }
        is_in_text = *byte == b'"';
        !matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
    })
}
