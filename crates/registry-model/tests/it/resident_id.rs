use registry_model::{Expected, IdentifierErrorKind, IdentifierKind, ResidentId, identify};

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
