//! May a text be the number of somebody's identity card, however it is written?

use enterprise_registry::model::{Identified, identify};

/// Whether the text has to be masked. A valid identifier of another kind is that and nothing else:
/// a number of 15 digits with the check digit of a registration number counts as one.
pub(super) fn is_personal(text: &str, found: &Identified) -> bool {
    if found.is_personal() {
        return true;
    }
    if found.is_valid() {
        return false;
    }
    let mut room = [0; LONGEST];
    match compact(text, &mut room) {
        Some(digits) if digits.len() == 15 => is_of_the_first_generation(digits.as_bytes()),
        // As it stands it has been looked at.
        Some(number) => number != text && identify(number).is_personal(),
        None => false,
    }
}

/// How many characters such a number has at most.
const LONGEST: usize = 18;

/// The 15 or 18 characters of a number, without what people write between them.
fn compact<'a>(text: &str, room: &'a mut [u8; LONGEST]) -> Option<&'a str> {
    let mut length = 0;
    for next in text.chars() {
        let next = match next {
            // Full-width digits and capitals.
            '０'..='９' | 'Ｘ' | 'ｘ' => {
                char::from_u32(u32::from(next) - u32::from('！') + u32::from('!'))?
            }
            _ => next,
        };
        match next {
            '0'..='9' | 'X' | 'x' => {
                *room.get_mut(length)? = u8::try_from(next.to_ascii_uppercase()).ok()?;
                length += 1;
            }
            _ if next.is_whitespace() => {}
            '-' | '‐'..='―' | '－' | '_' | '.' | '·' | '/' => {}
            _ => return None,
        }
    }
    let number = matches!(length, 15 | 18).then(|| room.get(..length))??;
    core::str::from_utf8(number).ok()
}

/// Digits with a province in front and a day of birth behind the district: two digits each for
/// year, month and day.
fn is_of_the_first_generation(digits: &[u8]) -> bool {
    let two = |at: usize| -> Option<u8> {
        let pair = digits.get(at..at + 2)?;
        core::str::from_utf8(pair).ok()?.parse().ok()
    };
    digits.iter().all(u8::is_ascii_digit)
        && matches!(
            two(0),
            Some(11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
        )
        && matches!(two(8), Some(1..=12))
        && matches!(two(10), Some(1..=31))
}

#[cfg(test)]
mod tests {
    use super::{identify, is_personal};

    fn masked(text: &str) -> bool {
        is_personal(text, &identify(text))
    }

    #[test]
    fn numbers_of_both_generations_are_known_however_they_are_written() {
        for text in [
            "11010119900307803X",
            "110101 19900307 803X",
            "110101-19900307-803x",
            " 1101 0119 9003 0780 3X ",
            "１１０１０１１９９００３０７８０３Ｘ",
            "110101900307803",
            "110101 900307 803",
            "110101-900307-803",
        ] {
            assert!(masked(text), "{text}");
        }
    }

    #[test]
    fn identifiers_of_companies_are_shown() {
        for text in [
            "91310116761614322N",
            "91310116-761614322-A",
            "110108000000016",
            "110101903307803",
            "i.86.110108.52",
            "110101 900307 80",
            "样例有限公司",
        ] {
            assert!(!masked(text), "{text}");
        }
    }
}
