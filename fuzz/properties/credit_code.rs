//! Any text is a credit code or not, as the arithmetic of the two standards says, and one that is
//! agrees with its parts.

use registry_model::{Fault, UnifiedSocialCreditCode};

/// The characters of GB 32100 by what they count.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

pub fn holds(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else {
        return;
    };
    let _identified = registry_model::identify(text);
    if let Some(Ok(code)) = text.get(..16).map(UnifiedSocialCreditCode::from_body) {
        check(&code);
        no_other_character_would_do(&code);
    }
    let read = text.parse::<UnifiedSocialCreditCode>();
    assert_eq!(read.is_ok(), is_one(text), "{text:?}: {read:?}");
    if let Ok(code) = read {
        check(&code);
        no_other_character_would_do(&code);
    }
}

/// The two standards word by word, slowly.
fn is_one(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let count = |c: &char| (0_u32..).zip(ALPHABET.chars()).find(|(_, one)| one == c);
    let counts: Option<Vec<u32>> = characters
        .iter()
        .map(|c| count(c).map(|(count, _)| count))
        .collect();
    let Some(counts) = counts.filter(|counts| counts.len() == 18) else {
        return false;
    };
    // GB 32100: the sum of what the first 17 count, each times a power of 3, and of the last.
    let weights = (0..17).map(|place| (0..place).fold(1, |power, _| power * 3 % 31));
    let weighed = weights.chain([1]).zip(&counts);
    let sum: u32 = weighed.map(|(weight, count)| weight * count).sum();
    // GB 11714: letters count from 10 on, without gaps; 10 is written as X.
    let weighed = characters[8..16].iter().zip([3, 7, 9, 10, 5, 8, 4, 2]);
    let inner: u32 = weighed
        .map(|(c, weight)| c.to_digit(36).unwrap() * weight)
        .sum();
    let inner = match 11 - inner % 11 {
        10 => Some('X'),
        11 => Some('0'),
        digit => char::from_digit(digit, 10),
    };
    characters[2..8].iter().all(char::is_ascii_digit)
        && sum.is_multiple_of(31)
        && Some(characters[16]) == inner
}

fn check(code: &UnifiedSocialCreditCode) {
    let text = code.as_str();
    assert!(is_one(text), "{text}");
    assert_eq!(text.parse().as_ref(), Ok(code), "written");
    let body = UnifiedSocialCreditCode::from_body(&text[..16]);
    assert_eq!(body.as_ref(), Ok(code), "its check digit");
    let plain = code.organization_code().as_str().replace('-', "");
    assert_eq!(plain, text[8..17], "the organisation code within");
    assert_eq!(code.division().as_str(), &text[2..8]);
    let _rest = (code.department(), code.category(), code.warnings());
}

/// One wrong character is found, whichever and wherever it is; so is one in small letters.
fn no_other_character_would_do(code: &UnifiedSocialCreditCode) {
    let text = code.as_str();
    for (place, right) in text.char_indices() {
        let with = |c: char| {
            let text = format!("{}{c}{}", &text[..place], &text[place + 1..]);
            text.parse::<UnifiedSocialCreditCode>()
        };
        for wrong in ALPHABET.chars().filter(|c| *c != right) {
            assert!(with(wrong).is_err(), "{text} with {wrong} at {place}");
        }
        if right.is_ascii_uppercase() {
            let found = right.to_ascii_lowercase();
            let fault = with(found).map_err(|why| why.fault());
            assert_eq!(fault, Err(Fault::LowerCase { found }), "{text} at {place}");
        }
    }
}
