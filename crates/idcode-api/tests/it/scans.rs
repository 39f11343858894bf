//! Tests where scans lead (section 13), and that the web page there reads the code.

use idcode_api::Application;
use idcode_api::scan::{ScanError, Scanned, destination, parameter, parse, parse_named};
use proptest::prelude::*;
use registry_model::{CategoryPart, IdCode};

const CODE: &str = "i.86.110108.52/91.12000000.1/xxxx";

fn registered(code: &str) -> Scanned {
    Scanned::registered(code.parse().unwrap())
}

fn filed(code: &str) -> Scanned {
    Scanned::filed(code.parse().unwrap()).unwrap()
}

/// The worked examples of the document: goto URL, whether the code is filed, and address of a scan.
const EXAMPLES: [(&str, bool, &str); 6] = [
    (
        "http://www.xxxx.com/xxxx.aspx?id=1",
        false,
        "http://www.xxxx.com/xxxx.aspx?id=1&code=i.86.110108.52/91.12000000.1/xxxx",
    ),
    (
        "http://www.xxxx.com/xxxx.aspx?id=1",
        true,
        "http://www.xxxx.com/xxxx.aspx?id=1&code=xxxx&BaseCode=i.86.110108.52/91.12000000.1/",
    ),
    (
        "http://www.xxxx.com/xxxx.aspx?id=",
        false,
        "http://www.xxxx.com/xxxx.aspx?id=i.86.110108.52/91.12000000.1/xxxx",
    ),
    (
        "http://www.xxxx.com/xxxx.aspx?id=",
        true,
        "http://www.xxxx.com/xxxx.aspx?id=xxxx&BaseCode=i.86.110108.52/91.12000000.1/",
    ),
    (
        "http://www.xxxx.com/xxxx.aspx",
        false,
        "http://www.xxxx.com/xxxx.aspx?code=i.86.110108.52/91.12000000.1/xxxx",
    ),
    (
        "http://www.xxxx.com/xxxx.aspx",
        true,
        "http://www.xxxx.com/xxxx.aspx?code=xxxx&BaseCode=i.86.110108.52/91.12000000.1/",
    ),
];

fn example(is_filed: bool) -> Scanned {
    if is_filed {
        filed(CODE)
    } else {
        registered(CODE)
    }
}

#[test]
fn the_six_worked_examples_lead_where_the_document_says() {
    for (goto_url, is_filed, expected) in EXAMPLES {
        assert_eq!(destination(goto_url, &example(is_filed)), expected);
    }
}

#[test]
fn the_codes_of_the_six_worked_examples_are_read_back() {
    for (goto_url, is_filed, address) in EXAMPLES {
        let read = parse_named(address, parameter(goto_url)).unwrap();
        assert_eq!(read, example(is_filed), "{address}");
    }
}

/// OQ36: goto URL, and address of a scan of a registered code.
#[test]
fn cases_without_an_example_follow_the_examples_literally() {
    for (goto_url, expected) in [
        ("http://a/b?", "http://a/b?code=C"),
        ("http://a/b?x=1&", "http://a/b?x=1&code=C"),
        ("http://a/b?x=1?", "http://a/b?x=1?&code=C"),
        ("http://a/b#part", "http://a/b?code=C#part"),
        ("http://a/b?x=1#part", "http://a/b?x=1&code=C#part"),
        ("http://a/b?id=#part", "http://a/b?id=C#part"),
        ("http://a/#/page?id=1", "http://a/?code=C#/page?id=1"),
        ("http://a/b?code=1", "http://a/b?code=1&code=C"),
        ("http://a/b?x", "http://a/b?x&code=C"),
        ("http://a/b=", "http://a/b=C"),
        ("http://a/b?x=样例", "http://a/b?x=样例&code=C"),
    ] {
        let expected = expected.replace('C', CODE);
        assert_eq!(destination(goto_url, &registered(CODE)), expected);
        let read = parse_named(&expected, parameter(goto_url));
        assert_eq!(read.unwrap(), registered(CODE), "{goto_url}");
    }
}

#[test]
fn codes_of_units_and_categories_are_passed_on_whole() {
    for code in ["i.86.110108.52", "MA.156.1003.1629/73.10000000.6"] {
        let address = destination("http://a", &registered(code));
        assert_eq!(address, format!("http://a?code={code}"));
        assert_eq!(parse(&address).unwrap(), registered(code));
    }
    // As a new registration returns it.
    assert_eq!(
        parse("?code=MA.156.1003.1629/73.10000000.6/").unwrap(),
        registered("MA.156.1003.1629/73.10000000.6")
    );
}

#[test]
fn a_filed_code_has_an_item() {
    for code in ["i.86.110108.52", "i.86.110108.52/91.12000000.1/"] {
        assert_eq!(
            Scanned::filed(code.parse().unwrap()),
            Err(ScanError::NoItem)
        );
    }
    let unit = parse("?code=10.46100000.1&BaseCode=i.86.110108.52/");
    assert_eq!(unit, Err(ScanError::NoItem));
}

#[test]
fn the_base_code_distinguishes_the_two_kinds() {
    assert_eq!(registered(CODE).application(), Application::Registered);
    assert_eq!(filed(CODE).application(), Application::Filed);
    assert_eq!(registered(CODE).code(), filed(CODE).code());
    assert_eq!(filed(CODE).into_code().as_str(), CODE);
}

#[test]
fn a_request_may_be_an_address_a_target_or_a_query_in_any_order_and_case() {
    for request in [
        "https://a.example/p?code=xxxx&BaseCode=i.86.110108.52/91.12000000.1/",
        "/p?from=app&BaseCode=i.86.110108.52/91.12000000.1/&code=xxxx&share=1",
        "?CODE=xxxx&basecode=i.86.110108.52/91.12000000.1/",
        "code=xxxx&BaseCode=i.86.110108.52/91.12000000.1/",
        "code=xxxx&BaseCode=i.86.110108.52%2F91.12000000.1%2f",
        "code=xxxx&BaseCode=i.86.110108.52/91.12000000.1",
        "c%6Fde=%78xxx&BaseCode=i.86.110108.52/91.12000000.1/#part",
    ] {
        assert_eq!(parse(request).unwrap(), filed(CODE), "{request}");
    }
}

#[test]
fn a_question_mark_within_a_query_is_part_of_a_value() {
    let code = "i.86.110108.52/91.12000000.1/a?b";
    assert_eq!(parse(&format!("code={code}")).unwrap(), registered(code));
    assert_eq!(parse(&format!("/p?code={code}")).unwrap(), registered(code));
}

#[test]
fn a_missing_or_invalid_code_is_refused() {
    for request in [
        "",
        "?",
        "/p",
        "https://a/p?id=1",
        "?code",
        "?code=",
        "?xcode=1",
    ] {
        assert_eq!(
            parse(request),
            Err(ScanError::Missing("code".to_owned())),
            "{request}"
        );
    }
    assert_eq!(
        parse_named("?code=1", "id"),
        Err(ScanError::Missing("id".to_owned()))
    );
    for request in ["?code=1", "?code=i.86", "?code=xxxx&BaseCode=1/"] {
        assert!(
            matches!(parse(request), Err(ScanError::Code(_))),
            "{request}"
        );
    }
}

/// Text that an owner may choose, without the three characters that do not arrive intact.
fn free_text() -> impl Strategy<Value = String> {
    "[^/&#%\\p{C}\\p{Z}\\s]{1,8}"
}

fn item_code() -> impl Strategy<Value = IdCode> {
    (
        "[a-zA-Z]{1,2}\\.[0-9]{1,3}\\.[0-9]{6}\\.[0-9A-Za-z]{1,6}",
        "[0-9]{1,3}",
        "[0-9A-Z]{1,8}",
    )
        .prop_flat_map(|(unit, code_use, category)| {
            (free_text(), free_text()).prop_map(move |(model, item)| {
                let part = CategoryPart {
                    code_use: &code_use,
                    category: &category,
                    model: &model,
                };
                let unit: IdCode = unit.parse().unwrap();
                unit.with_category(part).unwrap().with_item(&item).unwrap()
            })
        })
}

proptest! {
    #[test]
    fn a_page_reads_what_a_scan_hands_on(
        code in item_code(),
        is_filed in any::<bool>(),
        front in "https?://[a-z]{1,5}\\.example(/[a-z]{0,3}){0,2}",
        pairs in prop::collection::vec("[a-z]{1,4}=[a-z0-9]{0,3}", 0..3),
        ending in prop::option::of("[?&]"),
        fragment in prop::option::of("#[a-z/?=&]{0,5}"),
    ) {
        let question_mark = if pairs.is_empty() { "" } else { "?" };
        let goto_url = format!(
            "{front}{question_mark}{}{}{}",
            pairs.join("&"),
            ending.unwrap_or_default(),
            fragment.unwrap_or_default(),
        );
        let scanned = if is_filed {
            Scanned::filed(code).unwrap()
        } else {
            Scanned::registered(code)
        };
        let address = destination(&goto_url, &scanned);
        prop_assert_eq!(parse_named(&address, parameter(&goto_url)).unwrap(), scanned);
    }

    #[test]
    fn no_request_makes_the_reader_panic(request in any::<String>(), name in any::<String>()) {
        let _any_answer = parse_named(&request, &name);
    }
}
