//! Holds one character as it was read, and the ways to read it.

/// One of several ways to read escapes whose end, or whose language, nothing tells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dialect {
    /// Its place among them.
    pub(super) number: usize,
    /// How many digits a reference of HTML may have that has no semicolon behind it: what comes
    /// next may be a digit, too. As many as there are, or as many as one of ASCII has.
    pub(super) digits: usize,
    /// Whether a backslash is that of CSS (`\39 `), and `\u` has eight digits.
    pub(super) is_long: bool,
}

pub(super) const DIALECTS: [Dialect; 3] = [
    Dialect {
        number: 0,
        digits: 10,
        is_long: false,
    },
    Dialect {
        number: 1,
        digits: 2,
        is_long: true,
    },
    Dialect {
        number: 2,
        digits: 3,
        is_long: false,
    },
];

/// A character as it is read, and where the next one begins.
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

    pub(super) fn of_byte(byte: u8, end: usize) -> Self {
        Self {
            bytes: [byte, 0, 0, 0],
            length: 1,
            end,
        }
    }

    pub(super) fn of_code(code: u32, end: usize) -> Option<Self> {
        let mut bytes = [0; 4];
        let length = char::from_u32(code)?.encode_utf8(&mut bytes).len();
        Some(Self { bytes, length, end })
    }

    /// The letter that it is, where it is one of ASCII.
    pub(super) fn ascii(&self) -> Option<char> {
        match self.bytes() {
            [byte] if byte.is_ascii() => Some(char::from(*byte)),
            _ => None,
        }
    }
}
