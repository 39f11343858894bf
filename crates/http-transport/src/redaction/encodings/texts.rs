//! Finds the texts among decoded bytes.

/// The texts of UTF-8 that are this long: what was decoded at random holds hardly any.
pub(super) fn texts(bytes: &[u8], least: usize) -> impl Iterator<Item = &[u8]> {
    let mut at = 0;
    let rough = core::iter::from_fn(move || {
        loop {
            // A text begins behind the last of the breaks before its least length.
            let first = bytes.get(at..)?.get(..least)?;
            if let Some(before) = first.windows(2).rposition(is_break) {
                at += before + 1;
                continue;
            }
            let begin = at;
            let rest = bytes.get(begin + least - 1..)?;
            let more = rest.windows(2).position(is_break);
            at = begin + least + more.unwrap_or(rest.len() - 1);
            return bytes.get(begin..at);
        }
    });
    let texts = rough.flat_map(<[u8]>::utf8_chunks);
    let texts = texts.map(|chunk| chunk.valid().as_bytes());
    texts.filter(move |text| text.len() >= least)
}

/// Whether no text has these two bytes beside each other. Zeros are allowed, as in UTF-16.
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

/// How many bytes are tested for UTF-16 at once.
const PART: usize = 4 * 1024;

/// The fewest letters of ASCII in UTF-16 that are beside others.
const BESIDE: u8 = 2;

/// The text in both orders of UTF-16, and from the first byte or the second on, of the parts in
/// which letters of ASCII have zeros around them. Where all letters have, it is found without.
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
    let (Some(letters), Some(behind)) = (part.get(1..), part.get(2..)) else {
        return false;
    };
    let zeros = part.iter().zip(behind);
    let is_letter = |((before, behind), letter): ((&u8, &u8), &u8)| {
        u8::from((before | behind) == 0) & u8::from(letter.wrapping_sub(0x20) < 0x5F)
    };
    let letters = zeros.zip(letters).map(is_letter);
    letters.fold(0_u8, u8::saturating_add) >= BESIDE
}

fn read_utf16(bytes: &[u8], (skipped, is_big_endian): (usize, bool)) -> String {
    let pairs = bytes.get(skipped..).unwrap_or_default().chunks_exact(2);
    let units = pairs.filter_map(|pair| <[u8; 2]>::try_from(pair).ok());
    let units = units.map(|pair| match is_big_endian {
        true => u16::from_be_bytes(pair),
        false => u16::from_le_bytes(pair),
    });
    let letters = char::decode_utf16(units);
    letters
        .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}
