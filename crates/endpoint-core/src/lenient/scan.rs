//! Scans the tokens of JSON: the beginning of values, the end of numbers, and skipped text.

use std::borrow::Cow;

use super::{DecodeError, is_html};

/// Reads token after token from a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scanner<'de> {
    pub(super) text: &'de str,
    pub(super) at: usize,
}

impl<'de> Scanner<'de> {
    /// # Errors
    ///
    /// The bytes are not UTF-8.
    pub(super) fn new(bytes: &'de [u8]) -> Result<Self, DecodeError> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let text = core::str::from_utf8(bytes).map_err(|error| {
            DecodeError::new(format!(
                "the response is not UTF-8 from byte {} on",
                error.valid_up_to()
            ))
        })?;
        Ok(Self { text, at: 0 })
    }

    #[inline]
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    pub(super) fn slice(&self, from: usize, to: usize) -> Result<&'de str, DecodeError> {
        self.text
            .get(from..to)
            .ok_or_else(|| self.error("a whole character"))
    }

    pub(super) fn rest(&self) -> &'de [u8] {
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
    pub(super) fn error(&self, expected: &str) -> DecodeError {
        let what = match self.byte(self.at) {
            None => "the end of the response",
            Some(b'<') if is_html(self.text.as_bytes()) => "an HTML page",
            Some(b'<') if self.text.trim_start().starts_with('<') => "XML",
            Some(_) => "something else",
        };
        DecodeError::new(format!(
            "expected {expected}, found {what} at byte {}",
            self.at
        ))
    }

    /// After the opening bracket of a list or object: consumes a comma or the closing bracket and
    /// returns whether there is another element. It accepts a comma before the closing bracket.
    #[inline]
    pub(super) fn more(&mut self, first: bool, close: u8) -> Result<bool, DecodeError> {
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

    /// Consumes `"name"` if the next text has exactly these bytes. Names of members need no
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

    /// Consumes a plain run of digits, bare or in quotes, that fits 64 bits; leaves anything else.
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

    /// Consumes a number and returns its raw text.
    pub(super) fn number(&mut self) -> Result<&'de str, DecodeError> {
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
    pub(super) fn literal(&mut self, literal: &'static str) -> Result<(), DecodeError> {
        self.peek();
        if self.rest().starts_with(literal.as_bytes()) {
            self.at += literal.len();
            return Ok(());
        }
        Err(self.error("a value"))
    }

    /// Consumes a value of any kind and depth, without recursion.
    pub(super) fn skip(&mut self) -> Result<(), DecodeError> {
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

    /// The same text from another position on.
    pub(super) fn back_at(self, at: usize) -> Self {
        Self { at, ..self }
    }

    /// Within an object: consumes the next key with its colon; nothing at the end of the object.
    pub(super) fn next_key(&mut self, first: bool) -> Result<Option<Cow<'de, str>>, DecodeError> {
        if !self.more(first, b'}')? {
            return Ok(None);
        }
        let key = self.text()?;
        if self.eat(b':') {
            Ok(Some(key))
        } else {
            Err(self.error("a colon"))
        }
    }

    fn skip_key(&mut self) -> Result<(), DecodeError> {
        self.skip_text()?;
        if self.eat(b':') {
            Ok(())
        } else {
            Err(self.error("a colon"))
        }
    }

    /// # Errors
    ///
    /// Something other than white space is left.
    pub(super) fn end(&mut self) -> Result<(), DecodeError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.error("the end of the response")),
        }
    }
}
