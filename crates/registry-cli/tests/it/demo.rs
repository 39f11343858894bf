//! `demo` runs a whole registration, also against a sandbox that stops in the middle.

use std::io::{BufRead as _, BufReader, Read as _};

use crate::process::{Entreg, entreg};
use crate::sandbox::Sandbox;
use crate::stand_in::unreachable_address;

#[test]
fn a_company_is_verified_and_registered_end_to_end() {
    let run = entreg(["demo"]).expect_code(0);
    assert_eq!(run.stderr, "spent: 1 query of ent3f, charged\n");
    let mut rest = run.stdout.as_str();
    // In this order.
    for line in [
        "91110108MAXXXX015B is a valid unified social credit code",
        "ihuyi ent3f.GetNum",
        "100 queries",
        "ihuyi ent3f.Submit",
        "match (serial ",
        "idcode 307 GetCompanyInfo",
        "not registered yet",
        "idcode 303 SendVerifyInfo",
        "idcode 301 RegCompanyInfo",
        "registered as i.86.110108.",
        "idcode 304 VerifyCompanyInfo",
        "accepted",
        "idcode 305 ModifyCompanyInfo",
        "idcode 308 GetOrganUnitStatus",
        "verified, ",
        "idcode 306 GetCompanyBaseInfo",
        "样例（北京）科技有限公司, 北京市海淀区样例路1号",
        "99 queries",
        "charged: 1 of 100",
    ] {
        let (_, after) = rest
            .split_once(line)
            .unwrap_or_else(|| panic!("no {line:?} in {rest}"));
        rest = after;
    }
}

#[test]
fn one_v_shows_each_signed_request_masked() {
    let run = entreg(["demo", "-v"]).expect_code(0);
    for request in [
        "POST /idcard/ent3f/Submit.json\n    account=[redacted]&password=[redacted]&time=",
        "GET /AllInterFace/RegCompanyInfo?access_token=[redacted]&area_ID=110108&",
        "POST /AllInterFace/VerifyCompanyInfo\n",
        "file1: file \"licence.png\", 324 bytes",
    ] {
        assert!(run.stderr.contains(request), "no {request:?} in {run:#?}");
    }
}

#[test]
fn json_output_is_one_document() {
    let run = entreg(["demo", "--output", "json"]).expect_code(0);
    let steps = run.json();
    let steps = steps.as_array().unwrap();
    assert_eq!(steps.len(), 11);
    assert_eq!(steps[5]["operation"], "idcode 301 RegCompanyInfo");
    // Every result of a step, not only the last.
    assert_eq!(steps[10]["result"], "99 queries; charged: 1 of 100");
}

#[test]
fn it_runs_on_a_running_sandbox_with_or_without_sms() {
    for options in [[].as_slice(), &["--sms"]] {
        let mut sandbox = Sandbox::start(options.iter().copied());
        let base_url = sandbox.base_url();
        let run = entreg(["demo", "--on", &base_url]).expect_code(0);
        assert!(run.stdout.contains("charged: 1 of 100"), "{run:#?}");
        // The sandbox remembers: the second time, the name is taken.
        let run = entreg(["demo", "--on", &base_url, "--output", "json"]).expect_code(1);
        assert_eq!(run.json()[3]["result"], "registered already: 1 unit(s)");
        assert_eq!(run.error()["refusal_kind"], "exists");
    }
}

#[test]
fn it_fails_with_the_right_error_if_the_sandbox_is_killed_midway() {
    let mut sandbox = Sandbox::start([]);
    let base_url = sandbox.base_url();
    let words = ["demo", "--on", &base_url, "--pause", "500"];
    let mut demo = Entreg::new(words).into_command().spawn().unwrap();
    let mut lines = BufReader::new(demo.stdout.take().unwrap()).lines();
    let registered = lines
        .by_ref()
        .map(Result::unwrap)
        .find(|line| line.contains("registered as "));
    assert!(registered.is_some(), "it never registered");
    sandbox.kill();

    let rest: Vec<String> = lines.map(Result::unwrap).collect();
    let mut stderr = String::new();
    demo.stderr
        .take()
        .unwrap()
        .read_to_string(&mut stderr)
        .unwrap();
    let code = demo.wait().unwrap().code();
    // It has paid and registered before.
    assert_eq!(code, Some(4), "{rest:#?} {stderr}");
    let failed = rest.last().expect("the step that failed was begun");
    assert!(
        !failed.contains("charged"),
        "it went on to its end: {rest:#?}"
    );
    let operation = failed.split_whitespace().nth(3).unwrap();
    assert!(
        stderr.contains(&format!(
            "\nerror: idcode {operation}: the connection was refused\n"
        )),
        "{rest:#?} {stderr}"
    );
}

#[test]
fn an_address_without_a_server_is_3() {
    entreg(["demo", "--on", &unreachable_address()])
        .expect_code(3)
        .expect_on_stderr("ihuyi ent3f.GetNum: the connection was refused");
}
