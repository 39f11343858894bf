//! How does a name or value travel? (document section 14, open question OQ03)
//!
//! Our own, because one flavour needs small digits and `+`, and because the room an encoded
//! text takes is needed before it is written; the tests hold it against `percent-encoding`.

use super::dialect::Encoding;

impl Encoding {
    /// Whether a byte stands for itself.
    #[inline]
    const fn is_bare(self, byte: u8) -> bool {
        byte.is_ascii_alphanumeric()
            || match self {
                Self::Rfc3986 => matches!(byte, b'-' | b'.' | b'_' | b'~'),
                Self::DotNet => matches!(byte, b'-' | b'.' | b'_' | b'!' | b'*' | b'(' | b')'),
            }
    }

    /// How many bytes of `text` do not stand for themselves: none means that it travels as it
    /// is, and each makes it at most two bytes longer.
    #[inline]
    pub(super) fn escapes(self, text: &str) -> usize {
        text.bytes().filter(|byte| !self.is_bare(*byte)).count()
    }

    /// Hands the encoded form of `text` to `write`, piece by piece.
    pub(super) fn encode(self, text: &str, mut write: impl FnMut(&[u8])) {
        let same_kind = |a: &u8, b: &u8| self.is_bare(*a) == self.is_bare(*b);
        for run in text.as_bytes().chunk_by(same_kind) {
            if run.first().is_some_and(|byte| self.is_bare(*byte)) {
                write(run);
                continue;
            }
            for &byte in run {
                if byte == b' ' && self == Self::DotNet {
                    write(b"+");
                } else {
                    write(&self.escape(byte));
                }
            }
        }
    }

    fn escape(self, byte: u8) -> [u8; 3] {
        let mut digits = [0; 2];
        hex::encode_to_slice([byte], &mut digits).expect("two digits a byte fit exactly");
        if self == Self::Rfc3986 {
            digits.make_ascii_uppercase();
        }
        [b'%', digits[0], digits[1]]
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

    use super::Encoding;

    fn encoded(encoding: Encoding, text: &str) -> String {
        let mut bytes = Vec::new();
        encoding.encode(text, |piece| bytes.extend_from_slice(piece));
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn every_ascii_character_is_encoded_as_the_percent_encoding_crate_does() {
        const RFC_3986: &AsciiSet = &NON_ALPHANUMERIC
            .remove(b'-')
            .remove(b'.')
            .remove(b'_')
            .remove(b'~');
        let mut text: String = (0..=127u8).map(char::from).collect();
        text.push_str("单位 é 😀");
        assert_eq!(
            encoded(Encoding::Rfc3986, &text),
            String::from_iter(utf8_percent_encode(&text, RFC_3986)),
        );
    }

    #[test]
    fn the_dot_net_flavour_has_small_digits_a_plus_for_a_blank_and_its_own_bare_characters() {
        assert_eq!(
            encoded(Encoding::DotNet, "a b+c/d?e=f&g~h'i-_.!*()中"),
            "a+b%2bc%2fd%3fe%3df%26g%7eh%27i-_.!*()%e4%b8%ad",
        );
    }

    #[test]
    fn the_count_of_escapes_tells_what_travels_as_it_is() {
        assert_eq!(Encoding::Rfc3986.escapes("aZ09-._~"), 0);
        assert_eq!(Encoding::DotNet.escapes("aZ09-._!*()"), 0);
        assert_eq!(Encoding::Rfc3986.escapes("a b(中)"), 6);
        assert_eq!(Encoding::DotNet.escapes("a b(中)~"), 5);
        assert_eq!(Encoding::Rfc3986.escapes(""), 0);
    }
}
