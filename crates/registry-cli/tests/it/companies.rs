//! The company argument: its form decides the kind, or `--as` does.

use crate::process::{Entreg, entreg};
use crate::stand_in::{Reply, StandIn};

const NOTHING: &str =
    r#"{"code":2,"msg":"提交成功","idcardid":"1","result":{"total":0,"lists":[]}}"#;

fn asked_by(words: &[&str]) -> String {
    let vendor = StandIn::always(Reply::body(NOTHING));
    Entreg::new(["copyrights"].into_iter().chain(words.iter().copied()))
        .at(&vendor.base_url())
        .run()
        .expect_code(1);
    let request = vendor.request();
    let (_, form) = request.split_once("\r\n\r\n").unwrap();
    let identifiers = ["ent_name", "ent_code", "organization_code", "reg_no"];
    let mut pairs = form
        .split('&')
        .filter(|pair| identifiers.iter().any(|name| pair.starts_with(name)));
    let pair = pairs.next().unwrap().to_owned();
    assert_eq!(pairs.next(), None);
    pair
}

#[test]
fn each_of_the_four_kinds_is_recognised_by_its_form() {
    assert_eq!(
        asked_by(&["91110108MAXXXX015B"]),
        "ent_code=91110108MAXXXX015B"
    );
    assert_eq!(asked_by(&["MAXXXX015"]), "organization_code=MAXXXX015");
    assert_eq!(asked_by(&["110108999999017"]), "reg_no=110108999999017");
    assert!(asked_by(&["样例公司"]).starts_with("ent_name=%E6%A0%B7"));
}

#[test]
fn a_text_without_a_known_form_is_refused_before_it_costs_money() {
    for word in ["91110108MAXXXX", "SAMPLE CO", "ABC12"] {
        let run = entreg(["trademarks", word]).expect_code(2);
        assert!(run.stderr.contains("--as name"), "{run:#?}");
    }
    assert_eq!(asked_by(&["SAMPLE", "--as", "name"]), "ent_name=SAMPLE");
    entreg(["trademarks", "样例公司", "--as", "credit-code"])
        .expect_code(2)
        .expect_on_stderr("parameter `ent_code`");
    entreg(["trademarks", "11010519491231002X"])
        .expect_code(2)
        .expect_on_stderr("COMPANY has the form of a resident id");
}
