//! Reads how long a server asks to wait.

use core::time::Duration;
use std::time::SystemTime;

use endpoint_core::wire::Response;

use crate::http_date;

/// The wait in `Retry-After`: seconds, or a date, which is compared with the server's own clock if
/// the response has a date. `None` for a success and for other texts.
pub(crate) fn retry_after(response: &Response) -> Option<Duration> {
    if (200..300).contains(&response.status) {
        return None;
    }
    let text = response.retry_after.as_deref()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = http_date::parse(text)?;
    let now = response.date.as_deref().and_then(http_date::parse);
    let now = now.unwrap_or_else(SystemTime::now);
    Some(until.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use endpoint_core::wire::Response;

    use super::retry_after;

    fn seconds(retry_after_text: &str, date: Option<&str>) -> Option<u64> {
        let response = Response {
            status: 503,
            content_type: None,
            date: date.map(str::to_owned),
            retry_after: Some(retry_after_text.to_owned()),
            body: "".into(),
        };
        retry_after(&response).as_ref().map(Duration::as_secs)
    }

    #[test]
    fn seconds_and_dates_are_read_and_nothing_else() {
        assert_eq!(seconds("120", None), Some(120));
        assert_eq!(seconds(" 0 ", None), Some(0));
        let date = Some("Wed, 21 Oct 2015 07:28:00 GMT");
        assert_eq!(seconds("Wed, 21 Oct 2015 07:28:30 GMT", date), Some(30));
        assert_eq!(seconds("Wed, 21 Oct 2015 07:27:00 GMT", date), Some(0));
        assert_eq!(seconds("Wed, 21 Oct 2015 07:28:00 GMT", None), Some(0));
        for other in ["", "-1", "1.5", "soon", "99999999999999999999"] {
            assert_eq!(seconds(other, date), None, "{other}");
        }
    }
}
