//! Identifiers of fixed length, stored in place.

use crate::characters::is_unseen;
use crate::error::{Expected, IdentifierErrorKind, ParseIdentifierError};
use crate::kind::IdentifierKind;

/// `N` ASCII characters, kept in place: no allocation, `Copy`, ordered as text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FixedText<const N: usize>([u8; N]);

impl<const N: usize> FixedText<N> {
    /// Reads exactly `N` characters, each passed through `accept` with its index from 0.
    ///
    /// `characters` carries for each character its position from 1 in the text as given, which
    /// differs from the index where the caller left out a separator.
    pub(crate) fn read(
        kind: IdentifierKind,
        characters: impl Iterator<Item = (usize, char)>,
        accept: impl Fn(usize, char) -> Result<u8, IdentifierErrorKind>,
    ) -> Result<Self, ParseIdentifierError> {
        let mut characters = characters;
        let mut bytes = [0; N];
        let mut behind = 1;
        for (index, slot) in bytes.iter_mut().enumerate() {
            let Some((position, character)) = characters.next() else {
                let fault = IdentifierErrorKind::TooShort {
                    length: index,
                    expected: N,
                };
                return Err(ParseIdentifierError::at(kind, behind, fault));
            };
            *slot = accept(index, character)
                .map_err(|fault| ParseIdentifierError::at(kind, position, fault))?;
            behind = position + 1;
        }
        match characters.next() {
            None => Ok(Self(bytes)),
            // Lengths are counted as they are seen.
            Some((position, found)) if is_unseen(found) => {
                let expected = Expected::End;
                let fault = IdentifierErrorKind::Unexpected { found, expected };
                Err(ParseIdentifierError::at(kind, position, fault))
            }
            Some((position, _)) => {
                let fault = IdentifierErrorKind::TooLong {
                    length: N + 1 + characters.filter(|(_, next)| !is_unseen(*next)).count(),
                    expected: N,
                };
                Err(ParseIdentifierError::at(kind, position, fault))
            }
        }
    }

    pub(crate) const fn from_ascii(bytes: [u8; N]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn bytes(&self) -> &[u8; N] {
        &self.0
    }

    pub(crate) fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).expect("every way in lets only ASCII pass")
    }

    /// `M` characters from index `start` on.
    pub(crate) fn part<const M: usize>(&self, start: usize) -> FixedText<M> {
        let mut part = [b'0'; M];
        for (slot, byte) in part.iter_mut().zip(self.0.iter().skip(start)) {
            *slot = *byte;
        }
        FixedText(part)
    }
}

/// Characters with their positions from 1.
pub(crate) fn positions(text: &str) -> impl Iterator<Item = (usize, char)> {
    text.chars()
        .zip(1..)
        .map(|(character, position)| (position, character))
}

/// An ASCII digit, as its byte.
pub(crate) fn digit(character: char) -> Result<u8, IdentifierErrorKind> {
    accept(character, Expected::Digit, |byte| byte.is_ascii_digit())
}

/// An ASCII character that `allowed` takes, as its byte. A lower-case letter whose capital would
/// have been taken is reported as such.
#[inline]
pub(crate) fn accept(
    found: char,
    expected: Expected,
    allowed: impl Fn(u8) -> bool,
) -> Result<u8, IdentifierErrorKind> {
    match u8::try_from(found) {
        Ok(byte) if byte.is_ascii() && allowed(byte) => Ok(byte),
        Ok(byte) if byte.is_ascii_lowercase() && allowed(byte.to_ascii_uppercase()) => {
            Err(IdentifierErrorKind::LowerCase { found })
        }
        _ => Err(IdentifierErrorKind::Unexpected { found, expected }),
    }
}
