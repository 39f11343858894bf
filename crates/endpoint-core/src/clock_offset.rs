//! The offset between this machine's clock and the vendor's.

use core::fmt;
use core::time::Duration;

/// The offset to add to this machine's time to get the vendor's, in milliseconds.
///
/// ```
/// use endpoint_core::ClockOffset;
///
/// let offset = ClockOffset::from_ms(600_000);
/// assert_eq!(offset.to_string(), "the clock of this machine is 10 min 0 s behind the vendor's");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ClockOffset {
    ms: i64,
}

impl ClockOffset {
    /// An offset of this many milliseconds, positive if the vendor's clock is ahead.
    #[must_use]
    pub const fn from_ms(ms: i64) -> Self {
        Self { ms }
    }

    /// Milliseconds, positive if the vendor's clock is ahead.
    #[must_use]
    pub const fn as_ms(self) -> i64 {
        self.ms
    }

    /// The absolute difference of the two clocks.
    #[must_use]
    pub const fn apart(self) -> Duration {
        Duration::from_millis(self.ms.unsigned_abs())
    }
}

impl fmt::Display for ClockOffset {
    /// To the second: `the clock of this machine is 3 h 0 min 1 s ahead of the vendor's`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = (self.ms.unsigned_abs() + 500) / 1000;
        f.write_str("the clock of this machine ")?;
        if seconds == 0 {
            return f.write_str("agrees with the vendor's");
        }
        f.write_str("is ")?;
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        if hours > 0 {
            write!(f, "{hours} h ")?;
        }
        if seconds >= 60 {
            write!(f, "{minutes} min ")?;
        }
        let side = if self.ms > 0 { "behind" } else { "ahead of" };
        write!(f, "{} s {side} the vendor's", seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::ClockOffset;

    #[test]
    fn an_offset_is_told_to_the_second_and_from_this_side() {
        for (ms, told) in [
            (0, "agrees with the vendor's"),
            (-499, "agrees with the vendor's"),
            (500, "is 1 s behind the vendor's"),
            (-59_499, "is 59 s ahead of the vendor's"),
            (59_500, "is 1 min 0 s behind the vendor's"),
            (-10_800_000, "is 3 h 0 min 0 s ahead of the vendor's"),
            (90_061_000, "is 25 h 1 min 1 s behind the vendor's"),
        ] {
            let shown = ClockOffset::from_ms(ms).to_string();
            assert_eq!(shown, format!("the clock of this machine {told}"));
        }
        // The largest offset does not overflow.
        assert!(
            ClockOffset::from_ms(i64::MIN)
                .to_string()
                .ends_with("ahead of the vendor's")
        );
    }
}
