//! Item codes for an upload: checked one by one, and written as a list or a file.

use core::fmt;
use std::collections::HashMap;

use endpoint_core::File;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

mod scannable;

pub(crate) use self::scannable::scan_form;
pub use self::scannable::{CodeDoubt, CodeDoubts};

/// The item codes of an upload (501), each checked: not empty, no comma, no line break.
///
/// The comma separates codes in UploadCodeList (OQ20), the line break in the file of
/// UploadCodeFile (OQ19); a code with either would be two. `Debug` shows how many there are.
///
/// ```
/// use idcode_api::ItemCodes;
///
/// let codes = ItemCodes::from_lines("A-001\r\nA-002\n")?;
/// assert_eq!(codes.as_slice(), ["A-001", "A-002"]);
/// assert_eq!(codes.to_list(), "A-001,A-002");
///
/// let fault = ItemCodes::new(["A-001", "A,002"]).unwrap_err();
/// assert_eq!(fault.to_string(), "code 2 has a comma in it");
/// # Ok::<(), idcode_api::ItemCodeError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ItemCodes(Vec<String>);

/// Why codes cannot be uploaded. Positions count from 1; codes are not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ItemCodeError {
    /// There are none.
    #[error("there is no code")]
    None,
    /// A code is empty or blank.
    #[error("code {position} is empty")]
    Empty {
        /// Which code.
        position: usize,
    },
    /// A code has a comma in it.
    #[error("code {position} has a comma in it")]
    Comma {
        /// Which code.
        position: usize,
    },
    /// A code has a line break or another control character in it.
    #[error("code {position} has a line break or control character in it")]
    Control {
        /// Which code.
        position: usize,
    },
    /// A code occurs twice, or scans as an earlier one does.
    #[error("code {position} scans the same as code {first}")]
    Repeated {
        /// Which code.
        position: usize,
        /// Where it stood before.
        first: usize,
    },
}

impl ItemCodes {
    /// Checks one code that stands at `position`, counted from 1: for those who read codes one
    /// by one.
    ///
    /// # Errors
    ///
    /// It is empty, or has a comma or a control character in it.
    pub fn check(code: &str, position: usize) -> Result<(), ItemCodeError> {
        // What nearly every code is: with nothing but these in it, there is nothing to refuse.
        let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != b',';
        if !code.is_empty() && code.bytes().all(is_plain) {
            return Ok(());
        }
        if code.trim().is_empty() {
            return Err(ItemCodeError::Empty { position });
        }
        if code.contains(',') {
            return Err(ItemCodeError::Comma { position });
        }
        if code.contains(char::is_control) {
            return Err(ItemCodeError::Control { position });
        }
        Ok(())
    }

    /// Codes, one by one.
    ///
    /// # Errors
    ///
    /// There is none, or the first that cannot be uploaded.
    pub fn new<T: Into<String>>(codes: impl IntoIterator<Item = T>) -> Result<Self, ItemCodeError> {
        let codes: Vec<String> = codes.into_iter().map(Into::into).collect();
        if codes.is_empty() {
            return Err(ItemCodeError::None);
        }
        for (code, position) in codes.iter().zip(1..) {
            Self::check(code, position)?;
        }
        Ok(Self(codes))
    }

    /// Codes from a text with one a line, whichever way lines end; a byte order mark, empty lines at
    /// the end and a control-Z behind the last line are passed over.
    ///
    /// # Errors
    ///
    /// As [`ItemCodes::new`]; the position is the line.
    pub fn from_lines(text: &str) -> Result<Self, ItemCodeError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let text = text.trim_end_matches(['\r', '\n']);
        let text = text
            .trim_end_matches('\u{1a}')
            .trim_end_matches(['\r', '\n']);
        Self::new(text.lines())
    }

    /// The codes.
    #[must_use]
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }

    /// How many there are; at least one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The codes that a scanner may not read back as written. They can be uploaded all the same.
    #[must_use]
    pub fn doubts(&self) -> CodeDoubts {
        let mut doubts = CodeDoubts::default();
        for (code, position) in self.0.iter().zip(1..) {
            doubts.add(code, position);
        }
        doubts
    }

    /// Refuses a code that occurs twice. Codes are compared as they scan: without blanks and
    /// quotation marks at their ends and without invisible characters, full-width characters
    /// narrowed. Only on request: the document does not forbid repeated codes.
    ///
    /// # Errors
    ///
    /// [`ItemCodeError::Repeated`], with both positions.
    pub fn check_distinct(&self) -> Result<(), ItemCodeError> {
        let mut met = HashMap::with_capacity(self.0.len());
        for (code, position) in self.0.iter().zip(1..) {
            if let Some(first) = met.insert(scan_form(code), position) {
                return Err(ItemCodeError::Repeated { position, first });
            }
        }
        Ok(())
    }

    /// The codes as UploadCodeList sends them: joined by commas, no quotes, no blanks (OQ20).
    #[must_use]
    pub fn to_list(&self) -> String {
        self.0.join(",")
    }

    /// The codes as a file for UploadCodeFile: one a line, UTF-8, line feeds (OQ19).
    #[must_use]
    pub fn to_file(&self, name: impl Into<String>) -> File {
        let mut text = self.0.join("\n");
        text.push('\n');
        File::new(name, text.into_bytes())
    }

    /// The codes themselves.
    #[must_use]
    pub fn into_inner(self) -> Vec<String> {
        self.0
    }

    /// The same codes in runs of at most `size`, in their order.
    pub(crate) fn runs(self, size: core::num::NonZeroUsize) -> impl Iterator<Item = Self> {
        let mut rest = self.0.into_iter().peekable();
        core::iter::from_fn(move || {
            rest.peek()?;
            Some(Self(rest.by_ref().take(size.get()).collect()))
        })
    }
}

impl fmt::Debug for ItemCodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ItemCodes({})", self.0.len())
    }
}

impl Serialize for ItemCodes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_list())
    }
}

impl<'de> Deserialize<'de> for ItemCodes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let list = String::deserialize(deserializer)?;
        if list.is_empty() {
            return Err(D::Error::custom(ItemCodeError::None));
        }
        Self::new(list.split(',')).map_err(D::Error::custom)
    }
}
