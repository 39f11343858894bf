//! `compare` shows the records of both vendors side by side.

use serde_json::{Value, json};

use crate::process::{Entreg, Run, entreg};
use crate::stand_in::{Reply, StandIn};

const RECORD: &str = r#"{"code":2,"msg":"提交成功","idcardid":"16236437872836017","result":{"info":{
    "basic":{"entname":"样例（北京）科技有限公司","creditcode":"91110108MAXXXX015B","frname":"张三",
        "regcap":"1000.0","regcapcur":"人民币","esdate":"2020-01-02","entstatus":"存续",
        "dom":"北京市海淀区样例路1号","regorgprovince":"北京","regorgcity":"北京市",
        "regorgdistrict":"海淀区"},
    "person":[],"techEnt":[]}}}"#;
const NO_RECORD: &str = r#"{"code":408,"msg":"查询无结果","idcardid":0}"#;
const NO_UNIT: &str = r#"{"ResultCode":0,"ResultMsg":"未查询到单位！"}"#;

/// A unit of IDcode, as an element of the list of 307 or as the reply of 306.
fn unit(name: &str, address: &str) -> String {
    format!(
        r#""OrganUnit_ID":52,"Province_ID":110000,"City_ID":110000,"Area_ID":110108,"OrganUnitName":"{name}","OrganUnitAddress":"{address}""#
    )
}

fn list(units: &[String]) -> String {
    let units: Vec<String> = units.iter().map(|unit| format!("{{{unit}}}")).collect();
    format!(
        r#"{{"OrganUnitList":[{}],"ResultCode":1,"ResultMsg":"成功"}}"#,
        units.join(",")
    )
}

fn base(unit: &str) -> String {
    format!(r#"{{{unit},"OrganUnit_Oid":"i.86.110108.52","ResultCode":1,"ResultMsg":"成功"}}"#)
}

/// Both vendors: ihuyi replies `record`, 307 `by_name`, 306 `by_code`.
fn vendors(record: &str, by_name: Reply, by_code: &str) -> StandIn {
    let (record, by_code) = (Reply::body(record), Reply::body(by_code));
    StandIn::with(move |first| {
        if first.starts_with("POST /idcard/entinfov2/Submit.json") {
            record.clone()
        } else if first.starts_with("GET /AllInterFace/GetCompanyInfo?") {
            by_name.clone()
        } else {
            assert!(
                first.starts_with("GET /AllInterFace/GetCompanyBaseInfo?"),
                "{first}"
            );
            by_code.clone()
        }
    })
}

fn compare(vendors: &StandIn, words: &[&str]) -> Run {
    let words = ["compare"].iter().chain(words).copied();
    Entreg::new(words).at(&vendors.base_url()).run()
}

fn finding<'a>(document: &'a Value, field: &str) -> &'a Value {
    let findings = document["findings"].as_array().unwrap();
    findings
        .iter()
        .find(|one| one["field"] == field)
        .unwrap_or_else(|| panic!("no {field} in {document:#}"))
}

fn asked(vendors: &StandIn) -> Vec<String> {
    let path = |request: String| {
        let target = request
            .split_whitespace()
            .nth(1)
            .unwrap_or_default()
            .to_owned();
        target.split('?').next().unwrap_or_default().to_owned()
    };
    vendors.requests().into_iter().map(path).collect()
}

#[test]
fn a_company_recorded_alike_agrees_and_its_cost_is_shown() {
    let same = list(&[unit("样例(北京)科技有限公司", "北京市海淀区样例路1号")]);
    let vendors = vendors(RECORD, Reply::body(&same), "");
    let run = compare(&vendors, &["91110108MAXXXX015B", "--output", "json"]).expect_code(0);
    assert_eq!(
        run.stderr,
        "{\"spent\":{\"product\":\"entinfov2\",\"charged\":1,\"unknown\":0}}\n"
    );
    let document = run.json();
    assert_eq!(document["outcome"], "agree");
    assert_eq!(
        document["left"],
        json!({"vendor": "ihuyi", "found": true, "reason": null})
    );
    let name = finding(&document, "name");
    assert_eq!(
        (&name["verdict"], &name["note"]),
        (&json!("agrees"), &json!("respelt"))
    );
    assert_eq!(name["left"]["text"], "样例（北京）科技有限公司");
    assert_eq!(name["right"]["source"]["operation"], "GetCompanyInfo");
    let division = finding(&document, "division");
    assert_eq!(division["verdict"], "agrees");
    assert_eq!(division["right"]["text"], "110108 北京市海淀区");
    assert_eq!(finding(&document, "capital")["verdict"], "only_left");
    assert_eq!(
        asked(&vendors),
        [
            "/idcard/entinfov2/Submit.json",
            "/AllInterFace/GetCompanyInfo"
        ]
    );

    let run = compare(&vendors, &["91110108MAXXXX015B"]).expect_code(0);
    assert_eq!(
        run.stderr,
        "the records agree\nspent: 1 query of entinfov2, charged\n"
    );
    let name = run
        .stdout
        .lines()
        .find(|line| line.trim_start().starts_with("name "))
        .unwrap();
    assert!(
        name.contains("equal but for width, brackets, blanks or case"),
        "{run:#?}"
    );
}

#[test]
fn a_difference_is_1_and_shown_from_both_sides() {
    let other = list(&[unit("样例（北京）科技有限公司", "北京市海淀区样例路2号")]);
    let vendors = vendors(RECORD, Reply::body(&other), "");
    let run = compare(&vendors, &["91110108MAXXXX015B", "--output", "csv"]).expect_code(1);
    let mut rows = csv::Reader::from_reader(run.stdout.as_bytes());
    assert_eq!(
        rows.headers().unwrap(),
        vec!["field", "verdict", "ihuyi", "idcode", "note"]
    );
    let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
    let address = rows.iter().find(|row| &row[0] == "address").unwrap();
    assert_eq!(
        address,
        vec![
            "address",
            "differs",
            "北京市海淀区样例路1号",
            "北京市海淀区样例路2号",
            ""
        ]
    );
    assert_eq!(
        run.stderr,
        "the records differ\nspent: 1 query of entinfov2, charged\n"
    );
}

#[test]
fn a_main_code_gives_the_name_that_ihuyi_is_queried_by() {
    let unit = base(&unit("样例（北京）科技有限公司", "北京市海淀区样例路1号"));
    let vendors = vendors(RECORD, Reply::body(NO_UNIT), &unit);
    let run = compare(
        &vendors,
        &["i.86.110108.52/91.12000000.1/", "--output", "json"],
    );
    let document = run.expect_code(0).json();
    assert_eq!(
        finding(&document, "main_code")["right"]["text"],
        "i.86.110108.52"
    );
    assert_eq!(
        asked(&vendors),
        [
            "/AllInterFace/GetCompanyBaseInfo",
            "/idcard/entinfov2/Submit.json"
        ]
    );
    assert!(
        vendors.requests()[1].contains("ent_name="),
        "{:#?}",
        vendors.requests()
    );

    // A code of the company, and the unit's own.
    let words = [
        "91110108MAXXXX015B",
        "--unit",
        "i.86.110108.52",
        "--output",
        "json",
    ];
    let document = compare(&vendors, &words).expect_code(0).json();
    assert_eq!(finding(&document, "name")["note"], Value::Null);
    assert!(vendors.requests()[3].contains("ent_code=91110108MAXXXX015B"));
}

#[test]
fn brackets_of_the_other_width_are_tried_too() {
    let found = list(&[unit("样例(北京)科技有限公司", "")]);
    let vendors = StandIn::with(move |first| {
        if first.starts_with("POST") {
            Reply::body(RECORD)
        } else if first.contains("%EF%BC%88") {
            Reply::body(NO_UNIT)
        } else {
            Reply::body(&found)
        }
    });
    let run = compare(&vendors, &["91110108MAXXXX015B", "--output", "json"]).expect_code(0);
    assert_eq!(run.json()["right"]["found"], true);
    assert_eq!(asked(&vendors).len(), 3);
}

#[test]
fn a_company_that_one_vendor_lacks_is_shown_from_the_other_side() {
    let known = vendors(RECORD, Reply::body(NO_UNIT), "");
    let run = compare(&known, &["91110108MAXXXX015B", "--output", "json"]).expect_code(1);
    let document = run.json();
    assert_eq!(document["outcome"], "incomplete");
    assert_eq!(document["right"]["found"], false);
    assert!(
        document["right"]["reason"]
            .as_str()
            .unwrap()
            .contains("未查询到单位")
    );
    assert_eq!(finding(&document, "name")["verdict"], "only_left");

    let unit = base(&unit("样例（北京）科技有限公司", "北京市海淀区样例路1号"));
    let unknown = vendors(NO_RECORD, Reply::body(NO_UNIT), &unit);
    let run = compare(&unknown, &["i.86.110108.52", "--output", "json"]).expect_code(1);
    let document = run.json();
    assert_eq!(document["left"]["found"], false);
    assert!(
        run.stderr.contains("\"charged\":0,\"unknown\":1"),
        "{run:#?}"
    );
    assert_eq!(finding(&document, "name")["verdict"], "only_right");

    let run = compare(&unknown, &["91110108MAXXXX015B"]).expect_code(1);
    assert!(
        run.stderr.contains("there is nothing to compare"),
        "{run:#?}"
    );
    assert!(run.stderr.contains("charge unknown"), "{run:#?}");
}

#[test]
fn several_units_of_one_name_are_an_error() {
    let one = unit("样例（北京）科技有限公司", "北京市海淀区样例路1号");
    let vendors = vendors(RECORD, Reply::body(&list(&[one.clone(), one])), "");
    let run = compare(&vendors, &["91110108MAXXXX015B"]).expect_code(1);
    assert!(run.stderr.contains("choose one with --unit"), "{run:#?}");
}

#[test]
fn a_paid_reply_is_shown_even_if_the_other_vendor_fails() {
    let vendors = vendors(RECORD, Reply::Nothing, "");
    let run = compare(&vendors, &["91110108MAXXXX015B", "--output", "json"]).expect_code(4);
    assert_eq!(
        finding(&run.json(), "name")["left"]["text"],
        "样例（北京）科技有限公司"
    );
    assert_eq!(run.error()["charged"], "yes");
}

#[test]
fn nothing_is_paid_if_idcode_fails_or_credentials_are_missing() {
    let vendors = vendors(RECORD, Reply::Nothing, "");
    compare(&vendors, &["样例（北京）科技有限公司"]).expect_code(3);
    assert!(
        asked(&vendors)
            .iter()
            .all(|path| path.starts_with("/AllInterFace/"))
    );

    let run = Entreg::new(["compare", "91110108MAXXXX015B"])
        .env("IHUYI_ACCOUNT", "x")
        .env("IHUYI_API_KEY", "y")
        .env("IHUYI_BASE_URL", &vendors.base_url())
        .run()
        .expect_code(2);
    assert!(run.stderr.contains("IDCODE_ACCESS_TOKEN"), "{run:#?}");
}

#[test]
fn an_argument_that_neither_vendor_can_be_queried_by_is_refused_before_it_costs_money() {
    entreg(["compare", "91310116761614322A"])
        .expect_code(2)
        .expect_on_stderr("position 18");
    entreg(["compare", "310116"])
        .expect_code(2)
        .expect_on_stderr("COMPANY has the form of a division code");
    entreg(["compare", "i.86.110108.52", "--unit", "i.86.110108.52"])
        .expect_code(2)
        .expect_on_stderr("two main codes were given");
    entreg(["compare", "91310116761614322N", "--unit", "52"])
        .expect_code(2)
        .expect_on_stderr("main code of a unit");
}

#[test]
fn both_vendors_of_the_sandbox_have_one_company() {
    let run = entreg(["--sandbox", "compare", "i.86.110108.52"]).expect_code(0);
    assert!(
        run.stdout.contains("样例（北京）编码服务有限公司"),
        "{run:#?}"
    );
    assert_eq!(
        run.stderr,
        "the records agree\nspent: 1 query of entinfov2, charged\n"
    );
    entreg(["--sandbox", "compare", "91110108MAXXXX074E"]).expect_code(0);

    // Only ihuyi has it.
    let run = entreg(["--sandbox", "compare", "91110108MAXXXX015B"]).expect_code(1);
    assert!(run.stderr.contains("idcode has no record"), "{run:#?}");
}

#[test]
fn unseen_characters_in_a_name_of_idcode_are_removed_before_ihuyi_is_queried() {
    let unit = unit("样例（北京）科技\u{200b}有限公司", "北京市海淀区样例路1号");
    let vendors = vendors(RECORD, Reply::body(NO_UNIT), &base(&unit));
    let run = compare(&vendors, &["i.86.110108.52", "--output", "json"]);
    let document = run.json();
    assert_eq!(finding(&document, "name")["verdict"], "agrees", "{run:#?}");
    let damaged = self::unit("样例\u{fffd}科技有限公司", "北京市海淀区样例路1号");
    let vendors = self::vendors(RECORD, Reply::body(NO_UNIT), &base(&damaged));
    let run = compare(&vendors, &["i.86.110108.52"]).expect_code(3);
    run.expect_on_stderr("--unit").expect_on_stderr("U+FFFD");
    assert_eq!(asked(&vendors), ["/AllInterFace/GetCompanyBaseInfo"]);
}
