//! `call` reaches every operation of the catalogue, by name and by number.

use enterprise_registry::{Endpoint, Vendor, Visit, idcode, ihuyi};
use serde_json::Value;

use crate::process::{Run, entreg};

struct Names(Vec<&'static str>);

impl<V: Vendor> Visit<V> for Names {
    fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
        self.0.push(E::SPEC.name);
    }
}

/// The names of all documented operations.
fn declared() -> Vec<&'static str> {
    let mut names = Names(Vec::new());
    idcode::endpoints(&mut names);
    ihuyi::endpoints(&mut names);
    names.0
}

fn catalogue() -> Vec<Value> {
    let run = entreg(["operations", "--output", "json"]).expect_code(0);
    let mut all = run.json().as_array().unwrap().clone();
    // The feature `unverified` adds it, and no sandbox serves it.
    all.retain(|one| one["name"] != "RegProductIDcodeInfo");
    all
}

/// Called without parameters, it succeeds or names the missing parameter.
#[track_caller]
fn callable(vendor: &str, called: &str, operation: &Value) {
    let run: Run = entreg(["--sandbox", "call", vendor, called, "--output", "json"]);
    let required: Vec<&Value> = operation["parameters"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|parameter| parameter["required"] == true && parameter["common"] == false)
        .map(|parameter| &parameter["name"])
        .collect();
    if run.code == Some(0) {
        assert!(required.is_empty(), "{operation:#}");
        run.json();
        return;
    }
    let run = run.expect_code(2);
    let error = run.error();
    assert_eq!(error["operation"], operation["name"], "{error:#}");
    assert_eq!(error["sent"], "no", "{error:#}");
    let parameter = &error["parameter"];
    let names: Vec<&Value> = operation["parameters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|parameter| &parameter["name"])
        .collect();
    assert!(names.contains(&parameter), "{error:#}");
    assert!(
        required.is_empty() || required.contains(&parameter),
        "{error:#}"
    );
}

#[test]
fn every_operation_is_callable_by_name_and_by_unique_number() {
    let catalogue = catalogue();
    for name in declared() {
        assert!(catalogue.iter().any(|one| one["name"] == name), "{name}");
    }
    for operation in &catalogue {
        let vendor = operation["vendor"].as_str().unwrap();
        callable(vendor, operation["name"].as_str().unwrap(), operation);
        let Some(number) = operation["number"].as_str() else {
            continue;
        };
        let same = catalogue
            .iter()
            .filter(|other| other["number"] == number && other["vendor"] == vendor);
        if same.count() == 1 {
            callable(vendor, number, operation);
        } else {
            assert_eq!(number, "501");
            entreg(["--sandbox", "call", vendor, number])
                .expect_code(2)
                .expect_on_stderr("use the name: UploadCodeFile or UploadCodeList");
        }
    }
}

#[test]
fn members_of_402_are_parameters_and_its_rows_are_json() {
    let list = r#"CategoryRegList=[{"IndustryCategory_ID":10222,"CodeUse_ID":10,"CategoryCode":"46100000","CodePayType":2,"GotoUrl":"http://a.example/?id="}]"#;
    let unit = "companyIDcode=i.86.110108.52";
    let call = [
        "--sandbox",
        "--output",
        "json",
        "call",
        "idcode",
        "402",
        unit,
    ];
    let [sandbox, output, json, verb, vendor, number, unit] = call;
    let run = |list: &str| entreg([sandbox, output, json, verb, vendor, number, unit, list]);
    let rows = run(list).expect_code(0).json();
    assert_eq!(rows[0]["IndustryCategory_ID"], 10222);
    assert!(rows[0]["CategoryReg_ID"].is_number());
    let refused = run("CategoryRegList=[").expect_code(2);
    assert_eq!(refused.error()["parameter"], "CategoryRegList");
}

/// The undocumented operation that `entreg operations --observed` lists.
#[test]
fn an_observed_operation_is_callable_and_marked() {
    let all = entreg(["operations", "--observed", "--output", "json"]).expect_code(0);
    let all = all.json();
    let all = all.as_array().unwrap();
    for one in all {
        assert_eq!(one["observed"], one["evidence"] == "observed", "{one}");
    }
    let named = |one: &&Value| one["name"] == "RegProductIDcodeInfo";
    let operation = all.iter().find(named).unwrap();
    assert_eq!(operation["observed"], true);
    assert_eq!(operation["observed_codes"][1]["code"], -4);
    callable("idcode", "RegProductIDcodeInfo", operation);
    let run = entreg([
        "--sandbox",
        "--output",
        "json",
        "call",
        "idcode",
        "RegProductIDcodeInfo",
        "companyIDcode=i.86.110108.52",
        "codeUse_ID=10",
        "industryCategory_ID=10222",
        "categoryCode=46100000",
        "modelNumber=样例",
        "modelNumberCode=001",
        "codePayType=5",
        "goToUrl=http://a.example/?id=",
    ])
    .expect_code(0)
    .json();
    assert_eq!(run["OrganUnitIDcode"], "i.86.110108.52/10.46100000.001/");
}
