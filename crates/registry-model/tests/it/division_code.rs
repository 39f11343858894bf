use proptest::prelude::*;
use registry_model::{DivisionCode, DivisionLevel, Expected, IdentifierErrorKind};

fn code(text: &str) -> DivisionCode {
    text.parse().unwrap()
}

#[test]
fn levels_and_parents_follow_the_zeros() {
    let district = code("110108");
    assert_eq!(district.level(), DivisionLevel::County);
    assert!(district.is_county());
    assert_eq!(district.province(), code("110000"));
    assert_eq!(district.city(), Some(code("110100")));
    assert_eq!(district.parent(), Some(code("110100")));

    let city = code("441900");
    assert!(city.is_city());
    assert_eq!(city.city(), Some(city));
    assert_eq!(city.parent(), Some(code("440000")));

    let province = code("440000");
    assert!(province.is_province());
    assert_eq!(province.province(), province);
    assert_eq!((province.city(), province.parent()), (None, None));
}

#[test]
fn the_nation_is_no_province_and_a_known_region() {
    assert_eq!(DivisionCode::NATION, code("100000"));
    assert_eq!(DivisionCode::NATION.level(), DivisionLevel::Nation);
    assert!(!DivisionCode::NATION.is_province());
    assert_eq!(DivisionCode::NATION.parent(), None);
    assert!(DivisionCode::NATION.warnings().is_empty());
    assert!(!code("100100").is_in_known_region());
}

#[test]
fn the_34_provinces_are_known_and_no_other() {
    let known: Vec<u32> = (0..100)
        .filter(|prefix| code(&format!("{prefix:02}0101")).is_in_known_region())
        .collect();
    assert_eq!(
        known,
        [
            11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50,
            51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82
        ]
    );
}

#[test]
fn other_text_than_six_digits_is_refused() {
    let fault = |text: &str| {
        let error = text.parse::<DivisionCode>().unwrap_err();
        (error.position(), error.reason())
    };
    assert_eq!(
        fault("31011"),
        (
            Some(6),
            IdentifierErrorKind::TooShort {
                length: 5,
                expected: 6
            }
        )
    );
    assert_eq!(
        fault("310116001"),
        (
            Some(7),
            IdentifierErrorKind::TooLong {
                length: 9,
                expected: 6
            }
        )
    );
    let letter = IdentifierErrorKind::Unexpected {
        found: '上',
        expected: Expected::Digit,
    };
    assert_eq!(fault("31上116"), (Some(3), letter));
}

#[test]
fn serde_reads_text_and_number_and_writes_text() {
    let read = |json: &str| serde_json::from_str::<DivisionCode>(json).map_err(|e| e.to_string());
    assert_eq!(read(r#""310116""#), Ok(code("310116")));
    assert_eq!(read("310116"), Ok(code("310116")));
    assert_eq!(
        serde_json::to_string(&code("310116")).unwrap(),
        r#""310116""#
    );
    assert!(
        read("31011")
            .unwrap_err()
            .starts_with("division code: position 6: text ends after 5")
    );
    assert!(
        read("-310116")
            .unwrap_err()
            .starts_with("division code: position 1: found '-'")
    );
    assert!(read("310116.5").is_err());
    assert!(read("null").is_err());
}

proptest! {
    #[test]
    fn any_six_digits_survive_text_and_number(number in 100_000_u32..1_000_000) {
        let division = code(&number.to_string());
        prop_assert_eq!(u32::from(division), number);
        prop_assert_eq!(DivisionCode::try_from(u64::from(number)), Ok(division));
    }

    #[test]
    fn parents_end_at_a_province(number in 110_000_u32..1_000_000) {
        let division = code(&number.to_string());
        let top = std::iter::successors(Some(division), DivisionCode::parent).last().unwrap();
        prop_assert_eq!(top, division.province());
    }
}
