//! Reads one character of a text that may be escaped, several times over and in several ways.

use core::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::redaction::escapes::Escaped;
use crate::redaction::steps::Steps;
use crate::redaction::unit::{DIALECTS, Dialect, Unit};

/// How often a text may have been escaped.
const LEVELS: usize = 4;

/// Whether something escaped can begin with it.
pub(crate) fn begins_escape(byte: u8) -> bool {
    matches!(byte, b'%' | b'\\' | b'&' | b'=')
}

/// A text whose characters can be read in several ways, within a number of steps.
pub(crate) struct Escapable<'t> {
    pub(crate) text: &'t [u8],
    pub(crate) steps: &'t Steps,
    is_exhausted: Cell<bool>,
    /// How many readings were looked for.
    readings: Cell<usize>,
    /// What was read last: one escape is read as a part of many others.
    known: RefCell<Vec<Reading>>,
    /// The letters of the escapes that were read last, with their places.
    letters: RefCell<Vec<(usize, Letters)>>,
}

/// The letters that an escape can be read as, and their ends.
type Letters = Rc<[(char, usize)]>;

/// The most escapes whose letters are known at a time.
const KNOWN_LETTERS: usize = 8 * 1024;

/// One reading of a place: its key, and what it is.
type Reading = (usize, Option<Unit>);

/// The most readings that are known at a time. Those of a nearer place replace those of a farther.
const KNOWN: usize = 4096;

/// The most readings of a text that take less time than to keep them.
const FEW: usize = 256;

/// How many readings a place has at most, in a power of two.
const READINGS: usize = 16;

/// How far an escape reaches that has no other one in it.
const REACH: usize = 16;

impl<'t> Escapable<'t> {
    pub(crate) fn new(text: &'t [u8], steps: &'t Steps) -> Self {
        Self {
            text,
            steps,
            is_exhausted: Cell::new(false),
            readings: Cell::new(0),
            known: RefCell::default(),
            letters: RefCell::default(),
        }
    }

    /// Whether there were too few steps to read the text to its end.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.is_exhausted.get()
    }

    /// Takes a step, if there is one left.
    pub(crate) fn step(&self) -> Option<()> {
        let step = self.steps.take();
        self.is_exhausted.set(self.is_exhausted() || step.is_none());
        step
    }

    /// The ASCII letter at this place, if it can be nothing else.
    pub(crate) fn plain_at(&self, at: usize) -> Option<char> {
        let byte = *self.text.get(at)?;
        (byte.is_ascii() && !self.may_be_escape(at)).then(|| char::from(byte))
    }

    /// Whether something escaped can begin at this place: for most signs what follows tells.
    fn may_be_escape(&self, at: usize) -> bool {
        let Some(byte) = self.text.get(at).filter(|byte| begins_escape(**byte)) else {
            return false;
        };
        self.text.get(at + 1).is_some_and(|next| match byte {
            _ if begins_escape(*next) => true,
            b'%' => next.is_ascii_hexdigit() || matches!(next, b'u' | b'U'),
            b'=' => next.is_ascii_hexdigit() || *next == b'\n',
            b'&' => next.is_ascii_alphabetic() || *next == b'#',
            _ => next.is_ascii_graphic(),
        })
    }

    /// The letter beyond ASCII at this place, and its end.
    pub(crate) fn beyond_ascii(&self, at: usize) -> Option<(char, usize)> {
        self.raw(at).filter(|(letter, _)| !letter.is_ascii())
    }

    /// The unescaped letter at this place, and its end.
    fn raw(&self, at: usize) -> Option<(char, usize)> {
        let rest = self.text.get(at..)?;
        let length = match rest.first()? {
            0..0x80 => 1,
            0xC2..0xE0 => 2,
            0xE0..0xF0 => 3,
            _ => 4,
        };
        let letter = core::str::from_utf8(rest.get(..length)?).ok()?;
        Some((letter.chars().next()?, at + length))
    }

    /// The end of the unescaped letters of this kind at this place.
    pub(crate) fn behind_all(&self, mut at: usize, is_such: impl Fn(char) -> bool) -> usize {
        while let Some((letter, end)) = self.raw(at)
            && !self.may_be_escape(at)
            && is_such(letter)
        {
            at = end;
        }
        at
    }

    /// The letter at this place, and its end, if it can be nothing else.
    pub(crate) fn only(&self, at: usize) -> Option<(char, usize)> {
        let plain = self.plain_at(at).map(|letter| (letter, at + 1));
        plain.or_else(|| self.beyond_ascii(at))
    }

    /// The different letters that this place can be read as, and the end of each.
    pub(crate) fn letters(&self, at: usize) -> impl Iterator<Item = (char, usize)> + use<> {
        let only = self.only(at);
        let several = match only {
            Some(_) => None,
            None => (at < self.text.len()).then(|| self.several(at)),
        };
        let count = several.as_ref().map_or(0, |several| several.len());
        let several = (0..count).filter_map(move |index| several.as_ref()?.get(index).copied());
        only.into_iter().chain(several)
    }

    /// The letters that an escape can be read as.
    fn several(&self, at: usize) -> Letters {
        let known = self.letters.borrow();
        if let Some((same, letters)) = known.get(at & known.len().wrapping_sub(1))
            && *same == at
            && !letters.is_empty()
        {
            return Rc::clone(letters);
        }
        drop(known);
        let units = self.units(at);
        let mut letters: Vec<(char, usize)> = Vec::new();
        for letter in units.filter_map(|unit| self.completed(unit)) {
            if !letters.contains(&letter) {
                letters.push(letter);
            }
        }
        let letters = Rc::from(letters);
        if !self.is_exhausted() && self.readings.get() >= FEW {
            let mut known = self.letters.borrow_mut();
            if known.is_empty() {
                let length = self.text.len().next_power_of_two().min(KNOWN_LETTERS);
                known.resize_with(length, Default::default);
            }
            let place = at & (known.len() - 1);
            if let Some(place) = known.get_mut(place) {
                *place = (at, Rc::clone(&letters));
            }
        }
        letters
    }

    /// The letter at this place, unescaped as often as possible, and its end. A placeholder for an
    /// unreadable one.
    pub(crate) fn deepest(&self, at: usize) -> (char, usize) {
        if let Some(letter) = self.plain_at(at) {
            return (letter, at + 1);
        }
        let [.., dialect] = DIALECTS;
        let unescaped = self.beyond_ascii(at).or_else(|| {
            let mut levels = (0..=LEVELS).rev();
            levels.find_map(|level| self.completed(self.unit(at, level, dialect)?))
        });
        unescaped.unwrap_or((char::REPLACEMENT_CHARACTER, at + 1))
    }

    /// The letter that begins with this unit, which may be one byte of it.
    fn completed(&self, unit: Unit) -> Option<(char, usize)> {
        let mut bytes = [0; 4];
        let mut length = 0;
        let mut end = unit.end;
        for byte in unit.bytes() {
            *bytes.get_mut(length)? = *byte;
            length += 1;
        }
        loop {
            let text = bytes.get(..length)?;
            match core::str::from_utf8(text) {
                Ok(text) => return Some((text.chars().next()?, end)),
                // Not even the beginning of one.
                Err(error) if error.error_len().is_some() => return None,
                Err(_) => {}
            }
            let continues = |unit: &Unit| matches!(unit.bytes(), [0x80..0xC0]);
            let next = self.units(end).find(continues)?;
            *bytes.get_mut(length)? = *next.bytes().first()?;
            length += 1;
            end = next.end;
        }
    }

    /// The different readings of this place: as it is, unescaped once, twice, …
    pub(crate) fn units(&self, at: usize) -> impl Iterator<Item = Unit> {
        let [usual, rest @ ..] = DIALECTS;
        let mut units = [None; LEVELS * DIALECTS.len() + 1];
        let raw = self.unit(at, 0, usual);
        note(&mut units, raw);
        if self.may_be_escape(at) && self.unescape(at, usual, &mut units) {
            for dialect in rest {
                self.unescape(at, dialect, &mut units);
            }
        }
        units.into_iter().flatten()
    }

    /// Notes the readings of this place, unescaped once and more often. Returns whether other
    /// dialects may read it differently.
    fn unescape(&self, at: usize, dialect: Dialect, units: &mut [Option<Unit>]) -> bool {
        let is_ambiguous = |unit: Option<Unit>| {
            let unit = unit.and_then(|unit| Some((unit.ascii()?, unit.end)));
            unit.is_some_and(|(letter, end)| match letter {
                '&' => self
                    .text
                    .get(end)
                    .is_some_and(|next| *next == b'#' || begins_escape(*next)),
                '\\' => self.text.get(end).is_some_and(|next| {
                    next.is_ascii_hexdigit() || begins_escape(*next) || b"uU".contains(next)
                }),
                _ => false,
            })
        };
        let raw = self.unit(at, 0, dialect);
        let mut may_be = is_ambiguous(raw);
        for level in 1..=LEVELS {
            let unit = self.unit(at, level, dialect);
            note(units, unit);
            may_be |= is_ambiguous(unit);
            let letter = unit.and_then(|unit| unit.ascii());
            let can_go_on = matches!(letter, Some('%' | '\\' | '&' | '='));
            if !can_go_on || (unit == raw && !self.has_escapes_behind(at)) {
                break;
            }
        }
        may_be
    }

    /// Whether an escape begins within the reach of this place.
    fn has_escapes_behind(&self, at: usize) -> bool {
        let behind = self.text.iter().skip(at + 1).take(REACH);
        behind.copied().any(begins_escape)
    }

    /// The reading of this place, unescaped this many times.
    pub(super) fn unit(&self, at: usize, level: usize, dialect: Dialect) -> Option<Unit> {
        let byte = *self.text.get(at)?;
        let raw = Unit::of_byte(byte, at + 1);
        if !self.may_be_escape(at) {
            return Some(raw);
        }
        let Some(below) = level.checked_sub(1) else {
            return Some(raw);
        };
        let key = at * READINGS + below * DIALECTS.len() + dialect.number + 1;
        if let Some(known) = self.known(key) {
            return known;
        }
        self.step()?;
        let first = self.unit(at, below, dialect)?;
        let escaped = Escaped {
            text: self,
            below,
            dialect,
        };
        let letter = first.ascii();
        let unescaped = letter.and_then(|letter| escaped.read(letter, first.end));
        let unit = Some(unescaped.unwrap_or(first));
        self.note(key, unit);
        unit
    }

    /// What was read before under this key.
    fn known(&self, key: usize) -> Option<Option<Unit>> {
        let known = self.known.borrow();
        let (same, unit) = known.get(key & known.len().wrapping_sub(1))?;
        (*same == key).then_some(*unit)
    }

    fn note(&self, key: usize, unit: Option<Unit>) {
        let readings = self.readings.get();
        self.readings.set(readings.saturating_add(1));
        if self.is_exhausted() || readings < FEW {
            return;
        }
        let mut known = self.known.borrow_mut();
        if known.is_empty() {
            let length = self.text.len().saturating_mul(READINGS);
            known.resize(length.next_power_of_two().min(KNOWN), (0, None));
        }
        let place = key & (known.len() - 1);
        if let Some(place) = known.get_mut(place) {
            *place = (key, unit);
        }
    }
}

/// Adds a reading that is new among these.
fn note(units: &mut [Option<Unit>], unit: Option<Unit>) {
    if !units.contains(&unit)
        && let Some(place) = units.iter_mut().find(|known| known.is_none())
    {
        *place = unit;
    }
}

#[cfg(test)]
mod tests {
    use super::{DIALECTS, Dialect, Escapable, Steps};

    fn read(text: &str, level: usize) -> String {
        read_in(DIALECTS[0], text, level)
    }

    fn read_in(dialect: Dialect, text: &str, level: usize) -> String {
        let (mut bytes, mut at) = (Vec::new(), 0);
        let steps = Steps::for_bytes(text.len());
        let text = Escapable::new(text.as_bytes(), &steps);
        while let Some(unit) = text.unit(at, level, dialect) {
            bytes.extend_from_slice(unit.bytes());
            at = unit.end;
        }
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn every_way_of_escaping_is_undone_as_often_as_it_was_done() {
        for (text, once) in [
            ("%41%e4%B8%ad", "A中"),
            ("%u4e2d%u0041", "中A"),
            (r#"\u0041\u4e2d\x41\"\/\\"#, "A中A\"/\\"),
            (r"\ud83d\ude00\u{1f600}", "😀😀"),
            ("&#65;&#x41;&#x4e2d&amp;&lt&plus;", "AA中&<+"),
            (
                r"%4\u00&#;&none;&#xffffffff;%",
                r"%4\u00&#;&none;&#xffffffff;%",
            ),
        ] {
            assert_eq!(read(text, 1), once, "{text}");
            assert_eq!(read(text, 0), text);
        }
        for (text, once) in [
            (r"\U00000041\U0001f600\u00004e2d", "A😀中"),
            (r"\000041\41 \4e2d ", "AA中"),
        ] {
            assert_eq!(read_in(DIALECTS[1], text, 1), once, "{text}");
        }
        assert_eq!(read(r"\x{41}\N{U+4e2d}\U0041", 1), "A中A");
        assert_eq!(read("%2541%26%2365;&amp;#65;%5cu0041", 2), "AAAA");
        assert_eq!(read("%252541", 3), "A");
    }

    #[test]
    fn one_place_is_read_in_each_way_once() {
        let steps = Steps::for_bytes(0);
        let ways = |text: &str| Escapable::new(text.as_bytes(), &steps).units(0).count();
        assert_eq!(
            ["a", "%", "%41", "%2541", "&#653", ""].map(ways),
            [1, 1, 2, 3, 3, 0]
        );
    }
}
