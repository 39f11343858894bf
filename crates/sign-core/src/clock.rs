//! How is the reading of a clock written, and read back?

/// Digits of the largest `u64`.
const LONGEST: usize = 20;

/// A count of seconds or milliseconds in decimal digits, held in place.
pub(crate) struct Decimal {
    digits: [u8; LONGEST],
    start: usize,
}

impl Decimal {
    #[inline]
    pub(crate) fn new(count: u64) -> Self {
        let mut digits = [b'0'; LONGEST];
        let mut start = LONGEST;
        let mut rest = count;
        for digit in digits.iter_mut().rev() {
            *digit += u8::try_from(rest % 10).expect("a remainder of ten is one digit");
            rest /= 10;
            start -= 1;
            if rest == 0 {
                break;
            }
        }
        Self { digits, start }
    }

    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.digits
            .get(self.start..)
            .expect("`new` leaves start inside")
    }

    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        core::str::from_utf8(self.as_bytes()).expect("decimal digits are ASCII")
    }
}

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
    use alloc::string::ToString;

    use super::{Decimal, parse};

    #[test]
    fn counts_of_every_length_are_written_as_the_standard_library_writes_them() {
        let mut count = u64::MAX;
        for _ in 0..=20 {
            assert_eq!(Decimal::new(count).as_str(), count.to_string());
            count /= 10;
        }
        assert_eq!(Decimal::new(0).as_str(), "0");
        assert_eq!(Decimal::new(1_497_587_696_789).as_str(), "1497587696789");
    }

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
