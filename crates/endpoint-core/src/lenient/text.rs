//! Reads JSON texts: plain stretches unchanged, escapes resolved.

use std::borrow::Cow;

use super::DecodeError;
use super::scan::Scanner;

impl<'de> Scanner<'de> {
    /// Whether the next value is a text without anything but white space.
    pub(super) fn at_blank_text(&mut self) -> bool {
        if self.peek() != Some(b'"') {
            return false;
        }
        let mut at = self.at + 1;
        while matches!(self.byte(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            at += 1;
        }
        self.byte(at) == Some(b'"')
    }

    /// Consumes a text.
    #[inline]
    pub(super) fn text(&mut self) -> Result<Cow<'de, str>, DecodeError> {
        if !self.eat(b'"') {
            return Err(self.error("a text"));
        }
        let start = self.at;
        self.skip_plain();
        if self.byte(self.at) == Some(b'"') {
            let text = self.slice(start, self.at)?;
            self.at += 1;
            return Ok(Cow::Borrowed(text));
        }
        self.escaped_text(start).map(Cow::Owned)
    }

    /// Goes to the next quote or backslash, eight bytes at a step.
    #[inline]
    fn skip_plain(&mut self) {
        let (eights, rest) = self.rest().as_chunks();
        for eight in eights {
            let word = u64::from_le_bytes(*eight);
            let found = bytes_equal(word, b'"') | bytes_equal(word, b'\\');
            if found != 0 {
                self.at += found.trailing_zeros() as usize / 8;
                return;
            }
            self.at += 8;
        }
        self.at += rest
            .iter()
            .position(|byte| matches!(byte, b'"' | b'\\'))
            .unwrap_or(rest.len());
    }

    fn escaped_text(&mut self, start: usize) -> Result<String, DecodeError> {
        let mut out = self.slice(start, self.at)?.to_owned();
        loop {
            match self.byte(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => {
                    self.at += 1;
                    self.escape(&mut out)?;
                }
                Some(_) => {
                    let from = self.at;
                    self.skip_plain();
                    out.push_str(self.slice(from, self.at)?);
                }
                None => return Err(self.error("the end of a text")),
            }
        }
    }

    fn escape(&mut self, out: &mut String) -> Result<(), DecodeError> {
        let letter = self.byte(self.at);
        self.at += 1;
        out.push(match letter {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => self.unicode()?,
            _ => {
                self.at -= 1;
                return Err(self.error("a known escape"));
            }
        });
        Ok(())
    }

    fn unicode(&mut self) -> Result<char, DecodeError> {
        let unit = self.hex4()?;
        if !(0xD800..0xDC00).contains(&unit) {
            return Ok(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let after = self.at;
        if self.byte(self.at) == Some(b'\\') && self.byte(self.at + 1) == Some(b'u') {
            self.at += 2;
            let low = self.hex4()?;
            if (0xDC00..0xE000).contains(&low) {
                let code = 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = after;
        }
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn hex4(&mut self) -> Result<u32, DecodeError> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self
                .byte(self.at)
                .and_then(|byte| char::from(byte).to_digit(16))
                .ok_or_else(|| self.error("four hexadecimal digits"))?;
            unit = unit * 16 + digit;
            self.at += 1;
        }
        Ok(unit)
    }

    /// Skips a text.
    pub(super) fn skip_text(&mut self) -> Result<(), DecodeError> {
        if !self.eat(b'"') {
            return Err(self.error("a text"));
        }
        loop {
            self.skip_plain();
            match self.byte(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                // The escaped byte is never a quote that ends the text.
                Some(_) => self.at += 2,
                None => return Err(self.error("the end of a text")),
            }
        }
    }
}

/// The high bit of the lowest byte of `word` that equals `byte`; bits above it mean nothing.
#[inline]
fn bytes_equal(word: u64, byte: u8) -> u64 {
    const ONES: u64 = u64::MAX / 0xFF;
    let zeros = word ^ (ONES * u64::from(byte));
    zeros.wrapping_sub(ONES) & !zeros & (ONES << 7)
}
