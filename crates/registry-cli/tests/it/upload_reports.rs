//! `upload` that stops half way reports the state of the codes and how to resume.

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use crate::process::{Entreg, Run};
use crate::stand_in::{Reply, StandIn, unreachable_address};

const DONE: &str = r#"{"ResultCode":1,"ResultMsg":"成功"}"#;
const REFUSED: &str = r#"{"ResultCode":-2,"ResultMsg":"未授权！"}"#;

fn at(address: &str, words: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("codes.txt"), "1\n2\n3\n4\n5\n").unwrap();
    let fixed = ["upload", "codes.txt", "--company", "i.86.110108.52"];
    let fixed = fixed.iter().chain(&["--category", "7"]);
    Entreg::new(fixed.chain(words).copied())
        .at(address)
        .within(folder.path())
        .run()
}

/// Answers each request with the next of these.
fn answering(replies: Vec<Reply>) -> StandIn {
    let next = AtomicUsize::new(0);
    StandIn::with(move |_| replies[next.fetch_add(1, Ordering::SeqCst)].clone())
}

/// The lists that were sent.
fn lists(vendor: &StandIn) -> Vec<String> {
    let requests = vendor.requests().into_iter();
    requests
        .map(|request| {
            let (_, list) = request.split_once("CodeListStr=").unwrap();
            list.split('&').next().unwrap().replace("%2C", ",")
        })
        .collect()
}

#[test]
fn a_list_is_sent_in_calls_of_the_given_size() {
    let vendor = StandIn::always(Reply::body(DONE));
    let run = at(&vendor.base_url(), &["--per-call", "2", "--output", "json"]).expect_code(0);
    assert_eq!(lists(&vendor), ["1,2", "3,4", "5"]);
    assert_eq!(
        run.json(),
        json!({
            "CodeFileName": "codes.txt", "CodeNum": 5, "In": 5, "Unknown": 0, "Out": 0,
            "Calls": [
                {"First": 1, "Last": 2, "Fate": "in"},
                {"First": 3, "Last": 4, "Fate": "in"},
                {"First": 5, "Last": 5, "Fate": "in"},
            ],
        })
    );
    assert_eq!(run.stderr, "");
}

#[test]
fn a_refused_call_and_all_behind_it_are_out_and_the_report_names_where_to_continue() {
    let vendor = answering(vec![Reply::body(DONE), Reply::body(REFUSED)]);
    let run = at(&vendor.base_url(), &["--per-call", "2", "--output", "json"]).expect_code(1);
    assert_eq!(lists(&vendor), ["1,2", "3,4"]);
    let report = run.json();
    assert_eq!((&report["In"], &report["Out"]), (&json!(2), &json!(3)));
    assert_eq!(
        report["Calls"][1],
        json!({"First": 3, "Last": 4, "Fate": "out"})
    );
    let run = run.expect_on_stderr("the codes before 3 are uploaded; continue with --from 3");
    assert!(run.stderr.contains("check the credentials"), "{run:?}");

    let vendor = StandIn::always(Reply::body(DONE));
    let words = ["--per-call", "2", "--from", "3", "--output", "csv"];
    let run = at(&vendor.base_url(), &words).expect_code(0);
    assert_eq!(lists(&vendor), ["3,4", "5"]);
    assert_eq!(run.stdout, "First,Last,Fate\n3,4,in\n5,5,in\n");
}

#[test]
fn a_lost_reply_leaves_only_the_codes_of_its_call_in_doubt() {
    let vendor = answering(vec![Reply::body(DONE), Reply::Nothing]);
    let run = at(&vendor.base_url(), &["--per-call", "2", "--output", "json"]).expect_code(4);
    assert_eq!(lists(&vendor).len(), 2, "nothing is sent twice");
    let report = run.json();
    let counts = ["In", "Unknown", "Out"].map(|fate| report[fate].as_u64().unwrap());
    assert_eq!(counts, [2, 2, 1]);
    run.expect_on_stderr("look the codes 3 to 4 up")
        .expect_on_stderr("continue with --from 5");
}

#[test]
fn a_file_sent_whole_is_in_or_in_doubt() {
    let vendor = answering(vec![Reply::Nothing]);
    let run = at(&vendor.base_url(), &[]).expect_code(4);
    assert_eq!(vendor.requests().len(), 1, "nothing is sent twice");
    assert_eq!(run.stdout, "");
    run.expect_on_stderr("look the upload up (operations 502 and 503)");
    at(&unreachable_address(), &[])
        .expect_code(3)
        .expect_on_stderr("no server listens there");
    let html = StandIn::always(Reply::body("<html>busy</html>"));
    at(&html.base_url(), &[])
        .expect_code(5)
        .expect_on_stderr("look the upload up (operations 502 and 503)");
    let refused = StandIn::always(Reply::body(REFUSED));
    at(&refused.base_url(), &[])
        .expect_code(1)
        .expect_on_stderr("check the credentials");
}

#[test]
fn no_progress_is_drawn_without_a_terminal() {
    let vendor = StandIn::always(Reply::body(DONE));
    let run = at(&vendor.base_url(), &["--output", "json"]).expect_code(0);
    assert_eq!(run.stderr, "");
    assert_eq!(run.json()["In"], 5);
}

#[test]
fn a_start_behind_the_end_or_without_calls_is_refused() {
    let vendor = StandIn::always(Reply::body(DONE));
    at(&vendor.base_url(), &["--per-call", "2", "--from", "6"])
        .expect_code(2)
        .expect_on_stderr("--from 6: the file has only 5 codes");
    for words in [
        &["--from", "2"][..],
        &["--per-call", "0"],
        &["--per-call", "2", "--name", "x"],
    ] {
        at(&vendor.base_url(), words).expect_code(2);
    }
    assert!(vendor.requests().is_empty());
}
