//! Tests that codes from a source of any size are checked before their upload, and read again
//! unchanged.

use std::io::{self, Read};
use std::sync::Arc;

use endpoint_core::{Endpoint, File, Params};
use idcode_api::operations::UploadCodeFile;
use idcode_api::{CodeFile, CodeFileError, ItemCodeError, ItemCodes};
use proptest::prelude::*;
use test_support::{CODE_FILES, uploaded};

use crate::requests::unit;

fn of(content: &'static [u8]) -> Result<CodeFile, CodeFileError> {
    CodeFile::from_reader("codes.txt", move || Ok(content))
}

fn listed(codes: &CodeFile) -> Vec<String> {
    codes.codes().unwrap().map(Result::unwrap).collect()
}

#[test]
fn files_are_counted_and_uploaded_unchanged() {
    for &(content, expected) in CODE_FILES {
        for codes in [
            of(content).unwrap(),
            CodeFile::try_from(&File::new("codes.txt", content)).unwrap(),
        ] {
            assert_eq!(listed(&codes), expected);
            assert_eq!(codes.count(), expected.len() as u64);
            assert_eq!(codes.file().len(), Some(content.len() as u64));
            assert_eq!(uploaded(codes.file()), content);
            assert_eq!(uploaded(codes.file()), content, "and once more");
        }
    }
}

#[test]
fn an_invalid_code_is_named_by_its_line() {
    let fault = |content: &'static [u8]| of(content).unwrap_err().to_string();
    assert_eq!(fault(b""), "contains no codes");
    assert_eq!(fault(b"\xef\xbb\xbf"), "contains no codes");
    assert_eq!(fault(b"\r\n\n"), "contains no codes");
    assert_eq!(fault(b"A\n\nB\n"), "code 2 is empty");
    assert_eq!(fault(b"\nA\n"), "code 1 is empty");
    assert_eq!(fault(b"A\n  \n"), "code 2 is empty");
    assert_eq!(fault(b"A\nB,C\n"), "code 2 contains a comma");
    assert_eq!(
        fault(b"A\nB\rC\n"),
        "code 2 contains a line break or control character"
    );
    let no_text = |line| format!("line {line} is not a code in UTF-8 of at most 64 KiB");
    assert_eq!(fault(b"A\n\xff\xfe\n"), no_text(2));
    let long = [b"A\n".to_vec(), vec![b'B'; 65_536]].concat();
    assert_eq!(fault(long.leak()), no_text(2));
    let longest = [vec![b'B'; 65_535], b"\n".to_vec()].concat();
    assert_eq!(of(longest.leak()).unwrap().count(), 1);
}

proptest! {
    #[test]
    fn a_text_is_read_as_the_codes_of_its_lines_are(text in "(\u{feff}|A|b|,| |\n|\r\n|\t|样){0,12}") {
        let whole = ItemCodes::from_lines(&text);
        let file = CodeFile::try_from(&File::new("codes.txt", text.into_bytes()));
        match (whole, file) {
            (Ok(codes), Ok(file)) => prop_assert_eq!(codes.as_slice(), listed(&file)),
            (Err(fault), Err(CodeFileError::Fault(found))) => prop_assert_eq!(fault, found),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn made_codes_are_lines(codes in prop::collection::vec("[a-z样]{1,9}", 1..50)) {
        let lines = format!("{}\n", codes.join("\n"));
        let made = codes.clone();
        let again = CodeFile::from_codes("a", move || made.clone().into_iter()).unwrap();
        prop_assert_eq!(uploaded(again.file()), lines.as_bytes());
        let held = CodeFile::from(ItemCodes::new(codes.clone()).unwrap());
        prop_assert_eq!(uploaded(held.file()), lines.as_bytes());
        for file in [again, held] {
            prop_assert_eq!(listed(&file), codes.as_slice());
            prop_assert_eq!(file.count(), codes.len() as u64);
            prop_assert_eq!(file.file().len(), Some(lines.len() as u64));
        }
    }
}

#[test]
fn a_code_with_a_line_break_does_not_become_two() {
    for codes in [vec!["A", "B\nC"], vec!["A", "B\r"]] {
        let codes: Vec<String> = codes.into_iter().map(str::to_owned).collect();
        let refused = CodeFile::from_codes("a", move || codes.clone().into_iter());
        let Err(CodeFileError::Fault(fault)) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(fault, ItemCodeError::Control { position: 2 });
    }
    let none = CodeFile::from_codes("a", core::iter::empty).unwrap_err();
    assert_eq!(none.to_string(), "contains no codes");
}

#[test]
fn a_reader_that_fails_is_reported_with_its_reason() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the pipe burst"))
        }
    }
    let opened = CodeFile::from_reader("a", || Ok(b"A\n".chain(Failing)));
    let error = opened.unwrap_err();
    assert_eq!(error.to_string(), "the codes cannot be read");
    let cause = std::error::Error::source(&error).unwrap();
    assert_eq!(cause.to_string(), "the pipe burst");
}

#[test]
fn a_repeated_code_is_refused_on_request_with_both_lines() {
    let codes = of(b"A\nB\nC\nB\n").unwrap();
    assert_eq!(
        codes.check_distinct().unwrap_err().to_string(),
        "codes 2 and 4 are identical when scanned"
    );
    of(b"A\na\n").unwrap().check_distinct().unwrap();
}

#[test]
fn a_file_of_codes_is_the_file_of_the_request_and_is_not_read_for_it() {
    let opened = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let count = Arc::clone(&opened);
    let codes = CodeFile::from_reader("dir/codes.txt", move || {
        count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        Ok(&b"A\n"[..])
    });
    let request = UploadCodeFile::new(unit(), 7_u64, codes.unwrap());
    request.validate().unwrap();
    let params = Params::from_request(&request).unwrap();
    let (name, file) = params.files().next().unwrap();
    assert_eq!((name, file.name()), ("CodeFileName", "codes.txt"));
    assert_eq!(file, &request.file);
    assert_eq!(
        opened.load(std::sync::atomic::Ordering::SeqCst),
        1,
        "for the check"
    );
}

#[test]
fn a_control_z_at_the_end_is_no_part_of_a_code_and_does_not_go_up() {
    for content in [
        &b"A-1\nB-2\n\x1a"[..],
        b"A-1\nB-2\n\x1a\n",
        b"A-1\nB-2\n\x1a\r\n",
        b"A-1\nB-2\n\x1a\x1a",
    ] {
        let codes = of(content).unwrap();
        assert_eq!((codes.count(), codes.file().len()), (2, Some(8)));
        assert_eq!(listed(&codes), ["A-1", "B-2"]);
        assert_eq!(uploaded(codes.file()), b"A-1\nB-2\n");
        codes.check_distinct().unwrap();
        let text = std::str::from_utf8(content).unwrap();
        assert_eq!(ItemCodes::from_lines(text).unwrap().count(), 2);
    }
    assert_eq!(uploaded(of(b"A-1\x1a").unwrap().file()), b"A-1");
    assert!(of(b"A\x1a\nB\n").is_err());
    assert!(of(b"\x1a").is_err());
}
