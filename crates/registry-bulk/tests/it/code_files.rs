//! Tests that files and spools of codes are checked before their upload, and read again unchanged.

use std::cell::Cell;
use std::io::{self, Read, Write};

use idcode_api::{CodeFile, CodeFileError, ItemCodeError, ItemCodes};
use proptest::prelude::*;
use registry_bulk::code_file;
use tempfile::NamedTempFile;
use test_support::{CODE_FILES, uploaded};

fn stored(content: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(content).unwrap();
    file
}

fn listed(codes: &CodeFile) -> Vec<String> {
    codes.codes().unwrap().map(Result::unwrap).collect()
}

#[test]
fn files_are_counted_and_uploaded_unchanged() {
    for &(content, expected) in CODE_FILES {
        let file = stored(content);
        for codes in [
            code_file::open(file.path()).unwrap(),
            code_file::spool("codes.txt", content).unwrap(),
        ] {
            assert_eq!(listed(&codes), expected);
            assert_eq!(codes.count(), expected.len() as u64);
            assert_eq!(codes.file().len(), Some(content.len() as u64));
            assert_eq!(uploaded(codes.file()), content);
            assert_eq!(uploaded(codes.file()), content, "and once more");
        }
    }
}

proptest! {
    #[test]
    fn a_spool_is_read_as_the_codes_of_its_lines_are(text in "(\u{feff}|A|b|,| |\n|\r\n|\t|样){0,12}") {
        let whole = ItemCodes::from_lines(&text);
        let file = code_file::spool("codes.txt", text.as_bytes());
        match (whole, file) {
            (Ok(codes), Ok(file)) => prop_assert_eq!(codes.as_slice(), listed(&file)),
            (Err(fault), Err(CodeFileError::Fault(found))) => prop_assert_eq!(fault, found),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn spooled_codes_are_lines(codes in prop::collection::vec("[a-z样]{1,9}", 1..50)) {
        let lines = format!("{}\n", codes.join("\n"));
        let file = code_file::spool_codes("a", codes.clone()).unwrap();
        prop_assert_eq!(uploaded(file.file()), lines.as_bytes());
        prop_assert_eq!(listed(&file), codes.as_slice());
        prop_assert_eq!(file.count(), codes.len() as u64);
    }
}

#[test]
fn a_spooled_code_with_a_line_break_does_not_become_two() {
    for codes in [vec!["A", "B\nC"], vec!["A", "B\r"]] {
        let codes: Vec<String> = codes.into_iter().map(str::to_owned).collect();
        match code_file::spool_codes("a", codes) {
            Err(CodeFileError::Fault(fault)) => {
                assert_eq!(fault, ItemCodeError::Control { position: 2 });
            }
            other => panic!("{other:?}"),
        }
    }
    let none = code_file::spool_codes("a", Vec::new()).unwrap_err();
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
    let error = code_file::spool("a", b"A\n".chain(Failing)).unwrap_err();
    assert_eq!(error.to_string(), "the codes cannot be read");
    let cause = std::error::Error::source(&error).unwrap();
    assert_eq!(cause.to_string(), "the pipe burst");
    let CodeFileError::Io(error) = code_file::open("/no/such/file").unwrap_err() else {
        panic!("it is not there");
    };
    assert_eq!(error.kind(), io::ErrorKind::NotFound);
}

#[test]
fn a_file_that_changes_while_it_is_read_does_not_end_well() {
    let mut file = stored(b"A\nB\n");
    let codes = code_file::open(file.path()).unwrap();
    let mut reader = codes.file().source().unwrap().open().unwrap();
    let mut first = [0; 2];
    reader.read_exact(&mut first).unwrap();
    file.as_file_mut().set_len(3).unwrap();
    let error = reader.read_to_end(&mut Vec::new()).unwrap_err();
    assert!(error.to_string().contains("has changed"), "{error}");
    assert!(codes.file().source().unwrap().open().is_err());
}

#[test]
fn what_was_spooled_is_read_by_several_at_once() {
    let codes = code_file::spool("codes.txt", &b"A\nB\nC\n"[..]).unwrap();
    let open = || codes.file().source().unwrap().open().unwrap();
    let (mut one, mut other) = (open(), open());
    let mut first = [0; 4];
    one.read_exact(&mut first).unwrap();
    let mut all = String::new();
    other.read_to_string(&mut all).unwrap();
    assert_eq!(all, "A\nB\nC\n");
    let mut rest = String::new();
    one.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "C\n");
}

#[test]
fn a_reader_is_read_to_its_end_only_once_for_the_check() {
    thread_local!(static READ: Cell<usize> = const { Cell::new(0) });
    struct Counting(&'static [u8]);
    impl Read for Counting {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let got = self.0.read(buffer)?;
            READ.set(READ.get() + got);
            Ok(got)
        }
    }
    code_file::spool("a", Counting(b"A\nB\n")).unwrap();
    assert_eq!(READ.get(), 4);
}
