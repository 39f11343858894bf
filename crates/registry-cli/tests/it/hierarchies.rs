//! `areas`, `industries` and `categories` list hierarchies and draw them as trees.

use crate::process::{Entreg, Run, entreg};
use crate::stand_in::{Reply, StandIn};

fn run(words: &[&str]) -> Run {
    Entreg::new(["--sandbox"].iter().chain(words).copied()).run()
}

fn rows(words: &[&str]) -> Vec<serde_json::Value> {
    let words: Vec<&str> = words.iter().copied().chain(["--output", "json"]).collect();
    let run = run(&words).expect_code(0);
    run.json().as_array().unwrap().clone()
}

#[test]
fn areas_are_the_provinces_or_the_children_of_one_area() {
    assert_eq!(rows(&["areas"]).len(), 34);
    let beijing = rows(&["areas", "110000"]);
    assert!(!beijing.is_empty());
    assert!(
        beijing
            .iter()
            .all(|row| row["Address_ID_Parent"] == 110_000)
    );
    let table = run(&["areas"]).expect_code(0).stdout;
    assert!(table.trim_start().starts_with("Address_ID"), "{table}");
    assert!(table.contains("110000"), "{table}");
}

#[test]
fn areas_of_one_level_are_listed_by_its_name_or_number() {
    let districts = rows(&["areas", "110000", "--level", "district"]);
    assert!(districts.len() > 10);
    assert!(districts.iter().all(|row| row["AddressLevel"] == 3));
    assert_eq!(rows(&["areas", "110000", "--level", "3"]), districts);
    run(&["areas", "--level", "street"]).expect_code(2);
    run(&["areas", "--level", "3", "--tree"]).expect_code(2);
}

#[test]
fn a_tree_has_every_area_below_its_parent() {
    let below = rows(&["areas", "130000", "--tree"]);
    let tree = run(&["areas", "130000", "--tree"]).expect_code(0).stdout;
    assert_eq!(tree.lines().count(), below.len());
    assert!(
        tree.starts_with("130100 石家庄市\n├─ 130102 长安区\n"),
        "{tree}"
    );
    assert!(tree.contains("\n└─ "), "{tree}");
    assert!(!tree.contains("310000"), "{tree}");
    // In a municipality, the districts are directly below the province (note of 101).
    let beijing = run(&["areas", "110000", "--tree"]).expect_code(0).stdout;
    assert!(beijing.contains("\n110108 海淀区\n"), "{beijing}");
    let csv = run(&["areas", "130000", "--tree", "--output", "csv"]);
    assert_eq!(csv.expect_code(0).stdout.lines().count(), below.len() + 1);
}

#[test]
fn industries_and_categories_have_levels_likewise() {
    for (command, id, parent) in [
        ("industries", "Trade_ID", "Trade_ID_Parent"),
        (
            "categories",
            "IndustryCategory_ID",
            "IndustryCategory_ID_Parent",
        ),
    ] {
        let first = rows(&[command]);
        assert!(first.len() > 1, "{command}");
        let all = rows(&[command, "--tree"]);
        assert!(all.len() > first.len(), "{command}");
        let tree = run(&[command, "--tree"]).expect_code(0).stdout;
        assert_eq!(tree.lines().count(), all.len(), "{command}");
        let above = all
            .iter()
            .find(|row| all.iter().any(|below| below[parent] == row[id]))
            .unwrap();
        let below = rows(&[command, &above[id].to_string()]);
        assert!(!below.is_empty());
        assert!(below.iter().all(|row| row[parent] == above[id]));
    }
}

#[test]
fn products_are_a_part_of_the_categories() {
    let products = rows(&["categories", "--products"]);
    assert!(!products.is_empty());
    assert!(products.iter().all(|row| row["Codeuse_ID"] == 10));
    assert!(products.len() < rows(&["categories", "--tree"]).len());
}

#[test]
fn an_invalid_or_unknown_parent_is_refused() {
    entreg(["areas", "beijing"]).expect_code(2);
    run(&["areas", "7", "--tree"])
        // All rows were requested, so it is not 2.
        .expect_code(3)
        .expect_on_stderr("no row has the id 7");
}

#[test]
fn each_command_sends_only_the_call_that_it_needs() {
    let sent = |words: &[&str], body: &str| {
        let vendor = StandIn::always(Reply::body(body));
        Entreg::new(words.iter().copied())
            .at(&vendor.base_url())
            .run()
            .expect_code(0);
        let [request] = vendor.requests().try_into().unwrap();
        let line = request.lines().next().unwrap().to_owned();
        line.split(['?', ' ']).nth(1).unwrap().to_owned()
    };
    let areas = r#"{"AddressList":[],"ResultCode":1}"#;
    let trades = r#"{"TradeList":[],"ResultCode":1}"#;
    let categories = r#"{"IndustryCategoryList":[],"ResultCode":1}"#;
    let path = |name: &str| format!("/AllInterFace/{name}");
    assert_eq!(sent(&["areas"], areas), path("GetAreaInfoByParentID"));
    assert_eq!(sent(&["areas", "--tree"], areas), path("GetAllAreaInfo"));
    assert_eq!(
        sent(&["industries"], trades),
        path("GetTradeInfoByParentID")
    );
    assert_eq!(
        sent(&["industries", "--tree"], trades),
        path("GetAllTradeInfo")
    );
    assert_eq!(
        sent(&["categories"], categories),
        path("GetIndustryCategoryListByParentID")
    );
    assert_eq!(
        sent(&["categories", "--tree"], categories),
        path("GetAllIndustryCategoryList")
    );
    assert_eq!(
        sent(&["categories", "--products"], categories),
        path("GetProductCategoryList")
    );
}
