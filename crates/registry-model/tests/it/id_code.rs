use proptest::prelude::*;
use registry_model::{CategoryPart, Expected, IdCode, IdentifierErrorKind};

fn code(text: &str) -> IdCode {
    text.parse().unwrap()
}

fn refused(text: &str) -> (Option<usize>, IdentifierErrorKind) {
    let error = text.parse::<IdCode>().unwrap_err();
    (error.position(), error.reason())
}

fn missing(expected: Expected) -> IdentifierErrorKind {
    IdentifierErrorKind::Missing { expected }
}

#[test]
fn the_documents_example_has_three_parts() {
    let code = code("i.86.110108.52/91.12000000.1/xxxx");
    assert_eq!(code.unit(), "i.86.110108.52");
    assert_eq!(
        code.unit_segments().collect::<Vec<_>>(),
        ["i", "86", "110108", "52"]
    );
    assert_eq!(code.division().unwrap().as_str(), "110108");
    let part = CategoryPart {
        code_use: "91",
        category: "12000000",
        model: "1",
    };
    assert_eq!(code.category(), Some(part));
    assert_eq!(code.item(), Some("xxxx"));
    assert_eq!(code.main_code(), "i.86.110108.52".parse().unwrap());
    assert!(!code.is_main_code());
    assert_eq!(code.to_string(), "i.86.110108.52/91.12000000.1/xxxx");
    assert_eq!(
        code.to_base_code().unwrap(),
        "i.86.110108.52/91.12000000.1/"
    );
}

#[test]
fn main_codes_of_every_root_seen_are_read() {
    for text in [
        "i.86.120103.1021",
        "i.1.110108.52",
        "i.86.1",
        "MA.156.110108.7",
        "MA.156.1003.1629",
        "MA.156.M0.10012",
    ] {
        let code = code(text);
        assert!(code.is_main_code());
        assert_eq!(code.main_code(), code);
        assert_eq!(
            (code.category(), code.item(), code.to_base_code()),
            (None, None, None)
        );
        assert_eq!(code.to_string(), text);
    }
    assert_eq!(code("MA.156.1003.1629").division(), None);
}

#[test]
fn one_slash_at_the_end_is_dropped() {
    let new = code("MA.156.1003.1629/73.10000000.6/");
    let queried = code("MA.156.1003.1629/73.10000000.6");
    assert_eq!(new, queried);
    assert_eq!(new.to_string(), "MA.156.1003.1629/73.10000000.6");
    assert_eq!(
        new.to_base_code().unwrap(),
        "MA.156.1003.1629/73.10000000.6/"
    );
    assert_eq!(code("i.86.110108.52/"), code("i.86.110108.52"));
    assert_eq!(
        refused("i.86.110108.52//"),
        (Some(16), missing(Expected::Category))
    );
    assert_eq!(
        refused("i.86.110108.52/91.12000000.1//"),
        (Some(30), missing(Expected::FreeText))
    );
}

#[test]
fn model_and_item_may_be_any_text() {
    let code = code("i.86.110108.52/91.12000000.型号 01.b/第 1 件?x=1&y");
    assert_eq!(code.category().unwrap().model, "型号 01.b");
    assert_eq!(code.item(), Some("第 1 件?x=1&y"));
}

#[test]
fn a_missing_part_is_named_where_it_is_missing() {
    assert_eq!(refused(""), (Some(1), missing(Expected::Letter)));
    assert_eq!(refused("i"), (Some(2), missing(Expected::Segment)));
    assert_eq!(refused("i.86"), (Some(5), missing(Expected::Segment)));
    assert_eq!(refused("i..110108"), (Some(3), missing(Expected::Digit)));
    assert_eq!(
        refused("i.86."),
        (Some(6), missing(Expected::DigitOrLetter))
    );
    assert_eq!(refused("i.86.1/91"), (Some(10), missing(Expected::Segment)));
    assert_eq!(
        refused("i.86.1/91.12"),
        (Some(13), missing(Expected::Segment))
    );
    assert_eq!(
        refused("i.86.1/91.12."),
        (Some(14), missing(Expected::FreeText))
    );
}

#[test]
fn a_wrong_character_is_named_at_its_position_in_characters() {
    let wrong = |found, expected| IdentifierErrorKind::Unexpected { found, expected };
    assert_eq!(refused("1.86.1"), (Some(1), wrong('1', Expected::Letter)));
    assert_eq!(refused(" i.86.1"), (Some(1), wrong(' ', Expected::Letter)));
    assert_eq!(refused("i.8六.1"), (Some(4), wrong('六', Expected::Digit)));
    assert_eq!(
        refused("i.86.1 "),
        (Some(7), wrong(' ', Expected::DigitOrLetter))
    );
    assert_eq!(
        refused("i.86.1/x.1.1"),
        (Some(8), wrong('x', Expected::Digit))
    );
    let free = Expected::FreeText;
    assert_eq!(refused("i.86.1/91.12.型/a/b"), (Some(17), wrong('/', free)));
    assert_eq!(refused("i.86.1/91.12.型/ a"), (Some(16), wrong(' ', free)));
    assert_eq!(
        refused("i.86.1/91.12.型/a\n"),
        (Some(17), wrong('\n', free))
    );
    assert_eq!(
        refused("i.86.1/91.12.型/a\u{3000}"),
        (Some(17), wrong('\u{3000}', free))
    );
}

#[test]
fn a_code_grows_by_category_and_item() {
    let part = CategoryPart {
        code_use: "73",
        category: "10000000",
        model: "张三",
    };
    let category = code("MA.156.1003.1629").with_category(part).unwrap();
    assert_eq!(category.as_str(), "MA.156.1003.1629/73.10000000.张三");
    let item = category.with_item("A-1").unwrap();
    assert_eq!(item.as_str(), "MA.156.1003.1629/73.10000000.张三/A-1");
    assert_eq!(item.with_item("A-2").unwrap().item(), Some("A-2"));
    assert_eq!(item.with_category(part), Ok(category.clone()));

    let position = |error: registry_model::ParseIdentifierError| error.position();
    assert_eq!(
        code("i.86.1").with_item("x").map_err(position),
        Err(Some(8))
    );
    assert_eq!(category.with_item("").map_err(position), Err(Some(33)));
    assert_eq!(category.with_item("a/b").map_err(position), Err(Some(34)));
    let split = CategoryPart {
        code_use: "7.3",
        ..part
    };
    assert_eq!(
        code("i.86.1").with_category(split).map_err(position),
        Err(Some(9))
    );
    let slash = CategoryPart {
        model: "a/",
        ..part
    };
    assert_eq!(
        code("i.86.1").with_category(slash).map_err(position),
        Err(Some(21))
    );
}

proptest! {
    #[test]
    fn displayed_codes_parse_to_themselves(
        text in "(i|MA)\\.[0-9]{2,3}(\\.[0-9A-Z]{1,6}){1,3}(/[0-9]{2}\\.[0-9]{8}\\.[^/\\s\\p{Cc}]{1,5}(/[^/\\s\\p{Cc}]{1,9})?)?/?"
    ) {
        let code = code(&text);
        prop_assert_eq!(code.to_string(), text.trim_end_matches('/'));
        prop_assert_eq!(code.to_string().parse(), Ok(code.clone()));
        prop_assert_eq!(code.category().is_none(), code.is_main_code());
        if let (Some(part), Some(item)) = (code.category(), code.item()) {
            let again = code.main_code().with_category(part).unwrap().with_item(item);
            prop_assert_eq!(again, Ok(code.clone()));
        }
    }

    #[test]
    fn codes_are_ordered_as_text(a in "i\\.86\\.[0-9]{1,3}(/1\\.1\\.1)?", b in "i\\.86\\.[0-9]{1,3}(/1\\.1\\.1)?") {
        prop_assert_eq!(code(&a).cmp(&code(&b)), a.cmp(&b));
    }
}
