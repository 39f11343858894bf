//! Clock readings as text.
//!
//! Written with `itoa`; read here, because `u64::from_str` takes more than a clock writes.

/// Reads decimal digits, nothing else: no sign, no blank, nothing beyond 64 bits.
pub(crate) fn parse(text: &str) -> Option<u64> {
    // `u64::from_str` alone would let a plus sign pass.
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn only_decimal_digits_of_a_64_bit_count_are_a_time() {
        assert_eq!(parse("1497587696789"), Some(1_497_587_696_789));
        assert_eq!(parse("007"), Some(7));
        assert_eq!(parse("18446744073709551615"), Some(u64::MAX));
        for not_a_time in [
            "",
            "+1",
            "-1",
            " 1",
            "1.0",
            "1e3",
            "１",
            "18446744073709551616",
        ] {
            assert_eq!(parse(not_a_time), None, "{not_a_time:?}");
        }
    }
}
