//! An IDcode and its parts.

mod read;

use self::read::{Ends, missing, read, read_free_text, read_segment};
use crate::as_written::Written;
use crate::division_code::DivisionCode;
use crate::error::{Expected, ParseIdentifierError};
use crate::kind::IdentifierKind;
use crate::text::{deserialize_text, identifier_text};

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
/// The response to a new registration has a slash behind the category
/// (`MA.156.1003.1629/73.10000000.6/`), responses to queries have none. One slash at the end is
/// accepted and dropped, so that both are equal; [`to_base_code`](Self::to_base_code) puts it back.
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
    is_as_written: bool,
}

/// The category part of an [`IdCode`]: `91.12000000.1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CategoryPart<'a> {
    /// The use of the code (用途), in digits: the vendor's `CodeUse_ID`.
    pub code_use: &'a str,
    /// Code of the product category, digits and letters.
    pub category: &'a str,
    /// The owner's own code of the model, any text, dots included.
    pub model: &'a str,
}

impl IdCode {
    pub(crate) fn parse(text: &str) -> Result<Self, ParseIdentifierError> {
        let text = text.strip_suffix('/').unwrap_or(text);
        let ends = read(text)?;
        Ok(Self {
            text: text.to_owned(),
            ends,
            is_as_written: false,
        })
    }

    /// The text as it is written, though it may not have the form of an IDcode; taken
    /// whole for the main code of a unit. `Debug` says that it is as written.
    ///
    /// # Errors
    ///
    /// The text is empty, has control characters or is longer than 60 bytes: no request can carry
    /// it.
    pub fn as_written(text: &str) -> Result<Self, ParseIdentifierError> {
        Self::parse(text).or_else(|_| {
            Written::new(IdentifierKind::IdCode, text)?;
            Ok(Self {
                text: text.to_owned(),
                ends: Ends {
                    unit: text.len(),
                    category: None,
                },
                is_as_written: true,
            })
        })
    }

    /// Whether this is a text as written, which does not have the form of an IDcode.
    #[must_use]
    pub const fn is_as_written(&self) -> bool {
        self.is_as_written
    }

    /// The rule that a text as written breaks; `None` for a parsed identifier.
    #[must_use]
    pub fn broken_rule(&self) -> Option<ParseIdentifierError> {
        Self::parse(&self.text).err()
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
            is_as_written: self.is_as_written,
        }
    }

    /// Whether the code is that of a unit, without category and item.
    #[must_use]
    pub const fn is_main_code(&self) -> bool {
        self.ends.category.is_none()
    }

    /// The segments of the unit part: root, country and the rest.
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

    /// The item part, which distinguishes one piece from the next.
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
    /// When a part is empty or has a character that is not allowed there. The position is that in
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
    /// When this is a main code, or the item is empty or has a character that is not allowed
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

identifier_text!(IdCode);
deserialize_text!(IdCode, "an IDcode", IdCode::as_written);

impl core::fmt::Debug for IdCode {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let name = if self.is_as_written {
            "IdCode::as_written"
        } else {
            "IdCode"
        };
        f.debug_tuple(name).field(&self.text).finish()
    }
}
