//! Reads one character of a text that may be escaped, several times over and in several ways.

use core::cell::Cell;

/// How often a text may have been escaped.
const LEVELS: usize = 4;

/// How many digits a reference of HTML may have that has no semicolon behind it: what comes next may
/// be a digit, too. As many as there are, or as many as one of ASCII has.
const DIGITS: [usize; 3] = [10, 2, 3];

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
    matches!(byte, b'%' | b'\\' | b'&')
}

/// A text whose characters can be read in several ways, within a number of steps: a text can be
/// made so that to read all of it in every way takes for ever.
pub(crate) struct Escapable<'t> {
    pub(crate) text: &'t [u8],
    steps: Cell<usize>,
}

/// The steps for each byte of a text, and for each text.
const STEPS: (usize, usize) = (64, 100_000);

/// How far an escape reaches that has no other one in it.
const REACH: usize = 16;

impl<'t> Escapable<'t> {
    pub(crate) fn new(text: &'t [u8]) -> Self {
        let (of_a_byte, of_a_text) = STEPS;
        let steps = text.len().saturating_mul(of_a_byte);
        Self {
            text,
            steps: Cell::new(steps.saturating_add(of_a_text)),
        }
    }

    /// Whether the text was too hard to be read to its end.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.steps.get() == 0
    }

    /// The different ways in which what stands here can be read: as it is, unescaped once, twice, …
    pub(crate) fn units(&self, at: usize) -> impl Iterator<Item = Unit> {
        let [greedy, rest @ ..] = DIGITS;
        let mut units = [None; LEVELS * DIGITS.len() + 1];
        let raw = self.unit(at, 0, greedy);
        note(&mut units, raw);
        let escapes = self.text.get(at).is_some_and(|byte| begins_escape(*byte));
        if escapes && self.unescape(at, greedy, &mut units) {
            for digits in rest {
                self.unescape(at, digits, &mut units);
            }
        }
        units.into_iter().flatten()
    }

    /// Notes what stands here, unescaped once and more often. Whether it may be a reference of HTML,
    /// which can be read in more ways than one.
    fn unescape(&self, at: usize, digits: usize, units: &mut [Option<Unit>]) -> bool {
        let is_reference = |unit: Option<Unit>| unit.and_then(|unit| unit.ascii()) == Some('&');
        let raw = self.unit(at, 0, digits);
        let mut may_be = is_reference(raw);
        for level in 1..=LEVELS {
            let unit = self.unit(at, level, digits);
            note(units, unit);
            may_be |= is_reference(unit);
            let letter = unit.and_then(|unit| unit.ascii());
            let can_go_on = matches!(letter, Some('%' | '\\' | '&'));
            if !can_go_on || (unit == raw && !self.has_escapes_behind(at)) {
                break;
            }
        }
        may_be
    }

    /// Whether something escaped begins within the reach of what stands here.
    fn has_escapes_behind(&self, at: usize) -> bool {
        let behind = self.text.iter().skip(at + 1).take(REACH);
        behind.copied().any(begins_escape)
    }

    /// What stands here, unescaped so many times.
    fn unit(&self, at: usize, level: usize, digits: usize) -> Option<Unit> {
        self.steps.set(self.steps.get().checked_sub(1)?);
        let Some(below) = level.checked_sub(1) else {
            return self.text.get(at).map(|byte| Unit::of_byte(*byte, at + 1));
        };
        let first = self.unit(at, below, digits)?;
        let escaped = Escaped {
            text: self,
            below,
            digits,
        };
        let unescaped = match first.ascii() {
            Some('%') => escaped.percent(first.end),
            Some('\\') => escaped.backslash(first.end),
            Some('&') => escaped.reference(first.end),
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
    digits: usize,
}

impl Escaped<'_, '_> {
    /// The next letter of ASCII, and where it ends.
    fn letter(&self, at: usize) -> Option<(char, usize)> {
        let unit = self.text.unit(at, self.below, self.digits)?;
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

    /// `\u0041`, `\u{41}`, `\x41`, `\"`.
    fn backslash(&self, at: usize) -> Option<Unit> {
        let (letter, end) = self.letter(at)?;
        match letter {
            'u' | 'U' => match self.letter(end) {
                Some(('{', begin)) => {
                    let (code, end) = self.number(begin, 16, 1, 6)?;
                    let ('}', end) = self.letter(end)? else {
                        return None;
                    };
                    Unit::of_code(code, end)
                }
                _ => self.utf16(end, '\\'),
            },
            'x' | 'X' => {
                let (byte, end) = self.number(end, 16, 2, 2)?;
                Some(Unit::of_byte(u8::try_from(byte).ok()?, end))
            }
            '"' | '\'' | '\\' | '/' | '&' | '%' => Some(Unit::of_byte(ascii(letter), end)),
            _ => None,
        }
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
        let (code, end) = self.number(begin, radix, 1, self.digits)?;
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

/// The names that HTML has for what is no letter and no digit of ASCII.
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
    use super::Escapable;

    fn read(text: &str, level: usize) -> String {
        let (mut bytes, mut at) = (Vec::new(), 0);
        let text = Escapable::new(text.as_bytes());
        while let Some(unit) = text.unit(at, level, 10) {
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
        assert_eq!(read("%2541%26%2365;&amp;#65;%5cu0041", 2), "AAAA");
        assert_eq!(read("%252541", 3), "A");
    }

    #[test]
    fn one_place_is_read_in_each_way_once() {
        let ways = |text: &str| Escapable::new(text.as_bytes()).units(0).count();
        assert_eq!(
            ["a", "%", "%41", "%2541", "&#653", ""].map(ways),
            [1, 1, 2, 3, 3, 0]
        );
    }
}
