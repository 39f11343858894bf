//! The string to sign, its MD5 digest, and the hexadecimal digits.

use core::fmt;

use md5::{Digest as _, Md5};
use subtle::ConstantTimeEq;

/// Bytes of an MD5 digest.
const BYTES: usize = 16;
/// Hexadecimal digits of an MD5 digest.
pub(crate) const DIGITS: usize = 2 * BYTES;

/// The string to sign, secret included.
///
/// It never exists as text: appended bytes go straight into the digest, so there is nothing to
/// print, log or leave in memory. Debug shows how long it is, in bytes.
pub(crate) struct StringToSign {
    md5: Md5,
    len: usize,
}

impl StringToSign {
    pub(crate) fn new() -> Self {
        Self {
            md5: Md5::new(),
            len: 0,
        }
    }

    #[inline]
    pub(crate) fn append(&mut self, bytes: &[u8]) {
        self.md5.update(bytes);
        self.len += bytes.len();
    }

    #[inline]
    pub(crate) fn digest(self) -> Digest {
        Digest(self.md5.finalize().into())
    }
}

impl fmt::Debug for StringToSign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { md5: _, len } = self;
        write!(f, "StringToSign({len} bytes)")
    }
}

/// The MD5 of a string to sign. Has no Debug and no `==`: it is written out or compared in
/// constant time.
pub(crate) struct Digest([u8; BYTES]);

impl Digest {
    /// As PHP's `md5` writes it.
    #[inline]
    pub(crate) fn lower_hex<'d>(&self, digits: &'d mut [u8; DIGITS]) -> &'d str {
        self.write_digits(digits);
        core::str::from_utf8(digits).expect("hexadecimal digits are ASCII")
    }

    #[inline]
    pub(crate) fn upper_hex<'d>(&self, digits: &'d mut [u8; DIGITS]) -> &'d str {
        self.write_digits(digits);
        digits.make_ascii_uppercase();
        core::str::from_utf8(digits).expect("hexadecimal digits are ASCII")
    }

    #[inline]
    fn write_digits(&self, digits: &mut [u8; DIGITS]) {
        hex::encode_to_slice(self.0, digits).expect("two digits a byte fit exactly");
    }

    /// Compares in constant time.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }

    /// Reads 32 hexadecimal digits of either case.
    pub(crate) fn from_hex(digits: &str) -> Option<Self> {
        let mut bytes = [0; BYTES];
        hex::decode_to_slice(digits, &mut bytes).ok()?;
        Some(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::StringToSign;

    #[test]
    fn debug_of_the_string_to_sign_is_its_length() {
        let mut string = StringToSign::new();
        string.append(b"/abc/def?id=123");
        string.append(b"a secret");
        assert_eq!(format!("{string:?}"), "StringToSign(23 bytes)");
    }
}
