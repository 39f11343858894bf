//! Numbers are exact: from one digit to more than any type holds.

use endpoint_core::lenient::decode;
use serde::de::DeserializeOwned;

const TWENTY_NINES: &str = "99999999999999999999";
const LARGEST_U128: &str = "340282366920938463463374607431768211455";

fn read<T: DeserializeOwned>(json: &str) -> Option<T> {
    decode(json.as_bytes()).ok()
}

fn reason<T: DeserializeOwned + core::fmt::Debug>(json: &str) -> String {
    decode::<T>(json.as_bytes()).unwrap_err().to_string()
}

#[test]
fn twenty_digits_are_exact_as_number_and_as_text_into_both() {
    for body in [TWENTY_NINES.to_owned(), format!("\"{TWENTY_NINES}\"")] {
        assert_eq!(read(&body), Some(99_999_999_999_999_999_999_u128), "{body}");
        assert_eq!(read(&body), Some(TWENTY_NINES.to_owned()), "{body}");
        assert_eq!(read(&body), Some(Some(99_999_999_999_999_999_999_i128)));
        assert_eq!(read::<u64>(&body), None, "{body}");
    }
}

#[test]
fn the_edges_of_64_and_128_bits_are_exact() {
    assert_eq!(read("18446744073709551615"), Some(u64::MAX));
    assert_eq!(read::<u64>("18446744073709551616"), None);
    assert_eq!(read("18446744073709551616"), Some(1_u128 << 64));
    assert_eq!(read("-9223372036854775808"), Some(i64::MIN));
    assert_eq!(read::<i64>("-9223372036854775809"), None);
    assert_eq!(read("9223372036854775807"), Some(i64::MAX));
    assert_eq!(read::<i64>("9223372036854775808"), None);
    assert_eq!(read(LARGEST_U128), Some(u128::MAX));
    assert_eq!(
        read::<u128>("340282366920938463463374607431768211456"),
        None
    );
    assert_eq!(
        read("\"-170141183460469231731687303715884105728\""),
        Some(i128::MIN)
    );
}

#[test]
fn huge_numbers_are_texts_as_they_stand_and_no_numbers() {
    let digits = "7".repeat(100_000);
    assert_eq!(read(&digits), Some(digits.clone()));
    assert_eq!(read::<u128>(&digits), None);
    assert_eq!(read::<u128>(&format!("\"{digits}\"")), None);
    assert_eq!(read::<f64>(&digits), None);
    assert_eq!(read::<f64>("1e999999999"), None);
    assert_eq!(read("-1e-999999999"), Some(-0.0));
}

#[test]
fn a_type_that_takes_anything_gets_more_than_64_bits_as_text() {
    for digits in [TWENTY_NINES, "-9223372036854775809", LARGEST_U128] {
        let read: serde_json::Value = read(digits).unwrap();
        assert_eq!(read, serde_json::Value::from(digits));
    }
}

#[test]
fn zeros_in_front_and_behind_the_point_do_not_matter_for_whole_numbers() {
    for body in ["1000", "01000", "1000.0", "\"1000.00\"", "\"0001000\""] {
        assert_eq!(read(body), Some(1000_u64), "{body}");
    }
    assert_eq!(read("-0"), Some(0_u64));
    assert_eq!(read("-5.0"), Some(-5_i64));
    assert_eq!(read("007"), Some("007".to_owned()));
}

#[test]
fn fractions_are_not_cut_to_whole_numbers() {
    assert_eq!(
        reason::<u64>("1000.5"),
        "expected a whole number, found another number"
    );
    assert_eq!(
        reason::<u64>("\"1000.5\""),
        "expected a whole number, found another text"
    );
    assert_eq!(read::<u64>("\"1000.\""), None);
    assert_eq!(read::<u64>("1e3"), None);
}

#[test]
fn numbers_too_large_for_their_type_are_refused() {
    assert_eq!(reason::<u8>("256"), "expected u8, found another number");
    assert_eq!(reason::<u8>("-1"), "expected u8, found another number");
    assert_eq!(reason::<u64>(TWENTY_NINES), "expected u64, found number");
}

#[test]
fn texts_that_are_no_numbers_are_refused_where_numbers_are_needed() {
    for body in [
        "\"\"",
        "\" \"",
        "\"x\"",
        "\"1 2\"",
        "\"1,000\"",
        "\"0x10\"",
        "\"１２\"",
        "\"--1\"",
        "null",
        "true",
        "[]",
        "{}",
    ] {
        assert_eq!(read::<u64>(body), None, "{body}");
        assert_eq!(read::<i128>(body), None, "{body}");
        assert_eq!(read::<f64>(body), None, "{body}");
    }
    for body in ["\"inf\"", "\"NaN\"", "\"infinity\"", "\"1e999\""] {
        assert_eq!(read::<f64>(body), None, "{body}");
    }
}

#[test]
fn malformed_numbers_are_invalid_json_for_every_type() {
    for body in [
        "-",
        "+1",
        ".5",
        "5.",
        "1e",
        "1e+",
        "--1",
        "1-2",
        "2024-01-01",
        "1.2.3",
        "1x",
    ] {
        assert_eq!(read::<String>(body), None, "{body}");
        assert_eq!(read::<u64>(body), None, "{body}");
        assert_eq!(read::<f64>(body), None, "{body}");
        assert_eq!(read::<serde_json::Value>(body), None, "{body}");
        let skipped = format!("[{body}]");
        assert!(read::<serde::de::IgnoredAny>(&skipped).is_none(), "{body}");
    }
}
