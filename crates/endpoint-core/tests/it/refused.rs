//! Errors that leniency does not forgive: it invents nothing.

use core::fmt::Debug;

use endpoint_core::lenient::decode;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

const DEEP: usize = 200_000;

fn reason<T: DeserializeOwned + Debug>(body: impl AsRef<[u8]>) -> String {
    decode::<T>(body.as_ref()).unwrap_err().to_string()
}

#[derive(Debug, Deserialize)]
struct Area {
    #[serde(rename = "Address_ID")]
    _id: u64,
}

/// Lists in lists, for ever.
#[derive(Debug, Deserialize)]
struct Nest(#[allow(dead_code, reason = "only its depth matters")] Vec<Nest>);

/// Objects in objects, for ever.
#[derive(Debug, Deserialize)]
struct Node {
    child: Option<Box<Node>>,
}

fn lists(depth: usize) -> String {
    format!("{}{}", "[".repeat(depth), "]".repeat(depth))
}

fn objects(depth: usize) -> String {
    format!("{}null{}", r#"{"child":"#.repeat(depth), "}".repeat(depth))
}

#[test]
fn a_missing_member_is_named() {
    assert_eq!(reason::<Area>("{}"), "member `Address_ID` is missing");
    assert_eq!(reason::<Area>("[]"), "member `Address_ID` is missing");
}

#[test]
fn html_in_place_of_json_is_called_so() {
    let body = "\r\n<!DOCTYPE html><html><body>502 Bad Gateway</body></html>";
    assert_eq!(
        reason::<Area>(body),
        "expected an object, found an HTML page at byte 2"
    );
    assert_eq!(
        reason::<Vec<Area>>(body),
        "expected an object, found an HTML page at byte 2"
    );
}

#[test]
fn text_in_gbk_is_not_utf_8() {
    // 北京 in GBK.
    let body = b"{\"Address_ID\":1,\"AddressName\":\"\xb1\xb1\xbe\xa9\"}";
    assert_eq!(
        reason::<Area>(body),
        "the response is not UTF-8 from byte 31 on"
    );
}

#[test]
fn utf_16_is_not_utf_8() {
    let body: Vec<u8> = "\u{feff}{}"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        reason::<Area>(body),
        "the response is not UTF-8 from byte 0 on"
    );
}

#[test]
fn an_empty_body_is_no_response() {
    for body in ["", " \n", "\u{feff}"] {
        assert!(
            reason::<Area>(body).starts_with("expected an object, found the end of the response"),
            "{body:?}"
        );
    }
}

#[test]
fn anything_after_the_response_is_refused() {
    assert_eq!(
        reason::<IgnoredAny>("{} {}"),
        "expected the end of the response, found something else at byte 3"
    );
}

#[test]
fn invalid_json_is_refused_also_in_unread_members() {
    for value in [
        "",
        "nul",
        "True",
        "'a'",
        "企业",
        "\"a",
        "\"\\\"",
        "[1 2]",
        "[,]",
        "[",
        "[1",
        "{]",
        "[}",
        "{\"a\"}",
        "{\"a\" 1}",
        "{a:1}",
        "{1:1}",
        "{,}",
        "{\"a\":}",
        "{\"a\":1 \"b\":2}",
    ] {
        let body = format!(r#"{{"New":{value},"Address_ID":1}}"#);
        assert!(decode::<Area>(body.as_bytes()).is_err(), "{value}");
        assert!(decode::<IgnoredAny>(value.as_bytes()).is_err(), "{value}");
        assert!(
            decode::<serde_json::Value>(value.as_bytes()).is_err(),
            "{value}"
        );
    }
}

#[test]
fn unknown_and_broken_escapes_are_refused_in_texts_that_are_read() {
    for text in [
        r#""\x""#,
        r#""\u12""#,
        r#""\u12g4""#,
        r#""\ud800\u12""#,
        r#""\"#,
        r#""\u""#,
    ] {
        assert!(decode::<String>(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn several_objects_are_not_one() {
    assert_eq!(
        reason::<Area>(r#"[{"Address_ID":1},{"Address_ID":2}]"#),
        "expected one value, found two that differ"
    );
}

#[test]
fn values_of_another_kind_are_refused() {
    assert_eq!(reason::<u64>("null"), "expected a whole number, found null");
    assert_eq!(reason::<u64>("[1]"), "expected a whole number, found list");
    assert_eq!(reason::<u64>("{}"), "expected a whole number, found object");
    assert_eq!(
        reason::<u64>("true"),
        "expected a whole number, found true or false"
    );
    assert!(reason::<String>("[]").starts_with("expected a text"));
    assert!(reason::<String>("{}").starts_with("expected a text"));
    assert!(reason::<Area>("5").starts_with("expected an object"));
    assert!(reason::<bool>("2").starts_with("expected true, false, 1 or 0"));
}

#[test]
fn unknown_members_are_skipped_at_any_depth() {
    for deep in [
        lists(DEEP),
        objects(DEEP),
        format!("{}1{}", r#"[{"a":"#.repeat(DEEP), "}]".repeat(DEEP)),
    ] {
        let body = format!(r#"{{"New":{deep},"Address_ID":1}}"#);
        assert!(decode::<Area>(body.as_bytes()).is_ok());
        assert!(decode::<IgnoredAny>(deep.as_bytes()).is_ok());
    }
}

#[test]
fn typed_nesting_beyond_128_levels_is_refused_at_any_depth() {
    for depth in [129, DEEP] {
        let too_deep = "nested deeper than 128 levels";
        assert!(reason::<Nest>(lists(depth)).starts_with(too_deep));
        assert!(reason::<Node>(objects(depth)).starts_with(too_deep));
        assert!(reason::<serde_json::Value>(lists(depth)).starts_with(too_deep));
        assert!(reason::<serde_json::Value>(objects(depth)).starts_with(too_deep));
        // A list of one counts as an object, but not without end.
        assert!(reason::<Node>(lists(depth + 1)).starts_with(too_deep));
    }
    assert!(decode::<Nest>(lists(128).as_bytes()).is_ok());
    assert!(decode::<serde_json::Value>(lists(128).as_bytes()).is_ok());
    let mut node = decode::<Node>(objects(128).as_bytes()).unwrap();
    let mut depth = 1;
    while let Some(child) = node.child {
        node = *child;
        depth += 1;
    }
    assert_eq!(depth, 128);
}

#[test]
fn brackets_that_open_without_end_are_refused() {
    for open in ["[", r#"{"a":"#, r#"[{"a":"#] {
        let body = open.repeat(DEEP);
        assert!(decode::<IgnoredAny>(body.as_bytes()).is_err());
        assert!(decode::<serde_json::Value>(body.as_bytes()).is_err());
        assert!(decode::<Nest>(body.as_bytes()).is_err());
        assert!(decode::<Vec<String>>(body.as_bytes()).is_err());
    }
}
