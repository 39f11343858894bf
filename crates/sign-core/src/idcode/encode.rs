//! Percent-encodes names and values (document section 14, OQ03).

use percent_encoding::{AsciiSet, utf8_percent_encode};

use super::dialect::Encoding;

impl Encoding {
    /// Whether a byte stands for itself.
    const fn leaves_alone(self, byte: u8) -> bool {
        byte.is_ascii_alphanumeric()
            || match self {
                Self::Rfc3986 => matches!(byte, b'-' | b'.' | b'_' | b'~'),
                Self::DotNet => matches!(byte, b'-' | b'.' | b'_' | b'!' | b'*' | b'(' | b')'),
            }
    }

    /// How many bytes of `text` have to be escaped: none means that it travels as it is, and
    /// each makes it at most two bytes longer.
    #[inline]
    pub(super) fn escapes(self, text: &str) -> usize {
        let Escapes { by_byte, .. } = self.table();
        let in_few = |bytes: &[u8]| {
            let escapes = bytes
                .iter()
                .map(|byte| by_byte.get(usize::from(*byte)).copied().unwrap_or_default());
            usize::from(escapes.sum::<u8>())
        };
        // Four at a time: the compiler unrolls loops of fixed length.
        let (fours, rest) = text.as_bytes().as_chunks::<4>();
        let in_fours: usize = fours.iter().map(|four| in_few(four)).sum();
        in_fours + in_few(rest)
    }

    /// Passes the encoded form of `text` to `write`, piece by piece.
    pub(super) fn encode(self, text: &str, mut write: impl FnMut(&str)) {
        for piece in utf8_percent_encode(text, &self.table().set) {
            match self {
                Self::DotNet if piece == "%20" => write("+"),
                // A piece is one escape or a run of bytes that stand for themselves.
                Self::DotNet if piece.starts_with('%') => {
                    for character in piece.chars() {
                        write(character.to_ascii_lowercase().encode_utf8(&mut [0; 4]));
                    }
                }
                _ => write(piece),
            }
        }
    }

    #[inline]
    fn table(self) -> &'static Escapes {
        const RFC_3986: &Escapes = &Escapes::for_encoding(Encoding::Rfc3986);
        const DOT_NET: &Escapes = &Escapes::for_encoding(Encoding::DotNet);
        match self {
            Self::Rfc3986 => RFC_3986,
            Self::DotNet => DOT_NET,
        }
    }
}

/// The characters that an encoding escapes, in the two forms that callers need.
struct Escapes {
    /// For every byte, 1 if it is escaped and 0 if it stands for itself: adding these up is
    /// quicker than asking the set.
    by_byte: [u8; 256],
    /// The escaped ASCII characters. All others are escaped anyway.
    set: AsciiSet,
}

impl Escapes {
    #[expect(
        clippy::indexing_slicing,
        reason = "run by the compiler, which would refuse an index out of bounds"
    )]
    const fn for_encoding(encoding: Encoding) -> Self {
        let mut by_byte = [1; 256];
        let mut set = AsciiSet::EMPTY;
        let mut byte = 0;
        while byte < 128 {
            if encoding.leaves_alone(byte) {
                by_byte[byte as usize] = 0;
            } else {
                set = set.add(byte);
            }
            byte += 1;
        }
        Self { by_byte, set }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::Encoding;

    fn encoded(encoding: Encoding, text: &str) -> String {
        let mut encoded = String::new();
        encoding.encode(text, |piece| encoded.push_str(piece));
        encoded
    }

    const EVERY_MARK: &str = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    #[test]
    fn rfc_3986_leaves_letters_digits_and_four_marks_alone_and_has_capital_digits() {
        assert_eq!(
            encoded(Encoding::Rfc3986, EVERY_MARK),
            "%20%21%22%23%24%25%26%27%28%29%2A%2B%2C-.%2F%3A%3B%3C%3D%3E%3F%40%5B%5C%5D%5E_%60%7B%7C%7D~",
        );
        assert_eq!(encoded(Encoding::Rfc3986, "azAZ09"), "azAZ09");
        assert_eq!(
            encoded(Encoding::Rfc3986, "a中😀\n"),
            "a%E4%B8%AD%F0%9F%98%80%0A"
        );
    }

    #[test]
    fn the_dot_net_flavour_has_small_digits_a_plus_for_a_blank_and_its_own_seven_marks() {
        assert_eq!(
            encoded(Encoding::DotNet, EVERY_MARK),
            "+!%22%23%24%25%26%27()*%2b%2c-.%2f%3a%3b%3c%3d%3e%3f%40%5b%5c%5d%5e_%60%7b%7c%7d%7e",
        );
        assert_eq!(encoded(Encoding::DotNet, "azAZ09"), "azAZ09");
        assert_eq!(
            encoded(Encoding::DotNet, "a中😀\n"),
            "a%e4%b8%ad%f0%9f%98%80%0a"
        );
    }

    #[test]
    fn the_count_of_escapes_tells_what_travels_as_it_is() {
        for encoding in [Encoding::Rfc3986, Encoding::DotNet] {
            for byte in 0..=127u8 {
                let text = String::from(char::from(byte));
                let travels_as_it_is = encoded(encoding, &text) == text;
                assert_eq!(encoding.escapes(&text) == 0, travels_as_it_is, "{text:?}");
            }
        }
        assert_eq!(Encoding::Rfc3986.escapes("a b(中)~"), 6);
        assert_eq!(Encoding::DotNet.escapes("a b(中)~"), 5);
        assert_eq!(Encoding::Rfc3986.escapes(""), 0);
    }
}
