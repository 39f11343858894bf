//! Files are recognised and read as people have them.

use registry_bulk::input::{Format, Header, InputOptions};

use super::{TestFile, rows};

fn cells(line: u64, cells: &[&str]) -> (u64, Vec<String>) {
    (line, cells.iter().map(|cell| (*cell).to_owned()).collect())
}

const TEXT: &str = "企业名称,统一社会信用代码\r\n样例有限公司,91310116761614322N\r\n";

fn utf16(text: &str, is_big: bool) -> Vec<u8> {
    let order = |unit: u16| {
        if is_big {
            unit.to_be_bytes()
        } else {
            unit.to_le_bytes()
        }
    };
    text.encode_utf16().flat_map(order).collect()
}

#[test]
fn every_usual_encoding_is_recognised_and_said() {
    let (gbk, ..) = encoding_rs::GBK.encode(TEXT);
    let marked = format!("\u{feff}{TEXT}");
    for (bytes, said) in [
        (
            TEXT.as_bytes().to_vec(),
            "CSV in UTF-8, delimiter ',', with a header",
        ),
        (
            marked.as_bytes().to_vec(),
            "CSV in UTF-8 with a byte order mark, delimiter ',', with a header",
        ),
        (gbk.to_vec(), "CSV in gb18030, delimiter ',', with a header"),
        (
            utf16(TEXT, false),
            "CSV in UTF-16LE, delimiter ',', with a header",
        ),
        (
            utf16(&marked, false),
            "CSV in UTF-16LE with a byte order mark, delimiter ',', with a header",
        ),
        (
            utf16(TEXT, true),
            "CSV in UTF-16BE, delimiter ',', with a header",
        ),
        (
            utf16(&marked, true),
            "CSV in UTF-16BE with a byte order mark, delimiter ',', with a header",
        ),
    ] {
        let file = TestFile::new("list.csv", bytes).open();
        assert_eq!(file.form().to_string(), said);
        assert_eq!(file.header(), ["企业名称", "统一社会信用代码"], "{said}");
        assert_eq!(
            rows(file),
            [cells(2, &["样例有限公司", "91310116761614322N"])]
        );
    }
}

#[test]
fn gbk_that_begins_after_a_megabyte_of_ascii_is_recognised() {
    let mut bytes = b"code,name\n".to_vec();
    for _ in 0..50_000 {
        bytes.extend(b"91310116761614322N,ABC LIMITED\n");
    }
    bytes.extend(
        encoding_rs::GBK
            .encode("91310116761614322N,样例有限公司\n")
            .0
            .iter(),
    );
    let file = TestFile::new("list.csv", bytes).open();
    assert_eq!(file.form().encoding, Some("gb18030"));
    assert_eq!(rows(file).last().unwrap().1[1], "样例有限公司");
}

#[test]
fn rare_characters_of_gb18030_are_read() {
    let text = "企业名称\n龘㙍𠀀有限公司\n";
    let (bytes, ..) = encoding_rs::GB18030.encode(text);
    let file = TestFile::new("list.txt", bytes).open();
    assert_eq!(rows(file), [cells(2, &["龘㙍𠀀有限公司"])]);
}

#[test]
fn one_damaged_place_does_not_make_utf8_another_encoding() {
    let mut bytes = TEXT.repeat(20).into_bytes();
    bytes.extend(b"\xff\xfe,91310116761614322N\n");
    let file = TestFile::new("list.csv", bytes).open();
    assert_eq!(file.form().encoding, Some("UTF-8"));
    assert!(rows(file).last().unwrap().1[0].contains('\u{fffd}'));
}

#[test]
fn any_encoding_of_the_web_can_be_named() {
    let (bytes, ..) = encoding_rs::BIG5.encode("公司名稱\n範例有限公司\n");
    let options = InputOptions {
        encoding: Some("big5".to_owned()),
        ..InputOptions::default()
    };
    let list = TestFile::new("list.txt", bytes);
    assert_eq!(
        rows(list.open_with(&options).unwrap()),
        [cells(2, &["範例有限公司"])]
    );
    let options = InputOptions {
        encoding: Some("klingon".to_owned()),
        ..options
    };
    let error = list.open_with(&options).unwrap_err();
    assert!(error.to_string().contains("unknown encoding \"klingon\""));
}

#[test]
fn delimiters_are_recognised_and_can_be_named() {
    for (delimiter, name) in [
        (',', "a.csv"),
        ('\t', "a.tsv"),
        (';', "a.csv"),
        ('|', "a.txt"),
    ] {
        let text = format!("企业名称{delimiter}信用代码\n\"样例{delimiter}公司\"{delimiter}9\n");
        let file = TestFile::new(name, text).open();
        assert_eq!(file.form().delimiter, Some(delimiter), "{name}");
        assert_eq!(
            rows(file),
            [cells(2, &[&format!("样例{delimiter}公司"), "9"])]
        );
    }
    let options = InputOptions {
        delimiter: Some(b'^'),
        ..InputOptions::default()
    };
    let list = TestFile::new("list", "企业名称^信用代码\n样例公司^9\n");
    assert_eq!(
        rows(list.open_with(&options).unwrap()),
        [cells(2, &["样例公司", "9"])]
    );
}

#[test]
fn lines_are_numbered_over_blank_lines_line_breaks_in_cells_and_all_line_ends() {
    for end in ["\n", "\r\n"] {
        let text = "企业名称,地址,信用代码||甲公司,\"一|二\",1||,,|乙公司,x,2".replace('|', end);
        let read = rows(TestFile::new("list.csv", text).open());
        assert_eq!(
            read,
            [
                cells(2, &[]),
                cells(3, &["甲公司", "一\n二", "1"]),
                cells(5, &[]),
                cells(6, &["", "", ""]),
                cells(7, &["乙公司", "x", "2"]),
            ]
        );
    }
    let read = rows(TestFile::new("list.csv", "名称,代码\r甲公司,1\r\r乙公司,2\r").open());
    assert_eq!(
        read,
        [
            cells(2, &["甲公司", "1"]),
            cells(3, &[]),
            cells(4, &["乙公司", "2"])
        ]
    );
}

#[test]
fn a_list_without_a_header_keeps_its_first_row() {
    let file = TestFile::new("list.csv", "样例有限公司,91310116761614322N,样例人\n").open();
    assert!(!file.form().has_header);
    assert_eq!(file.header(), ["1", "2", "3"]);
    assert_eq!(
        rows(file),
        [cells(1, &["样例有限公司", "91310116761614322N", "样例人"])]
    );

    let options = InputOptions {
        columns: vec!["name=1".parse().unwrap(), "person=2".parse().unwrap()],
        ..InputOptions::default()
    };
    let list = TestFile::new("list.csv", "样例有限公司,样例人\n");
    assert_eq!(rows(list.open_with(&options).unwrap()).len(), 1);

    let options = InputOptions {
        header: Header::Absent,
        ..InputOptions::default()
    };
    let list = TestFile::new("list.csv", "企业名称,代码\n");
    assert_eq!(rows(list.open_with(&options).unwrap()).len(), 1);
}

#[test]
fn a_list_of_one_value_a_line_needs_nothing_else() {
    let file = TestFile::new("list.txt", "上海样例, 有限公司\n91310116761614322N\n\u{1a}").open();
    assert_eq!(file.form().format, Format::Text);
    assert_eq!(
        rows(file),
        [
            cells(1, &["上海样例, 有限公司"]),
            cells(2, &["91310116761614322N"]),
            cells(3, &[""]),
        ]
    );
}

#[test]
fn json_lines_have_the_columns_of_all_objects() {
    let text = "{\"公司名称\":\"甲\",\"code\":913101167616143220}\n\n\
                {\"person\":null,\"code\":9.131e17,\"公司名称\":\"乙\",\"more\":{\"a\":[1]}}\nno\n[1]\n";
    let file = TestFile::new("list.jsonl", text).open();
    assert_eq!(file.header(), ["公司名称", "code", "person", "more"]);
    let read: Vec<_> = file.map(Result::unwrap).collect();
    assert_eq!(read[0].text(1), "913101167616143220");
    assert!(!read[0].cells[1].is_number && read[2].cells[1].is_number);
    assert!(read[1].is_empty());
    assert_eq!(
        (read[2].text(0), read[2].text(2), read[2].text(3)),
        ("乙", "", "{\"a\":[1]}")
    );
    assert_eq!((read[3].line, read[4].line), (4, 5));
    assert!(read[3].problem.is_some() && read[4].problem.is_some());
}

#[test]
fn a_pipe_is_read_through_a_temporary_file() {
    let read = registry_bulk::input::read(TEXT.as_bytes(), &InputOptions::default()).unwrap();
    assert_eq!(rows(read).len(), 1);
}
