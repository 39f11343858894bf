//! Damaged and hostile files end in an error with its line, and take no memory to speak of.

use registry_bulk::input::{InputError, InputOptions, Preparer};

use super::{TestFile, ent3f};

/// The error of opening or reading a file.
fn error(name: &str, bytes: impl AsRef<[u8]>) -> String {
    let list = TestFile::new(name, bytes);
    let read = || -> Result<u64, InputError> {
        let mut file = list.open_with(&InputOptions::default())?;
        file.try_fold(0, |count, row| row.map(|_| count + 1))
    };
    match read() {
        Ok(count) => panic!("{name} has {count} rows"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn files_of_other_kinds_are_named() {
    for (name, bytes, said) in [
        ("a.csv", &b""[..], "the file is empty"),
        ("a.csv", b"\n\n\r\n", "the file has no rows"),
        (
            "a.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "Excel 97-2003",
        ),
        ("a.csv", b"%PDF-1.7", "a PDF document"),
        ("a.csv", b"\x1f\x8b\x08\0\0", "gzip"),
        ("a.csv", b"\x7fELF\x02\x01\x01\0\0\0\0\0", "zero bytes"),
        ("a.csv", b"name,code\nA\0B\0,1\n\0\0\0", "zero bytes"),
        ("a.json", b"[{\"name\":\"a\"}]", "JSON array"),
        ("a.jsonl", b"[\n{\"name\":\"a\"}\n]", "JSON array"),
        ("a.csv", b"\xff\xfe\0\0a\0\0\0", "UTF-32"),
        (
            "a.csv",
            b"n\xe9e,\xff\xff\xfd\xe9\n\xff\xff,\xff\xff",
            "neither UTF-8 nor UTF-16 nor GB18030",
        ),
    ] {
        let error = error(name, bytes);
        assert!(error.contains(said), "{said}: {error}");
    }
}

#[test]
fn a_quotation_mark_that_is_not_closed_names_the_line_on_which_it_opens() {
    let list = "name,code\nA,1\n\"B,2\n".to_owned() + &"C,3\n".repeat(100);
    assert_eq!(
        error("a.csv", &list),
        "line 3: a quotation mark opens in this row and is not closed before the end of the file"
    );
    let list = list + &"C,3\n".repeat(400_000);
    let error = error("a.csv", &list);
    assert!(
        error.starts_with("line 3: the row that begins here is longer than 1024 KiB"),
        "{error}"
    );
}

#[test]
fn a_line_that_never_ends_is_refused_by_its_number() {
    let mut list = b"name,code\nA,1\n".to_vec();
    list.resize(list.len() + (5 << 20), b'x');
    for name in ["a.csv", "a.txt", "a.jsonl"] {
        let error = error(name, &list);
        assert_eq!(
            error,
            "line 3: the line is longer than 1024 KiB; a list has a row a line"
        );
    }
}

#[test]
fn a_row_of_a_hundred_thousand_columns_is_refused() {
    let row = "a,".repeat(100_000);
    let list = format!("name,code\n{row}\n");
    assert_eq!(
        error("a.csv", list),
        "line 2: the row has more than 16384 columns; is the delimiter right?"
    );
}

#[test]
fn headers_that_repeat_a_name_or_lack_one_are_refused_before_any_row() {
    for (list, said) in [
        (
            "企业名称,企业名称,代码,法人\n甲公司,乙公司,1,a\n",
            "are both named as ent_name",
        ),
        ("甲,乙\n丙,丁\n", "the file has column 1 (甲), 2 (乙)"),
        (
            "样例公司,91310116761614322N,样例人\n",
            "the file has column 1 (1), 2 (2), 3 (3)",
        ),
    ] {
        let file = TestFile::new("a.csv", list).open();
        let error = Preparer::new(ent3f(), file.header(), &[])
            .unwrap_err()
            .to_string();
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn deep_json_is_refused_by_its_line_and_the_rest_is_read() {
    let deep = "[".repeat(100_000);
    let list = format!("{{\"name\":\"a\"}}\n{{\"name\":{deep}\n{{\"name\":\"b\"}}\n");
    let file = TestFile::new("a.jsonl", list).open();
    let rows: Vec<_> = file.map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3);
    assert!(rows[1].problem.is_some());
}

#[test]
fn no_bytes_at_all_make_a_reader_panic() {
    let mut rng = test_support::SeededRng::new(15);
    let parts: [&[u8]; 16] = [
        b"\"",
        b",",
        b"\n",
        b"\r",
        b"\t",
        b"\0",
        b"name",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"{\"name\":",
        b"}",
        "企业名称".as_bytes(),
        b"91310116761614322N",
        b"\xb9\xab\xcb\xbe",
        b"\x1a",
        b"PK\x03\x04",
    ];
    for round in 0..3_000 {
        let count = rng.below(40);
        let bytes: Vec<u8> = (0..count)
            .flat_map(|_| parts[rng.below(parts.len())].to_vec())
            .collect();
        let name = ["a.csv", "a.txt", "a.jsonl", "a.xlsx"][round % 4];
        let read = registry_bulk::input::read(bytes.as_slice(), &InputOptions::default());
        let _ = name;
        if let Ok(mut file) = read
            && let Ok(preparer) = Preparer::new(ent3f(), file.header(), &[])
        {
            for row in file.by_ref().flatten() {
                let _ = preparer.prepare(&row);
            }
        }
    }
}
