//! Undoes one escape: percent-encoding, quoted-printable, a backslash, or a reference of HTML.

use crate::redaction::unescape::Escapable;
use crate::redaction::unit::{Dialect, Unit};

/// A text whose characters are read at the level below.
pub(super) struct Escaped<'e, 't> {
    pub(super) text: &'e Escapable<'t>,
    pub(super) below: usize,
    pub(super) dialect: Dialect,
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

    /// The character that this letter and what follows it stand for.
    pub(super) fn read(&self, begin: char, behind: usize) -> Option<Unit> {
        match begin {
            '%' => self.percent(behind),
            '\\' => self.backslash(behind),
            '&' => self.reference(behind),
            '=' => self.printable(behind),
            _ => None,
        }
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
        let mut name = [0; LONGEST_NAME];
        let mut length = 0;
        while let Some((letter, end)) = self.letter(at)
            && letter.is_ascii_alphabetic()
            && let Some(place) = name.get_mut(length)
        {
            *place = ascii(letter);
            length += 1;
            at = end;
        }
        let name = name.get(..length)?;
        let (_, meant) = NAMED
            .iter()
            .find(|(known, _)| known.as_bytes().eq_ignore_ascii_case(name))?;
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
