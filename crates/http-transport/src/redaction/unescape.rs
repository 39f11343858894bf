//! Reads one character of a text that may be escaped, several times over and in several ways.

use core::cell::Cell;

/// How often a text may have been escaped.
const LEVELS: usize = 4;

/// One of several ways to read escapes whose end, or whose language, nothing tells.
#[derive(Debug, Clone, Copy)]
struct Dialect {
    /// How many digits a reference of HTML may have that has no semicolon behind it: what comes
    /// next may be a digit, too. As many as there are, or as many as one of ASCII has.
    digits: usize,
    /// Whether a backslash is that of CSS (`\39 `), and `\u` has eight digits.
    is_long: bool,
}

const DIALECTS: [Dialect; 3] = [
    Dialect {
        digits: 10,
        is_long: false,
    },
    Dialect {
        digits: 2,
        is_long: true,
    },
    Dialect {
        digits: 3,
        is_long: false,
    },
];

/// A character as it is read, and where the next one begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unit {
    bytes: [u8; 4],
    length: usize,
    pub(crate) end: usize,
}

impl Unit {
    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    fn of_byte(byte: u8, end: usize) -> Self {
        Self {
            bytes: [byte, 0, 0, 0],
            length: 1,
            end,
        }
    }

    fn of_code(code: u32, end: usize) -> Option<Self> {
        let mut bytes = [0; 4];
        let length = char::from_u32(code)?.encode_utf8(&mut bytes).len();
        Some(Self { bytes, length, end })
    }

    /// The letter that it is, where it is one of ASCII.
    fn ascii(&self) -> Option<char> {
        match self.bytes() {
            [byte] if byte.is_ascii() => Some(char::from(*byte)),
            _ => None,
        }
    }
}

/// Whether something escaped can begin with it.
pub(crate) fn begins_escape(byte: u8) -> bool {
    matches!(byte, b'%' | b'\\' | b'&' | b'=')
}

/// How many steps may still be taken to read texts: one can be made so that to read all of it in
/// every way takes for ever.
pub(crate) struct Steps(Cell<usize>);

/// The steps for each byte of the text, and in addition.
const STEPS: (usize, usize) = (16, 100_000);

impl Steps {
    /// For so many bytes.
    pub(crate) fn for_bytes(length: usize) -> Self {
        let (of_a_byte, of_all) = STEPS;
        let steps = length.saturating_mul(of_a_byte).saturating_add(of_all);
        Self(Cell::new(steps))
    }
}

/// A text whose characters can be read in several ways, within a number of steps.
pub(crate) struct Escapable<'t> {
    pub(crate) text: &'t [u8],
    pub(crate) steps: &'t Steps,
    is_exhausted: Cell<bool>,
}

/// How far an escape reaches that has no other one in it.
const REACH: usize = 16;

impl<'t> Escapable<'t> {
    pub(crate) fn new(text: &'t [u8], steps: &'t Steps) -> Self {
        Self {
            text,
            steps,
            is_exhausted: Cell::new(false),
        }
    }

    /// Whether there were too few steps to read the text to its end.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.is_exhausted.get()
    }

    /// Takes a step, if there is one left.
    fn step(&self) -> Option<()> {
        let left = self.steps.0.get().checked_sub(1);
        match left {
            Some(left) => self.steps.0.set(left),
            None => self.is_exhausted.set(true),
        }
        left.map(|_| ())
    }

    /// The ASCII letter at this place, if it can be nothing else.
    pub(crate) fn plain_at(&self, at: usize) -> Option<char> {
        let byte = *self.text.get(at)?;
        (byte.is_ascii() && !begins_escape(byte)).then(|| char::from(byte))
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
            && !self.text.get(at).is_some_and(|byte| begins_escape(*byte))
            && is_such(letter)
        {
            at = end;
        }
        at
    }

    /// The different letters that this place can be read as, and the end of each.
    pub(crate) fn letters(&self, at: usize) -> impl Iterator<Item = (char, usize)> {
        let plain = self.plain_at(at).map(|letter| (letter, at + 1));
        let raw = match plain {
            Some(_) => None,
            None => self.raw(at).filter(|(letter, _)| !letter.is_ascii()),
        };
        let units = match plain.or(raw) {
            Some(_) => None,
            None => (at < self.text.len()).then(|| self.units(at)),
        };
        let units = units.into_iter().flatten();
        let units = units.filter_map(|unit| self.completed(unit));
        plain.or(raw).into_iter().chain(units)
    }

    /// The letter at this place, unescaped as often as possible, and its end. A placeholder for an
    /// unreadable one.
    pub(crate) fn deepest(&self, at: usize) -> (char, usize) {
        if let Some(letter) = self.plain_at(at) {
            return (letter, at + 1);
        }
        let [.., dialect] = DIALECTS;
        let raw = self.raw(at).filter(|(letter, _)| !letter.is_ascii());
        let unescaped = raw.or_else(|| {
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
        let escapes = self.text.get(at).is_some_and(|byte| begins_escape(*byte));
        if escapes && self.unescape(at, usual, &mut units) {
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
                '&' => true,
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
    fn unit(&self, at: usize, level: usize, dialect: Dialect) -> Option<Unit> {
        self.step()?;
        let Some(below) = level.checked_sub(1) else {
            return self.text.get(at).map(|byte| Unit::of_byte(*byte, at + 1));
        };
        let first = self.unit(at, below, dialect)?;
        let escaped = Escaped {
            text: self,
            below,
            dialect,
        };
        let unescaped = match first.ascii() {
            Some('%') => escaped.percent(first.end),
            Some('\\') => escaped.backslash(first.end),
            Some('&') => escaped.reference(first.end),
            Some('=') => escaped.printable(first.end),
            _ => None,
        };
        Some(unescaped.unwrap_or(first))
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

/// A text whose characters are read at the level below.
struct Escaped<'e, 't> {
    text: &'e Escapable<'t>,
    below: usize,
    dialect: Dialect,
}

impl Escaped<'_, '_> {
    /// The next letter of ASCII, and where it ends.
    fn letter(&self, at: usize) -> Option<(char, usize)> {
        let unit = self.text.unit(at, self.below, self.dialect)?;
        Some((unit.ascii()?, unit.end))
    }

    /// A number of so many digits at least and at most.
    fn number(&self, mut at: usize, radix: u32, least: usize, most: usize) -> Option<(u32, usize)> {
        let mut number = 0_u32;
        for digits in 0..most {
            let digit = self
                .letter(at)
                .and_then(|(letter, end)| Some((letter.to_digit(radix)?, end)));
            let Some((digit, end)) = digit else {
                return (digits >= least).then_some((number, at));
            };
            number = number.checked_mul(radix)?.checked_add(digit)?;
            at = end;
        }
        Some((number, at))
    }

    /// `%41`, `%u0041`.
    fn percent(&self, at: usize) -> Option<Unit> {
        if let Some(('u' | 'U', at)) = self.letter(at) {
            return self.utf16(at, '%');
        }
        let (byte, end) = self.number(at, 16, 2, 2)?;
        Some(Unit::of_byte(u8::try_from(byte).ok()?, end))
    }

    /// `=41`, or a soft line break.
    fn printable(&self, at: usize) -> Option<Unit> {
        if let Some(('\n', end)) = self.letter(at) {
            return Some(Unit::of_byte(b'\n', end));
        }
        let (byte, end) = self.number(at, 16, 2, 2)?;
        Some(Unit::of_byte(u8::try_from(byte).ok()?, end))
    }

    /// `\u0041`, `\u{41}`, `\x41`, `\x{41}`, `\N{U+0041}`, `\101`, `\n`, `\"`; in the long
    /// dialect `\U00000041` and `\41 `.
    fn backslash(&self, at: usize) -> Option<Unit> {
        let (letter, end) = self.letter(at)?;
        if self.dialect.is_long
            && let Some(unit) = self.long_backslash(at)
        {
            return Some(unit);
        }
        match letter {
            'u' | 'U' => match self.letter(end) {
                Some(('{', begin)) => self.braced(begin),
                _ => self.utf16(end, '\\'),
            },
            'x' | 'X' => {
                if let Some(('{', begin)) = self.letter(end) {
                    return self.braced(begin);
                }
                let (byte, end) = self.number(end, 16, 2, 2)?;
                Some(Unit::of_byte(u8::try_from(byte).ok()?, end))
            }
            'N' => {
                let mut at = end;
                for wanted in ['{', 'U', '+'] {
                    let (_, end) = self.letter(at).filter(|(letter, _)| *letter == wanted)?;
                    at = end;
                }
                self.braced(at)
            }
            '0'..='7' => {
                let (byte, end) = self.number(at, 8, 1, 3)?;
                Some(Unit::of_byte(u8::try_from(byte).ok()?, end))
            }
            'n' | 'r' | 't' | 'b' | 'f' | 'v' => Some(Unit::of_byte(b'\n', end)),
            '"' | '\'' | '\\' | '/' | '&' | '%' => Some(Unit::of_byte(ascii(letter), end)),
            _ => None,
        }
    }

    /// The rest of `{41}`.
    fn braced(&self, begin: usize) -> Option<Unit> {
        let (code, end) = self.number(begin, 16, 1, 8)?;
        let ('}', end) = self.letter(end)? else {
            return None;
        };
        Unit::of_code(code, end)
    }

    /// `\U00000041`, and `\41` of CSS, which a blank may end.
    fn long_backslash(&self, at: usize) -> Option<Unit> {
        if let Some(('u' | 'U', begin)) = self.letter(at) {
            let (code, end) = self.number(begin, 16, 8, 8)?;
            return Unit::of_code(code, end);
        }
        let (code, end) = self.number(at, 16, 1, 6)?;
        let end = match self.letter(end) {
            Some((' ', behind)) => behind,
            _ => end,
        };
        Unit::of_code(code, end)
    }

    /// Four digits, or twice four where one half of a pair needs the other.
    fn utf16(&self, at: usize, begin: char) -> Option<Unit> {
        let (high, end) = self.number(at, 16, 4, 4)?;
        if !(0xD800..0xDC00).contains(&high) {
            return Unit::of_code(high, end);
        }
        let (letter, at) = self.letter(end)?;
        let ('u' | 'U', at) = self.letter(at)? else {
            return None;
        };
        let (low, end) = self.number(at, 16, 4, 4)?;
        if letter != begin || !(0xDC00..0xE000).contains(&low) {
            return None;
        }
        Unit::of_code(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00), end)
    }

    /// `&#65;`, `&#x41;`, `&amp;`; servers leave the semicolon out.
    fn reference(&self, at: usize) -> Option<Unit> {
        let (letter, begin) = self.letter(at)?;
        if letter != '#' {
            return self.named(at);
        }
        let (radix, begin) = match self.letter(begin)? {
            ('x' | 'X', begin) => (16, begin),
            _ => (10, begin),
        };
        if let Some((code, end)) = self.number(begin, radix, 1, LONGEST_NUMBER)
            && let Some((';', end)) = self.letter(end)
        {
            return Unit::of_code(code, end);
        }
        let (code, end) = self.number(begin, radix, 1, self.dialect.digits)?;
        Unit::of_code(code, end)
    }

    fn named(&self, mut at: usize) -> Option<Unit> {
        let mut name = String::new();
        while let Some((letter, end)) = self.letter(at)
            && letter.is_ascii_alphabetic()
            && name.len() < LONGEST_NAME
        {
            name.push(letter);
            at = end;
        }
        let (_, meant) = NAMED
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(&name))?;
        Unit::of_code(u32::from(*meant), self.behind_semicolon(at))
    }

    fn behind_semicolon(&self, at: usize) -> usize {
        match self.letter(at) {
            Some((';', end)) => end,
            _ => at,
        }
    }
}

fn ascii(letter: char) -> u8 {
    u8::try_from(letter).unwrap_or(b'?')
}

/// The most digits of a reference.
const LONGEST_NUMBER: usize = 10;

/// The longest of the names.
const LONGEST_NAME: usize = 8;

/// The HTML names of characters other than ASCII letters and digits.
const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("tab", '\t'),
    ("newline", '\n'),
    ("excl", '!'),
    ("num", '#'),
    ("dollar", '$'),
    ("percnt", '%'),
    ("lpar", '('),
    ("rpar", ')'),
    ("ast", '*'),
    ("midast", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("hyphen", '-'),
    ("period", '.'),
    ("sol", '/'),
    ("colon", ':'),
    ("semi", ';'),
    ("equals", '='),
    ("quest", '?'),
    ("commat", '@'),
    ("lsqb", '['),
    ("lbrack", '['),
    ("bsol", '\\'),
    ("rsqb", ']'),
    ("rbrack", ']'),
    ("hat", '^'),
    ("lowbar", '_'),
    ("grave", '`'),
    ("lcub", '{'),
    ("lbrace", '{'),
    ("verbar", '|'),
    ("vert", '|'),
    ("rcub", '}'),
    ("rbrace", '}'),
];

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
