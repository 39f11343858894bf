//! Names the encoding of text that is not UTF-8.

use core::cmp::Ordering;

/// The bytes of a text that are examined for its encoding.
const HEAD: usize = 4096;

/// The encoding of a text in units of two or four bytes, with a byte order mark or without.
pub(crate) fn wide(text: &[u8]) -> Option<&'static str> {
    let head = text.get(..HEAD).unwrap_or(text);
    match head {
        [0xff, 0xfe, 0, 0, ..] => Some("UTF-32LE"),
        [0, 0, 0xfe, 0xff, ..] => Some("UTF-32BE"),
        [0xff, 0xfe, text @ ..] if text.contains(&0) => Some("UTF-16LE"),
        [0xfe, 0xff, text @ ..] if text.contains(&0) => Some("UTF-16BE"),
        text => encoding_without_mark(text),
    }
}

/// GBK, or GB 18030 with characters of four bytes, if the bytes outside ASCII are all of it.
pub(crate) fn narrow(text: &[u8]) -> Option<&'static str> {
    let mut rest = text;
    let [mut has_pairs, mut has_fours] = [false; 2];
    while let [first, behind @ ..] = rest {
        rest = match (first, behind) {
            (0..=0x7f, behind) => behind,
            (0x81..=0xfe, [0x30..=0x39, 0x81..=0xfe, 0x30..=0x39, behind @ ..]) => {
                has_fours = true;
                behind
            }
            (0x81..=0xfe, [0x40..=0x7e | 0x80..=0xfe, behind @ ..]) => {
                has_pairs = true;
                behind
            }
            _ => return None,
        };
    }
    match (has_pairs, has_fours) {
        (_, true) => Some("GB18030"),
        (true, false) => Some("GBK"),
        (false, false) => None,
    }
}

/// The encoding of a text with zero bytes beside its digits and line ends.
fn encoding_without_mark(text: &[u8]) -> Option<&'static str> {
    let zeros = text.iter().filter(|byte| **byte == 0).count();
    if zeros == 0 {
        return None;
    }
    let (fours, _) = text.as_chunks::<4>();
    let is_all = |is_one: fn(&[u8; 4]) -> bool| !fours.is_empty() && fours.iter().all(is_one);
    if is_all(|four| matches!(four, [_, _, 0..=0x10, 0]) && four != &[0; 4]) {
        return Some("UTF-32LE");
    }
    if is_all(|four| matches!(four, [0, 0..=0x10, _, _]) && four != &[0; 4]) {
        return Some("UTF-32BE");
    }
    // A text of one byte per character has few zero bytes.
    let is_narrow = match core::str::from_utf8(text) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    if is_narrow && zeros.saturating_mul(4) < text.len() {
        return None;
    }
    let (pairs, _) = text.as_chunks::<2>();
    let is_plain = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~');
    let of = |order: fn(&[u8; 2]) -> (u8, u8)| {
        let plain = pairs.iter().map(order);
        plain
            .filter(|(high, low)| *high == 0 && is_plain(*low))
            .count()
    };
    let little = of(|[low, high]| (*high, *low));
    let big = of(|[high, low]| (*high, *low));
    match little.cmp(&big) {
        Ordering::Greater => Some("UTF-16LE"),
        Ordering::Less => Some("UTF-16BE"),
        Ordering::Equal => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{narrow, wide};

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        let bytes = text.encode_utf16().map(|unit| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        });
        bytes.flatten().collect()
    }

    #[test]
    fn utf16_is_known_in_both_orders_with_and_without_its_mark() {
        for text in [
            "91310116761614322N\r\n310116\r\n",
            "310116",
            "\r\n310116",
            "统一社会信用代码\n91350100M000100Y43\n",
        ] {
            for (big, order) in [(false, "LE"), (true, "BE")] {
                for mark in ["", "\u{feff}"] {
                    let line = utf16(&format!("{mark}{text}"), big);
                    let found = wide(&line).unwrap();
                    assert!(found.ends_with(order), "{text:?} {mark:?}: {found}");
                }
            }
        }
    }

    #[test]
    fn utf32_is_known_in_both_orders_with_and_without_its_mark() {
        for text in ["310116\n", "统一社会信用代码\n91350100M000100Y43\n"] {
            for mark in ["", "\u{feff}"] {
                let text = format!("{mark}{text}");
                let little: Vec<u8> = text
                    .chars()
                    .flat_map(|next| u32::from(next).to_le_bytes())
                    .collect();
                let big: Vec<u8> = text
                    .chars()
                    .flat_map(|next| u32::from(next).to_be_bytes())
                    .collect();
                for (bytes, encoding) in [(little, "UTF-32LE"), (big, "UTF-32BE")] {
                    assert_eq!(wide(&bytes), Some(encoding), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn other_texts_pass() {
        for line in [
            "91310116761614322N\n",
            "\u{feff}310116\r\n",
            "样例\n",
            "\n",
            "",
            "\0\n",
        ] {
            assert!(
                wide(line.as_bytes()).is_none() || line == "\0\n",
                "{line:?}"
            );
        }
        assert_eq!(wide(b"\xff\xfe\n"), None);
    }

    #[test]
    fn gbk_is_told_from_other_bytes() {
        // 样例 in GBK and in GB 18030 with a character of four bytes.
        assert_eq!(narrow(b"\xd1\xf9\xc0\xfd,1"), Some("GBK"));
        assert_eq!(narrow(b"\xd1\xf9\x81\x30\x81\x30"), Some("GB18030"));
        for other in [b"\xd1".as_slice(), b"caf\xe9 1", b"\x80\xff", b"9131"] {
            assert_eq!(narrow(other), None, "{other:?}");
        }
    }
}
