//! Checks a text against the grammar of an IDcode.

use crate::error::{Expected, IdentifierErrorKind, ParseIdentifierError};
use crate::kind::IdentifierKind;

/// Where the parts end, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Ends {
    pub(super) unit: usize,
    pub(super) category: Option<usize>,
}

/// Reads a code without its last slash.
pub(super) fn read(text: &str) -> Result<Ends, ParseIdentifierError> {
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
pub(super) fn read_segment(
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

pub(super) fn read_free_text(text: &str, position: usize) -> Result<(), ParseIdentifierError> {
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

pub(super) fn missing(position: usize, expected: Expected) -> ParseIdentifierError {
    ParseIdentifierError::at(
        IdentifierKind::IdCode,
        position,
        IdentifierErrorKind::Missing { expected },
    )
}

fn unexpected(position: usize, found: char, expected: Expected) -> ParseIdentifierError {
    ParseIdentifierError::at(
        IdentifierKind::IdCode,
        position,
        IdentifierErrorKind::Unexpected { found, expected },
    )
}
