//! What do the parts of an IDcode say?

use crate::division_code::DivisionCode;
use crate::error::{Expected, Fault, ParseIdentifierError};
use crate::kind::IdentifierKind;
use crate::text::identifier_text;

/// An IDcode: the main code of a unit, alone or followed by a product category and by one item.
///
/// | part | form | in `i.86.110108.52/91.12000000.1/xxxx` |
/// |---|---|---|
/// | [`unit`](Self::unit) | root, country, then one or more segments of digits and letters | `i.86.110108.52` |
/// | [`category`](Self::category) | use, category code, model | `91.12000000.1` |
/// | [`item`](Self::item) | any text | `xxxx` |
///
/// The root is `i` or `MA` in all codes seen, but any letters are accepted; the country follows
/// as digits (`86`, `156`). The model and the item are chosen by the owner of the code: anything
/// but a slash, control characters, or a blank at either end. Case is kept and matters.
///
/// A new registration answers with a slash behind the category (`MA.156.1003.1629/73.10000000.6/`)
/// and queries answer without. One slash at the end is accepted and dropped, so that both are
/// equal; [`to_base_code`](Self::to_base_code) puts it back.
///
/// ```
/// use registry_model::IdCode;
///
/// let code: IdCode = "i.86.110108.52/91.12000000.1/xxxx".parse()?;
/// assert_eq!(code.unit(), "i.86.110108.52");
/// assert_eq!(code.category().map(|part| part.model), Some("1"));
/// assert_eq!(code.item(), Some("xxxx"));
///
/// let new: IdCode = "MA.156.1003.1629/73.10000000.6/".parse()?;
/// assert_eq!(new, "MA.156.1003.1629/73.10000000.6".parse()?);
/// # Ok::<(), registry_model::ParseIdentifierError>(())
/// ```
///
/// Source: vendor document section 13, and codes seen in public clients.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdCode {
    // First, so that the derived order is that of the text.
    text: String,
    ends: Ends,
}

/// The category part of an [`IdCode`]: `91.12000000.1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CategoryPart<'a> {
    /// What the code is used for, digits; the vendor's `CodeUse_ID` names it.
    pub code_use: &'a str,
    /// Code of the product category, digits and letters.
    pub category: &'a str,
    /// The owner's own code of the model, any text, dots included.
    pub model: &'a str,
}

/// Where the parts end, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Ends {
    unit: usize,
    category: Option<usize>,
}

impl IdCode {
    pub(crate) fn parse(text: &str) -> Result<Self, ParseIdentifierError> {
        let text = text.strip_suffix('/').unwrap_or(text);
        let ends = read(text)?;
        Ok(Self {
            text: text.to_owned(),
            ends,
        })
    }

    /// Whether `text` would parse, without keeping it.
    pub(crate) fn check(text: &str) -> Result<(), ParseIdentifierError> {
        read(text.strip_suffix('/').unwrap_or(text)).map(|_| ())
    }

    /// The code without slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The main code of the unit, as text: the part before the first slash.
    #[must_use]
    pub fn unit(&self) -> &str {
        self.text.get(..self.ends.unit).unwrap_or_default()
    }

    /// The main code of the unit, as a code of its own.
    #[must_use]
    pub fn main_code(&self) -> Self {
        Self {
            text: self.unit().to_owned(),
            ends: Ends {
                category: None,
                ..self.ends
            },
        }
    }

    /// Whether the code is that of a unit, without category and item.
    #[must_use]
    pub const fn is_main_code(&self) -> bool {
        self.ends.category.is_none()
    }

    /// The segments of the unit part: root, country, and what follows.
    pub fn unit_segments(&self) -> impl Iterator<Item = &str> {
        self.unit().split('.')
    }

    /// The division in which the unit is registered, where the third segment is one: not in
    /// `MA.156.1003.1629`.
    #[must_use]
    pub fn division(&self) -> Option<DivisionCode> {
        self.unit_segments().nth(2)?.parse().ok()
    }

    /// The category part.
    #[must_use]
    pub fn category(&self) -> Option<CategoryPart<'_>> {
        let part = self.text.get(self.ends.unit + 1..self.ends.category?)?;
        let (code_use, rest) = part.split_once('.')?;
        let (category, model) = rest.split_once('.')?;
        Some(CategoryPart {
            code_use,
            category,
            model,
        })
    }

    /// The item part: what tells one piece from the next.
    #[must_use]
    pub fn item(&self) -> Option<&str> {
        self.text.get(self.ends.category? + 1..)
    }

    /// The code up to and with the slash before the item, as the address behind a filed code
    /// receives it under the name `BaseCode` (vendor document section 13). `None` for a main
    /// code.
    ///
    /// ```
    /// # use registry_model::IdCode;
    /// let code: IdCode = "i.86.110108.52/91.12000000.1/xxxx".parse()?;
    /// assert_eq!(code.to_base_code().as_deref(), Some("i.86.110108.52/91.12000000.1/"));
    /// # Ok::<(), registry_model::ParseIdentifierError>(())
    /// ```
    #[must_use]
    pub fn to_base_code(&self) -> Option<String> {
        let base = self.text.get(..self.ends.category?)?;
        Some(format!("{base}/"))
    }

    /// This unit's code for a category; a category and an item already there are replaced.
    ///
    /// # Errors
    ///
    /// When a part is empty or has a character that may not stand there. The position is that in
    /// the code as it would be.
    pub fn with_category(&self, part: CategoryPart<'_>) -> Result<Self, ParseIdentifierError> {
        let CategoryPart {
            code_use,
            category,
            model,
        } = part;
        let mut position = self.unit().chars().count() + 2;
        read_segment(code_use, position, Expected::Digit)?;
        position += code_use.len() + 1;
        read_segment(category, position, Expected::DigitOrLetter)?;
        position += category.len() + 1;
        read_free_text(model, position)?;
        Self::parse(&format!("{}/{code_use}.{category}.{model}", self.unit()))
    }

    /// The code of one item of this code's category; an item already there is replaced.
    ///
    /// ```
    /// # use registry_model::IdCode;
    /// let category: IdCode = "i.86.110108.52/91.12000000.1/".parse()?;
    /// assert_eq!(category.with_item("A-001")?.as_str(), "i.86.110108.52/91.12000000.1/A-001");
    /// # Ok::<(), registry_model::ParseIdentifierError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When this is a main code, or the item is empty or has a character that may not stand
    /// there. The position is that in the code as it would be.
    pub fn with_item(&self, item: &str) -> Result<Self, ParseIdentifierError> {
        let Some(base) = self.to_base_code() else {
            let behind = self.text.chars().count() + 2;
            return Err(missing(behind, Expected::Category));
        };
        read_free_text(item, base.chars().count() + 1)?;
        Self::parse(&format!("{base}{item}"))
    }
}

identifier_text!(IdCode, "an IDcode", deserialize);

/// Reads a code without its last slash.
fn read(text: &str) -> Result<Ends, ParseIdentifierError> {
    let (unit, rest) = split(text, '/');
    read_unit(unit)?;
    let ends = Ends {
        unit: unit.len(),
        category: None,
    };
    let Some(rest) = rest else { return Ok(ends) };

    let (category, item) = split(rest, '/');
    let position = unit.len() + 2;
    read_category(category, position)?;
    let ends = Ends {
        category: Some(unit.len() + 1 + category.len()),
        ..ends
    };
    if let Some(item) = item {
        read_free_text(item, position + category.chars().count() + 1)?;
    }
    Ok(ends)
}

/// Root, country, and at least one segment more.
fn read_unit(unit: &str) -> Result<(), ParseIdentifierError> {
    let mut position = 1;
    let mut count = 0;
    for (index, segment) in unit.split('.').enumerate() {
        let expected = match index {
            0 => Expected::Letter,
            1 => Expected::Digit,
            _ => Expected::DigitOrLetter,
        };
        read_segment(segment, position, expected)?;
        position += segment.len() + 1;
        count += 1;
    }
    if count < 3 {
        return Err(missing(unit.len() + 1, Expected::Segment));
    }
    Ok(())
}

fn read_category(part: &str, position: usize) -> Result<(), ParseIdentifierError> {
    if part.is_empty() {
        return Err(missing(position, Expected::Category));
    }
    let (code_use, rest) = split(part, '.');
    read_segment(code_use, position, Expected::Digit)?;
    let position = position + code_use.len();
    let rest = rest.ok_or(missing(position, Expected::Segment))?;
    let (category, model) = split(rest, '.');
    read_segment(category, position + 1, Expected::DigitOrLetter)?;
    let position = position + 1 + category.len();
    let model = model.ok_or(missing(position, Expected::Segment))?;
    read_free_text(model, position + 1)
}

/// One or more ASCII characters of one class, so that afterwards bytes are characters.
fn read_segment(
    segment: &str,
    position: usize,
    expected: Expected,
) -> Result<(), ParseIdentifierError> {
    if segment.is_empty() {
        return Err(missing(position, expected));
    }
    let allowed = |found: &char| match expected {
        Expected::Letter => found.is_ascii_alphabetic(),
        Expected::Digit => found.is_ascii_digit(),
        _ => found.is_ascii_alphanumeric(),
    };
    match segment
        .chars()
        .zip(position..)
        .find(|(found, _)| !allowed(found))
    {
        None => Ok(()),
        Some((found, position)) => Err(unexpected(position, found, expected)),
    }
}

fn read_free_text(text: &str, position: usize) -> Result<(), ParseIdentifierError> {
    let expected = Expected::FreeText;
    if text.is_empty() {
        return Err(missing(position, expected));
    }
    let last = text.chars().count() - 1;
    for (index, found) in text.chars().enumerate() {
        let is_edge = index == 0 || index == last;
        if found == '/' || found.is_control() || (is_edge && found.is_whitespace()) {
            return Err(unexpected(position + index, found, expected));
        }
    }
    Ok(())
}

fn split(text: &str, separator: char) -> (&str, Option<&str>) {
    match text.split_once(separator) {
        Some((first, rest)) => (first, Some(rest)),
        None => (text, None),
    }
}

fn missing(position: usize, expected: Expected) -> ParseIdentifierError {
    ParseIdentifierError::at(
        IdentifierKind::IdCode,
        position,
        Fault::Missing { expected },
    )
}

fn unexpected(position: usize, found: char, expected: Expected) -> ParseIdentifierError {
    ParseIdentifierError::at(
        IdentifierKind::IdCode,
        position,
        Fault::Unexpected { found, expected },
    )
}
