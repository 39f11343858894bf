//! `balance`: both products side by side, also where one of them fails.

use serde_json::json;

use crate::process::{Entreg, entreg};
use crate::stand_in::{Reply, StandIn, nobody};

#[test]
fn both_products_are_asked() {
    let run = entreg(["--sandbox", "balance", "--output", "json"]).expect_code(0);
    assert_eq!(
        run.json(),
        json!({"ent3f": {"num": 100}, "entinfov2": {"num": 100}})
    );
    let run = entreg(["--sandbox", "balance", "--output", "csv"]).expect_code(0);
    assert_eq!(
        run.stdout,
        "product,left,problem\nent3f,100,\nentinfov2,100,\n"
    );
}

fn half(other: Reply) -> StandIn {
    StandIn::with(move |line| {
        if line.contains("ent3f") {
            Reply::body(r#"{"code":2,"msg":"查询成功","num":7}"#)
        } else {
            other.clone()
        }
    })
}

#[test]
fn what_was_had_is_shown_and_the_failure_is_the_exit_code() {
    let vendor = half(Reply::body(r#"{"code":403,"msg":"应用不存在"}"#));
    let run = Entreg::new(["balance", "--output", "json"])
        .at(&vendor.base_url())
        .run()
        .expect_code(1);
    assert_eq!(run.json(), json!({"ent3f": {"num": 7}, "entinfov2": null}));
    assert_eq!(run.error()["operation"], "entinfov2.GetNum");

    let run = Entreg::new(["balance", "--output", "csv"])
        .at(&half(Reply::body("<html>")).base_url())
        .run()
        .expect_code(5);
    assert!(
        run.stdout
            .starts_with("product,left,problem\nent3f,7,\nentinfov2,,"),
        "{run:#?}"
    );
}

#[test]
fn the_worse_of_two_failures_counts() {
    let both = StandIn::with(|line| {
        Reply::body(if line.contains("ent3f") {
            r#"{"code":405,"msg":""}"#
        } else {
            "garbage"
        })
    });
    Entreg::new(["balance"])
        .at(&both.base_url())
        .run()
        .expect_code(5);
    Entreg::new(["balance"]).at(&nobody()).run().expect_code(3);
}
