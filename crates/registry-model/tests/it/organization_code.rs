use proptest::prelude::*;
use registry_model::{Expected, IdentifierErrorKind, OrganizationCode};

use crate::slips::{substitutions, transpositions};

const ALPHABET: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

fn refused(text: &str) -> (Option<usize>, IdentifierErrorKind) {
    let error = text.parse::<OrganizationCode>().unwrap_err();
    (error.position(), error.reason())
}

#[test]
fn the_hyphen_is_read_and_not_shown() {
    let code: OrganizationCode = "76161432-2".parse().unwrap();
    assert_eq!(code, "761614322".parse().unwrap());
    assert_eq!(code.to_string(), "761614322");
}

#[test]
fn published_codes_are_valid() {
    // The sample of the standard, and parts of credit codes; with X and 0 among the check
    // characters.
    for text in [
        "D2143569X",
        "71526726X",
        "MA0000015",
        "M000100Y4",
        "132201250",
    ] {
        let code: OrganizationCode = text.parse().unwrap();
        assert_eq!(code.as_str(), text);
        assert_eq!(OrganizationCode::from_body(&text[..8]), Ok(code));
    }
}

#[test]
fn a_wrong_check_character_is_named_at_its_position_in_the_text_as_given() {
    let fault = IdentifierErrorKind::CheckCharacter {
        found: '3',
        expected: '2',
    };
    assert_eq!(refused("761614323"), (Some(9), fault));
    assert_eq!(refused("76161432-3"), (Some(10), fault));
}

#[test]
fn a_letter_other_than_x_is_no_check_character() {
    let fault = IdentifierErrorKind::Unexpected {
        found: 'A',
        expected: Expected::DigitOrX,
    };
    assert_eq!(refused("76161432A"), (Some(9), fault));
    assert_eq!(
        refused("D2143569x"),
        (Some(9), IdentifierErrorKind::LowerCase { found: 'x' })
    );
}

#[test]
fn a_hyphen_elsewhere_or_twice_is_refused() {
    let body = IdentifierErrorKind::Unexpected {
        found: '-',
        expected: Expected::DigitOrCapital,
    };
    assert_eq!(refused("7616143-22"), (Some(8), body));
    let check = IdentifierErrorKind::Unexpected {
        found: '-',
        expected: Expected::DigitOrX,
    };
    assert_eq!(refused("76161432--2"), (Some(10), check));
    assert_eq!(
        refused("76161432-"),
        (
            Some(9),
            IdentifierErrorKind::TooShort {
                length: 8,
                expected: 9
            }
        )
    );
    assert_eq!(
        refused("76161432-22"),
        (
            Some(11),
            IdentifierErrorKind::TooLong {
                length: 10,
                expected: 9
            }
        )
    );
}

fn any_code() -> impl Strategy<Value = OrganizationCode> {
    "[0-9A-Z]{8}".prop_map(|body| OrganizationCode::from_body(&body).unwrap())
}

fn value(character: char) -> usize {
    ALPHABET.find(character).unwrap()
}

proptest! {
    #[test]
    fn a_computed_code_parses_to_itself_with_and_without_hyphen(code in any_code()) {
        let text = code.to_string();
        prop_assert_eq!(text.parse(), Ok(code));
        prop_assert_eq!(format!("{}-{}", &text[..8], &text[8..]).parse(), Ok(code));
    }

    /// The holes of GB 11714, exactly: see the docs of the type.
    #[test]
    fn a_wrong_character_passes_only_where_values_differ_by_a_multiple_of_eleven(code in any_code()) {
        for (slip, position, before, after) in substitutions(code.as_str(), ALPHABET) {
            let hole = position < 9 && value(before).abs_diff(value(after)).is_multiple_of(11);
            prop_assert_eq!(slip.parse::<OrganizationCode>().is_ok(), hole, "{} for {}", slip, code);
        }
    }

    #[test]
    fn an_exchange_passes_only_for_such_values_or_for_x_and_1_at_the_end(code in any_code()) {
        for (slip, position, a, b) in transpositions(code.as_str()) {
            let hole = match position {
                8 => matches!((a, b), ('X', '1') | ('1', 'X')),
                _ => value(a).abs_diff(value(b)).is_multiple_of(11),
            };
            prop_assert_eq!(slip.parse::<OrganizationCode>().is_ok(), hole, "{} for {}", slip, code);
        }
    }

    #[test]
    fn no_wrong_digit_passes_in_a_code_of_digits(body in "[0-9]{8}") {
        let code = OrganizationCode::from_body(&body).unwrap();
        for (slip, ..) in substitutions(code.as_str(), "0123456789") {
            prop_assert!(slip.parse::<OrganizationCode>().is_err());
        }
    }
}

/// Literal, so that the hole which the docs describe can be looked at.
#[test]
fn x_and_1_at_the_end_are_taken_for_each_other() {
    for text in ["00000081X", "0000008X1"] {
        assert_eq!(text.parse::<OrganizationCode>().unwrap().as_str(), text);
    }
}
