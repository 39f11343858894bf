//! Every command writes one JSON document to stdout. Errors are documents too, and name a
//! remedy.

use serde_json::Value;

use crate::process::{Entreg, Run, write_private};

fn run(words: &[&str]) -> Run {
    let json = ["--output", "json"];
    Entreg::new(words.iter().copied().chain(json)).run()
}

/// A credit code of the sandbox.
const COMPANY: &str = "91110108MAXXXX015B";

#[test]
fn every_command_prints_one_document() {
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("code.png");
    let picture = picture.to_str().unwrap();
    for words in [
        &["demo"] as &[&str],
        &["--sandbox", "balance"],
        &["--sandbox", "lookup", COMPANY],
        &["--sandbox", "trademarks", COMPANY],
        &["--sandbox", "copyrights", COMPANY],
        &["--sandbox", "unit", "i.86.110108.52"],
        &["--sandbox", "areas"],
        &["--sandbox", "industries"],
        &["--sandbox", "categories"],
        &["--sandbox", "qr", "i.86.110108.52", "--save", picture],
        &["--sandbox", "login-url", "--callback", "http://a.example/"],
        &[
            "scan-url",
            "--parse",
            "http://a.example/?code=i.86.110108.52",
        ],
        &["--sandbox", "call", "idcode", "105"],
        &["--sandbox", "doctor"],
        &["--sandbox", "sign", "idcode", "/AllInterFace/GetUnitType"],
        &["--sandbox", "sign", "ihuyi", "ent3f"],
        &["operations"],
        &["check", COMPANY],
        &["completions", "bash"],
        &["man"],
        &["onboard", "--template"],
        &["issue-codes", "--template"],
    ] {
        let run = run(words).expect_code(0);
        assert!(
            matches!(run.json(), Value::Object(_) | Value::Array(_)),
            "{words:?}"
        );
        for line in run.stderr.lines() {
            assert!(
                matches!(serde_json::from_str(line), Ok(Value::Object(_))),
                "{words:?}: {line}"
            );
        }
    }
}

#[test]
fn every_error_is_one_document_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().to_str().unwrap();
    let text = folder.path().join("text.toml");
    write_private(&text, "x = 1\n");
    let text = text.to_str().unwrap();
    for words in [
        &[] as &[&str],
        &["balances"],
        &["sign"],
        &["verify"],
        &["verify", "--name", "a", "--code", "b", "--person", "c"],
        &["lookup", ""],
        &["lookup", "123"],
        &["lookup", COMPANY],
        &["trademarks", COMPANY, "--pages", "0"],
        &["trademarks", COMPANY, "--cursor", "x"],
        &["compare", "i.86.1/2/3/4/5"],
        &["balance"],
        &["unit", ""],
        &["areas", "x"],
        &[
            "upload",
            "nowhere",
            "--company",
            "i.86.110108.52",
            "--category",
            "1",
        ],
        &["qr", "i.86.110108.52", "--save", "a.txt"],
        &["qr", "i.86.110108.52", "--save", "/nowhere/a.png"],
        &["login-url", "--callback", "x"],
        &["scan-url", "--parse", "x"],
        &["call", "idcode", "999"],
        &["call", "idcode", "306"],
        &["call", "idcode", "306", "x"],
        &["call", "idcode", "306", "companyIDcode=@nowhere"],
        &["operations", "--vendor", "x"],
        &["sign", "idcode", "x"],
        &["sign", "ihuyi", "x"],
        &["check", "-"],
        &["doctor"],
        &["completions", "x"],
        &["man", "x"],
        &["sandbox", "--listen", "192.0.2.1:0"],
        &["sandbox", "--accounts", text],
        &["onboard"],
        &["onboard", "nowhere"],
        &["onboard", here],
        &["onboard", text],
        &["issue-codes", text],
        &["unit", "x", "--config", text],
        &["unit", "x", "--config", "nowhere"],
        &["unit", "x", "--profile", "nobody"],
    ] {
        let run = run(words).expect_code(2);
        let lines: Vec<Value> = run
            .stderr
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 1, "{words:?}: {run:#?}");
        let error = run.error();
        let message = error["message"].as_str().unwrap();
        assert!(!message.ends_with([':', '.']), "{words:?}: {message}");
        assert!(!message.contains('\n'), "{words:?}: {message}");
        assert!(error["remedy"].is_string(), "{words:?}: {error}");
        assert_eq!(error["sent"], "no", "{words:?}");
    }
}

#[test]
fn an_error_of_the_command_line_names_all_of_its_parts() {
    let missing = run(&["verify", "--name", "a"]).error();
    assert_eq!(
        missing["message"],
        "the following required arguments were not provided: --code <CODE>, --person <PERSON>"
    );
    let similar = run(&["check", "1", "--verbos"]).error();
    assert_eq!(similar["remedy"], "a similar argument exists: '--verbose'");
}
