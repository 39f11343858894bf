//! `verify` reports match, mismatch or undetermined.

use serde_json::json;

use crate::process::{Entreg, Run, entreg};
use crate::stand_in::{Reply, StandIn};

const QUESTION: [&str; 7] = [
    "verify",
    "--name",
    "上海思锐信息技术有限公司",
    "--code",
    "91310116761614322N",
    "--person",
    "谢**",
];

fn answered(status: &str) -> Run {
    let body = format!(
        r#"{{"code":2,"msg":"提交成功","idcardid":"16236437872836","result":{{"status":{status}}}}}"#
    );
    let vendor = StandIn::always(Reply::Body(body));
    Entreg::new(QUESTION.into_iter().chain(["--output", "json"]))
        .at(&vendor.base_url())
        .run()
}

#[test]
fn a_run_that_spent_nothing_reports_no_cost() {
    let refusal = r#"{"code":4051,"msg":"剩余条数不足","idcardid":"0"}"#;
    let vendor = StandIn::always(Reply::body(refusal));
    for format in ["table", "json", "csv"] {
        let run = Entreg::new(QUESTION.into_iter().chain(["--output", format]))
            .at(&vendor.base_url())
            .run()
            .expect_code(1);
        assert!(!run.stderr.contains("spent"), "{run:#?}");
    }
}

#[test]
fn a_match_is_0_and_everything_else_1() {
    let document = |outcome: &str, status: i64| json!({"outcome": outcome, "idcardid": "16236437872836", "result": {"status": status}});
    assert_eq!(answered("2").expect_code(0).json(), document("match", 2));
    assert_eq!(
        answered("\"1\"").expect_code(1).json(),
        document("mismatch", 1)
    );
    assert_eq!(
        answered("0").expect_code(1).json(),
        document("undetermined", 0)
    );
}

#[test]
fn an_undetermined_element_is_reported_as_such() {
    let body = r#"{"code":2,"msg":"提交成功","idcardid":"1","result":{"status":0}}"#;
    let vendor = StandIn::always(Reply::body(body));
    let run = Entreg::new(QUESTION)
        .at(&vendor.base_url())
        .run()
        .expect_code(1)
        .expect_on_stderr("undetermined: the vendor replied neither 2 (match) nor 1 (mismatch)");
    assert!(run.stdout.contains("undetermined"), "{run:#?}");
}

#[test]
fn the_sandbox_has_the_company_of_the_document() {
    let run = Entreg::new(QUESTION.into_iter().chain(["--sandbox", "--output", "csv"]))
        .run()
        .expect_code(0);
    assert!(run.stdout.starts_with("outcome,serial\nmatch,"), "{run:#?}");
    let mut other = QUESTION;
    other[6] = "李四";
    let run = Entreg::new(other.into_iter().chain(["--sandbox"]))
        .run()
        .expect_code(1);
    assert!(run.stdout.contains("mismatch"), "{run:#?}");
}

#[test]
fn a_wrong_code_costs_nothing() {
    let mut wrong = QUESTION;
    wrong[4] = "91310116761614322A";
    Entreg::new(wrong)
        .run()
        .expect_code(2)
        .expect_on_stderr("parameter `ent_code`: unified social credit code: position 18");
    let mut empty = QUESTION;
    empty[6] = " ";
    Entreg::new(empty)
        .run()
        .expect_code(2)
        .expect_on_stderr("parameter `name`: must not be empty");
    entreg(["verify", "--name", "x"]).expect_code(2);
}

#[test]
fn a_code_that_no_company_has_is_an_outcome_that_may_cost() {
    let mut unknown = QUESTION;
    unknown[4] = "91110108MA0000015T";
    let run = Entreg::new(unknown.into_iter().chain(["--sandbox", "--output", "json"]))
        .run()
        .expect_code(1);
    assert_eq!(
        run.json(),
        json!({"outcome": "not_found", "code": 408, "message": "查询无结果"})
    );
    assert_eq!(run.error()["charged"], "unknown");
    let run = Entreg::new(unknown.into_iter().chain(["--sandbox"]))
        .run()
        .expect_code(1)
        .expect_on_stderr("spent: 1 query of ent3f, charge unknown")
        .expect_on_stderr("money: it is unknown whether this query was charged");
    assert!(run.stdout.contains("not_found"), "{run:#?}");
}
