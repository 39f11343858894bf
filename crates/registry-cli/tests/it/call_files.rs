//! `call` with `name=@file` sends the content of a file.

use std::fs;

use crate::process::{Entreg, entreg};
use crate::stand_in::{Reply, StandIn};

const DONE: &str = r#"{"ResultCode":1,"ResultMsg":"成功"}"#;
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n rest of a picture";

fn upload(folder: &std::path::Path, file: &str) -> (StandIn, Entreg) {
    let vendor = StandIn::always(Reply::body(DONE));
    let words = [
        "call",
        "idcode",
        "304",
        "companyIDcode=i.86.110108.52",
        "Organizationcode=91310116761614322N",
        "codePayType=2",
        file,
    ];
    let run = Entreg::new(words).at(&vendor.base_url()).within(folder);
    (vendor, run)
}

#[test]
fn a_file_part_is_sent_unchanged_under_its_own_name() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("sub")).unwrap();
    fs::write(folder.path().join("sub/licence.png"), PNG).unwrap();
    let (vendor, run) = upload(folder.path(), "file1=@sub/licence.png");
    run.run().expect_code(0);
    let request = vendor.request();
    assert!(
        request.starts_with("POST /AllInterFace/VerifyCompanyInfo HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.contains("name=\"file1\"; filename=\"licence.png\""),
        "{request}"
    );
    assert!(
        request.contains("PNG\r\n\u{1a}\n rest of a picture\r\n"),
        "{request}"
    );
}

#[test]
fn a_missing_file_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let (vendor, run) = upload(folder.path(), "file1=@licence.png");
    run.run()
        .expect_code(2)
        .expect_on_stderr("parameter `file1`: cannot read the file licence.png");
    assert!(vendor.requests().is_empty());
}

#[test]
fn a_text_in_place_of_a_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (vendor, run) = upload(folder.path(), "file1=licence.png");
    run.run()
        .expect_code(2)
        .expect_on_stderr("parameter `file1`: must be a file, not text")
        .expect_on_stderr("write file1=@path/of/the/file");
    assert!(vendor.requests().is_empty());
}

fn looked_up(folder: &std::path::Path, name: &str) -> String {
    let vendor = StandIn::always(Reply::body(r#"{"OrganUnitList":[],"ResultCode":1}"#));
    Entreg::new(["call", "idcode", "307", &format!("companyName={name}")])
        .at(&vendor.base_url())
        .within(folder)
        .run()
        .expect_code(0);
    let request = vendor.request();
    let (_, rest) = request.split_once("companyName=").unwrap();
    rest.split('&').next().unwrap().to_owned()
}

#[test]
fn a_text_file_is_sent_as_text_and_a_picture_as_base64() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("name.txt"), "\u{feff}样例\r\n").unwrap();
    fs::write(folder.path().join("picture"), b"\x89PNG\r\n\x1a\n\0").unwrap();
    assert_eq!(looked_up(folder.path(), "@name.txt"), "%E6%A0%B7%E4%BE%8B");
    assert_eq!(looked_up(folder.path(), "@picture"), "iVBORw0KGgoA");
}

#[test]
fn two_at_signs_stand_for_one_and_no_file() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(looked_up(folder.path(), "@@home"), "%40home");
}

#[test]
fn a_value_may_hold_every_character_of_a_line() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(
        looked_up(folder.path(), "a=b&c d+%41"),
        "a%3Db%26c%20d%2B%2541"
    );
}

#[test]
fn a_file_that_is_neither_text_nor_picture_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("odd"), b"\xff\xfe\x00").unwrap();
    Entreg::new(["call", "idcode", "307", "companyName=@odd"])
        .within(folder.path())
        .run()
        .expect_code(2)
        .expect_on_stderr("odd is neither UTF-8 text nor a picture");
}

#[test]
fn an_at_sign_without_a_file_name_is_an_error() {
    entreg(["--sandbox", "call", "idcode", "304", "file1=@"])
        .expect_code(2)
        .expect_on_stderr("parameter `file1`: there is no file name after the @");
}
