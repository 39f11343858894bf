//! Reads a text that may be escaped, several times over and in several ways.

use core::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::redaction::escapes::EscapeReader;
use crate::redaction::limits::StepLimit;
use crate::redaction::unit::{DIALECTS, Dialect, Unit};

/// The most times that a text is unescaped.
pub(crate) const LEVELS: usize = 4;

/// Whether an escape can begin with this byte.
pub(crate) fn may_begin_escape(byte: u8) -> bool {
    matches!(byte, b'%' | b'\\' | b'&' | b'=')
}

/// A text whose characters can be read in several ways, within a limit of steps.
pub(crate) struct EscapedText<'t> {
    pub(crate) text: &'t [u8],
    pub(crate) limit: &'t StepLimit,
    is_exhausted: Cell<bool>,
    /// The number of readings that were computed.
    computed: Cell<usize>,
    /// The last units that were read, because one escape is read as a part of many others.
    unit_cache: RefCell<Vec<CachedUnit>>,
    /// The readings of the last escapes, with their offsets.
    reading_cache: RefCell<Vec<(usize, Readings)>>,
}

/// The characters that an escape can stand for, and their ends.
type Readings = Rc<[(char, usize)]>;

/// The most escapes whose readings are cached.
const MAX_CACHED_READINGS: usize = 8 * 1024;

/// The key of a unit, and the unit.
type CachedUnit = (usize, Option<Unit>);

/// The most units that are cached. Later ones replace earlier ones.
const MAX_CACHED_UNITS: usize = 4096;

/// Up to this number of readings, computing them again is faster than a cache.
const CACHE_FROM: usize = 256;

/// The most units at one offset, as a power of two.
const UNITS_PER_OFFSET: usize = 16;

/// The length of the longest escape that contains no other.
const MAX_ESCAPE: usize = 16;

impl<'t> EscapedText<'t> {
    pub(crate) fn new(text: &'t [u8], limit: &'t StepLimit) -> Self {
        Self {
            text,
            limit,
            is_exhausted: Cell::new(false),
            computed: Cell::new(0),
            unit_cache: RefCell::default(),
            reading_cache: RefCell::default(),
        }
    }

    /// Whether the limit was reached in this text.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.is_exhausted.get()
    }

    /// Takes a step, unless the limit is reached.
    pub(crate) fn step(&self) -> Option<()> {
        let step = self.limit.take();
        self.is_exhausted.set(self.is_exhausted() || step.is_none());
        step
    }

    /// The ASCII character at this offset, unless it may begin an escape.
    pub(crate) fn unescaped_ascii(&self, at: usize) -> Option<char> {
        let byte = *self.text.get(at)?;
        (byte.is_ascii() && !self.may_be_escape(at)).then(|| char::from(byte))
    }

    /// Whether an escape can begin at this offset, judging by the next byte.
    fn may_be_escape(&self, at: usize) -> bool {
        let Some(byte) = self.text.get(at).filter(|byte| may_begin_escape(**byte)) else {
            return false;
        };
        self.text.get(at + 1).is_some_and(|next| match byte {
            _ if may_begin_escape(*next) => true,
            b'%' => next.is_ascii_hexdigit() || matches!(next, b'u' | b'U'),
            b'=' => next.is_ascii_hexdigit() || *next == b'\n',
            b'&' => next.is_ascii_alphabetic() || *next == b'#',
            _ => next.is_ascii_graphic(),
        })
    }

    /// The character at this offset and its end, if it is not ASCII.
    pub(crate) fn non_ascii(&self, at: usize) -> Option<(char, usize)> {
        self.raw(at).filter(|(ch, _)| !ch.is_ascii())
    }

    /// The character at this offset as received, and its end.
    pub(crate) fn raw(&self, at: usize) -> Option<(char, usize)> {
        let rest = self.text.get(at..)?;
        let length = match rest.first()? {
            0..0x80 => 1,
            0xC2..0xE0 => 2,
            0xE0..0xF0 => 3,
            _ => 4,
        };
        let ch = core::str::from_utf8(rest.get(..length)?).ok()?;
        Some((ch.chars().next()?, at + length))
    }

    /// The end of the unescaped characters from this offset on for which `is_such` is true.
    pub(crate) fn skip_while(&self, mut at: usize, is_such: impl Fn(char) -> bool) -> usize {
        while let Some((ch, end)) = self.raw(at)
            && !self.may_be_escape(at)
            && is_such(ch)
        {
            at = end;
        }
        at
    }

    /// The character at this offset and its end, if there is only one reading.
    pub(crate) fn unambiguous(&self, at: usize) -> Option<(char, usize)> {
        let plain = self.unescaped_ascii(at).map(|ch| (ch, at + 1));
        plain.or_else(|| self.non_ascii(at))
    }

    /// The different characters that can be read at this offset, and the end of each.
    pub(crate) fn readings(&self, at: usize) -> impl Iterator<Item = (char, usize)> + use<> {
        let only = self.unambiguous(at);
        let several = match only {
            Some(_) => None,
            None => (at < self.text.len()).then(|| self.escape_readings(at)),
        };
        let count = several.as_ref().map_or(0, |several| several.len());
        let several = (0..count).filter_map(move |index| several.as_ref()?.get(index).copied());
        only.into_iter().chain(several)
    }

    /// The characters that the escape at this offset can stand for.
    fn escape_readings(&self, at: usize) -> Readings {
        let known = self.reading_cache.borrow();
        if let Some((same, chars)) = known.get(at & known.len().wrapping_sub(1))
            && *same == at
            && !chars.is_empty()
        {
            return Rc::clone(chars);
        }
        drop(known);
        let units = self.units(at);
        let mut chars: Vec<(char, usize)> = Vec::new();
        for ch in units.filter_map(|unit| self.completed(unit)) {
            if !chars.contains(&ch) {
                chars.push(ch);
            }
        }
        let chars = Rc::from(chars);
        if !self.is_exhausted() && self.computed.get() >= CACHE_FROM {
            let mut known = self.reading_cache.borrow_mut();
            if known.is_empty() {
                let length = self.text.len().next_power_of_two().min(MAX_CACHED_READINGS);
                known.resize_with(length, Default::default);
            }
            let place = at & (known.len() - 1);
            if let Some(place) = known.get_mut(place) {
                *place = (at, Rc::clone(&chars));
            }
        }
        chars
    }

    /// The character at this offset with all levels of escapes undone, and its end. A replacement
    /// character if it is not readable.
    pub(crate) fn fully_unescaped(&self, at: usize) -> (char, usize) {
        if let Some(ch) = self.unescaped_ascii(at) {
            return (ch, at + 1);
        }
        let [.., dialect] = DIALECTS;
        let unescaped = self.non_ascii(at).or_else(|| {
            let mut levels = (0..=LEVELS).rev();
            levels.find_map(|level| self.completed(self.unit(at, level, dialect)?))
        });
        unescaped.unwrap_or((char::REPLACEMENT_CHARACTER, at + 1))
    }

    /// The character that begins with this unit, which may be only its first byte.
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
                // Not the beginning of a character.
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

    /// The different units at this offset: as received, unescaped once, twice, …
    pub(crate) fn units(&self, at: usize) -> impl Iterator<Item = Unit> {
        let [usual, rest @ ..] = DIALECTS;
        let mut units = [None; LEVELS * DIALECTS.len() + 1];
        let raw = self.unit(at, 0, usual);
        push_new(&mut units, raw);
        if self.may_be_escape(at) && self.add_unescaped(at, usual, &mut units) {
            for dialect in rest {
                self.add_unescaped(at, dialect, &mut units);
            }
        }
        units.into_iter().flatten()
    }

    /// Adds the units at this offset, unescaped once and more often. Returns whether other dialects
    /// may read it differently.
    fn add_unescaped(&self, at: usize, dialect: Dialect, units: &mut [Option<Unit>]) -> bool {
        let is_ambiguous = |unit: Option<Unit>| {
            let unit = unit.and_then(|unit| Some((unit.ascii()?, unit.end)));
            unit.is_some_and(|(ch, end)| match ch {
                '&' => self
                    .text
                    .get(end)
                    .is_some_and(|next| *next == b'#' || may_begin_escape(*next)),
                '\\' => self.text.get(end).is_some_and(|next| {
                    next.is_ascii_hexdigit() || may_begin_escape(*next) || b"uU".contains(next)
                }),
                _ => false,
            })
        };
        let raw = self.unit(at, 0, dialect);
        let mut may_be = is_ambiguous(raw);
        for level in 1..=LEVELS {
            let unit = self.unit(at, level, dialect);
            push_new(units, unit);
            may_be |= is_ambiguous(unit);
            let ch = unit.and_then(|unit| unit.ascii());
            let may_be_nested = matches!(ch, Some('%' | '\\' | '&' | '='));
            if !may_be_nested || (unit == raw && !self.has_escape_within(at)) {
                break;
            }
        }
        may_be
    }

    /// Whether another escape begins within the length of an escape at this offset.
    fn has_escape_within(&self, at: usize) -> bool {
        let next = self.text.iter().skip(at + 1).take(MAX_ESCAPE);
        next.copied().any(may_begin_escape)
    }

    /// The unit at this offset, unescaped this many times.
    pub(super) fn unit(&self, at: usize, level: usize, dialect: Dialect) -> Option<Unit> {
        let byte = *self.text.get(at)?;
        let raw = Unit::from_byte(byte, at + 1);
        if !self.may_be_escape(at) {
            return Some(raw);
        }
        let Some(below) = level.checked_sub(1) else {
            return Some(raw);
        };
        let key = at * UNITS_PER_OFFSET + below * DIALECTS.len() + dialect.number + 1;
        if let Some(known) = self.cached(key) {
            return known;
        }
        self.step()?;
        let first = self.unit(at, below, dialect)?;
        let escaped = EscapeReader {
            text: self,
            below,
            dialect,
        };
        let ch = first.ascii();
        let unescaped = ch.and_then(|ch| escaped.read(ch, first.end));
        let unit = Some(unescaped.unwrap_or(first));
        self.cache(key, unit);
        unit
    }

    /// The cached unit under this key.
    fn cached(&self, key: usize) -> Option<Option<Unit>> {
        let cache = self.unit_cache.borrow();
        let (same, unit) = cache.get(key & cache.len().wrapping_sub(1))?;
        (*same == key).then_some(*unit)
    }

    fn cache(&self, key: usize, unit: Option<Unit>) {
        let readings = self.computed.get();
        self.computed.set(readings.saturating_add(1));
        if self.is_exhausted() || readings < CACHE_FROM {
            return;
        }
        let mut cache = self.unit_cache.borrow_mut();
        if cache.is_empty() {
            let length = self.text.len().saturating_mul(UNITS_PER_OFFSET);
            cache.resize(length.next_power_of_two().min(MAX_CACHED_UNITS), (0, None));
        }
        let place = key & (cache.len() - 1);
        if let Some(place) = cache.get_mut(place) {
            *place = (key, unit);
        }
    }
}

/// Adds a unit if it is not among these.
fn push_new(units: &mut [Option<Unit>], unit: Option<Unit>) {
    if !units.contains(&unit)
        && let Some(place) = units.iter_mut().find(|known| known.is_none())
    {
        *place = unit;
    }
}

#[cfg(test)]
mod tests {
    use super::{DIALECTS, Dialect, EscapedText, StepLimit};

    fn read(text: &str, level: usize) -> String {
        read_in(DIALECTS[0], text, level)
    }

    fn read_in(dialect: Dialect, text: &str, level: usize) -> String {
        let (mut bytes, mut at) = (Vec::new(), 0);
        let steps = StepLimit::for_bytes(text.len());
        let text = EscapedText::new(text.as_bytes(), &steps);
        while let Some(unit) = text.unit(at, level, dialect) {
            bytes.extend_from_slice(unit.bytes());
            at = unit.end;
        }
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn each_kind_of_escape_is_undone_once_per_level() {
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
    fn each_reading_of_an_offset_is_listed_once() {
        let steps = StepLimit::for_bytes(0);
        let ways = |text: &str| EscapedText::new(text.as_bytes(), &steps).units(0).count();
        assert_eq!(
            ["a", "%", "%41", "%2541", "&#653", ""].map(ways),
            [1, 1, 2, 3, 3, 0]
        );
    }
}
