//! `balance` shows all products, even if one of them fails.

use serde_json::{Value, json};

use crate::process::{Entreg, entreg};
use crate::stand_in::{Reply, StandIn, unreachable_address};

/// The balances without those that the feature `unverified` adds.
fn documented(mut balances: Value) -> Value {
    let products = balances.as_object_mut().unwrap();
    products.retain(|product, _| !["ent3fv2", "entfuz", "entpat"].contains(&product.as_str()));
    balances
}

#[test]
fn all_products_are_queried() {
    let run = entreg(["--sandbox", "balance", "--output", "json"]).expect_code(0);
    assert_eq!(
        documented(run.json()),
        json!({
            "ent3f": {"num": 100},
            "entinfov2": {"num": 100},
            "entmark": {"num": 100},
            "entcopy": {"num": 100},
        })
    );
    let run = entreg(["--sandbox", "balance", "--output", "csv"]).expect_code(0);
    let shown = "product,left,problem,evidence\nent3f,100,,\nentinfov2,100,,\nentmark,100,,\n\
                 entcopy,100,,unverified: not in the vendor's document\n";
    assert!(run.stdout.starts_with(shown), "{run:#?}");
}

/// A vendor that knows the balances of all products but these.
fn without(failing: &'static [&'static str], other: Reply) -> StandIn {
    StandIn::with(move |line| {
        if failing.iter().any(|product| line.contains(product)) {
            other.clone()
        } else {
            Reply::body(r#"{"code":2,"msg":"查询成功","num":"7"}"#)
        }
    })
}

#[test]
fn the_balances_that_arrived_are_shown_and_the_failure_is_the_exit_code() {
    let refused = Reply::body(r#"{"code":403,"msg":"应用不存在"}"#);
    let vendor = without(&["entinfov2"], refused);
    let run = Entreg::new(["balance", "--output", "json"])
        .at(&vendor.base_url())
        .run()
        .expect_code(1);
    let seven = json!({"num": 7});
    assert_eq!(
        documented(run.json()),
        json!({"ent3f": seven, "entinfov2": null, "entmark": seven, "entcopy": seven})
    );
    assert_eq!(run.error()["operation"], "entinfov2.GetNum");

    let vendor = without(&["entmark"], Reply::body("<html>"));
    let run = Entreg::new(["balance", "--output", "csv"])
        .at(&vendor.base_url())
        .run()
        .expect_code(5);
    let shown = run.stdout.as_str();
    assert!(
        shown.contains("\nent3f,7,,\nentinfov2,7,,\nentmark,,"),
        "{run:#?}"
    );
    assert!(shown.contains("\nentcopy,7,,"), "{run:#?}");
}

#[test]
fn an_undocumented_operation_may_fail() {
    let refused = Reply::body(r#"{"code":403,"msg":"应用不存在"}"#);
    let vendor = without(&["entcopy"], refused);
    let run = Entreg::new(["balance"])
        .at(&vendor.base_url())
        .run()
        .expect_code(0);
    assert!(run.stdout.contains("应用不存在"), "{run:#?}");
    assert!(run.stdout.contains("unverified"), "{run:#?}");
}

#[test]
fn the_worst_failure_decides_the_exit_code() {
    let all = StandIn::with(|line| {
        Reply::body(if line.contains("ent3f") {
            r#"{"code":405,"msg":""}"#
        } else {
            "garbage"
        })
    });
    for format in ["table", "json", "csv"] {
        let run = Entreg::new(["balance", "--output", format])
            .at(&all.base_url())
            .run()
            .expect_code(5);
        assert_eq!(run.stdout, "", "no product has answered: {run:#?}");
    }
    Entreg::new(["balance"])
        .at(&unreachable_address())
        .run()
        .expect_code(3);
}

#[test]
fn missing_credentials_are_reported_once() {
    let run = entreg(["balance"]).expect_code(2);
    assert_eq!(run.stdout, "");
    let said = run.stderr.matches("credentials of ihuyi are missing");
    assert_eq!(said.count(), 1, "{run:#?}");
}
