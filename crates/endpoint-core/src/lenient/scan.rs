//! The words of JSON: where a value begins, what a text says, where a number ends.

use std::borrow::Cow;

use super::Error;

/// Reads one word after the other from a text.
#[derive(Debug)]
pub(super) struct Scanner<'de> {
    text: &'de str,
    at: usize,
}

impl<'de> Scanner<'de> {
    /// # Errors
    ///
    /// The bytes are not UTF-8.
    pub(super) fn new(bytes: &'de [u8]) -> Result<Self, Error> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let text = core::str::from_utf8(bytes).map_err(|error| {
            Error::new(format!(
                "the answer is not UTF-8 from byte {} on",
                error.valid_up_to()
            ))
        })?;
        Ok(Self { text, at: 0 })
    }

    #[inline]
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn slice(&self, from: usize, to: usize) -> Result<&'de str, Error> {
        self.text
            .get(from..to)
            .ok_or_else(|| self.error("a whole character"))
    }

    fn rest(&self) -> &'de [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The next byte that is not white space, not consumed.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.byte(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other,
            }
        }
    }

    /// Consumes the next byte that is not white space if it is this one.
    #[inline]
    pub(super) fn eat(&mut self, expected: u8) -> bool {
        let found = self.peek() == Some(expected);
        if found {
            self.at += 1;
        }
        found
    }

    #[cold]
    pub(super) fn error(&self, expected: &str) -> Error {
        let what = match self.byte(self.at) {
            None => "the end of the answer",
            Some(b'<') if self.text.trim_start().starts_with('<') => "HTML or XML",
            Some(_) => "something else",
        };
        Error::new(format!(
            "expected {expected}, found {what} at byte {}",
            self.at
        ))
    }

    /// After the opening bracket of a list or object: consumes a comma or the closing bracket
    /// and says whether there is another element. A comma before the closing bracket passes.
    #[inline]
    pub(super) fn more(&mut self, first: bool, close: u8) -> Result<bool, Error> {
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            Some(b',') if !first => {
                self.at += 1;
                Ok(!self.eat(close))
            }
            _ if first => Ok(true),
            _ => Err(self.error("a comma or a closing bracket")),
        }
    }

    /// Consumes `"name"` if the next text is written exactly so. Names of members need no
    /// escapes, so that a comparison of bytes is enough.
    #[inline]
    pub(super) fn eat_name(&mut self, name: &str) -> bool {
        if self.peek() != Some(b'"') {
            return false;
        }
        let end = self.at + 1 + name.len();
        let found = self.text.as_bytes().get(self.at + 1..end) == Some(name.as_bytes())
            && self.byte(end) == Some(b'"');
        if found {
            self.at = end + 1;
        }
        found
    }

    /// Consumes a value that is a plain run of digits, bare or in quotes, and fits 64 bits;
    /// anything else is left where it is.
    #[inline]
    pub(super) fn digits(&mut self) -> Option<u64> {
        let quoted = self.peek() == Some(b'"');
        let start = self.at + usize::from(quoted);
        let mut at = start;
        let mut number = 0_u64;
        let after = loop {
            match self.byte(at) {
                Some(digit @ b'0'..=b'9') => {
                    number = number
                        .checked_mul(10)?
                        .checked_add(u64::from(digit - b'0'))?;
                    at += 1;
                }
                other => break other,
            }
        };
        let whole = match after {
            Some(b'"') => quoted,
            Some(b'.' | b'e' | b'E' | b'+' | b'-') => false,
            _ => !quoted,
        };
        if at == start || !whole {
            return None;
        }
        self.at = at + usize::from(quoted);
        Some(number)
    }

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
    pub(super) fn text(&mut self) -> Result<Cow<'de, str>, Error> {
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

    fn escaped_text(&mut self, start: usize) -> Result<String, Error> {
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

    fn escape(&mut self, out: &mut String) -> Result<(), Error> {
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

    fn unicode(&mut self) -> Result<char, Error> {
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

    fn hex4(&mut self) -> Result<u32, Error> {
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

    /// Consumes a number and returns it as it stands.
    pub(super) fn number(&mut self) -> Result<&'de str, Error> {
        self.peek();
        let start = self.at;
        self.eat_any(b"-");
        let mut whole = self.skip_digits();
        if self.eat_any(b".") {
            whole &= self.skip_digits();
        }
        if self.eat_any(b"eE") {
            self.eat_any(b"+-");
            whole &= self.skip_digits();
        }
        if !whole {
            return Err(self.error(if start == self.at {
                "a value"
            } else {
                "a digit"
            }));
        }
        self.slice(start, self.at)
    }

    fn eat_any(&mut self, bytes: &[u8]) -> bool {
        let found = self.byte(self.at).is_some_and(|byte| bytes.contains(&byte));
        self.at += usize::from(found);
        found
    }

    /// Whether there was at least one digit.
    fn skip_digits(&mut self) -> bool {
        let rest = self.rest();
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += digits;
        digits > 0
    }

    /// Consumes `true`, `false` or `null`.
    pub(super) fn literal(&mut self, literal: &'static str) -> Result<(), Error> {
        self.peek();
        if self.rest().starts_with(literal.as_bytes()) {
            self.at += literal.len();
            return Ok(());
        }
        Err(self.error("a value"))
    }

    /// Consumes a value of any kind and depth, without recursion.
    pub(super) fn skip(&mut self) -> Result<(), Error> {
        let mut open: Vec<u8> = Vec::new();
        loop {
            match self.peek() {
                Some(b'[') => {
                    self.at += 1;
                    open.push(b']');
                    if self.more(true, b']')? {
                        continue;
                    }
                    open.pop();
                }
                Some(b'{') => {
                    self.at += 1;
                    open.push(b'}');
                    if self.more(true, b'}')? {
                        self.skip_key()?;
                        continue;
                    }
                    open.pop();
                }
                Some(b'"') => self.skip_text()?,
                Some(b't') => self.literal("true")?,
                Some(b'f') => self.literal("false")?,
                Some(b'n') => self.literal("null")?,
                _ => {
                    self.number()?;
                }
            }
            loop {
                let Some(&close) = open.last() else {
                    return Ok(());
                };
                if self.more(false, close)? {
                    if close == b'}' {
                        self.skip_key()?;
                    }
                    break;
                }
                open.pop();
            }
        }
    }

    fn skip_key(&mut self) -> Result<(), Error> {
        self.skip_text()?;
        if self.eat(b':') {
            Ok(())
        } else {
            Err(self.error("a colon"))
        }
    }

    fn skip_text(&mut self) -> Result<(), Error> {
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

    /// # Errors
    ///
    /// Something other than white space is left.
    pub(super) fn end(&mut self) -> Result<(), Error> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.error("the end of the answer")),
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
