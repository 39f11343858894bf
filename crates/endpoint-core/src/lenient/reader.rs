//! The state of reading one response, and the values that need a look before they are read.

use std::borrow::Cow;

use serde::de::{Error as _, Unexpected, Visitor};

use super::DecodeError;
use super::budget::charge;
use super::number::{Whole, float};
use super::repeated::Counted;
use super::scan::Scanner;

/// The deepest nesting of typed values; ignored values are skipped at any depth.
const DEEPEST: usize = 128;

/// The most ignored members that are recorded.
const MOST_PATHS: usize = 1000;

/// The state of reading one response.
#[derive(Debug)]
pub(super) struct Reader<'de> {
    pub(super) scan: Scanner<'de>,
    depth: usize,
    /// The number of open lists.
    pub(super) lists: usize,
    /// The most elements of an outermost list.
    pub(super) row_limit: usize,
    /// The size of the element that was just charged and begins next.
    pub(super) charged: usize,
    /// Where ignored members are recorded, if requested.
    pub(super) untaken: Option<Untaken>,
}

/// The ignored members: paths, with `[]` for any element of a list.
#[derive(Debug, Default)]
pub(super) struct Untaken {
    here: Vec<String>,
    pub(super) paths: Vec<String>,
}

impl<'de> Reader<'de> {
    pub(super) fn new(bytes: &'de [u8]) -> Result<Self, DecodeError> {
        Ok(Self {
            scan: Scanner::new(bytes)?,
            depth: 0,
            lists: 0,
            row_limit: usize::MAX,
            charged: 0,
            untaken: None,
        })
    }

    #[inline]
    pub(super) fn enter(&mut self) -> Result<(), DecodeError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(too_deep());
        }
        Ok(())
    }

    #[inline]
    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    #[inline]
    pub(super) fn note_enter(&mut self, segment: &str) {
        if let Some(untaken) = &mut self.untaken {
            untaken.here.push(segment.to_owned());
        }
    }

    #[inline]
    pub(super) fn note_leave(&mut self) {
        if let Some(untaken) = &mut self.untaken {
            untaken.here.pop();
        }
    }

    pub(super) fn note_skipped(&mut self) {
        if let Some(untaken) = &mut self.untaken {
            let path = untaken.here.concat();
            let path = path.trim_start_matches('.').to_owned();
            if untaken.paths.len() < MOST_PATHS && !untaken.paths.contains(&path) {
                untaken.paths.push(path);
            }
        }
    }

    /// Charges an element of a list.
    #[inline]
    pub(super) fn charge_element<T>(&mut self) -> Result<(), DecodeError> {
        self.charged = size_of::<T>();
        charge(self.charged)
    }

    /// Charges a list or an object, less the charge of its element: it may be in a box.
    #[inline]
    pub(super) fn charge_value<T>(&mut self) -> Result<(), DecodeError> {
        let charged = core::mem::take(&mut self.charged);
        charge(size_of::<T>().saturating_sub(charged))
    }

    /// The raw value of any kind.
    pub(super) fn passed_over(&mut self) -> Result<&'de str, DecodeError> {
        self.scan.peek();
        let from = self.scan.at;
        self.scan.skip()?;
        self.scan.slice(from, self.scan.at)
    }

    /// Skips the rest of a list whose first element is this one.
    ///
    /// # Errors
    ///
    /// An element differs.
    pub(super) fn pass_over_equals(&mut self, first: &'de str) -> Result<(), DecodeError> {
        while self.scan.more(false, b']')? {
            let other = self.passed_over()?;
            Counted::new(first, true).compare(other, true)?;
        }
        Ok(())
    }

    /// The raw text of a scalar.
    #[inline]
    pub(super) fn scalar_text(&mut self) -> Result<Cow<'de, str>, DecodeError> {
        match self.scan.peek() {
            Some(b'"') => self.scan.text(),
            _ => self.bare_text().map(Cow::Borrowed),
        }
    }

    /// The raw text of a scalar without quotes; nothing for null.
    pub(super) fn bare_text(&mut self) -> Result<&'de str, DecodeError> {
        match self.scan.peek() {
            Some(b't') => self.scan.literal("true").map(|()| "true"),
            Some(b'f') => self.scan.literal("false").map(|()| "false"),
            Some(b'n') => self.scan.literal("null").map(|()| ""),
            Some(b'[' | b'{') => Err(self.scan.error("a text")),
            _ => self.scan.number(),
        }
    }

    /// The digits of a whole number, from a number or a text.
    pub(super) fn whole_number(&mut self) -> Result<Whole, DecodeError> {
        match self.scan.peek() {
            Some(b'n') => {
                self.scan.literal("null")?;
                Err(DecodeError::invalid_type(
                    Unexpected::Unit,
                    &"a whole number",
                ))
            }
            Some(b't' | b'f') => Err(DecodeError::invalid_type(
                Unexpected::Bool(true),
                &"a whole number",
            )),
            Some(b'[') => Err(DecodeError::invalid_type(
                Unexpected::Seq,
                &"a whole number",
            )),
            Some(b'{') => Err(DecodeError::invalid_type(
                Unexpected::Map,
                &"a whole number",
            )),
            Some(b'"') => {
                let text = self.scan.text()?;
                Whole::parse(&text).ok_or_else(|| {
                    DecodeError::invalid_value(Unexpected::Str(""), &"a whole number")
                })
            }
            _ => {
                let text = self.bare_text()?;
                Whole::parse(text).ok_or_else(|| {
                    DecodeError::invalid_value(Unexpected::Float(0.0), &"a whole number")
                })
            }
        }
    }

    /// A number for a type that accepts anything. More digits than 64 bits hold become text: the
    /// only exact form that every visitor knows.
    pub(super) fn any_number<V: Visitor<'de>>(
        &mut self,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        let number = self.scan.number()?;
        if number.contains(['.', 'e', 'E']) {
            return visitor.visit_f64(float(number)?);
        }
        if let Ok(number) = number.parse() {
            return visitor.visit_u64(number);
        }
        if let Ok(number) = number.parse() {
            return visitor.visit_i64(number);
        }
        visitor.visit_borrowed_str(number)
    }
}

#[cold]
fn too_deep() -> DecodeError {
    DecodeError::new(format!("nested deeper than {DEEPEST} levels"))
}

/// Takes the members of the envelope from the root object before the type sees them.
pub(super) trait Intercept<'de> {
    /// Whether the member was taken; if so its value was consumed. An error names it.
    fn take(&mut self, key: &str, reader: &mut Reader<'de>) -> Result<bool, DecodeError>;
}
