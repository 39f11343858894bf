use proptest::prelude::*;
use registry_model::{Expected, IdentifierErrorKind, RegistrationNumber, Warning};

use crate::slips::{substitutions, transpositions};

fn refused(text: &str) -> (Option<usize>, IdentifierErrorKind) {
    let error = text.parse::<RegistrationNumber>().unwrap_err();
    (error.position(), error.reason())
}

#[test]
fn the_vendors_sample_is_valid() {
    let number: RegistrationNumber = "310116002008277".parse().unwrap();
    assert_eq!(number.to_string(), "310116002008277");
    assert_eq!(number.division().unwrap().as_str(), "310116");
    assert!(number.warnings().is_empty());
    assert_eq!(RegistrationNumber::from_body("31011600200827"), Ok(number));
}

#[test]
fn an_unknown_region_is_warned_of() {
    let number = RegistrationNumber::from_body("99010800000001").unwrap();
    assert!(number.warnings().contains(Warning::UnknownRegion));
    let national = RegistrationNumber::from_body("10000000000001").unwrap();
    assert!(national.warnings().is_empty());
}

#[test]
fn the_first_wrong_position_is_named() {
    let check = IdentifierErrorKind::CheckCharacter {
        found: '8',
        expected: '7',
    };
    assert_eq!(refused("310116002008278"), (Some(15), check));
    let digit = IdentifierErrorKind::Unexpected {
        found: 'O',
        expected: Expected::Digit,
    };
    assert_eq!(refused("31011600O008277"), (Some(9), digit));
    assert_eq!(
        refused("3101160020082"),
        (
            Some(14),
            IdentifierErrorKind::TooShort {
                length: 13,
                expected: 15
            }
        )
    );
    assert_eq!(
        refused("3101160020082770"),
        (
            Some(16),
            IdentifierErrorKind::TooLong {
                length: 16,
                expected: 15
            }
        )
    );
}

/// The running product of MOD 11,10 after `digits`, written down a second time.
fn product(digits: &str) -> u32 {
    digits.chars().fold(10, |product, digit| {
        let sum = (product + digit.to_digit(10).unwrap()) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    })
}

proptest! {
    #[test]
    fn a_computed_number_parses_to_itself(body in "[0-9]{14}") {
        let number = RegistrationNumber::from_body(&body).unwrap();
        prop_assert_eq!(number.to_string().parse(), Ok(number));
        prop_assert_eq!((product(&body) + u32::from(number.as_str().as_bytes()[14] - b'0')) % 10, 1);
    }

    #[test]
    fn no_single_wrong_digit_is_accepted(body in "[0-9]{14}") {
        let number = RegistrationNumber::from_body(&body).unwrap();
        for (slip, ..) in substitutions(number.as_str(), "0123456789") {
            prop_assert!(slip.parse::<RegistrationNumber>().is_err(), "{} for {}", slip, number);
        }
    }

    /// The hole of MOD 11,10, exactly: behind the running product p, the digits that make the
    /// sum 5 and 6 can be exchanged; at the end, only 0 and 1 behind p = 5.
    #[test]
    fn an_exchange_passes_for_one_pair_of_digits_behind_each_product(body in "[0-9]{14}") {
        let number = RegistrationNumber::from_body(&body).unwrap();
        for (slip, position, a, b) in transpositions(number.as_str()) {
            let before = product(&number.as_str()[..position - 1]);
            let sum = |digit: char| (before + digit.to_digit(10).unwrap()) % 10;
            let pair = (sum(a).min(sum(b)), sum(a).max(sum(b)));
            let hole = pair == (5, 6) && (position < 14 || before == 5);
            prop_assert_eq!(slip.parse::<RegistrationNumber>().is_ok(), hole, "{} for {}", slip, number);
        }
    }
}
