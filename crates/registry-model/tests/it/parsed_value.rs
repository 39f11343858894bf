//! Values as registers write them are parsed where they mean something, and kept as text.

use registry_model::jiff::civil::date;
use registry_model::{ParsedValue, Period};

#[test]
fn flags_are_digits_or_words() {
    for (text, expected) in [
        ("1", Some(true)),
        ("0", Some(false)),
        (" 1 ", Some(true)),
        ("是", Some(true)),
        ("否", Some(false)),
        ("True", Some(true)),
        ("FALSE", Some(false)),
        ("Y", Some(true)),
        ("n", Some(false)),
        ("2", None),
        ("", None),
        ("有", None),
    ] {
        let flag = ParsedValue::<bool>::from(text);
        assert_eq!(flag.value().copied(), expected, "{text}");
        assert_eq!(flag.as_str(), text);
        assert_eq!(flag.to_string(), text);
    }
}

#[test]
fn numbers_are_digits_that_fit() {
    assert_eq!(ParsedValue::<u16>::from("2024").value(), Some(&2024));
    assert_eq!(ParsedValue::<u8>::from(" 45").value(), Some(&45));
    for text in [
        "",
        "+1",
        "-1",
        "1.0",
        "256",
        "二",
        "1e1",
        "99999999999999999999999",
    ] {
        assert_eq!(ParsedValue::<u8>::from(text).value(), None, "{text}");
    }
}

#[test]
fn a_period_is_two_days_or_has_no_end() {
    let read = |text: &str| ParsedValue::<Period>::from(text).value().copied();
    let (from, to) = (date(2025, 6, 14), date(2035, 6, 13));
    for text in [
        "2025年06月14日至2035年06月13日",
        "2025-06-14至2035-06-13",
        " 2025-06-14 ~ 2035/6/13 ",
        "20250614到20350613",
    ] {
        assert_eq!(read(text), Some(Period { from, to: Some(to) }), "{text}");
    }
    assert_eq!(read("2025-06-14至长期"), Some(Period { from, to: None }));
    for text in [
        "",
        "至",
        "2025-06-14",
        "2025-06-14至",
        "至2035-06-13",
        "2025-02-30至2035-06-13",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn the_text_travels_and_what_was_not_read_is_marked() {
    let flag: ParsedValue<bool> = serde_json::from_str("\"是\"").unwrap();
    assert_eq!(serde_json::to_string(&flag).unwrap(), "\"是\"");
    assert_eq!(format!("{flag:?}"), "ParsedValue(\"是\")");
    assert_eq!(
        format!("{:?}", ParsedValue::<bool>::from("?")),
        "Unread(\"?\")"
    );
}
