//! Reads how far a vendor's clock may differ and still be used for signatures.

use core::fmt;
use core::str::FromStr;
use core::time::Duration;

use jiff::SignedDuration;

/// The largest limit: a clock that differs by more is wrong itself.
const MOST: Duration = Duration::from_secs(24 * 60 * 60);

/// The largest difference that signatures are corrected by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClockLimit(Duration);

impl ClockLimit {
    pub(crate) fn duration(self) -> Duration {
        self.0
    }
}

impl FromStr for ClockLimit {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<SignedDuration>()
            .ok()
            .and_then(|duration| Duration::try_from(duration).ok())
            .filter(|duration| !duration.is_zero() && *duration <= MOST)
            .map(Self)
            .ok_or("must be a time such as 10m or 1h30m, at most 24h")
    }
}

impl fmt::Display for ClockLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let duration = SignedDuration::try_from(self.0).unwrap_or(SignedDuration::MAX);
        write!(f, "{duration:#}")
    }
}

#[cfg(test)]
mod tests {
    use super::ClockLimit;

    #[test]
    fn times_are_read_as_people_write_them_up_to_a_day() {
        for (text, shown) in [("10m", "10m"), ("1h30m", "1h 30m"), ("24h", "24h")] {
            let limit: ClockLimit = text.parse().unwrap();
            assert_eq!(limit.to_string(), shown);
        }
        for wrong in ["", "10", "-10m", "0s", "25h", "soon", "10m ago"] {
            assert!(wrong.parse::<ClockLimit>().is_err(), "{wrong}");
        }
    }
}
