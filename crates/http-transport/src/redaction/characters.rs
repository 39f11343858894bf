//! Folds the case, width and style of characters, and recognises invisible ones and separators.

use std::sync::LazyLock;

/// Folds a character: to lower case, to ASCII from another width or style, and `+` to the blank
/// that it means in a form.
#[inline]
pub(crate) fn plain(ch: char) -> char {
    match if ch.is_ascii() { ch } else { ascii_of(ch) } {
        '+' => ' ',
        other => other.to_ascii_lowercase(),
    }
}

/// The ASCII character of one in another width or style; other characters unchanged.
fn ascii_of(ch: char) -> char {
    match ch {
        '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => ch,
        '\u{a0}' | '\u{3000}' => ' ',
        other => unstyled(other).unwrap_or(other),
    }
}

/// Ranges of styled characters in ASCII order: the first, the last, and the ASCII character of the
/// first.
const STYLED: &[(char, char, u8)] = &[
    ('\u{ff01}', '\u{ff5e}', b'!'),
    ('\u{2074}', '\u{2079}', b'4'),
    ('\u{2080}', '\u{2089}', b'0'),
    ('\u{2460}', '\u{2468}', b'1'),
    ('\u{2474}', '\u{247c}', b'1'),
    ('\u{2488}', '\u{2490}', b'1'),
    ('\u{249c}', '\u{24b5}', b'a'),
    ('\u{24b6}', '\u{24cf}', b'a'),
    ('\u{24d0}', '\u{24e9}', b'a'),
    ('\u{24f5}', '\u{24fd}', b'1'),
    ('\u{2776}', '\u{277e}', b'1'),
    ('\u{2780}', '\u{2788}', b'1'),
    ('\u{278a}', '\u{2792}', b'1'),
    ('\u{1f101}', '\u{1f10a}', b'0'),
    ('\u{1f110}', '\u{1f129}', b'a'),
    ('\u{1f130}', '\u{1f149}', b'a'),
    ('\u{1f150}', '\u{1f169}', b'a'),
    ('\u{1f170}', '\u{1f189}', b'a'),
    ('\u{1f1e6}', '\u{1f1ff}', b'a'),
    ('\u{1fbf0}', '\u{1fbf9}', b'0'),
    // Digits of other scripts.
    ('\u{660}', '\u{669}', b'0'),
    ('\u{6f0}', '\u{6f9}', b'0'),
    ('\u{7c0}', '\u{7c9}', b'0'),
    ('\u{966}', '\u{96f}', b'0'),
    ('\u{9e6}', '\u{9ef}', b'0'),
    ('\u{a66}', '\u{a6f}', b'0'),
    ('\u{ae6}', '\u{aef}', b'0'),
    ('\u{b66}', '\u{b6f}', b'0'),
    ('\u{be6}', '\u{bef}', b'0'),
    ('\u{c66}', '\u{c6f}', b'0'),
    ('\u{ce6}', '\u{cef}', b'0'),
    ('\u{d66}', '\u{d6f}', b'0'),
    ('\u{e50}', '\u{e59}', b'0'),
    ('\u{ed0}', '\u{ed9}', b'0'),
    ('\u{f20}', '\u{f29}', b'0'),
    ('\u{1040}', '\u{1049}', b'0'),
    ('\u{17e0}', '\u{17e9}', b'0'),
    ('\u{1810}', '\u{1819}', b'0'),
];

/// Styled characters that are in no order, with their ASCII characters.
const SINGLE: &[(&str, char)] = &[
    ("⁰⓪⓿\u{1f10b}\u{1f10c}", '0'),
    ("¹", '1'),
    ("²", '2'),
    ("³", '3'),
    ("ªᵃₐᴬᴀ", 'a'),
    ("ℬᵇᴮʙ", 'b'),
    ("ℂℭᶜᴄ", 'c'),
    ("ⅅⅆᵈᴰᴅ", 'd'),
    ("ℯℰⅇᵉₑᴱᴇ", 'e'),
    ("ℱᶠꜰ", 'f'),
    ("ℊᵍᴳɢ", 'g'),
    ("ℋℌℍℎʰₕᴴʜ", 'h'),
    ("ℐℑⅈⁱᵢᴵɪ", 'i'),
    ("ⅉʲⱼᴶᴊ", 'j'),
    ("\u{212a}ᵏₖᴷᴋ", 'k'),
    ("ℒℓˡₗᴸʟ", 'l'),
    ("ℳᵐₘᴹᴍ", 'm'),
    ("ℕⁿₙᴺɴ", 'n'),
    ("ºℴᵒₒᴼᴏ", 'o'),
    ("ℙᵖₚᴾᴘ", 'p'),
    ("ℚ", 'q'),
    ("ℛℜℝʳᵣᴿʀ", 'r'),
    ("ſˢₛꜱ", 's'),
    ("ᵗₜᵀᴛ", 't'),
    ("ᵘᵤᵁᴜ", 'u'),
    ("ᵛᵥⱽᴠ", 'v'),
    ("ʷᵂᴡ", 'w'),
    ("ˣₓ", 'x'),
    ("ʸʏ", 'y'),
    ("ℤℨᶻᴢ", 'z'),
];

/// The ASCII character of a styled character.
fn unstyled(ch: char) -> Option<char> {
    let code = u32::from(ch);
    let from = |first: u8, offset: u32| {
        let offset = u8::try_from(offset).ok()?;
        Some(char::from(first.checked_add(offset)?))
    };
    match ch {
        // Mathematical alphabets, each with its capitals first.
        '\u{1d400}'..='\u{1d6a3}' => from(b'a', (code - 0x1d400) % 26),
        '\u{1d7ce}'..='\u{1d7ff}' => from(b'0', (code - 0x1d7ce) % 10),
        _ => {
            let before = STYLED_CHARS.partition_point(|(first, _, _)| *first <= ch);
            let (first, last, meant) = STYLED_CHARS.get(before.checked_sub(1)?)?;
            let offset = code - u32::from(*first);
            (ch <= *last).then(|| from(*meant, offset)).flatten()
        }
    }
}

/// The characters of [`STYLED`] and [`SINGLE`], sorted.
static STYLED_CHARS: LazyLock<Vec<(char, char, u8)>> = LazyLock::new(|| {
    let singles = SINGLE.iter().flat_map(|(same, meant)| {
        let meant = u8::try_from(*meant).unwrap_or(b'?');
        same.chars().map(move |ch| (ch, ch, meant))
    });
    let mut all: Vec<_> = STYLED.iter().copied().chain(singles).collect();
    all.sort_unstable();
    all
});

/// Whether a character is invisible, ends a line, or combines with the one before: a reader sees no
/// gap in the word.
#[inline]
pub(crate) fn is_invisible(ch: char) -> bool {
    match ch.is_ascii() {
        true => ch.is_ascii_control(),
        false => is_invisible_beyond_ascii(ch),
    }
}

fn is_invisible_beyond_ascii(ch: char) -> bool {
    matches!(
        ch,
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{300}'..='\u{36f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether a character may separate the groups of a number.
pub(crate) fn is_separator(ch: char) -> bool {
    matches!(
        plain(ch),
        ' ' | '-' | '_' | '.' | ':' | ',' | '\u{2010}'..='\u{2015}'
    ) || ch.is_whitespace()
}

/// Whether a character may split a long secret: any except letters and digits.
#[inline]
pub(crate) fn is_punctuation(ch: char) -> bool {
    match ch.is_ascii() {
        true => !ch.is_ascii_alphanumeric(),
        false => !plain(ch).is_alphanumeric(),
    }
}
