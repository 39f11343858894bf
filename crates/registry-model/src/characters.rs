//! Classes of characters that copying and typing leave in identifiers, names and codes.

pub use crate::width::narrow;

/// Zero-width characters, the byte order mark, marks of direction, variation selectors, fillers
/// and tags: nothing of them shows on paper.
#[must_use]
pub const fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Quotation marks and apostrophes of all kinds.
#[must_use]
pub const fn is_quote(character: char) -> bool {
    matches!(
        character,
        '\'' | '"' | '`' | '´' | '«' | '»' | '＇' | '＂' | '｀' | '「' | '」' | '『' | '』'
    ) || matches!(character, '\u{2018}'..='\u{201f}' | '\u{2032}'..='\u{2037}' | '\u{301d}'..='\u{301f}')
}

/// Hyphens, dashes and minus signs of all kinds.
#[must_use]
pub const fn is_dash(character: char) -> bool {
    matches!(
        character,
        '-' | '\u{2010}'
            ..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
    )
}

/// Marks that are written over or under the character before them.
pub(crate) const fn is_combining(character: char) -> bool {
    matches!(
        character,
        '\u{300}'..='\u{36f}'
            | '\u{483}'..='\u{489}'
            | '\u{591}'..='\u{5bd}'
            | '\u{64b}'..='\u{65f}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{302a}'..='\u{302f}'
            | '\u{3099}'
            | '\u{309a}'
            | '\u{fe20}'..='\u{fe2f}'
    )
}

/// Characters that copying puts between or around those of an identifier: blanks, invisible
/// characters, quotation marks, dashes.
pub(crate) fn is_beside(character: char) -> bool {
    !character.is_ascii_alphanumeric()
        && (character.is_whitespace()
            || character.is_control()
            || is_unseen(character)
            || is_quote(character)
            || is_dash(character))
}
