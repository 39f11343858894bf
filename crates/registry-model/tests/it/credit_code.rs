use proptest::prelude::*;
use registry_model::{
    Department, Expected, IdentifierErrorKind, IdentifierKind, UnifiedSocialCreditCode, Warning,
};

use crate::slips::{substitutions, transpositions};

const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Codes that stand in published reports and in the vendors' documents.
const PUBLISHED: [&str; 11] = [
    "91310116761614322N",
    "91110108MA0000015T",
    "91350100M000100Y43",
    "91100000100003962T",
    "911000001000013428",
    "91330100799655058B",
    "9144030071526726XG",
    "914403001922038216",
    "91110000710925462X",
    "91110108551385082Q",
    "12100000400000624D",
];

fn refused(text: &str) -> (Option<usize>, IdentifierErrorKind) {
    let error = text.parse::<UnifiedSocialCreditCode>().unwrap_err();
    assert_eq!(error.kind(), IdentifierKind::CreditCode);
    (error.position(), error.reason())
}

#[test]
fn published_codes_are_valid_and_without_warning() {
    for text in PUBLISHED {
        let code: UnifiedSocialCreditCode = text.parse().unwrap();
        assert_eq!(code.to_string(), text);
        assert!(code.warnings().is_empty(), "{text}");
        assert_eq!(UnifiedSocialCreditCode::from_body(&text[..16]), Ok(code));
    }
}

#[test]
fn the_parts_of_the_vendors_sample_are_read() {
    let code: UnifiedSocialCreditCode = "91310116761614322N".parse().unwrap();
    assert_eq!(code.department(), Department::MarketRegulation);
    assert_eq!(code.category(), '1');
    assert_eq!(code.division().unwrap().as_str(), "310116");
    assert_eq!(code.organization_code().unwrap().as_str(), "761614322");
    assert_eq!(code.organization_code(), "761614322".parse().ok());
    assert_eq!(
        format!("{code:?}"),
        r#"UnifiedSocialCreditCode("91310116761614322N")"#
    );
}

#[test]
fn a_wrong_check_character_is_named_with_the_right_one() {
    let check = |found, expected| IdentifierErrorKind::CheckCharacter { found, expected };
    assert_eq!(refused("91310116761614323N"), (Some(17), check('3', '2')));
    assert_eq!(refused("91310116761614322A"), (Some(18), check('A', 'N')));
    // Right modulo 31, wrong as an organisation code.
    assert_eq!(refused("91110108000000001A"), (Some(17), check('1', '0')));
}

#[test]
fn letters_outside_the_alphabet_are_refused_at_their_position() {
    for (position, letter) in [(1, 'I'), (2, 'O'), (9, 'S'), (16, 'V'), (18, 'Z')] {
        let mut text = "91310116761614322N".to_owned();
        text.replace_range(position - 1..position, &letter.to_string());
        let expected = Expected::CreditAlphabet;
        let fault = IdentifierErrorKind::Unexpected {
            found: letter,
            expected,
        };
        assert_eq!(refused(&text), (Some(position), fault));
    }
}

#[test]
fn a_letter_in_the_division_is_refused_even_though_it_is_of_the_alphabet() {
    let fault = IdentifierErrorKind::Unexpected {
        found: 'A',
        expected: Expected::Digit,
    };
    assert_eq!(refused("9131011A761614322N"), (Some(8), fault));
}

#[test]
fn lower_case_is_refused_as_such() {
    assert_eq!(
        refused("91310116761614322n"),
        (Some(18), IdentifierErrorKind::LowerCase { found: 'n' })
    );
    // `o` has no capital that would do.
    let error = "9131011676161432oN"
        .parse::<UnifiedSocialCreditCode>()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "unified social credit code: position 17: found 'o', expected a digit or an upper-case \
         letter other than I, O, S, V and Z"
    );
}

#[test]
fn blanks_and_wide_digits_are_refused_at_their_position_in_characters() {
    let credit = |found| IdentifierErrorKind::Unexpected {
        found,
        expected: Expected::CreditAlphabet,
    };
    assert_eq!(refused(" 91310116761614322N"), (Some(1), credit(' ')));
    assert_eq!(refused("91310116761614三22N"), (Some(15), credit('三')));
    assert_eq!(refused("９1310116761614322N"), (Some(1), credit('９')));
    let long = |length| IdentifierErrorKind::TooLong {
        length,
        expected: 18,
    };
    assert_eq!(refused("91310116761614322N "), (Some(19), long(19)));
    assert_eq!(refused("91310116761614322N公司"), (Some(19), long(20)));
}

#[test]
fn a_text_of_another_length_is_refused_where_it_ends() {
    let short = |length| IdentifierErrorKind::TooShort {
        length,
        expected: 18,
    };
    assert_eq!(refused(""), (Some(1), short(0)));
    assert_eq!(refused("9131011676161432"), (Some(17), short(16)));
    let error = "9131".parse::<UnifiedSocialCreditCode>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "unified social credit code: position 5: text ends after 4 of 18 characters"
    );
}

#[test]
fn every_documented_department_is_known_by_its_character() {
    let departments = [
        ('1', Department::PublicEstablishment),
        ('2', Department::ForeignAffairs),
        ('3', Department::Justice),
        ('4', Department::Culture),
        ('5', Department::CivilAffairs),
        ('6', Department::Tourism),
        ('7', Department::Religion),
        ('8', Department::TradeUnions),
        ('9', Department::MarketRegulation),
        ('A', Department::Military),
        ('N', Department::Agriculture),
        ('Y', Department::Unlisted),
    ];
    for (character, department) in departments {
        let code =
            UnifiedSocialCreditCode::from_body(&format!("{character}111010800000001")).unwrap();
        assert_eq!(code.department(), department);
        assert_eq!(department.as_char(), character);
        assert!(!code.warnings().contains(Warning::UnknownDepartment));
    }
}

#[test]
fn unknown_departments_and_regions_are_warned_of_and_kept() {
    let code = UnifiedSocialCreditCode::from_body("G1990108MA000001").unwrap();
    assert_eq!(code.department(), Department::Other('G'));
    assert_eq!(code.department().as_char(), 'G');
    let warnings: Vec<_> = code.warnings().iter().collect();
    assert_eq!(
        warnings,
        [Warning::UnknownDepartment, Warning::UnknownRegion]
    );
    assert_eq!(code.as_str().parse(), Ok(code));
}

/// Made for this test: digits of a card in Beijing, found by trying sequence numbers.
#[test]
fn a_resident_id_that_passes_as_a_credit_code_is_flagged() {
    let both: Vec<UnifiedSocialCreditCode> = resident_ids()
        .filter_map(|number| number.parse().ok())
        .collect();
    assert!(!both.is_empty());
    for code in both {
        assert!(code.is_also_resident_id());
        assert!(code.warnings().contains(Warning::AlsoResidentId));
    }
}

#[test]
fn position_17_keeps_out_most_of_the_resident_ids_that_pass_position_18() {
    let (mut all, mut pass_18, mut pass_both) = (0, 0, 0);
    for number in resident_ids() {
        all += 1;
        match number.parse::<UnifiedSocialCreditCode>() {
            Ok(_) => pass_both += 1,
            Err(error) if error.position() == Some(17) => {}
            Err(_) => continue,
        }
        pass_18 += usize::from(passes_modulo_31(&number));
    }
    let one_in = |count: usize| f64::from(all) / count as f64;
    assert!(
        (25.0..40.0).contains(&one_in(pass_18)),
        "{}",
        one_in(pass_18)
    );
    assert!(
        (200.0..600.0).contains(&one_in(pass_both)),
        "{}",
        one_in(pass_both)
    );
}

/// Valid numbers of identity cards: one district, many days, all sequence numbers.
fn resident_ids() -> impl Iterator<Item = String> {
    let days = (1..=3).flat_map(|month| (10..=27).map(move |day| (month, day)));
    days.flat_map(|(month, day)| {
        (0..1000).map(move |sequence| {
            let body = format!("1101051990{month:02}{day:02}{sequence:03}");
            let sum: u32 = body
                .bytes()
                .enumerate()
                .map(|(index, byte)| u32::from(byte - b'0') * (1 << (17 - index)))
                .sum();
            let check = "10X98765432".as_bytes()[sum as usize % 11];
            format!("{body}{}", char::from(check))
        })
    })
}

/// The check at position 18 alone, written down a second time: weights are the powers of 3, and
/// the check character itself counts once.
fn passes_modulo_31(code: &str) -> bool {
    let value = |character| ALPHABET.find(character).unwrap();
    let (sum, _) = code[..17].chars().fold((0, 1), |(sum, weight), character| {
        (sum + value(character) * weight, weight * 3 % 31)
    });
    (sum + value(code.chars().last().unwrap())) % 31 == 0
}

/// What the docs claim: position 18 alone finds every slip, so 17 need not.
#[test]
fn the_check_at_position_18_alone_finds_every_slip() {
    for code in PUBLISHED {
        for (slip, ..) in substitutions(code, ALPHABET).chain(transpositions(code)) {
            assert!(!passes_modulo_31(&slip), "{slip} for {code}");
        }
    }
}

fn any_code() -> impl Strategy<Value = UnifiedSocialCreditCode> {
    "[0-9A-HJ-NPQRTUW-Y]{2}[0-9]{6}[0-9A-HJ-NPQRTUW-Y]{8}"
        .prop_map(|body| UnifiedSocialCreditCode::from_body(&body).unwrap())
}

proptest! {
    #[test]
    fn a_computed_code_parses_to_itself(code in any_code()) {
        prop_assert_eq!(code.to_string().parse(), Ok(code));
        prop_assert!(passes_modulo_31(code.as_str()));
        let part = code.organization_code().unwrap();
        prop_assert_eq!(part.as_str().parse(), Ok(part));
    }

    #[test]
    fn no_single_wrong_character_is_accepted(code in any_code()) {
        for (slip, ..) in substitutions(code.as_str(), "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
            prop_assert!(slip.parse::<UnifiedSocialCreditCode>().is_err(), "{} for {}", slip, code);
        }
    }

    #[test]
    fn no_exchange_of_neighbours_is_accepted(code in any_code()) {
        for (slip, ..) in transpositions(code.as_str()) {
            prop_assert!(slip.parse::<UnifiedSocialCreditCode>().is_err(), "{} for {}", slip, code);
        }
    }

    #[test]
    fn codes_are_ordered_as_text(a in any_code(), b in any_code()) {
        prop_assert_eq!(a.cmp(&b), a.as_str().cmp(b.as_str()));
    }
}
