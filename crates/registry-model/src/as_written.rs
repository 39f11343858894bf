//! Identifiers kept as they were written, though they break a rule of their kind.

use core::hash::{Hash, Hasher};

use crate::error::{Expected, IdentifierErrorKind, ParseIdentifierError};
use crate::fixed_text::{FixedText, positions};
use crate::kind::IdentifierKind;

/// The most bytes of a text that is kept as written: 20 Chinese characters, or 60 of ASCII. The
/// longest identifiers that registers print (`企独粤深总字第304567号`) have half of it.
pub(crate) const MOST_BYTES: usize = 60;

/// An identifier that obeys the rules of its kind, or a text that is kept as written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held<const N: usize> {
    /// `N` characters that have been checked.
    Checked(FixedText<N>),
    /// A text that breaks a rule, and so could not be [`Held::Checked`].
    AsWritten(Written),
}

impl<const N: usize> Held<N> {
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Checked(text) => text.as_str(),
            Self::AsWritten(text) => text.as_str(),
        }
    }

    pub(crate) const fn is_as_written(&self) -> bool {
        matches!(self, Self::AsWritten(_))
    }

    /// Whether there are as many characters as the kind has, so that each is in its place.
    pub(crate) fn has_the_length(&self) -> bool {
        self.as_str().chars().count() == N
    }

    /// The character at an index.
    pub(crate) fn character(&self, index: usize) -> Option<char> {
        self.as_str().chars().nth(index)
    }

    /// `M` digits from index `start` on, where the text has them.
    pub(crate) fn digits<const M: usize>(&self, start: usize) -> Option<FixedText<M>> {
        self.part(start)
            .filter(|part: &FixedText<M>| part.bytes().iter().all(u8::is_ascii_digit))
    }

    /// `M` ASCII characters from index `start` on, where the text has them.
    pub(crate) fn part<const M: usize>(&self, start: usize) -> Option<FixedText<M>> {
        match self {
            Self::Checked(text) => Some(text.part(start)),
            // A text of another length has other things there.
            Self::AsWritten(_) if !self.has_the_length() => None,
            Self::AsWritten(text) => {
                let part = text.as_str().as_bytes().get(start..)?.first_chunk::<M>()?;
                part.is_ascii().then_some(FixedText::from_ascii(*part))
            }
        }
    }
}

// In the order of the text, and hashed as it, whichever of the two it is.
impl<const N: usize> Ord for Held<N> {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl<const N: usize> PartialOrd for Held<N> {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<const N: usize> Hash for Held<N> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

/// A text of at most [`MOST_BYTES`] that can be sent, kept in place so that identifiers stay
/// `Copy`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    length: u8,
    bytes: [u8; MOST_BYTES],
}

impl Written {
    /// Keeps any text that the wire can carry.
    ///
    /// # Errors
    ///
    /// The text is empty or too long, or has a control character.
    pub(crate) fn new(kind: IdentifierKind, text: &str) -> Result<Self, ParseIdentifierError> {
        if text.trim().is_empty() {
            let expected = Expected::FreeText;
            return Err(ParseIdentifierError::at(
                kind,
                1,
                IdentifierErrorKind::Missing { expected },
            ));
        }
        if let Some((position, found)) = positions(text).find(|(_, next)| next.is_control()) {
            let expected = Expected::FreeText;
            let fault = IdentifierErrorKind::Unexpected { found, expected };
            return Err(ParseIdentifierError::at(kind, position, fault));
        }
        let mut bytes = [0; MOST_BYTES];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(room), Ok(length)) => {
                room.copy_from_slice(text.as_bytes());
                Ok(Self { length, bytes })
            }
            _ => {
                let fault = IdentifierErrorKind::TooLongToSend {
                    bytes: text.len(),
                    most: MOST_BYTES,
                };
                Err(ParseIdentifierError::at(kind, 1, fault))
            }
        }
    }

    fn as_str(&self) -> &str {
        let text = self.bytes.get(..usize::from(self.length));
        text.and_then(|text| core::str::from_utf8(text).ok())
            .expect("the bytes of a whole text, never longer than the room")
    }
}

/// Implements the methods of every identifier that can hold a text as written: `as_written`,
/// `is_as_written` and `broken_rule`. The type is a tuple of a [`Held`].
macro_rules! as_written {
    ($type:ident, $kind:ident, $example:literal) => {
        impl $type {
            /// The text as it is written, though it may break the rules of its kind:
            /// registers hold such values. A text that breaks no rule is parsed.
            ///
            /// It is sent as it is. `Debug` says that it is as written, and
            /// [`broken_rule`](Self::broken_rule) which rule it breaks.
            ///
            /// ```
            #[doc = concat!("# use registry_model::", stringify!($type), ";")]
            #[doc = concat!("let written = ", stringify!($type), "::as_written(\"", $example, "\")?;")]
            #[doc = concat!("assert_eq!(written.as_str(), \"", $example, "\");")]
            /// assert!(written.is_as_written());
            /// assert!(written.broken_rule().is_some());
            #[doc = concat!("assert!(\"", $example, "\".parse::<", stringify!($type), ">().is_err());")]
            /// # Ok::<(), registry_model::ParseIdentifierError>(())
            /// ```
            ///
            /// # Errors
            ///
            /// The text is empty, has control characters or is longer than 60 bytes: no request can
            /// carry it.
            pub fn as_written(text: &str) -> Result<Self, $crate::ParseIdentifierError> {
                Self::parse(text).or_else(|_| {
                    let kind = $crate::IdentifierKind::$kind;
                    $crate::as_written::Written::new(kind, text)
                        .map(|text| Self($crate::as_written::Held::AsWritten(text)))
                })
            }

            /// Whether this is a text as written, which breaks a rule of its kind.
            #[must_use]
            pub const fn is_as_written(&self) -> bool {
                self.0.is_as_written()
            }

            /// The rule that a text as written breaks; `None` for a parsed identifier.
            #[must_use]
            pub fn broken_rule(&self) -> Option<$crate::ParseIdentifierError> {
                if self.is_as_written() {
                    Self::parse(self.as_str()).err()
                } else {
                    None
                }
            }
        }

        impl core::fmt::Debug for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                let name = if self.is_as_written() {
                    concat!(stringify!($type), "::as_written")
                } else {
                    stringify!($type)
                };
                f.debug_tuple(name).field(&self.as_str()).finish()
            }
        }
    };
}

pub(crate) use as_written;
