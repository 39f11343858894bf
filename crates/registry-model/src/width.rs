//! Which ordinary character does a full-width one stand for?

/// The ASCII character that a full-width form stands for, and a blank for the wide blank; every
/// other character is its own.
pub(crate) fn narrow(character: char) -> char {
    match character {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => u32::from(character)
            .checked_sub(0xfee0)
            .and_then(char::from_u32)
            .unwrap_or(character),
        other => other,
    }
}

/// A text with every full-width form made narrow and no blanks at its ends.
pub(crate) fn narrowed(text: &str) -> String {
    let narrow: String = text.chars().map(narrow).collect();
    narrow.trim().to_owned()
}
