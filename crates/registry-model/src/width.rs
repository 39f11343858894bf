//! Maps full-width forms and look-alikes of other scripts to ASCII characters.

/// The ASCII character of a full-width form, a blank for the wide blank, and any other character
/// unchanged.
#[must_use]
pub fn narrow(character: char) -> char {
    match character {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => u32::from(character)
            .checked_sub(0xfee0)
            .and_then(char::from_u32)
            .unwrap_or(character),
        other => other,
    }
}

/// A text in half width, without blanks at its ends.
pub(crate) fn narrowed(text: &str) -> String {
    let narrow: String = text.chars().map(narrow).collect();
    narrow.trim().to_owned()
}

/// The ASCII letter or digit for a full-width form, a digit of another script, a Cyrillic or Greek
/// letter of the same shape, or a zero with a stroke. Any other character is unchanged.
pub(crate) fn plain_character(character: char) -> char {
    if character.is_ascii() {
        return character;
    }
    if let Some(digit) = digit_of(character) {
        return digit;
    }
    match character {
        'А' | 'а' | 'Α' | 'α' => 'A',
        'В' | 'Β' => 'B',
        'С' | 'с' => 'C',
        'Е' | 'е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'і' | 'Ι' => 'I',
        'Ј' | 'ј' => 'J',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'о' | 'Ο' | 'ο' | '〇' | '○' | 'Ø' | 'ø' | '∅' | '⌀' => '0',
        'Р' | 'р' | 'Ρ' => 'P',
        'Ѕ' | 'ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'Х' | 'х' | 'Χ' | 'χ' => 'X',
        'У' | 'у' | 'Υ' => 'Y',
        'Ζ' => 'Z',
        other => narrow(other),
    }
}

/// The ASCII digit for a digit of another script or style: for `٣` and `𝟑`, but not for `①`.
pub(crate) fn digit_of(character: char) -> Option<char> {
    const ZEROS: [u32; 14] = [
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xe50, 0xed0, 0x1040, 0x17e0, 0x1d7ce, 0x1d7d8,
        0x1d7e2, 0x1d7ec,
    ];
    let code = u32::from(character);
    if code < 0x660 {
        return None;
    }
    ZEROS
        .iter()
        .find_map(|zero| char::from_digit(code.checked_sub(*zero).filter(|n| *n < 10)?, 10))
}

/// The ASCII digit for a raised, lowered or circled digit or a Chinese numeral.
pub(crate) fn digit_represented_by(character: char) -> Option<char> {
    // The first of nine characters for 1 to 9.
    const ONES: [u32; 8] = [
        0x2460, 0x2474, 0x2488, 0x24f5, 0x2776, 0x2780, 0x278a, 0x1f102,
    ];
    // The first of ten characters for 0 to 9.
    const ZEROS: [u32; 3] = [0x2070, 0x2080, 0x1fbf0];
    let digit = match character {
        '零' | '〇' | '○' | '⓪' | '⓿' | '🄀' => 0,
        '一' | '壹' | '幺' | '¹' => 1,
        '二' | '贰' | '貳' | '²' => 2,
        '三' | '叁' | '參' | '³' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        other => {
            let code = u32::from(other);
            let of_ten = ZEROS
                .iter()
                .find_map(|zero| code.checked_sub(*zero).filter(|digit| *digit < 10));
            let of_nine = || {
                ONES.iter()
                    .find_map(|one| code.checked_sub(*one).filter(|digit| *digit < 9))
                    .map(|digit| digit + 1)
            };
            of_ten.or_else(of_nine)?
        }
    };
    char::from_digit(digit, 10)
}
