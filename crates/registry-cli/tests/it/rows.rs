//! `trademarks` and `copyrights` read pages, each of which costs a query.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::process::{Entreg, Run, entreg};
use crate::stand_in::{Reply, StandIn};

const COMPANY: &str = "91110108MAXXXX015B";

/// The rows of a page, numbered across pages.
fn page(number: usize, rows: usize) -> String {
    let list: Vec<Value> = (0..rows)
        .map(|row| json!({"applicationNumber": format!("{number}-{row}")}))
        .collect();
    json!({"code": 2, "msg": "提交成功", "idcardid": "1", "result": {"total": 7, "list": list}})
        .to_string()
}

/// A vendor whose pages have these numbers of rows, and that replies `end` behind them.
fn pages(rows: &'static [usize], end: Reply) -> StandIn {
    let next = AtomicUsize::new(0);
    StandIn::with(move |_| {
        let number = next.fetch_add(1, Ordering::Relaxed);
        match rows.get(number) {
            Some(rows) => Reply::Body(page(number, *rows)),
            None => end.clone(),
        }
    })
}

fn trademarks(vendor: &StandIn, options: &[&str]) -> Run {
    let words = ["trademarks", COMPANY, "--output", "json"];
    Entreg::new(words.into_iter().chain(options.iter().copied()))
        .at(&vendor.base_url())
        .run()
}

/// The line on stderr with the queries spent.
fn spent(run: &Run) -> Value {
    let line = run.stderr.lines().find(|line| line.contains("\"spent\""));
    serde_json::from_str(line.unwrap()).unwrap()
}

fn asked_pages(vendor: &StandIn) -> Vec<String> {
    vendor
        .requests()
        .iter()
        .map(|request| {
            let (_, form) = request.split_once("\r\n\r\n").unwrap();
            let index = form.split('&').find(|pair| pair.starts_with("page_index="));
            index.unwrap().to_owned()
        })
        .collect()
}

#[test]
fn one_page_is_read_unless_more_are_requested() {
    let vendor = pages(&[20, 20], Reply::Nothing);
    let run = trademarks(&vendor, &[]).expect_code(0);
    assert_eq!(run.json().as_array().map(Vec::len), Some(20));
    assert_eq!(asked_pages(&vendor), ["page_index=1"]);
    let said = spent(&run);
    assert_eq!(said["spent"]["charged"], 1);
    assert_eq!(said["spent"]["product"], "entmark");
    assert!(
        said["cursor"]
            .as_str()
            .unwrap()
            .starts_with("entmark.2.20.")
    );
}

#[test]
fn a_page_that_is_not_full_is_the_last_whatever_the_total_says() {
    let vendor = pages(&[20, 20, 7, 20], Reply::Nothing);
    let run = trademarks(&vendor, &["--pages", "9"]).expect_code(0);
    assert_eq!(run.json().as_array().map(Vec::len), Some(47));
    assert_eq!(
        asked_pages(&vendor),
        ["page_index=1", "page_index=2", "page_index=3"]
    );
    assert_eq!(spent(&run)["cursor"], Value::Null);
    // A missing page behind a full last one is no error.
    let vendor = pages(&[20], Reply::body(r#"{"code":408,"msg":"查询无结果"}"#));
    let run = trademarks(&vendor, &["--pages", "9"]).expect_code(0);
    assert_eq!(
        spent(&run)["spent"],
        json!({"product": "entmark", "charged": 1, "unknown": 1})
    );
}

#[test]
fn no_more_is_spent_than_allowed() {
    let vendor = pages(&[5, 5, 5, 5], Reply::Nothing);
    let run = trademarks(&vendor, &["--max-spend", "2", "--page-size", "5"]).expect_code(0);
    assert_eq!(run.json().as_array().map(Vec::len), Some(10));
    assert_eq!(vendor.requests().len(), 2);
    let vendor = pages(&[5, 5, 5, 5], Reply::Nothing);
    trademarks(
        &vendor,
        &["--max-spend", "2", "--pages", "1", "--page-size", "5"],
    )
    .expect_code(0);
    assert_eq!(vendor.requests().len(), 1);
    let vendor = pages(&[5], Reply::Nothing);
    trademarks(&vendor, &["--max-spend", "0"]).expect_code(2);
    trademarks(&vendor, &["--page-size", "21"])
        .expect_code(2)
        .expect_on_stderr("page_size");
    trademarks(&vendor, &["--pages", "0"]).expect_code(2);
    assert_eq!(vendor.requests().len(), 0);
}

#[test]
fn the_spend_budget_of_the_profile_limits_every_request() {
    let folder = tempfile::tempdir().unwrap();
    let run = |max_spend: u32, vendor: &StandIn| {
        let path = folder.path().join("config.toml");
        let text =
            format!("default_profile = \"p\"\n[profiles.p.ihuyi]\nmax_spend = {max_spend}\n");
        std::fs::write(&path, text).unwrap();
        trademarks(
            vendor,
            &["--pages", "9", "--config", path.to_str().unwrap()],
        )
    };
    let vendor = pages(&[20, 20, 20, 20], Reply::Nothing);
    let stopped = run(2, &vendor).expect_code(0);
    assert_eq!(vendor.requests().len(), 2);
    assert!(
        spent(&stopped)["cursor"]
            .as_str()
            .unwrap()
            .starts_with("entmark.3.20.")
    );
    let refused = run(0, &vendor).expect_code(2);
    assert!(refused.stderr.contains("max_spend"), "{refused:#?}");
    assert_eq!(vendor.requests().len(), 2);
}

#[test]
fn paid_rows_are_printed_if_a_later_page_fails_and_the_cursor_names_that_page() {
    let vendor = pages(&[20], Reply::Nothing);
    let run = trademarks(&vendor, &["--pages", "3"]).expect_code(4);
    assert_eq!(run.json().as_array().map(Vec::len), Some(20));
    assert_eq!(asked_pages(&vendor), ["page_index=1", "page_index=2"]);
    let said = spent(&run);
    assert_eq!(said["spent"]["charged"], 1);
    assert_eq!(said["spent"]["unknown"], 1);
    let cursor = said["cursor"].as_str().unwrap().to_owned();
    let error = run.error();
    assert_eq!(error["charged"], "unknown");
    assert!(
        error["remedy"].as_str().unwrap().contains(&cursor),
        "{error}"
    );

    // Continues behind the last row.
    let vendor = pages(&[3], Reply::Nothing);
    let run = trademarks(&vendor, &["--cursor", &cursor]).expect_code(0);
    assert_eq!(asked_pages(&vendor), ["page_index=2"]);
    assert_eq!(run.json().as_array().map(Vec::len), Some(3));

    // For another company it is refused, and that costs nothing.
    let words = ["trademarks", "91310115MAXXXX023P", "--cursor", &cursor];
    Entreg::new(words)
        .at(&vendor.base_url())
        .run()
        .expect_code(2)
        .expect_on_stderr("the cursor belongs to another query");
    trademarks(&vendor, &["--class", "9", "--cursor", &cursor]).expect_code(2);
    trademarks(&vendor, &["--cursor", "elsewhere"]).expect_code(2);
    assert_eq!(vendor.requests().len(), 1);
}

#[test]
fn a_refusal_on_a_later_page_is_1_and_keeps_the_rows() {
    let vendor = pages(
        &[20],
        Reply::body(r#"{"code":4051,"msg":"剩余条数不足","idcardid":"0"}"#),
    );
    let run = trademarks(&vendor, &["--pages", "3"]).expect_code(1);
    assert_eq!(run.json().as_array().map(Vec::len), Some(20));
    assert_eq!(spent(&run)["spent"]["unknown"], 0);
    assert_eq!(run.error()["code"], 4051);
}

#[test]
fn no_rows_are_1_and_an_empty_document() {
    let vendor = pages(&[], Reply::body(r#"{"code":408,"msg":"查询无结果"}"#));
    let run = trademarks(&vendor, &[]).expect_code(1);
    assert_eq!(run.json(), json!([]));
    assert_eq!(spent(&run)["spent"]["unknown"], 1);
    let run = entreg(["--sandbox", "copyrights", "91110108MA0000015T"]).expect_code(1);
    assert_eq!(run.stdout, "(no rows)\n");
    assert!(
        run.stderr.contains("spent: 1 query of entcopy, charged\n"),
        "{run:#?}"
    );
}

#[test]
fn the_balance_is_shown_on_request() {
    let words = [
        "--sandbox",
        "copyrights",
        COMPANY,
        "--pages",
        "2",
        "--balance",
    ];
    let run = entreg(words).expect_code(0);
    assert!(
        run.stderr
            .contains("spent: 2 queries of entcopy, charged; balance 100 before, 98 after\n"),
        "{run:#?}"
    );
    let run = entreg(["--sandbox", "copyrights", COMPANY, "--quiet"]).expect_code(0);
    assert_eq!(run.stderr, "");
}

#[test]
fn a_first_page_that_fails_leaves_stdout_empty_and_gives_no_cursor() {
    let refused = |code: u16| Reply::Body(json!({"code": code, "msg": "?"}).to_string());
    let cases = [
        (1, refused(4051)),
        (1, refused(4010)),
        (5, Reply::body("<html><title>Login</title></html>")),
        (
            5,
            Reply::body(r#"{"code":2,"result":{"total":1,"list":7}}"#),
        ),
        (4, Reply::Nothing),
    ];
    for (code, reply) in cases {
        for words in [["trademarks", COMPANY], ["copyrights", COMPANY]] {
            for format in ["table", "json", "csv"] {
                let vendor = StandIn::always(reply.clone());
                let words = words.into_iter().chain(["--output", format]);
                let run = Entreg::new(words)
                    .at(&vendor.base_url())
                    .run()
                    .expect_code(code);
                assert_eq!(run.stdout, "", "{run:#?}");
                assert!(!run.stderr.contains("cursor"), "{run:#?}");
            }
        }
    }
}

#[test]
fn a_first_page_that_the_balance_does_not_allow_leaves_stdout_empty() {
    for format in ["table", "json", "csv"] {
        let vendor = StandIn::always(Reply::body(r#"{"code":2,"msg":"查询成功","num":"0"}"#));
        let words = ["trademarks", COMPANY, "--balance", "--output", format];
        let run = Entreg::new(words).at(&vendor.base_url()).run();
        assert_ne!(run.code, Some(0), "{run:#?}");
        assert_eq!(run.stdout, "", "{run:#?}");
        assert!(!run.stderr.contains("cursor"), "{run:#?}");
    }
}

#[test]
fn a_row_without_a_value_in_any_column_counts_as_a_row() {
    let body = r#"{"code":2,"msg":"提交成功","idcardid":"1","result":{"total":5,"list":[{"product":"x"}]}}"#;
    let vendor = StandIn::always(Reply::body(body));
    let run = Entreg::new(["trademarks", COMPANY])
        .at(&vendor.base_url())
        .run()
        .expect_code(0);
    assert_eq!(
        run.stdout,
        "1 row, with no value in the columns of the table; --output json shows it whole\n"
    );
}
