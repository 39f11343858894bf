//! Checks the item codes of an upload, and writes them as a list or a file.

use core::fmt;
use std::collections::HashMap;

use endpoint_core::File;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

mod scannable;

pub(crate) use self::scannable::scan_form;
pub use self::scannable::{CodeDoubt, CodeDoubts};

/// The item codes of an upload (501). None is empty or contains a comma or line break.
///
/// Commas separate the codes of UploadCodeList (OQ20), line breaks those of UploadCodeFile (OQ19):
/// a code that contains either would become two. `Debug` shows the number of codes only.
///
/// ```
/// use idcode_api::ItemCodes;
///
/// let codes = ItemCodes::from_lines("A-001\r\nA-002\n")?;
/// assert_eq!(codes.as_slice(), ["A-001", "A-002"]);
/// assert_eq!(codes.to_list(), "A-001,A-002");
///
/// let fault = ItemCodes::new(["A-001", "A,002"]).unwrap_err();
/// assert_eq!(fault.to_string(), "code 2 contains a comma");
/// # Ok::<(), idcode_api::ItemCodeError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ItemCodes(Vec<String>);

/// Why codes cannot be uploaded. Positions count from 1; messages do not show codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ItemCodeError {
    /// There is no code.
    #[error("contains no codes")]
    None,
    /// A code is empty or blank.
    #[error("code {position} is empty")]
    Empty {
        /// The position of the code.
        position: usize,
    },
    /// A code contains a comma.
    #[error("code {position} contains a comma")]
    Comma {
        /// The position of the code.
        position: usize,
    },
    /// A code contains a line break or another control character.
    #[error("code {position} contains a line break or control character")]
    Control {
        /// The position of the code.
        position: usize,
    },
    /// A code equals an earlier one, or scans the same.
    #[error("codes {first} and {position} are identical when scanned")]
    Repeated {
        /// The position of the code.
        position: usize,
        /// The position of the earlier one.
        first: usize,
    },
}

impl ItemCodes {
    /// Checks one code, for callers that read codes one by one. `position` counts from 1.
    ///
    /// # Errors
    ///
    /// The code is empty, or contains a comma or a control character.
    pub fn check(code: &str, position: usize) -> Result<(), ItemCodeError> {
        // Nearly every code consists of these characters, which need no further check.
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

    /// Checks these codes.
    ///
    /// # Errors
    ///
    /// There is no code, or one cannot be uploaded.
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

    /// Reads codes from a text, one per line. LF and CR LF are accepted; a byte order mark, empty
    /// lines at the end and a control-Z after the last line are ignored.
    ///
    /// # Errors
    ///
    /// Those of [`ItemCodes::new`]; the position is the line.
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

    /// The number of codes; at least one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The codes that may not scan as written. They can be uploaded nevertheless.
    #[must_use]
    pub fn doubts(&self) -> CodeDoubts {
        let mut doubts = CodeDoubts::default();
        for (code, position) in self.0.iter().zip(1..) {
            doubts.add(code, position);
        }
        doubts
    }

    /// Refuses a repeated code. Codes are compared by scan form: without spaces and quotation marks
    /// at their ends, without invisible characters, and with full-width characters narrowed. The
    /// document does not forbid repeated codes, so only the caller can ask for this check.
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

    /// The codes joined by commas, without quotes or spaces: the form of UploadCodeList (OQ20).
    #[must_use]
    pub fn to_list(&self) -> String {
        self.0.join(",")
    }

    /// The codes as a file for UploadCodeFile: one per line, UTF-8, LF (OQ19).
    #[must_use]
    pub fn to_file(&self, name: impl Into<String>) -> File {
        let mut text = self.0.join("\n");
        text.push('\n');
        File::new(name, text.into_bytes())
    }

    /// Unwraps the codes.
    #[must_use]
    pub fn into_inner(self) -> Vec<String> {
        self.0
    }

    /// Splits the codes into parts of at most `size`, in their order.
    pub(crate) fn split(self, size: core::num::NonZeroUsize) -> impl Iterator<Item = Self> {
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
