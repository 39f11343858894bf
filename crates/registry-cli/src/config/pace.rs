//! Reads the rate limit of calls.

use core::fmt;
use core::num::NonZeroU32;
use core::str::FromStr;
use core::time::Duration;

use enterprise_registry::RateLimit;

/// The most calls per second to one vendor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum CallsPerSecond {
    Whole(NonZeroU32),
    /// A fraction such as 0.5, finite and above zero.
    Fraction(f64),
}

impl CallsPerSecond {
    pub(crate) fn limit(self) -> RateLimit {
        match self {
            Self::Whole(calls) => RateLimit::per_second(calls),
            // With the same reserve as whole numbers.
            Self::Fraction(calls) => RateLimit::every(
                Duration::try_from_secs_f64(1.012 / calls).unwrap_or(Duration::MAX),
            ),
        }
    }
}

impl FromStr for CallsPerSecond {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(calls) = text.parse() {
            return Ok(Self::Whole(calls));
        }
        match text.parse::<f64>() {
            Ok(calls) if calls.is_finite() && calls > 0.0 => Ok(Self::Fraction(calls)),
            _ => Err("must be a number above 0, such as 5 or 0.5"),
        }
    }
}

impl fmt::Display for CallsPerSecond {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(calls) => calls.fmt(f),
            Self::Fraction(calls) => calls.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::CallsPerSecond;

    fn pause(text: &str) -> Option<Duration> {
        text.parse::<CallsPerSecond>().unwrap().limit().pause()
    }

    #[test]
    fn a_fraction_is_as_slow_as_it_says_and_a_whole_number_as_the_library_has_it() {
        assert_eq!(pause("5"), Some(Duration::from_micros(202_400)));
        assert_eq!(pause("0.5"), Some(Duration::from_millis(2024)));
        assert_eq!(pause("2.5"), Some(Duration::from_micros(404_800)));
    }

    #[test]
    fn invalid_rates_are_refused() {
        for wrong in ["", "0", "0.0", "-1", "inf", "nan", "fast", "1/2"] {
            assert!(wrong.parse::<CallsPerSecond>().is_err(), "{wrong}");
        }
    }
}
