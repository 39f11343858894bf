//! Letters as they are compared: in small, in plain width, and which of them are passed over.

/// The letter that is meant: a small one for a capital, one of ASCII for one of full width, and a
/// blank for `+`, which means one in forms.
pub(crate) fn plain(letter: char) -> char {
    let narrow = match letter {
        '\u{ff01}'..='\u{ff5e}' => narrowed(letter),
        '\u{a0}' | '\u{3000}' => ' ',
        other => other,
    };
    match narrow {
        '+' => ' ',
        other => other.to_ascii_lowercase(),
    }
}

/// A letter of full width as the one of ASCII.
fn narrowed(wide: char) -> char {
    let code = u32::from(wide).saturating_sub(0xFEE0);
    char::from_u32(code).unwrap_or(wide)
}

/// Whether a letter is not seen, or ends a line: it splits no word for whoever reads it.
pub(crate) fn is_invisible(letter: char) -> bool {
    match letter {
        ' ' => false,
        _ if letter.is_ascii() => letter.is_ascii_control(),
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        _ => false,
    }
}

/// Whether a letter is one that long secrets are grouped by.
pub(crate) fn is_separator(letter: char) -> bool {
    matches!(
        plain(letter),
        ' ' | '-' | '_' | '.' | ':' | ',' | '\u{2010}'..='\u{2015}'
    ) || letter.is_whitespace()
}
