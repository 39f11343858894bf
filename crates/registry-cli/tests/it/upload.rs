//! `upload` checks codes and then sends the file unchanged.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use crate::own_sandbox::OwnSandbox;
use crate::process::{Entreg, Run};
use crate::stand_in::{Reply, StandIn};

const DONE: &str = r#"{"ResultCode":1,"ResultMsg":"成功"}"#;

fn upload(content: &[u8], more: &[&str]) -> (Vec<String>, Run) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("codes.txt"), content).unwrap();
    let vendor = StandIn::always(Reply::body(DONE));
    let words = [
        "upload",
        "codes.txt",
        "--company",
        "i.86.110108.52",
        "--category",
        "99999999999999999999",
    ];
    let run = Entreg::new(words.iter().chain(more).copied())
        .at(&vendor.base_url())
        .within(folder.path())
        .run();
    (vendor.requests(), run)
}

#[test]
fn the_file_is_sent_unchanged_under_its_own_name() {
    let (requests, run) = upload(b"A-001\r\nA-002\r\n", &["--output", "json"]);
    let run = run.expect_code(0);
    assert_eq!(run.json()["CodeNum"], 2);
    assert_eq!(run.json()["CodeFileName"], "codes.txt");
    let [request] = requests.try_into().unwrap();
    assert!(
        request.starts_with("POST /AllInterFace/UploadCodeFile HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.contains("name=\"CodeFileName\"; filename=\"codes.txt\""),
        "{request}"
    );
    assert!(
        request.contains("\r\n\r\nA-001\r\nA-002\r\n\r\n--"),
        "{request}"
    );
    assert!(request.contains("99999999999999999999"), "{request}");
    assert!(!request.contains("generateType"), "{request}");
}

#[test]
fn the_form_of_short_codes_is_sent_if_chosen() {
    let (requests, run) = upload(b"A\n", &["--generate", "at-random"]);
    run.expect_code(0);
    assert!(
        requests[0].contains("name=\"generateType\"\r\n\r\n0\r\n"),
        "{requests:#?}"
    );
}

#[test]
fn the_timeout_can_be_chosen_and_is_waited_for() {
    let (_, run) = upload(b"A\n", &["--answer-timeout", "60"]);
    run.expect_code(0);
    for wrong in ["0", "soon", "1.5"] {
        let (requests, run) = upload(b"A\n", &["--answer-timeout", wrong]);
        run.expect_code(2).expect_on_stderr("--answer-timeout");
        assert_eq!(requests, Vec::<String>::new());
    }
    let (_, run) = upload(b"A\n", &["--answer-timeout", "60", "--per-call", "1"]);
    run.expect_code(2).expect_on_stderr("--per-call");
}

#[test]
fn a_timeout_leaves_the_codes_in_doubt() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("codes.txt"), "A-1\nA-2\n").unwrap();
    let address = take_and_say_nothing();
    let words = ["upload", "codes.txt", "--company", "i.86.110108.52"];
    let words = [
        words.as_slice(),
        &["--category", "7", "--answer-timeout", "1"],
    ]
    .concat();
    Entreg::new(words)
        .at(&address)
        .within(folder.path())
        .run()
        .expect_code(4)
        .expect_on_stderr("no complete response came in time")
        .expect_on_stderr("look the upload up (operations 502 and 503)");
}

/// An address that reads requests and never responds.
fn take_and_say_nothing() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _until_they_go_away = std::io::copy(&mut stream, &mut std::io::sink());
    });
    address
}

#[test]
fn a_refusal_by_a_server_that_closes_during_the_upload_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let code = format!("{}\n", "A".repeat(9_999));
    fs::write(folder.path().join("codes.txt"), code.repeat(2_000)).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let refusing = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut begun = [0; 4096];
        assert!(stream.read(&mut begun).unwrap() > 0);
        let body = r#"{"ResultCode":-2,"ResultMsg":"未授权！"}"#;
        let length = body.len();
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}");
        stream.write_all(answer.as_bytes()).unwrap();
    });
    let words = ["upload", "codes.txt", "--company", "i.86.110108.52"];
    let words = [words.as_slice(), &["--category", "7"]].concat();
    Entreg::new(words)
        .at(&address)
        .within(folder.path())
        .run()
        .expect_code(1)
        .expect_on_stderr("未授权！");
    refusing.join().unwrap();
}

#[test]
fn a_file_too_large_for_the_server_is_reported_as_such() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("codes.txt"), "A-1\n").unwrap();
    let refusal =
        b"HTTP/1.1 413 Payload Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let vendor = StandIn::always(Reply::Raw(refusal.to_vec()));
    let words = ["upload", "codes.txt", "--company", "i.86.110108.52"];
    Entreg::new([words.as_slice(), &["--category", "7"]].concat())
        .at(&vendor.base_url())
        .within(folder.path())
        .run()
        .expect_code(4)
        .expect_on_stderr("status 413")
        .expect_on_stderr("look the upload up (operations 502 and 503)")
        .expect_on_stderr("split it into several calls with --per-call");
}

#[test]
fn an_invalid_code_is_named_by_its_line_and_nothing_is_sent() {
    let refused = |content: &[u8], more: &[&str], why: &str| {
        let (requests, run) = upload(content, more);
        let run = run.expect_code(2).expect_on_stderr(why);
        assert_eq!(run.stdout, "");
        assert_eq!(requests, Vec::<String>::new());
    };
    refused(
        b"A\nB,C\n",
        &[],
        "the file codes.txt: code 2 contains a comma",
    );
    refused(b"A\n\nB\n", &[], "code 2 is empty");
    refused(b"", &[], "contains no codes");
    refused(
        b"A\nB\nA\n",
        &["--distinct"],
        "codes 1 and 3 are identical when scanned",
    );
    refused(b"\xb1\xe0", &[], "the file codes.txt is not UTF-8 text");
    let (_, run) = upload(b"A\nA\n", &[]);
    run.expect_code(0);
}

#[test]
fn a_missing_file_and_an_invalid_company_are_refused() {
    let refused = |company: &str, why: &str| {
        let words = ["upload", "no.txt", "--company", company, "--category", "1"];
        Entreg::new(words)
            .run()
            .expect_code(2)
            .expect_on_stderr(why);
    };
    refused("i.86.110108.52", "the file no.txt cannot be read");
    refused("company", "--company");
}

#[test]
fn an_upload_is_listed_by_the_sandbox() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("codes.txt");
    fs::write(&file, "A-1\nA-2\nA-3\n").unwrap();
    let sandbox = OwnSandbox::start();
    let id = sandbox.category("1");
    assert_eq!(id.len(), 20);
    let unit = "i.86.110108.52";
    let words = ["upload", file.to_str().unwrap(), "--company", unit];
    let words = [words.as_slice(), &["--category", &id]].concat();
    assert_eq!(sandbox.json(&words)["CodeNum"], 3);
    let records = sandbox.json(&[
        "call",
        "idcode",
        "502",
        "companyIDcode=i.86.110108.52",
        "IDcodeofCategory=46100000",
        "ModelNumberCode=1",
    ]);
    assert_eq!(records[0]["CodeNum"], 3);
    assert_eq!(records[0]["CodeFileName"], "codes.txt");
    let words = [
        "upload",
        file.to_str().unwrap(),
        "--company",
        unit,
        "--category",
        "7",
    ];
    sandbox.run(&words).expect_code(1);
}

#[test]
fn stdin_is_spooled_and_sent_under_a_name() {
    for (more, name) in [
        (&[][..], "codes.txt"),
        (&["--name", "样例.txt"], "样例.txt"),
    ] {
        let vendor = StandIn::always(Reply::body(DONE));
        let words = [
            "upload",
            "-",
            "--company",
            "i.86.110108.52",
            "--category",
            "7",
        ];
        let words = words
            .iter()
            .chain(more)
            .chain(&["--output", "json"])
            .copied();
        let run = Entreg::new(words)
            .at(&vendor.base_url())
            .stdin(b"\xef\xbb\xbfA\r\nB\r\n\r\n")
            .run()
            .expect_code(0);
        assert_eq!(run.json()["CodeNum"], 2);
        assert_eq!(run.json()["CodeFileName"], name);
        let request = vendor.request();
        assert!(
            request.contains(&format!("filename=\"{name}\"")),
            "{request}"
        );
        assert!(
            request.contains("\u{feff}A\r\nB\r\n\r\n\r\n--"),
            "{request}"
        );
    }
    let words = [
        "upload",
        "-",
        "--company",
        "i.86.110108.52",
        "--category",
        "7",
    ];
    Entreg::new(words)
        .at("http://127.0.0.1:1")
        .stdin(b"A\nB,\n")
        .run()
        .expect_code(2)
        .expect_on_stderr("stdin: code 2 contains a comma");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_place_of_a_file_is_read_once_and_sent() {
    let vendor = StandIn::always(Reply::body(DONE));
    let words = ["upload", "/dev/stdin", "--company", "i.86.110108.52"];
    Entreg::new(words.into_iter().chain(["--category", "7"]))
        .at(&vendor.base_url())
        .stdin(b"A\nB\n")
        .run()
        .expect_code(0);
    assert!(vendor.request().contains("A\nB\n\r\n--"));
}

#[test]
fn a_byte_order_mark_that_is_sent_with_a_file_is_warned_of() {
    let warning = "begins with a byte order mark";
    for (content, is_warned_of) in [(b"A\n".as_slice(), false), (b"\xef\xbb\xbfA\n", true)] {
        let (_, run) = upload(content, &[]);
        assert_eq!(run.stderr.contains(warning), is_warned_of, "{run:#?}");
    }
}

#[test]
fn codes_that_may_not_scan_are_warned_of_once_with_their_lines_before_anything_is_sent() {
    let (_, run) = upload("A-1\nA-2\u{a0}\nA-3\n9.1310E+17\n".as_bytes(), &[]);
    let warning = "by line: 2 codes may be wrong: a leading or trailing space, or white space \
                   other than U+0020 (2); a number rounded by a spreadsheet, such as 1.2345E+17 (4)";
    assert_eq!(run.stderr.matches(warning).count(), 1, "{run:#?}");
    let (_, run) = upload(b"A-1\nA 2\n", &[]);
    assert!(!run.stderr.contains("may be wrong"), "{run:#?}");
}

#[test]
fn a_file_with_codes_that_scan_alike_is_not_distinct() {
    let (requests, run) = upload(b"A-1\nB\nA-1 \n", &["--distinct"]);
    run.expect_code(2)
        .expect_on_stderr("codes 1 and 3 are identical when scanned");
    assert_eq!(requests, [""; 0]);
}

#[test]
fn a_utf16_file_is_reported_as_such_with_or_without_its_mark() {
    for (content, encoding) in [
        (&b"\xff\xfeA\x001\x00\n\x00"[..], "UTF-16"),
        (b"\xfe\xff\x00A\x001\x00\n", "UTF-16"),
        (b"A\x001\x00\r\x00\n\x00", "UTF-16LE"),
        (b"\x00A\x001\x00\n", "UTF-16BE"),
    ] {
        let (requests, run) = upload(content, &[]);
        run.expect_code(2)
            .expect_on_stderr(&format!("the file is {encoding}; convert it to UTF-8"))
            .expect_on_stderr(&format!("iconv -f {encoding} -t UTF-8"));
        assert_eq!(requests, Vec::<String>::new());
    }
}

#[test]
fn a_control_z_at_the_end_does_not_go_up() {
    for content in [&b"A-1\nB-2\n\x1a"[..], b"A-1\nB-2\n\x1a\r\n"] {
        let (requests, run) = upload(content, &[]);
        run.expect_code(0);
        assert!(requests[0].contains("A-1\nB-2\n\r\n--"), "{requests:?}");
    }
}

#[test]
fn placeholders_lists_and_ranges_are_warned_of_with_their_lines() {
    let (_, run) = upload("A-1\n#N/A\n[1\n######\n1;2\n1-100\n".as_bytes(), &[]);
    let warning = "by line: 5 codes may be wrong: a placeholder for a missing value, such as #N/A \
                   or NULL (2, 4); a list or a range in place of one code (3, 5, 6)";
    assert_eq!(run.stderr.matches(warning).count(), 1, "{run:#?}");
}

#[test]
fn codes_of_one_form_are_no_ranges() {
    let (_, run) = upload("1-1\n1-2\n1-9\n1-100\n".as_bytes(), &[]);
    assert!(!run.stderr.contains("may be wrong"), "{run:#?}");
}
