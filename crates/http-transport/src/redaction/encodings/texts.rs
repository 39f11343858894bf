//! Finds text in UTF-8 and UTF-16 among decoded bytes.

/// The parts that are UTF-8 text of at min_length this length. Random bytes contain hardly any.
pub(super) fn texts(bytes: &[u8], min_length: usize) -> impl Iterator<Item = &[u8]> {
    let mut at = 0;
    let rough = core::iter::from_fn(move || {
        loop {
            // A text begins after the last break within its first bytes.
            let first = bytes.get(at..)?.get(..min_length)?;
            if let Some(before) = first.windows(2).rposition(is_break) {
                at += before + 1;
                continue;
            }
            let begin = at;
            let rest = bytes.get(begin + min_length - 1..)?;
            let more = rest.windows(2).position(is_break);
            at = begin + min_length + more.unwrap_or(rest.len() - 1);
            return bytes.get(begin..at);
        }
    });
    let texts = rough.flat_map(<[u8]>::utf8_chunks);
    let texts = texts.map(|chunk| chunk.valid().as_bytes());
    texts.filter(move |text| text.len() >= min_length)
}

/// Whether these two bytes cannot be neighbours in a text. Zeros are allowed, as in UTF-16.
fn is_break(pair: &[u8]) -> bool {
    let is_no_text = |byte: u8| {
        (byte < b' ' && !matches!(byte, b'\0' | b'\t' | b'\r' | b'\n'))
            || matches!(byte, 0xC0 | 0xC1 | 0xF5..)
    };
    let &[before, byte] = pair else {
        return false;
    };
    let is_split = match byte {
        0x80..0xC0 => before < 0x80,
        _ => before >= 0xC0,
    };
    is_split || is_no_text(before) || is_no_text(byte)
}

/// The bytes that are tested for UTF-16 at a time.
const PART: usize = 4 * 1024;

/// The fewest ASCII characters that make bytes pass for UTF-16 in mixed text.
const MIN_ASCII: u8 = 2;

/// The parts in which ASCII characters have zeros around them, read as UTF-16 in both byte orders
/// and from the first or the second byte on.
pub(super) fn utf16(bytes: &[u8]) -> impl Iterator<Item = String> {
    let begins = (0..bytes.len()).step_by(PART);
    let parts = begins.filter_map(|begin| {
        let part = bytes.get(begin..bytes.len().min(begin + PART))?;
        // A secret may begin before it or end behind it.
        let around = begin.saturating_sub(PART)..bytes.len().min(begin + 2 * PART);
        may_be_utf16(part).then(|| bytes.get(around))?
    });
    let orders = [(0, true), (0, false), (1, true), (1, false)];
    parts.flat_map(move |part| orders.map(|order| read_utf16(part, order)))
}

fn may_be_utf16(part: &[u8]) -> bool {
    let (Some(chars), Some(behind)) = (part.get(1..), part.get(2..)) else {
        return false;
    };
    let zeros = part.iter().zip(behind);
    let is_letter = |((before, behind), ch): ((&u8, &u8), &u8)| {
        u8::from((before | behind) == 0) & u8::from(ch.wrapping_sub(0x20) < 0x5F)
    };
    let chars = zeros.zip(chars).map(is_letter);
    chars.fold(0_u8, u8::saturating_add) >= MIN_ASCII
}

fn read_utf16(bytes: &[u8], (skipped, is_big_endian): (usize, bool)) -> String {
    let pairs = bytes.get(skipped..).unwrap_or_default().chunks_exact(2);
    let units = pairs.filter_map(|pair| <[u8; 2]>::try_from(pair).ok());
    let units = units.map(|pair| match is_big_endian {
        true => u16::from_be_bytes(pair),
        false => u16::from_le_bytes(pair),
    });
    let chars = char::decode_utf16(units);
    chars
        .map(|ch| ch.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}
