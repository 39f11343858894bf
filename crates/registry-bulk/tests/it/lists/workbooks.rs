//! Workbooks are read within a limit of memory, and written with texts as texts.

use std::io::Write as _;

use registry_bulk::export::{ExportFormat, Exporter, JoinedRows};
use registry_bulk::input::{InputOptions, Prepared, Preparer, ProblemKind};
use rust_xlsxwriter::Workbook;

use super::{TestFile, ent3f, rows};

const CODE: &str = "91310116761614322N";

fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("名单").unwrap();
    for (column, name) in (0..).zip(["企业名称", "统一社会信用代码", "法定代表人"])
    {
        sheet.write_string(0, column, name).unwrap();
    }
    // Row 2 is empty.
    sheet.write_string(2, 0, "样例有限公司").unwrap();
    sheet.write_string(2, 1, CODE).unwrap();
    sheet.write_string(2, 2, "样例人").unwrap();
    sheet.write_string(3, 0, "毁坏有限公司").unwrap();
    sheet.write_number(3, 1, 913_101_167_616_143_221.0).unwrap();
    sheet.write_string(3, 2, "样例人").unwrap();
    let other = workbook.add_worksheet();
    other.set_name("号码").unwrap();
    other.write_string(0, 0, "注册号").unwrap();
    other.write_number(1, 0, 310_116_002_008_277.0).unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_sheet_is_read_and_numbers_that_were_codes_are_destroyed() {
    let list = TestFile::new("list.xlsx", workbook());
    let file = list.open();
    assert_eq!(
        file.form().to_string(),
        "XLSX, sheet \"名单\" (of 2), with a header"
    );
    let preparer = Preparer::new(ent3f(), file.header(), &[]).unwrap();
    let prepared: Vec<_> = file.map(|row| preparer.prepare(&row.unwrap())).collect();
    let [Prepared::Valid(valid), Prepared::Invalid(problem)] = prepared.as_slice() else {
        panic!("{prepared:?}")
    };
    assert_eq!((valid.line, valid.fields[1].1.as_str()), (3, CODE));
    assert_eq!((problem.line, problem.kind), (4, ProblemKind::Destroyed));
    assert!(problem.reason.contains("15 digits"), "{problem}");
}

#[test]
fn another_sheet_is_chosen_by_name_and_short_numbers_are_codes() {
    let list = TestFile::new("list.xlsx", workbook());
    let options = InputOptions {
        sheet: Some("号码".to_owned()),
        ..InputOptions::default()
    };
    let read = rows(list.open_with(&options).unwrap());
    assert_eq!(read, [(2, vec!["310116002008277".to_owned()])]);
    let options = InputOptions {
        sheet: Some("无".to_owned()),
        ..options
    };
    let error = list.open_with(&options).unwrap_err().to_string();
    assert_eq!(error, "the workbook has no sheet \"无\"; it has 名单, 号码");
}

#[test]
fn a_workbook_by_any_name_is_one() {
    assert_eq!(rows(TestFile::new("list.csv", workbook()).open()).len(), 2);
}

#[test]
fn an_exported_workbook_is_read_back_with_its_texts() {
    let text = format!(
        "企业名称,统一社会信用代码,法定代表人,注册号\n=样例,{CODE},样例人,310116002008277\n"
    );
    let list = TestFile::new("list.csv", text);
    let joined = JoinedRows::open(&list.path, &InputOptions::default(), ent3f(), None).unwrap();
    let mut exporter = Exporter::new(ExportFormat::Xlsx, Vec::new(), joined.header(), &[]).unwrap();
    for joined in joined {
        exporter.write(&joined.unwrap(), None).unwrap();
    }
    let list = TestFile::new("export.xlsx", exporter.finish().unwrap());
    let file = list.open();
    assert_eq!(
        file.header()[..5],
        [
            "企业名称",
            "统一社会信用代码",
            "法定代表人",
            "注册号",
            "status"
        ]
    );
    let row = file.map(Result::unwrap).next().unwrap();
    assert_eq!(row.text(0), "=样例");
    assert!(row.cells.iter().all(|cell| !cell.is_number));
    assert_eq!(row.text(3), "310116002008277");
}

/// An archive with this part beside the others of a workbook.
fn archive(part: &str, content: &[u8], repeat: usize) -> Vec<u8> {
    use zip::write::{SimpleFileOptions, ZipWriter};

    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" \
        Target=\"worksheets/sheet1.xml\"/></Relationships>";
    let book = "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
        <sheets><sheet name=\"s\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    for (name, text) in [
        ("[Content_Types].xml", types),
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/workbook.xml", book),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.start_file(part, options).unwrap();
    for _ in 0..repeat {
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Packs parts beyond each limit; unpacking them takes long.
pub(crate) fn assert_refused() {
    let blanks = vec![b' '; 1 << 20];
    let sheet = b"<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>";
    let runs = b"<r><t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</t></r>"
        .repeat(10_000);
    let many = b"<sst uniqueCount=\"99999999999999\"><si><t>a</t></si></sst>";
    for (part, content, repeat, said) in [
        ("xl/sharedStrings.xml", &blanks[..], 70, "more than 64 MiB"),
        ("xl/media/picture.png", &blanks[..], 70, "more than 64 MiB"),
        (
            "xl/sharedStrings.xml",
            &many[..],
            1,
            "declares more texts than it has",
        ),
        (
            "xl/sharedStrings.xml",
            &b"<\0s\0s\0t\0"[..],
            1,
            "not text in UTF-8",
        ),
        (
            "xl/worksheets/sheet1.xml",
            &[&sheet[..], &blanks[..], &blanks[..]].concat(),
            1,
            "a text in the sheet has more than 1 MiB",
        ),
        (
            "xl/worksheets/sheet1.xml",
            &[
                &b"<worksheet><sheetData><row><c t=\"inlineStr\"><is>"[..],
                &runs,
            ]
            .concat()[..],
            1,
            "",
        ),
        (
            "xl/worksheets/sheet1.xml",
            &runs[..],
            30,
            "a cell of the sheet has more than 16 MiB",
        ),
    ] {
        let list = TestFile::new("list.xlsx", archive(part, content, repeat));
        let error = list
            .open_with(&InputOptions::default())
            .unwrap_err()
            .to_string();
        assert!(error.contains(said), "{part}: {error}");
        assert!(!error.contains("panic"));
    }
}

#[test]
fn damaged_workbooks_are_refused() {
    let whole = workbook();
    for cut in (0..whole.len()).step_by(497) {
        let list = TestFile::new("list.xlsx", &whole[..cut]);
        assert!(list.open_with(&InputOptions::default()).is_err(), "{cut}");
    }
    let mut rng = test_support::SeededRng::new(7);
    for _ in 0..60 {
        let mut bytes = whole.clone();
        for _ in 0..3 {
            let place = rng.below(bytes.len());
            bytes[place] = (rng.draw() & 0xff) as u8;
        }
        let list = TestFile::new("list.xlsx", &bytes);
        let _ = list
            .open_with(&InputOptions::default())
            .map(|file| file.count());
    }
}
