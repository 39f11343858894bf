//! The error of an invalid identifier: its kind and the first wrong position.

use core::fmt;

use crate::kind::IdentifierKind;

/// Why a text is not a valid identifier.
///
/// Contains at most the offending character, never the text, so it may be logged even if the text
/// is personal data.
///
/// ```
/// use registry_model::{IdentifierErrorKind, OrganizationCode};
///
/// let error = "76161432三".parse::<OrganizationCode>().unwrap_err();
/// assert_eq!(error.position(), Some(9));
/// assert!(matches!(error.reason(), IdentifierErrorKind::Unexpected { found: '三', .. }));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ParseIdentifierError {
    kind: IdentifierKind,
    position: Option<usize>,
    fault: IdentifierErrorKind,
}

impl ParseIdentifierError {
    pub(crate) const fn at(
        kind: IdentifierKind,
        position: usize,
        fault: IdentifierErrorKind,
    ) -> Self {
        Self {
            kind,
            position: Some(position),
            fault,
        }
    }

    pub(crate) const fn unknown_kind(fault: IdentifierErrorKind) -> Self {
        Self {
            kind: IdentifierKind::Unknown,
            position: None,
            fault,
        }
    }

    /// The kind of identifier that was expected.
    #[must_use]
    pub const fn kind(&self) -> IdentifierKind {
        self.kind
    }

    /// The first wrong position, in characters from 1 of the text as given. For a text that ends
    /// too early it is one after the end. `None` for
    /// [`IdentifierErrorKind::NoKnownShape`] and [`IdentifierErrorKind::NoValue`] only.
    #[must_use]
    pub const fn position(&self) -> Option<usize> {
        self.position
    }

    /// The reason of the refusal.
    #[must_use]
    pub const fn reason(&self) -> IdentifierErrorKind {
        self.fault
    }
}

impl fmt::Display for ParseIdentifierError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without a temporary text: a long list may contain many wrong codes.
        f.write_str(self.kind.words())?;
        f.write_str(": ")?;
        if let Some(position) = self.position {
            write!(f, "position {position}: ")?;
        }
        self.fault.fmt(f)
    }
}

impl core::error::Error for ParseIdentifierError {}

/// Why an identifier is refused at a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IdentifierErrorKind {
    /// A character that is not allowed here.
    Unexpected {
        /// The character found.
        found: char,
        /// The characters that are allowed here.
        expected: Expected,
    },
    /// A lower-case letter where the capital would be allowed.
    LowerCase {
        /// The letter found.
        found: char,
    },
    /// The text ends before the identifier is complete.
    TooShort {
        /// Number of characters found.
        length: usize,
        /// Number of characters of such an identifier.
        expected: usize,
    },
    /// The text continues after the identifier is complete.
    TooLong {
        /// Number of characters found.
        length: usize,
        /// Number of characters of such an identifier.
        expected: usize,
    },
    /// The text is too long to be sent, even as written.
    TooLongToSend {
        /// Number of bytes found.
        bytes: usize,
        /// The most bytes that are sent.
        most: usize,
    },
    /// The check character does not match the others. The typing error may be at any position.
    CheckCharacter {
        /// The character found.
        found: char,
        /// The character that matches the others.
        expected: char,
    },
    /// The number ends in zeros with which a spreadsheet or a program replaced digits. The position
    /// is that of the first zero.
    Rounded,
    /// The number is in the scientific notation of spreadsheets (`9.1310E+17`), which loses digits.
    Scientific,
    /// The eight digits from here are not a possible date of birth.
    Date,
    /// A part of an identifier without fixed length is empty or missing.
    Missing {
        /// The missing part.
        expected: Expected,
    },
    /// The number is too large for its type.
    TooLarge,
    /// The text is an error mark of a spreadsheet: `#####`, `#REF!`, `#N/A`.
    NoValue,
    /// The text resembles no kind of identifier.
    NoKnownShape,
}

impl fmt::Display for IdentifierErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            // `{:?}` writes invisible characters as escapes, and leaves Chinese as it is.
            Self::Unexpected { found, expected } => {
                f.write_str("found ")?;
                fmt::Debug::fmt(&found, f)?;
                f.write_str(", expected ")?;
                expected.fmt(f)
            }
            Self::LowerCase { found } => write!(
                f,
                "found {found:?}, letters must be upper case ({:?})",
                found.to_ascii_uppercase()
            ),
            Self::TooShort { length, expected } => {
                write!(f, "text ends after {length} of {expected} characters")
            }
            Self::TooLong { length, expected } => {
                write!(f, "text has {length} characters, expected {expected}")
            }
            Self::TooLongToSend { bytes, most } => {
                write!(f, "text has {bytes} bytes, at most {most} are sent")
            }
            Self::CheckCharacter { found, expected } => {
                f.write_str("check character is ")?;
                fmt::Debug::fmt(&found, f)?;
                f.write_str(", expected ")?;
                fmt::Debug::fmt(&expected, f)
            }
            Self::Rounded => f.write_str(
                "the zeros from here on replace digits that a spreadsheet or program lost; copy \
                 the code again as text",
            ),
            Self::Scientific => f.write_str(
                "a spreadsheet converted the code to a number and lost digits; copy it again as text",
            ),
            Self::Date => f.write_str("the eight digits from here are not a date of birth"),
            Self::Missing { expected } => write!(f, "expected {expected}"),
            Self::TooLarge => f.write_str("number is too large"),
            Self::NoValue => f.write_str(
                "a spreadsheet shows this in place of a value; copy the code again from its source",
            ),
            Self::NoKnownShape => f.write_str("of no known kind"),
        }
    }
}

/// The characters or the part that are expected at a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Expected {
    /// `0` to `9`.
    Digit,
    /// `0` to `9`, `A` to `Z`.
    DigitOrCapital,
    /// `0` to `9`, `A` to `Z` without I, O, S, V and Z: the alphabet of credit codes.
    CreditAlphabet,
    /// `0` to `9`, or `X` for ten.
    DigitOrX,
    /// A letter of the Latin alphabet, in either case.
    Letter,
    /// A digit, or a letter of the Latin alphabet in either case.
    DigitOrLetter,
    /// A dot and a further segment.
    Segment,
    /// The category part of an IDcode: use, category and model.
    Category,
    /// Text without slash, control characters, or blank at either end.
    FreeText,
    /// The end of the text.
    End,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Digit => "a digit",
            Self::DigitOrCapital => "a digit or an upper-case letter",
            Self::CreditAlphabet => "a digit or an upper-case letter other than I, O, S, V and Z",
            Self::DigitOrX => "a digit or X",
            Self::Letter => "a letter",
            Self::DigitOrLetter => "a digit or a letter",
            Self::Segment => "`.` and another segment",
            Self::Category => "a category part",
            Self::FreeText => "text without slash, control characters or blanks around it",
            Self::End => "the end",
        })
    }
}
