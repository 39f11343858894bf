//! Tests that item codes are checked before their upload, and split without losing any.

use core::num::NonZeroUsize;

use endpoint_core::{Endpoint, File, Params};
use idcode_api::operations::{Generation, UploadCodeFile, UploadCodeList};
use idcode_api::{CodeDoubt, ItemCodeError, ItemCodes};
use proptest::prelude::*;

use crate::requests::unit;

#[test]
fn empty_codes_and_codes_that_would_become_two_are_refused() {
    for (code, fault) in [
        ("", ItemCodeError::Empty { position: 2 }),
        (" \u{3000}", ItemCodeError::Empty { position: 2 }),
        ("1,2", ItemCodeError::Comma { position: 2 }),
        ("1\n2", ItemCodeError::Control { position: 2 }),
        ("1\r", ItemCodeError::Control { position: 2 }),
        ("1\u{0}", ItemCodeError::Control { position: 2 }),
    ] {
        assert_eq!(ItemCodes::new(["1", code]), Err(fault), "{code:?}");
        assert_eq!(ItemCodes::check(code, 2), Err(fault), "{code:?}");
    }
    for code in ["1", "A 1", "样例-1", "a/b&c=d", "，", "\"1\""] {
        assert_eq!(ItemCodes::new([code]).unwrap().as_slice(), [code]);
        assert_eq!(ItemCodes::check(code, 1), Ok(()));
    }
    assert_eq!(ItemCodes::new([""; 0]), Err(ItemCodeError::None));
}

#[test]
fn an_error_names_the_position_and_not_the_code() {
    for (fault, words) in [
        (ItemCodeError::None, "contains no codes"),
        (ItemCodeError::Empty { position: 3 }, "code 3 is empty"),
        (
            ItemCodeError::Comma { position: 3 },
            "code 3 contains a comma",
        ),
        (
            ItemCodeError::Control { position: 3 },
            "code 3 contains a line break or control character",
        ),
        (
            ItemCodeError::Repeated {
                position: 3,
                first: 1,
            },
            "codes 1 and 3 are identical when scanned",
        ),
    ] {
        assert_eq!(fault.to_string(), words);
    }
}

#[test]
fn codes_are_read_from_lines_of_any_ending() {
    for text in ["a\nb", "a\nb\n", "a\r\nb\r\n", "\u{feff}a\nb\n\n\n"] {
        let codes = ItemCodes::from_lines(text).unwrap();
        assert_eq!(codes.as_slice(), ["a", "b"], "{text:?}");
    }
    assert_eq!(
        ItemCodes::from_lines("a\n\nb"),
        Err(ItemCodeError::Empty { position: 2 })
    );
    assert_eq!(
        ItemCodes::from_lines("a,b\n"),
        Err(ItemCodeError::Comma { position: 1 })
    );
    assert_eq!(ItemCodes::from_lines("\n"), Err(ItemCodeError::None));
}

#[test]
fn repeated_codes_are_refused_on_request_only() {
    let codes = ItemCodes::new(["a", "b", "A", "b", "a"]).unwrap();
    assert_eq!(codes.count(), 5);
    let fault = ItemCodeError::Repeated {
        position: 4,
        first: 2,
    };
    assert_eq!(codes.check_distinct(), Err(fault));
    assert_eq!(ItemCodes::new(["a", "A"]).unwrap().check_distinct(), Ok(()));
}

#[test]
fn a_file_has_one_code_per_line_and_is_uploaded_unchanged() {
    let file = ItemCodes::new(["1", "样例"])
        .unwrap()
        .to_file("dir/codes.txt");
    assert_eq!(file.name(), "codes.txt");
    assert_eq!(file.content(), "1\n样例\n".as_bytes());
    let own = File::new("a", &b"\xff\r\n,,"[..]);
    let request = UploadCodeFile::new(unit(), 7_u64, own.clone());
    assert_eq!(request.validate(), Ok(()));
    assert_eq!(
        Params::from_request(&request)
            .unwrap()
            .files()
            .next()
            .unwrap()
            .1,
        &own
    );
    let empty = UploadCodeFile::new(unit(), 7_u64, File::new("a", ""));
    assert_eq!(empty.validate().unwrap_err().names(), ["CodeFileName"]);
}

#[test]
fn a_received_list_is_checked_like_a_sent_one() {
    let params = |list: &str| {
        let mut params = Params::default();
        params.push("companyIDcode", "i.86.120103.1021".into());
        params.push("CategoryReg_ID", "7".into());
        params.push("CodeListStr", list.into());
        params
    };
    let request: UploadCodeList = params("1,2,3").into_typed().unwrap();
    assert_eq!(request.codes.as_slice(), ["1", "2", "3"]);
    assert_eq!(request.generation, None);
    for (list, words) in [
        ("1,,3", "parameter `CodeListStr`: code 2 is empty"),
        ("1,", "parameter `CodeListStr`: code 2 is empty"),
        ("", "parameter `CodeListStr`: contains no codes"),
    ] {
        let refused = params(list).into_typed::<UploadCodeList>().unwrap_err();
        assert_eq!(refused.to_string(), words);
    }
}

#[test]
fn codes_are_counted_and_not_shown() {
    let request = UploadCodeList::new(unit(), 7_u64, ItemCodes::new(["canary", "2"]).unwrap());
    let shown = format!("{request:?}");
    assert!(
        shown.contains("ItemCodes(2)") && !shown.contains("canary"),
        "{shown}"
    );
}

#[test]
fn a_split_upload_contains_every_code_once() {
    let all = UploadCodeList::new(unit(), 7_u64, ItemCodes::new(["1", "2", "3", "4"]).unwrap())
        .with_generation(Generation::AtRandom);
    let of = |size| -> Vec<String> {
        let size = NonZeroUsize::new(size).unwrap();
        let calls = all.clone().split(size);
        calls
            .map(|call| {
                assert_eq!(call.company, all.company);
                assert_eq!(call.registration_id, all.registration_id);
                assert_eq!(call.generation, all.generation);
                call.codes.to_list()
            })
            .collect()
    };
    assert_eq!(of(1), ["1", "2", "3", "4"]);
    assert_eq!(of(2), ["1,2", "3,4"]);
    assert_eq!(of(3), ["1,2,3", "4"]);
    assert_eq!(of(4), ["1,2,3,4"]);
    assert_eq!(of(usize::MAX), ["1,2,3,4"]);
}

proptest! {
    #[test]
    fn lists_files_and_splits_lose_nothing(
        codes in prop::collection::vec("[^,\\p{C}\\s]{1,6}", 1..20),
        size in 1_usize..25,
    ) {
        let checked = ItemCodes::new(codes.clone()).unwrap();
        let from_file = std::str::from_utf8(checked.to_file("a").content()).unwrap().to_owned();
        prop_assert_eq!(&ItemCodes::from_lines(&from_file).unwrap(), &checked);
        let upload = UploadCodeList::new(unit(), 7_u64, checked);
        let again: UploadCodeList = Params::from_request(&upload).unwrap().into_typed().unwrap();
        prop_assert_eq!(&again, &upload);
        let size = NonZeroUsize::new(size).unwrap();
        let pieces: Vec<String> = upload
            .split(size)
            .inspect(|call| assert!(call.codes.count() <= size.get()))
            .flat_map(|call| call.codes.as_slice().to_vec())
            .collect();
        prop_assert_eq!(pieces, codes);
    }
}

#[test]
fn codes_that_may_not_scan_as_written_are_doubtful() {
    for (code, doubt) in [
        ("A-1 ", CodeDoubt::Blank),
        (" A-1", CodeDoubt::Blank),
        ("A\u{a0}1", CodeDoubt::Blank),
        ("A-1\u{3000}", CodeDoubt::Blank),
        ("A\u{200b}1", CodeDoubt::Invisible),
        ("\u{feff}A1", CodeDoubt::Invisible),
        ("\u{202e}A1", CodeDoubt::Invisible),
        ("A\u{ad}1", CodeDoubt::Invisible),
        ("Ａ１", CodeDoubt::FullWidth),
        ("1，2，3", CodeDoubt::Several),
        ("A–1", CodeDoubt::FullWidth),
        ("A−1", CodeDoubt::FullWidth),
        ("“1", CodeDoubt::Quoted),
        ("3”", CodeDoubt::Quoted),
        ("\"1\"", CodeDoubt::Quoted),
        ("'001", CodeDoubt::Quoted),
        ("＂1", CodeDoubt::Quoted),
        ("6.9012E+12", CodeDoubt::Scientific),
        ("1e+05", CodeDoubt::Scientific),
        ("1.2e5", CodeDoubt::Scientific),
        ("1.2E-07", CodeDoubt::Scientific),
        ("A\u{fffd}1", CodeDoubt::Lost),
        ("A\u{e000}1", CodeDoubt::Lost),
        ("\u{f0000}", CodeDoubt::Lost),
        ("#N/A", CodeDoubt::Placeholder),
        ("#REF!", CodeDoubt::Placeholder),
        ("######", CodeDoubt::Placeholder),
        ("NULL", CodeDoubt::Placeholder),
        ("null", CodeDoubt::Placeholder),
        ("nan", CodeDoubt::Placeholder),
        ("undefined", CodeDoubt::Placeholder),
        ("<NA>", CodeDoubt::Placeholder),
        ("N/A", CodeDoubt::Placeholder),
        ("-", CodeDoubt::Placeholder),
        ("暂无", CodeDoubt::Placeholder),
        ("[1", CodeDoubt::Several),
        ("3]", CodeDoubt::Several),
        ("[1]", CodeDoubt::Several),
        ("(1", CodeDoubt::Several),
        ("2)", CodeDoubt::Several),
        ("（1", CodeDoubt::Several),
        ("{1", CodeDoubt::Several),
        ("1;2;3", CodeDoubt::Several),
        ("1；2", CodeDoubt::Several),
        ("1、2、3", CodeDoubt::Several),
        ("1|2|3", CodeDoubt::Several),
        ("1-100", CodeDoubt::Several),
        ("1001-1100", CodeDoubt::Several),
        ("0001-0100", CodeDoubt::Several),
        ("A001-A100", CodeDoubt::Several),
        ("A-001-A-100", CodeDoubt::Several),
        ("1~100", CodeDoubt::Several),
        ("A001～A100", CodeDoubt::Several),
        ("001至100", CodeDoubt::Several),
        ("A1..A9", CodeDoubt::Several),
    ] {
        assert_eq!(CodeDoubt::first_in(code), Some(doubt), "{code:?}");
        assert_eq!(ItemCodes::check(code, 1), Ok(()), "{code:?}");
    }
    for code in [
        "A-1",
        "A 1",
        "样例-1",
        "1E05",
        "E+1",
        "1.E+5",
        "a/b&c=d",
        "O'Neil-1",
        "2024-0001",
        "2024-01-10",
        "0012-3456",
        "X1-2",
        "20240101-0010",
        "100-1",
        "NULLA",
        "NA1",
        "#1",
        "A#1",
        "(01)06901234567892(21)1",
        "A(1)",
        "1.2.3",
        "1...2",
        "A100-A001",
        "M8-M10",
        "20230101-20230120",
        "{550e8400-e29b-41d4-a716-446655440000}",
        "{\"id\":\"1;2\"}",
        "https://example.com/a;b?c=1-100",
    ] {
        assert_eq!(CodeDoubt::first_in(code), None, "{code:?}");
    }
}

#[test]
fn doubts_are_reported_in_one_sentence_with_the_first_positions_of_each_kind() {
    let codes = (1..=9).map(|number| format!("{number} "));
    let codes = ItemCodes::new(codes.chain(["“10".to_owned(), "11".to_owned()])).unwrap();
    assert_eq!(
        codes.doubts().to_string(),
        "10 codes may be wrong: a leading or trailing space, or white space other than U+0020 \
         (1, 2, 3, 4, 5 and 4 more); a leading or trailing quotation mark (10)"
    );
    assert!(ItemCodes::new(["11"]).unwrap().doubts().is_empty());
}

#[test]
fn a_range_is_doubtful_only_if_no_other_code_has_its_form() {
    let numbered = |front: &str, last: usize| -> Vec<String> {
        (1..=last)
            .map(|number| format!("{front}{number}"))
            .collect()
    };
    let years = (1..=50).map(|number| format!("2021-{number:04}"));
    for codes in [
        numbered("1-", 100),
        numbered("A1-A", 50),
        years.collect(),
        vec!["1-100".to_owned(), "1-1".to_owned()],
    ] {
        let codes = ItemCodes::new(codes).unwrap();
        assert!(codes.doubts().is_empty(), "{}", codes.doubts());
    }
    let codes = ItemCodes::new(["A-1", "A-2", "A001-A100", "1;2", "1;3", "1~9"]).unwrap();
    assert_eq!(
        codes.doubts().to_string(),
        "4 codes may be wrong: a list or a range in place of one code (3, 4, 5, 6)"
    );
}

#[test]
fn both_uploads_warn_about_codes_that_may_not_scan_and_refuse_none() {
    let codes = ItemCodes::new(["“1", "2", "3”"]).unwrap();
    let reason = "1 and 3 are quoted";
    let list = UploadCodeList::new(unit(), 7_u64, codes.clone());
    let file = UploadCodeFile::new(unit(), 7_u64, codes.to_file("codes.txt"));
    for (doubts, name) in [
        (list.doubts(), "CodeListStr"),
        (file.doubts(), "CodeFileName"),
    ] {
        let [doubt] = doubts.as_slice() else {
            panic!("{reason}: {doubts:?}");
        };
        assert_eq!(doubt.names(), [name]);
        assert!(
            doubt.to_string().contains("quotation mark (1, 3)"),
            "{doubt}"
        );
    }
    assert_eq!(list.validate(), Ok(()));
    let other_form = UploadCodeFile::new(unit(), 7_u64, File::new("codes.csv", "“1”,2\n"));
    assert_eq!(other_form.doubts(), []);
}

#[test]
fn codes_that_scan_alike_are_not_distinct() {
    for alike in [
        "A-1 ",
        "A-1\u{a0}",
        "A\u{200b}-1",
        "Ａ-1",
        "A–1",
        "“A-1”",
        "'A-1",
    ] {
        let fault = ItemCodeError::Repeated {
            position: 3,
            first: 1,
        };
        let codes = ItemCodes::new(["A-1", "B", alike]).unwrap();
        assert_eq!(codes.check_distinct(), Err(fault), "{alike:?}");
    }
    let apart = ItemCodes::new(["A-1", "A1", "a-1", "A 1", "1.2E+17", "1.3E+17"]).unwrap();
    assert_eq!(apart.check_distinct(), Ok(()));
}
