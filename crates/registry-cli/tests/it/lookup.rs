//! `lookup` queries a company by the identifier that it is given.

use crate::process::{Entreg, entreg};
use crate::stand_in::{Reply, StandIn};

const RECORD: &str = r#"{"code":2,"msg":"提交成功","idcardid":16236437872836017,"result":{"info":{"basic":{"entname":"样例有限公司","regcap":"1000.0"},"person":{"pername":"张三"},"techEnt":[]}}}"#;

fn asked_by(company: &str) -> (String, String) {
    let vendor = StandIn::always(Reply::body(RECORD));
    let run = Entreg::new(["lookup", company])
        .at(&vendor.base_url())
        .run()
        .expect_code(0);
    let request = vendor.request();
    let (_, form) = request.split_once("\r\n\r\n").unwrap();
    let pair = form.split('&').next_back().unwrap();
    (pair.to_owned(), run.stderr)
}

#[test]
fn the_form_of_the_identifier_decides_and_is_noted() {
    let by = |company: &str, pair: &str, kind: &str| {
        assert_eq!(
            asked_by(company),
            (
                pair.to_owned(),
                format!("looking up by {kind}\nspent: 1 query of entinfov2, charged\n")
            )
        );
    };
    by(
        "91310116761614322N",
        "ent_code=91310116761614322N",
        "credit code",
    );
    by(
        "761614322",
        "organization_code=761614322",
        "organisation code",
    );
    by(
        "310116002008277",
        "reg_no=310116002008277",
        "registration number",
    );
    by(
        "样例有限公司",
        "ent_name=%E6%A0%B7%E4%BE%8B%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8",
        "name",
    );
}

#[test]
fn a_name_with_digits_is_no_identifier() {
    for name in [
        "1314酒吧",
        "Mr.8酒吧",
        "1688网店",
        "2008奥运",
        "12345678店",
        "91310116761614店",
        "ABC12345店",
        "Dr.1诊所",
    ] {
        let (pair, stderr) = asked_by(name);
        assert!(pair.starts_with("ent_name="), "{name}: {pair}");
        assert!(stderr.contains("looking up by name"), "{name}: {stderr}");
    }
}

#[test]
fn the_record_is_printed_under_the_vendors_names() {
    let vendor = StandIn::always(Reply::body(RECORD));
    let words = ["lookup", "样例有限公司", "--output", "json"];
    let run = Entreg::new(words)
        .at(&vendor.base_url())
        .run()
        .expect_code(0);
    assert_eq!(
        run.stderr,
        "{\"spent\":{\"product\":\"entinfov2\",\"charged\":1,\"unknown\":0}}\n"
    );
    let record = run.json();
    assert_eq!(record["idcardid"], "16236437872836017");
    assert_eq!(record["result"]["info"]["basic"]["entname"], "样例有限公司");
    assert_eq!(record["result"]["info"]["person"][0]["pername"], "张三");
}

#[test]
fn a_table_names_nested_members_by_path_and_omits_none() {
    let vendor = StandIn::always(Reply::body(RECORD));
    let run = Entreg::new(["lookup", "样例有限公司"])
        .at(&vendor.base_url())
        .run();
    let row = |name: &str| {
        let line = run
            .stdout
            .lines()
            .find(|line| line.trim_start().starts_with(name));
        line.unwrap_or_else(|| panic!("no {name} in {run:#?}"))
            .split_whitespace()
            .last()
    };
    assert_eq!(row("result.info.basic.entname "), Some("样例有限公司"));
    assert_eq!(row("result.info.basic.regcap "), Some("1000.0"));
    assert_eq!(row("result.info.person[0].pername "), Some("张三"));
}

#[test]
fn identifiers_that_the_register_does_not_accept_are_refused_before_they_cost_money() {
    let refused = |company: &str, why: &str| {
        let run = entreg(["lookup", company])
            .expect_code(2)
            .expect_on_stderr(why);
        assert_eq!(run.stdout, "");
    };
    refused(
        "91310116761614322A",
        "parameter `ent_code`: unified social credit code: position 18",
    );
    refused("310116", "COMPANY has the form of a division code");
    refused("i.86.110108.52", "COMPANY has the form of an IDcode");
    refused(
        "11010519491231002X",
        "COMPANY has the form of a resident id",
    );
    refused("  ", "must not be empty");
}

#[test]
fn a_name_with_a_code_beside_it_is_refused_before_it_costs_money() {
    for (text, remedy) in [
        (
            "统一社会信用代码：91310116761614322N",
            "give 91310116761614322N alone",
        ),
        (
            "上海思锐信息技术有限公司 ９１３１０１１６７６１６１４３２２Ｎ",
            "give 91310116761614322N alone",
        ),
        ("МА2РВМ9НХ", "write MA2PBM9HX, if that is meant"),
        ("ｉ.86.110108.52", "COMPANY has the form of an IDcode"),
        ("i。86。110108。52", "give its kind: --as name"),
        (
            "企合苏总字第000123号",
            "--as registration-number --as-written",
        ),
    ] {
        for command in ["lookup", "trademarks", "copyrights"] {
            let run = entreg(["--sandbox", command, text]).expect_code(2);
            assert!(run.stderr.contains(remedy), "{run:#?}");
            assert!(!run.stderr.contains("spent"), "{run:#?}");
        }
    }
    entreg(["--sandbox", "lookup", "上海思锐信息技术有限公司"]).expect_code(0);
}

#[test]
fn no_error_repeats_an_identity_card_number() {
    for (command, word) in [
        ("lookup", "张三110105491231002"),
        ("lookup", "张三 11010519491231002X"),
        ("copyrights", "11010519491231002×"),
        ("trademarks", "张三110105491231002"),
        ("areas", "11010519491231002X"),
        ("lookup", "--as=11010519491231002X"),
        ("lookup", "--11010519491231002X"),
    ] {
        for format in ["table", "json"] {
            let run = entreg([command, word, "--output", format]).expect_code(2);
            assert!(!run.stderr.contains("4912"), "{run:#?}");
        }
    }
    for text in ["张三110105491231002", "张三 11010519491231002X"] {
        let run = entreg(["lookup", text]).expect_on_stderr("personal data");
        assert!(!run.stderr.contains("--as-written"), "{run:#?}");
    }
}

#[test]
fn a_text_that_is_no_name_is_refused_by_every_search_with_the_way_out() {
    for (text, place) in [
        ("entName＝样例有限公司", "the label `entName=`"),
        ("entName = 样例有限公司", "the label `entName`"),
        ("?name=样例有限公司&x=1", "the label `?name=`"),
        ("{\"entName\":\"样例有限公司\"}", "from character 1 "),
        ("样例 a@example.com", "from character 4 "),
        ("https://example.com/样例", "from character 1 "),
        ("{{ name }}样例", "from character 1 "),
        ("=A1&\"有限公司\"", "from character 1 "),
        ("样例厂 张三", "from character 5 "),
        ("有限公司 13800138000", "from character 6 "),
        ("样例有限公司 91310116761614323N", "beside the name"),
    ] {
        for command in ["lookup", "trademarks", "copyrights", "compare"] {
            let run = entreg(["--sandbox", command, text]).expect_code(2);
            assert!(run.stderr.contains(place), "{command} {text}: {run:#?}");
            assert!(run.stderr.contains("--as-written"), "{run:#?}");
            assert!(run.stderr.contains("nothing was sent"), "{run:#?}");
        }
    }
    for name in ["1314酒吧", "R&D中心", "张三和李四商店", "样例-示范有限公司"] {
        let run = entreg(["--sandbox", "lookup", name]);
        assert!(!run.stderr.contains("nothing was sent"), "{name}: {run:#?}");
    }
}
