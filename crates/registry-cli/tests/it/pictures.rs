//! Pictures are shown as kind and size and saved in files; only JSON has base64.

use std::fs;
use std::path::Path;

use base64::Engine as _;

use crate::process::{Entreg, Run, entreg};
use crate::stand_in::{Reply, StandIn};

const CODE: &str = "i.86.110108.52/91.12000000.1/xxxx";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
/// The beginning of a PNG in base64.
const BASE64: &str = "iVBORw0KGgo";

const REGISTER: [&str; 9] = [
    "--sandbox",
    "call",
    "idcode",
    "309",
    "loginName=91310116761614322N",
    "organunitName=样例有限公司",
    "code=1003",
    "province_ID=110000",
    "city_ID=110000",
];

/// The operations that return a picture. 310 needs an existing unit and has its own
/// test.
fn drawing() -> Vec<Vec<&'static str>> {
    let sandbox = ["--sandbox", "call", "idcode"];
    let with = |words: &[&'static str]| [sandbox.as_slice(), words].concat();
    vec![
        [REGISTER.as_slice(), &["area_ID=110108"]].concat(),
        with(&[
            "603",
            "code=i.86.110108.52/91.12000000.1/xxxx",
            "picSize=200",
            "codeType=1",
        ]),
        with(&[
            "CreateCodePicWithMargin",
            "code=i.86.110108.52/91.12000000.1/xxxx",
            "isMargin=1",
            "qrCodeSize=400",
            "color=1",
        ]),
        with(&[
            "605",
            "companyIDcode=i.86.110108.52",
            "code=i.86.110108.52/91.12000000.1/xxxx",
            "useLogo=0",
            "marginType=0",
            "codeType=1",
            "codeSize=3",
        ]),
    ]
}

fn run(folder: &Path, words: &[&str], more: &[&str]) -> Run {
    Entreg::new(words.iter().chain(more).copied())
        .within(folder)
        .run()
}

#[test]
fn a_table_and_csv_show_kind_and_size_and_no_base64() {
    let folder = tempfile::tempdir().unwrap();
    for words in drawing() {
        for format in ["table", "csv"] {
            let run = run(folder.path(), &words, &["--output", format]).expect_code(0);
            assert!(run.stdout.contains("image/png, "), "{run:#?}");
            assert!(run.stdout.contains(" bytes"), "{run:#?}");
            assert!(!run.stdout.contains(BASE64), "{run:#?}");
            assert!(!run.stderr.contains(BASE64), "{run:#?}");
        }
    }
}

#[test]
fn json_keeps_the_vendors_base64_or_has_the_path_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let key = [
        "UnitQRCode",
        "CodePicAddress",
        "CodePicBase64Str",
        "CodePicBase64Str",
    ];
    for (words, key) in drawing().into_iter().zip(key) {
        let kept = run(folder.path(), &words, &["--output", "json"]).expect_code(0);
        let text = kept.json()[key].as_str().unwrap().to_owned();
        let kept = base64::engine::general_purpose::STANDARD
            .decode(text)
            .unwrap();
        assert!(kept.starts_with(PNG));

        let file = format!("{key}.png");
        let more = ["--output", "json", "--save", &file, "--force"];
        let saved = run(folder.path(), &words, &more).expect_code(0);
        assert_eq!(saved.json()[key], file.as_str());
        assert!(!saved.stdout.contains(BASE64), "{saved:#?}");
        let bytes = fs::read(folder.path().join(&file)).unwrap();
        assert!(bytes.starts_with(PNG));
        if key != "UnitQRCode" {
            assert_eq!(bytes, kept, "{key}");
        }
    }
}

#[test]
fn the_picture_of_a_units_new_address_is_one_too() {
    let folder = tempfile::tempdir().unwrap();
    let vendor = StandIn::always(Reply::body(
        r#"{"UnitQRCode":"iVBORw0KGgo+/w==","ResultCode":1,"ResultMsg":"成功"}"#,
    ));
    let words = [
        "call",
        "idcode",
        "310",
        "loginName=a",
        "loginPwd=0cc175b9c0f1b6a831c399e269772661",
        "gotoUrl=http://www.example.com/",
        "qrCodeSize=1",
        "--save",
        "unit.png",
    ];
    let run = Entreg::new(words)
        .at(&vendor.base_url())
        .within(folder.path())
        .run()
        .expect_code(0);
    assert!(
        run.stdout.contains("unit.png (image/png, 10 bytes)"),
        "{run:#?}"
    );
    assert_eq!(
        fs::read(folder.path().join("unit.png")).unwrap(),
        b"\x89PNG\r\n\x1a\n>\xff"
    );
}

#[test]
fn a_destination_that_would_fail_is_refused_before_anything_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("there.png"), b"mine").unwrap();
    let refused = |file: &str, why: &str| {
        let vendor = StandIn::always(Reply::Nothing);
        let words = ["call", "idcode", "603", "code=x", "picSize=9", "codeType=1"];
        let run = Entreg::new(words.into_iter().chain(["--save", file]))
            .at(&vendor.base_url())
            .within(folder.path())
            .run()
            .expect_code(2)
            .expect_on_stderr(why);
        assert_eq!(run.stdout, "");
        assert_eq!(vendor.requests(), Vec::<String>::new());
    };
    refused("there.png", "the file there.png exists");
    refused(
        "code.txt",
        "the file code.txt does not have a picture extension",
    );
    refused("code", "does not have a picture extension");
    refused(
        "no/code.png",
        "the folder of the file no/code.png does not exist",
    );
    assert_eq!(fs::read(folder.path().join("there.png")).unwrap(), b"mine");

    entreg(["--sandbox", "call", "idcode", "105", "--save", "a.png"])
        .expect_code(2)
        .expect_on_stderr("GetUnitType returns no picture");
}

#[test]
fn force_overwrites() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("code.png");
    fs::write(&file, b"mine").unwrap();
    let words = ["--sandbox", "qr", CODE, "--save", "code.png"];
    run(folder.path(), &words, &[])
        .expect_code(2)
        .expect_on_stderr("overwrite it with --force");
    run(folder.path(), &words, &["--force"]).expect_code(0);
    assert!(fs::read(&file).unwrap().starts_with(PNG));
}

#[test]
fn a_picture_of_another_kind_than_the_extension_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let run = run(
        folder.path(),
        &["--sandbox", "qr", CODE, "--save", "code.jpg"],
        &["--output", "json"],
    )
    .expect_code(3);
    let error = run.error();
    assert_eq!(error["kind"], "output");
    assert_eq!(error["sent"], "yes");
    assert_eq!(error["remedy"], "save it as code.png");
    // The vendor's reply is not lost.
    assert!(run.json()["CodePicBase64Str"].is_string());
    assert!(!folder.path().join("code.jpg").exists());
}

#[test]
fn an_address_in_place_of_a_picture_is_printed_and_not_fetched() {
    let folder = tempfile::tempdir().unwrap();
    let vendor = StandIn::always(Reply::body(
        r#"{"CodePicAddress":"http://127.0.0.1:9/1.png","ResultCode":1}"#,
    ));
    let words = ["qr", CODE, "--type", "longbei", "--save", "a.png"];
    let run = Entreg::new(words)
        .at(&vendor.base_url())
        .within(folder.path())
        .run()
        .expect_code(3)
        .expect_on_stderr("the reply holds no picture");
    assert!(run.stdout.contains("http://127.0.0.1:9/1.png"), "{run:#?}");
    assert_eq!(vendor.requests().len(), 1);
}

#[test]
fn qr_writes_a_picture_of_the_requested_size() {
    let folder = tempfile::tempdir().unwrap();
    let side = |words: &[&str]| {
        run(folder.path(), words, &["--force"]).expect_code(0);
        let bytes = fs::read(folder.path().join("a.png")).unwrap();
        assert!(bytes.starts_with(PNG));
        // Width and height of the header chunk.
        let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
        (number(16), number(20))
    };
    let qr = ["--sandbox", "qr", CODE, "--save", "a.png"];
    assert_eq!(side(&qr), (400, 400));
    assert_eq!(
        side(&[qr.as_slice(), &["--size", "240"]].concat()),
        (240, 240)
    );
    let longbei = ["--size", "300", "--type", "longbei"];
    assert_eq!(side(&[qr.as_slice(), &longbei].concat()), (300, 300));
}

#[test]
fn qr_refuses_an_invalid_code_and_the_size_zero() {
    let refused = |words: &[&str], why: &str| {
        let words = ["qr"].iter().chain(words).copied();
        let run = Entreg::new(words.chain(["--save", "a.png"]))
            .run()
            .expect_code(2)
            .expect_on_stderr(why);
        assert_eq!(run.stdout, "");
    };
    refused(&["nothing"], "parameter `code`: ");
    refused(
        &[CODE, "--size", "0"],
        "parameter `qrCodeSize`: must be at least one pixel",
    );
    refused(&[CODE, "--type", "aztec"], "invalid value 'aztec'");
    entreg(["qr", CODE])
        .expect_code(2)
        .expect_on_stderr("--save");
}
