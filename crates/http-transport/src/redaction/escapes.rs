//! Undoes one escape: percent-encoding, quoted-printable, a backslash escape, or an HTML reference.

use crate::redaction::escaped_text::EscapedText;
use crate::redaction::unit::{Dialect, Unit};

/// Reads an escape whose own characters are unescaped up to the level below.
pub(super) struct EscapeReader<'e, 't> {
    pub(super) text: &'e EscapedText<'t>,
    pub(super) below: usize,
    pub(super) dialect: Dialect,
}

impl EscapeReader<'_, '_> {
    /// The ASCII character at this offset, and its end.
    fn ascii_at(&self, at: usize) -> Option<(char, usize)> {
        let unit = self.text.unit(at, self.below, self.dialect)?;
        Some((unit.ascii()?, unit.end))
    }

    /// A number with `min` to `max` digits, and its end.
    fn number(&self, mut at: usize, radix: u32, min: usize, max: usize) -> Option<(u32, usize)> {
        let mut number = 0_u32;
        for digits in 0..max {
            let digit = self
                .ascii_at(at)
                .and_then(|(ch, end)| Some((ch.to_digit(radix)?, end)));
            let Some((digit, end)) = digit else {
                return (digits >= min).then_some((number, at));
            };
            number = number.checked_mul(radix)?.checked_add(digit)?;
            at = end;
        }
        Some((number, at))
    }

    /// The character that the escape stands for which begins with `begin`.
    pub(super) fn read(&self, begin: char, behind: usize) -> Option<Unit> {
        match begin {
            '%' => self.percent(behind),
            '\\' => self.backslash(behind),
            '&' => self.reference(behind),
            '=' => self.printable(behind),
            _ => None,
        }
    }

    /// Reads `%41` or `%u0041`.
    fn percent(&self, at: usize) -> Option<Unit> {
        if let Some(('u' | 'U', at)) = self.ascii_at(at) {
            return self.utf16(at, '%');
        }
        let (byte, end) = self.number(at, 16, 2, 2)?;
        Some(Unit::from_byte(u8::try_from(byte).ok()?, end))
    }

    /// Reads `=41` or a soft line break.
    fn printable(&self, at: usize) -> Option<Unit> {
        if let Some(('\n', end)) = self.ascii_at(at) {
            return Some(Unit::from_byte(b'\n', end));
        }
        let (byte, end) = self.number(at, 16, 2, 2)?;
        Some(Unit::from_byte(u8::try_from(byte).ok()?, end))
    }

    /// Reads `\u0041`, `\u{41}`, `\x41`, `\x{41}`, `\N{U+0041}`, `\101`, `\n` or `\"`; in the long
    /// dialect also `\U00000041` and `\41 `.
    fn backslash(&self, at: usize) -> Option<Unit> {
        let (ch, end) = self.ascii_at(at)?;
        if self.dialect.is_long
            && let Some(unit) = self.long_backslash(at)
        {
            return Some(unit);
        }
        match ch {
            'u' | 'U' => match self.ascii_at(end) {
                Some(('{', begin)) => self.braced(begin),
                _ => self.utf16(end, '\\'),
            },
            'x' | 'X' => {
                if let Some(('{', begin)) = self.ascii_at(end) {
                    return self.braced(begin);
                }
                let (byte, end) = self.number(end, 16, 2, 2)?;
                Some(Unit::from_byte(u8::try_from(byte).ok()?, end))
            }
            'N' => {
                let mut at = end;
                for expected in ['{', 'U', '+'] {
                    let (_, end) = self.ascii_at(at).filter(|(ch, _)| *ch == expected)?;
                    at = end;
                }
                self.braced(at)
            }
            '0'..='7' => {
                let (byte, end) = self.number(at, 8, 1, 3)?;
                Some(Unit::from_byte(u8::try_from(byte).ok()?, end))
            }
            'n' | 'r' | 't' | 'b' | 'f' | 'v' => Some(Unit::from_byte(b'\n', end)),
            '"' | '\'' | '\\' | '/' | '&' | '%' => Some(Unit::from_byte(ascii(ch), end)),
            _ => None,
        }
    }

    /// Reads the rest of `{41}`.
    fn braced(&self, begin: usize) -> Option<Unit> {
        let (code, end) = self.number(begin, 16, 1, 8)?;
        let ('}', end) = self.ascii_at(end)? else {
            return None;
        };
        Unit::from_code_point(code, end)
    }

    /// Reads `\U00000041`, or `\41` of CSS, which a blank may end.
    fn long_backslash(&self, at: usize) -> Option<Unit> {
        if let Some(('u' | 'U', begin)) = self.ascii_at(at) {
            let (code, end) = self.number(begin, 16, 8, 8)?;
            return Unit::from_code_point(code, end);
        }
        let (code, end) = self.number(at, 16, 1, 6)?;
        let end = match self.ascii_at(end) {
            Some((' ', behind)) => behind,
            _ => end,
        };
        Unit::from_code_point(code, end)
    }

    /// Reads four digits, or the two escapes of a surrogate pair.
    fn utf16(&self, at: usize, begin: char) -> Option<Unit> {
        let (high, end) = self.number(at, 16, 4, 4)?;
        if !(0xD800..0xDC00).contains(&high) {
            return Unit::from_code_point(high, end);
        }
        let (ch, at) = self.ascii_at(end)?;
        let ('u' | 'U', at) = self.ascii_at(at)? else {
            return None;
        };
        let (low, end) = self.number(at, 16, 4, 4)?;
        if ch != begin || !(0xDC00..0xE000).contains(&low) {
            return None;
        }
        Unit::from_code_point(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00), end)
    }

    /// Reads `&#65;`, `&#x41;` or `&amp;`, also without the semicolon.
    fn reference(&self, at: usize) -> Option<Unit> {
        let (ch, begin) = self.ascii_at(at)?;
        if ch != '#' {
            return self.named(at);
        }
        let (radix, begin) = match self.ascii_at(begin)? {
            ('x' | 'X', begin) => (16, begin),
            _ => (10, begin),
        };
        if let Some((code, end)) = self.number(begin, radix, 1, MAX_DIGITS)
            && let Some((';', end)) = self.ascii_at(end)
        {
            return Unit::from_code_point(code, end);
        }
        let (code, end) = self.number(begin, radix, 1, self.dialect.max_digits)?;
        Unit::from_code_point(code, end)
    }

    fn named(&self, mut at: usize) -> Option<Unit> {
        let mut name = [0; MAX_NAME];
        let mut length = 0;
        while let Some((ch, end)) = self.ascii_at(at)
            && ch.is_ascii_alphabetic()
            && let Some(place) = name.get_mut(length)
        {
            *place = ascii(ch);
            length += 1;
            at = end;
        }
        let name = name.get(..length)?;
        let (_, meant) = NAMED
            .iter()
            .find(|(known, _)| known.as_bytes().eq_ignore_ascii_case(name))?;
        Unit::from_code_point(u32::from(*meant), self.skip_semicolon(at))
    }

    fn skip_semicolon(&self, at: usize) -> usize {
        match self.ascii_at(at) {
            Some((';', end)) => end,
            _ => at,
        }
    }
}

fn ascii(ch: char) -> u8 {
    u8::try_from(ch).unwrap_or(b'?')
}

/// The most digits of a reference with a semicolon.
const MAX_DIGITS: usize = 10;

/// The length of the longest name.
const MAX_NAME: usize = 8;

/// The HTML names of characters other than ASCII characters and digits.
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
