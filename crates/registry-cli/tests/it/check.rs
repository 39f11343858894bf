//! `check`: what a code is, and whether it is valid.

use serde_json::json;

use crate::process::{Entreg, entreg};

#[test]
fn each_kind_is_recognised_by_its_form() {
    let run = entreg([
        "check",
        "91310116761614322N",
        "761614322",
        "310116002008277",
        "310116",
        "i.86.110108.52/91.12000000.1/",
        "--output",
        "json",
    ])
    .expect_code(0);
    let codes = run.json();
    let kinds: Vec<_> = codes
        .as_array()
        .unwrap()
        .iter()
        .map(|code| &code["kind"])
        .collect();
    assert_eq!(
        kinds,
        [
            "credit_code",
            "organization_code",
            "registration_number",
            "division_code",
            "id_code"
        ]
    );
}

#[test]
fn a_slip_is_named_with_its_position_and_the_exit_code_is_1() {
    let run = entreg(["check", "91310116761614322A", "310116", "--output", "json"]).expect_code(1);
    assert_eq!(
        run.json(),
        json!([
            {
                "code": "91310116761614322A",
                "kind": "credit_code",
                "valid": false,
                "error": "unified social credit code: position 18: check character is 'A', \
                          expected 'N'",
                "position": 18,
                "warnings": []
            },
            {
                "code": "310116",
                "kind": "division_code",
                "valid": true,
                "error": null,
                "position": null,
                "warnings": []
            }
        ])
    );
}

#[test]
fn what_is_odd_and_valid_is_a_warning() {
    let run = entreg(["check", "990101", "--output", "json"]).expect_code(0);
    assert_eq!(run.json()[0]["warnings"], json!(["unknown_region"]));
}

#[test]
fn numbers_of_identity_cards_are_never_shown() {
    for number in [
        "11010519491231002X",
        "110105194912310021",
        "11010519491231002x",
    ] {
        for format in ["table", "json", "csv"] {
            let run = entreg(["check", number, "--output", format]);
            assert!(run.stdout.contains("11****************"), "{run:#?}");
            assert!(run.stdout.contains("resident_id"), "{run:#?}");
            assert!(!run.stdout.contains("19491231"), "{run:#?}");
        }
    }
}

#[test]
fn stdin_is_read_line_by_line_whatever_its_line_ends() {
    let lines = "\u{feff}91310116761614322N\r\n\n310116 \n  \n样例\"\n310117";
    let run = Entreg::new(["check", "-", "--output", "json"])
        .stdin(lines.as_bytes())
        .run()
        .expect_code(1);
    let found = run.json();
    let codes: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|code| &code["code"])
        .collect();
    assert_eq!(codes, ["91310116761614322N", "310116 ", "样例\"", "310117"]);
    let valid: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|code| &code["valid"])
        .collect();
    assert_eq!(valid, [true, false, false, true]);
}

#[test]
fn a_line_that_is_no_text_is_invalid_and_no_reason_to_stop() {
    let run = Entreg::new(["check", "-", "--output", "csv"])
        .stdin(b"\xff\xfe\n310116\n")
        .run()
        .expect_code(1);
    assert_eq!(run.stdout.lines().count(), 3);
    assert_eq!(
        run.stdout.lines().last(),
        Some("310116,division_code,true,,,")
    );
}

#[test]
fn nothing_to_check_is_2_and_still_a_document() {
    let run = Entreg::new(["check", "-", "--output", "json"])
        .stdin(b"\n\n")
        .run()
        .expect_code(2);
    assert_eq!(run.json(), json!([]));
    assert_eq!(run.error()["message"], "there is no code to check");
}

#[test]
fn lines_and_csv_say_the_same() {
    let words = ["check", "310116", "91310116761614322A"];
    let run = entreg(words).expect_code(1);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        lines[0].split_whitespace().collect::<Vec<_>>(),
        ["310116", "division_code", "valid"]
    );
    assert!(lines[1].contains("credit_code"), "{run:#?}");
    assert!(
        lines[1].ends_with("position 18: check character is 'A', expected 'N'"),
        "{run:#?}"
    );

    let run = entreg(["check", "310116", "91310116761614322A", "--output", "csv"]).expect_code(1);
    assert_eq!(
        run.stdout,
        "code,kind,valid,error,position,warnings\n\
         310116,division_code,true,,,\n\
         91310116761614322A,credit_code,false,\"unified social credit code: position 18: check \
         character is 'A', expected 'N'\",18,\n"
    );
}

#[test]
fn csv_quotes_what_would_break_a_row() {
    let run = entreg(["check", "a,\"b\"\nc", "--output", "csv"]).expect_code(1);
    let mut rows = csv::Reader::from_reader(run.stdout.as_bytes());
    let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1);
    assert_eq!(&rows[0][0], "a,\"b\"\nc");
    assert_eq!(&rows[0][1], "unknown");
}

#[test]
fn text_that_would_rewrite_the_terminal_is_shown_and_not_done() {
    let run = entreg(["check", "\u{1b}[2J"]).expect_code(1);
    assert!(run.stdout.starts_with("\\u{1b}[2J"), "{run:#?}");
}

#[test]
fn every_line_of_a_long_list_is_answered() {
    let lines = "91310116761614322N\n".repeat(20_000);
    let run = Entreg::new(["check", "-", "--output", "json"])
        .stdin(lines.as_bytes())
        .run()
        .expect_code(0);
    assert_eq!(run.json().as_array().unwrap().len(), 20_000);
}

#[test]
fn of_a_line_that_is_too_long_to_be_a_code_only_the_beginning_is_kept() {
    let lines = "1".repeat(200_000) + "\n91310116761614322N\n";
    let run = Entreg::new(["check", "-", "--output", "json"])
        .stdin(lines.as_bytes())
        .run()
        .expect_code(1);
    let codes = run.json();
    assert_eq!(codes.as_array().unwrap().len(), 2);
    assert_eq!(codes[0]["code"].as_str().unwrap().len(), 64 * 1024);
    assert_eq!(codes[0]["valid"], false);
    assert_eq!(codes[1]["valid"], true);
}

#[test]
fn numbers_of_identity_cards_are_masked_however_they_are_written() {
    for number in [
        "110101900307803",
        "110101 19900307 803X",
        "110101-19900307-803X",
    ] {
        for format in ["table", "json", "csv"] {
            let run = entreg(["check", number, "--output", format]).expect_code(1);
            assert!(!run.stdout.contains("9003"), "{run:#?}");
            assert!(run.stdout.contains("11****"), "{run:#?}");
        }
    }
}
