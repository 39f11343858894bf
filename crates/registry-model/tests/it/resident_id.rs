use registry_model::{
    Expected, IdentifierErrorKind, IdentifierKind, ResidentId, corrections, identify,
    may_hold_resident_id,
};

/// The sample number printed in the standard.
const SAMPLE: &str = "11010519491231002X";

fn refused(text: &str) -> (Option<usize>, IdentifierErrorKind) {
    let error = text.parse::<ResidentId>().unwrap_err();
    (error.position(), error.reason())
}

#[test]
fn nothing_but_the_province_is_ever_shown() {
    let number: ResidentId = SAMPLE.parse().unwrap();
    assert_eq!(number.to_string(), "11****************");
    assert_eq!(format!("{number:?}"), "ResidentId(11****************)");
    assert_eq!(
        format!("{:#?}", Some(number))
            .matches(|c: char| c.is_ascii_digit())
            .count(),
        2
    );
}

#[test]
fn a_lower_case_x_is_the_same_number() {
    assert_eq!("11010519491231002x".parse::<ResidentId>(), SAMPLE.parse());
}

#[test]
fn dates_are_those_of_the_calendar() {
    assert_eq!(
        refused("110105194902290029"),
        (Some(7), IdentifierErrorKind::Date)
    );
    assert_eq!(
        refused("110105190002290029"),
        (Some(7), IdentifierErrorKind::Date)
    );
    assert_eq!(
        refused("110105194913310029"),
        (Some(7), IdentifierErrorKind::Date)
    );
    assert_eq!(
        refused("110105194900310029"),
        (Some(7), IdentifierErrorKind::Date)
    );
    assert_eq!(
        refused("110105194911310029"),
        (Some(7), IdentifierErrorKind::Date)
    );
    assert_eq!(
        refused("110105194911000029"),
        (Some(7), IdentifierErrorKind::Date)
    );
    assert_eq!(
        refused("110105164911300029"),
        (Some(7), IdentifierErrorKind::Date)
    );
    for leap in ["20000229", "19480229", "19491231"] {
        let valid = (0..=9)
            .map(|check| check.to_string())
            .chain(["X".to_owned()])
            .filter(|check| {
                format!("110105{leap}002{check}")
                    .parse::<ResidentId>()
                    .is_ok()
            });
        assert_eq!(valid.count(), 1, "{leap}");
    }
}

#[test]
fn a_wrong_check_character_and_a_letter_are_named() {
    let check = IdentifierErrorKind::CheckCharacter {
        found: '1',
        expected: 'X',
    };
    assert_eq!(refused("110105194912310021"), (Some(18), check));
    let letter = IdentifierErrorKind::Unexpected {
        found: 'A',
        expected: Expected::Digit,
    };
    assert_eq!(refused("11010A19491231002X"), (Some(6), letter));
}

#[test]
fn residence_permits_are_recognised_too() {
    // Made for this test, with their check characters.
    for number in ["810000199001010019", "830000199001010012"] {
        assert_eq!(
            identify(number).kind(),
            IdentifierKind::ResidentId,
            "{number}"
        );
    }
}

#[test]
fn mistyped_numbers_of_persons_are_personal_and_have_no_corrections() {
    for text in [
        // Impossible dates behind a division.
        "110105311219490021",
        "11010529491231002X",
        "110105210012310021",
        "110105000000000021",
        "511502311219490021",
        // Letters for digits, between digits.
        "1IOIO51949I23IOO2X",
        "llolos1949l23loo2x",
        "110105a19491231b002X",
        "tel 13800138000, 110105a19491231b002X",
        // Other digits.
        "１１０１０５１９４９１２３１００２Ｘ",
        "¹¹⁰¹⁰⁵¹⁹⁴⁹¹²³¹⁰⁰²X",
        "₁₁₀₁₀₅₁₉₄₉₁₂₃₁₀₀₂X",
        "①①⓪①⓪⑤①⑨④⑨①②③①⓪⓪②X",
        "❶❶⓿❶⓿❺❶❾❹❾❶❷❸❶⓿⓿❷X",
        "一一〇一〇五一九四九一二三一〇〇二X",
        "壹壹零壹零伍壹玖肆玖壹贰叁壹零零贰X",
        // The end masked or lost.
        "11010519491231***?",
        "11010519491231****",
        "1101051949123100",
        // A wrong province.
        "96010519491231002X",
        "470105200412310021",
        // One digit lost.
        "1101019491231002X",
        "1101051949123102X",
        "1101051949231002X",
        "11010194912310021",
    ] {
        assert!(may_hold_resident_id(text), "{text}");
        assert!(identify(text).is_personal(), "{text}");
        assert!(corrections(text).is_empty(), "{text}");
    }
}

#[test]
fn a_number_far_into_a_long_text_is_found() {
    for before in [200, 239, 240, 245, 250, 255, 256, 257, 300, 480, 1000, 5000] {
        for letter in ["a", "7 ", "样"] {
            let text = format!("{} {SAMPLE} {}", letter.repeat(before), letter.repeat(3));
            assert!(may_hold_resident_id(&text), "{before} of {letter}");
        }
        assert!(!may_hold_resident_id(&"a7".repeat(before)), "{before}");
    }
}

#[test]
fn mistyped_codes_of_organisations_are_not_numbers_of_persons() {
    for text in [
        // 51 and Inner Mongolia, which is also a district of Yibin; 13 and Beijing.
        "511502000000000001",
        "131101010000000001",
        "91310116761614322A",
        "12100000400000624X",
        "92340600MA2PBMA748",
        // With the digits of a day.
        "913101201125300012",
    ] {
        assert!(!may_hold_resident_id(text), "{text}");
    }
}
