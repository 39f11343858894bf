//! Checks that any text is a credit code exactly if the arithmetic of the two standards says so,
//! and that a credit code agrees with its parts.

use registry_model::{CheckRule, IdentifierErrorKind, UnifiedSocialCreditCode};

/// The characters of GB 32100 in the order of their values.
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
    let rule = rule_of(text);
    assert_eq!(
        read.as_ref().ok().map(|code| code.rule()),
        rule,
        "{text:?}: {read:?}"
    );
    if let Ok(code) = read {
        check(&code);
        no_other_character_would_do(&code);
    }
}

/// The two standards implemented literally, and the observed rule of Fujian's pilot.
fn rule_of(text: &str) -> Option<CheckRule> {
    let characters: Vec<char> = text.chars().collect();
    let count = |c: &char| (0_u32..).zip(ALPHABET.chars()).find(|(_, one)| one == c);
    let counts = characters.iter().map(|c| count(c).map(|(count, _)| count));
    let counts: Vec<Option<u32>> = counts.collect();
    if counts.len() != 18 || counts[..17].contains(&None) {
        return None;
    }
    // GB 32100: the sum of the first 17 values, each times a power of 3, plus the last.
    let weights = (0..17).map(|place| (0..place).fold(1, |power, _| power * 3 % 31));
    let weighed = weights.chain([1]).zip(&counts);
    let sum: Option<u32> = weighed
        .map(|(weight, count)| Some(weight * (*count)?))
        .sum();
    // The pilot: `35`, `M000`, and powers of 2 modulo 37 over all letters.
    let in_its_form = characters[2..4] == ['3', '5'] && characters[8..12] == ['M', '0', '0', '0'];
    let weights = (0..17).map(|place| (0..place).fold(1, |power, _| power * 2 % 37));
    let pilot: Option<u32> = weights
        .chain([1])
        .zip(&characters)
        .map(|(weight, c)| match c {
            '0'..='9' | 'A'..='Z' => Some(weight * c.to_digit(36)?),
            _ => None,
        })
        .sum();
    // GB 11714: letters are numbered from 10, without gaps; 10 is written as X.
    let weighed = characters[8..16].iter().zip([3, 7, 9, 10, 5, 8, 4, 2]);
    let inner: u32 = weighed
        .map(|(c, weight)| c.to_digit(36).unwrap() * weight)
        .sum();
    let inner = match 11 - inner % 11 {
        10 => Some('X'),
        11 => Some('0'),
        digit => char::from_digit(digit, 10),
    };
    if !characters[2..8].iter().all(char::is_ascii_digit) || Some(characters[16]) != inner {
        None
    } else if sum.is_some_and(|sum| sum.is_multiple_of(31)) {
        Some(CheckRule::Standard)
    } else if in_its_form && pilot.is_some_and(|sum| sum.is_multiple_of(37)) {
        Some(CheckRule::FujianPilot)
    } else {
        None
    }
}

fn check(code: &UnifiedSocialCreditCode) {
    let text = code.as_str();
    assert_eq!(Some(code.rule()), rule_of(text), "{text}");
    assert_eq!(text.parse().as_ref(), Ok(code), "written");
    if code.rule() == CheckRule::Standard {
        let body = UnifiedSocialCreditCode::from_body(&text[..16]);
        assert_eq!(body.as_ref(), Ok(code), "its check digit");
    }
    let within = code.organization_code().unwrap();
    assert_eq!(
        within.as_str(),
        &text[8..17],
        "the organisation code within"
    );
    assert_eq!(code.division().unwrap().as_str(), &text[2..8]);
    let _rest = (code.department(), code.category(), code.warnings());
}

/// One wrong character, also in lower case, is found by the rule of the code, at any position.
fn no_other_character_would_do(code: &UnifiedSocialCreditCode) {
    let text = code.as_str();
    for (place, right) in text.char_indices() {
        let with = |c: char| {
            let text = format!("{}{c}{}", &text[..place], &text[place + 1..]);
            text.parse::<UnifiedSocialCreditCode>()
        };
        for wrong in ALPHABET.chars().filter(|c| *c != right) {
            let is_taken = with(wrong).is_ok_and(|other| other.rule() == code.rule());
            assert!(!is_taken, "{text} with {wrong} at {place}");
        }
        if right.is_ascii_uppercase() {
            let found = right.to_ascii_lowercase();
            let fault = with(found).map_err(|why| why.reason());
            assert_eq!(
                fault,
                Err(IdentifierErrorKind::LowerCase { found }),
                "{text} at {place}"
            );
        }
    }
}
