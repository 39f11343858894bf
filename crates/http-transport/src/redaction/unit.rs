//! Holds one character or byte of a text after its escapes were undone.

/// One of several ways to read escapes whose end or language is ambiguous.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dialect {
    /// The index in [`DIALECTS`].
    pub(super) number: usize,
    /// The most digits of an HTML reference without a semicolon, which a digit may follow.
    pub(super) max_digits: usize,
    /// Whether a backslash begins a CSS escape (`\39 `), and `\U` has eight digits.
    pub(super) is_long: bool,
}

pub(super) const DIALECTS: [Dialect; 3] = [
    Dialect {
        number: 0,
        max_digits: 10,
        is_long: false,
    },
    Dialect {
        number: 1,
        max_digits: 2,
        is_long: true,
    },
    Dialect {
        number: 2,
        max_digits: 3,
        is_long: false,
    },
];

/// A character, or one byte of it, and the offset of the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unit {
    bytes: [u8; 4],
    length: usize,
    pub(crate) end: usize,
}

impl Unit {
    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    pub(super) fn from_byte(byte: u8, end: usize) -> Self {
        Self {
            bytes: [byte, 0, 0, 0],
            length: 1,
            end,
        }
    }

    pub(super) fn from_code_point(code: u32, end: usize) -> Option<Self> {
        let mut bytes = [0; 4];
        let length = char::from_u32(code)?.encode_utf8(&mut bytes).len();
        Some(Self { bytes, length, end })
    }

    /// The character, if it is ASCII.
    pub(super) fn ascii(&self) -> Option<char> {
        match self.bytes() {
            [byte] if byte.is_ascii() => Some(char::from(*byte)),
            _ => None,
        }
    }
}
