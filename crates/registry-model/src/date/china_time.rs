//! The date and time in China at a moment.

use jiff::civil::{Date, DateTime, date};
use jiff::tz::Offset;
use jiff::{Span, Timestamp};

/// The days between which summer time was kept, from 2 o'clock to 2 o'clock, both Sundays.
const SUMMERS: [(Date, Date); 6] = [
    (date(1986, 5, 4), date(1986, 9, 14)),
    (date(1987, 4, 12), date(1987, 9, 13)),
    (date(1988, 4, 17), date(1988, 9, 11)),
    (date(1989, 4, 16), date(1989, 9, 17)),
    (date(1990, 4, 15), date(1990, 9, 16)),
    (date(1991, 4, 14), date(1991, 9, 15)),
];

/// The clock in China at a moment; `None` beyond the calendar.
pub(super) fn clock(moment: Timestamp) -> Option<DateTime> {
    let standard = Offset::constant(8).to_datetime(moment);
    let is_summer = SUMMERS
        .iter()
        .any(|(first, last)| first.at(2, 0, 0, 0) <= standard && standard < last.at(1, 0, 0, 0));
    if is_summer {
        standard.checked_add(Span::new().hours(1)).ok()
    } else {
        Some(standard)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Weekday;

    use super::*;

    #[test]
    fn summers_begin_and_end_on_sundays() {
        for (first, last) in SUMMERS {
            assert_eq!(first.weekday(), Weekday::Sunday, "{first}");
            assert_eq!(last.weekday(), Weekday::Sunday, "{last}");
        }
    }

    #[test]
    fn a_summer_night_begins_an_hour_earlier() {
        let at = |text: &str| clock(text.parse().unwrap()).unwrap().to_string();
        assert_eq!(at("1990-05-31T15:00:00Z"), "1990-06-01T00:00:00");
        assert_eq!(at("1985-05-31T16:00:00Z"), "1985-06-01T00:00:00");
        assert_eq!(at("1991-09-14T16:59:59Z"), "1991-09-15T01:59:59");
        assert_eq!(at("1991-09-14T17:00:00Z"), "1991-09-15T01:00:00");
    }
}
