//! Parses and formats HTTP dates.

use std::time::SystemTime;

use jiff::Timestamp;
use jiff::fmt::rfc2822::{DateTimeParser, DateTimePrinter};
use jiff::fmt::strtime;
use jiff::tz::Offset;

/// The two obsolete forms, of RFC 850 and of C.
const OBSOLETE: [&str; 2] = ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];

/// Parses a date in any of the three forms of HTTP.
pub(crate) fn parse(text: &str) -> Option<SystemTime> {
    let text = text.trim();
    let date = DateTimeParser::new().parse_timestamp(text).ok();
    let date = date.or_else(|| OBSOLETE.iter().find_map(|form| obsolete(form, text)));
    date.and_then(|date| SystemTime::try_from(date).ok())
}

fn obsolete(form: &str, text: &str) -> Option<Timestamp> {
    let date = strtime::parse(form, text).ok()?.to_datetime().ok()?;
    Offset::UTC.to_timestamp(date).ok()
}

/// Formats a date in the current form. `None` for a year beyond 9999.
pub(crate) fn format(time: SystemTime) -> Option<String> {
    let time = Timestamp::try_from(time).ok()?;
    DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&time)
        .ok()
}

#[cfg(test)]
mod tests {
    use core::time::Duration;
    use std::time::UNIX_EPOCH;

    use super::{format, parse};

    /// The date of RFC 9110.
    const SECONDS: u64 = 784_111_777;

    fn seconds(text: &str) -> Option<u64> {
        let since = parse(text)?.duration_since(UNIX_EPOCH).ok()?;
        Some(since.as_secs())
    }

    #[test]
    fn all_three_forms_of_a_date_are_read() {
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "  Sun, 06 Nov 1994 08:49:37 GMT ",
        ] {
            assert_eq!(seconds(text), Some(SECONDS), "{text}");
        }
        let later = [
            ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199),
            ("Thursday, 29-Feb-24 23:59:59 GMT", 1_709_251_199),
            ("Thu Feb 29 23:59:59 2024", 1_709_251_199),
            ("Wed Jan 15 00:00:00 2025", 1_736_899_200),
        ];
        for (text, expected) in later {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_text_that_is_not_a_date_is_rejected() {
        for text in [
            "",
            "now",
            "1994-11-06T08:49:37Z",
            "Mon, 06 Nov 1994 08:49:37 GMT",
            "Sun, 31 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 25:49:37 GMT",
            "Monday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994 and more",
            "Sun, 06 Nov 1994 08:49:37 GMT and more",
            "星期日, 06 Nov 1994 08:49:37 GMT",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_is_written_in_the_form_in_use() {
        let text = format(UNIX_EPOCH + Duration::from_secs(SECONDS));
        assert_eq!(text.as_deref(), Some("Sun, 06 Nov 1994 08:49:37 GMT"));
        let far = UNIX_EPOCH + Duration::from_secs(300_000_000_000);
        assert_eq!(format(far), None);
    }
}
