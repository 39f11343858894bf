//! `operations` lists the catalogue as data.

use serde_json::{Value, json};

use crate::process::entreg;

fn catalogue() -> Vec<Value> {
    let run = entreg(["operations", "--output", "json"]).expect_code(0);
    run.json().as_array().unwrap().clone()
}

fn operation(name: &str) -> Value {
    let found = catalogue()
        .into_iter()
        .find(|operation| operation["name"] == name);
    found.unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn every_operation_of_the_catalogue_is_listed_once() {
    let listed: Vec<_> = catalogue()
        .iter()
        .map(|one| format!("{} {} {}", one["vendor"], one["number"], one["name"]).replace('"', ""))
        .collect();
    for expected in [
        "idcode 101 GetAllAreaInfo",
        "idcode 102 GetAreaInfoByParentID",
        "idcode 105 GetUnitType",
        "idcode 301 RegCompanyInfo",
        "idcode 303 SendVerifyInfo",
        "idcode 304 VerifyCompanyInfo",
        "idcode 305 ModifyCompanyInfo",
        "idcode 306 GetCompanyBaseInfo",
        "idcode 307 GetCompanyInfo",
        "idcode 308 GetOrganUnitStatus",
        "ihuyi null ent3f.Submit",
        "ihuyi null ent3f.GetNum",
        "ihuyi null entinfov2.Submit",
        "ihuyi null entinfov2.GetNum",
        "ihuyi null entmark.Submit",
        "ihuyi null entmark.GetNum",
        "ihuyi null entcopy.Submit",
        "ihuyi null entcopy.GetNum",
    ] {
        let count = listed.iter().filter(|one| *one == expected).count();
        assert_eq!(count, 1, "{expected} in {listed:#?}");
    }
}

#[test]
fn an_operation_of_idcode_is_listed_as_documented() {
    let status = operation("GetOrganUnitStatus");
    assert_eq!(status["method"], "GET");
    assert_eq!(status["path"], "/AllInterFace/GetOrganUnitStatus");
    assert_eq!(status["body"], "query");
    assert_eq!(status["idempotent"], true);
    assert_eq!(status["billed"], false);
    assert_eq!(
        status["parameters"],
        json!([{
            "name": "companyIDcode",
            "type": "string",
            "required": true,
            "default": null,
            "values": {},
            "common": false,
            "evidence": "document"
        }])
    );
    let common: Vec<_> = status["common_parameters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|parameter| &parameter["name"])
        .collect();
    assert_eq!(common, ["access_token", "time", "hash"]);
    assert_eq!(
        status["result_codes"],
        json!([{
            "code": 1,
            "message": "成功",
            "meaning": "success",
            "kind": "success",
            "evidence": "document"
        }])
    );
}

#[test]
fn conditions_defaults_and_values_are_listed() {
    let parameter = |operation: &Value, name: &str| {
        let parameters = operation["parameters"].as_array().unwrap();
        parameters
            .iter()
            .find(|one| one["name"] == name)
            .unwrap()
            .clone()
    };
    let sms = parameter(&operation("RegCompanyInfo"), "smsVerifyCode");
    assert_eq!(sms["required"], "conditional");
    let size = parameter(&operation("ModifyCompanyInfo"), "unitSizeType");
    assert_eq!(size["type"], "int");
    assert_eq!(size["default"], 1);
    assert_eq!(size["values"]["2"], "51 to 100 people");
    let file = parameter(&operation("VerifyCompanyInfo"), "file1");
    assert_eq!(file["type"], "file");
    assert_eq!(operation("VerifyCompanyInfo")["body"], "multipart");
}

#[test]
fn a_product_of_ihuyi_has_the_whole_table_credentials_first_and_time_last() {
    let submit = operation("ent3f.Submit");
    assert_eq!(submit["body"], "form");
    assert_eq!(submit["billed"], true);
    let table: Vec<_> = submit["parameters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["name"].as_str().unwrap(),
                one["common"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        table,
        [
            ("account", true),
            ("password", true),
            ("ent_name", false),
            ("ent_code", false),
            ("name", false),
            ("time", true),
        ]
    );
    let expired = submit["result_codes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["code"] == 40501)
        .unwrap();
    assert_eq!(expired["kind"], "auth");
    assert_eq!(expired["message"], "动态密码已过期");
}

#[test]
fn undocumented_operations_are_marked() {
    let unverified: Vec<_> = catalogue()
        .into_iter()
        .filter(|one| one["evidence"] != "document")
        .map(|one| format!("{} {}", one["name"], one["evidence"]).replace('"', ""))
        .collect();
    let behind_the_feature = [
        "RegProductIDcodeInfo observed",
        "entcopy.GetNum analogy",
        "ent3fv2.Submit observed",
        "ent3fv2.GetNum analogy",
        "entfuz.Submit observed",
        "entfuz.GetNum analogy",
        "entpat.Submit observed",
        "entpat.GetNum analogy",
    ];
    if cfg!(feature = "unverified") {
        assert_eq!(unverified, behind_the_feature);
    } else {
        assert_eq!(unverified, ["entcopy.GetNum analogy"]);
    }
    let csv = entreg(["operations", "--output", "csv"]).expect_code(0);
    let marked = |line: &&str| line.ends_with(",analogy") || line.ends_with(",observed");
    assert_eq!(csv.stdout.lines().filter(marked).count(), unverified.len());
}

#[test]
fn a_table_has_a_line_per_operation_and_a_vendor_can_be_chosen() {
    let count = |words: &[&str]| {
        let run = crate::process::Entreg::new(words.iter().copied())
            .run()
            .expect_code(0);
        run.stdout
            .lines()
            .skip(1)
            .filter(|line| !line.contains('─'))
            .count()
    };
    let all = catalogue().len();
    assert_eq!(count(&["operations"]), all);
    assert_eq!(count(&["operations", "--output", "csv"]), all);
    let ihuyi = count(&["operations", "--vendor", "ihuyi"]);
    let idcode = count(&["operations", "--vendor", "idcode"]);
    assert_eq!(ihuyi + idcode, all);
    assert!(ihuyi >= 4);
}

#[test]
fn no_operation_is_listed_twice_with_or_without_observed_ones() {
    let plain = entreg(["operations", "--output", "json"]);
    let observed = entreg(["operations", "--observed", "--output", "json"]);
    for run in [plain, observed] {
        let run = run.expect_code(0);
        let mut names: Vec<_> = run
            .json()
            .as_array()
            .unwrap()
            .iter()
            .map(|one| format!("{} {}", one["vendor"], one["name"]))
            .collect();
        let listed = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), listed);
    }
}

#[test]
fn evidence_repeats_the_documents_words_on_parameters_and_codes_only() {
    let evidence = |operation: &str, list: &str, key: &str, value: Value| {
        let operation = self::operation(operation);
        let rows = operation[list].as_array().unwrap();
        let row = rows.iter().find(|row| row[key] == value).unwrap();
        row["evidence"].as_str().unwrap().to_owned()
    };
    let parameter =
        |operation: &str, name: &str| evidence(operation, "parameters", "name", Value::from(name));
    for (operation, name) in [
        (
            "GetIndustryCategoryListByParentID",
            "industryCategory_ID_Parent",
        ),
        ("UploadCodeFile", "CodeFileName"),
        ("UploadCodeList", "CodeListStr"),
        ("CreateCodePic", "code"),
        ("CreateCodePic", "picSize"),
        ("CreateCodePic", "codeType"),
        ("VerifyCompanyInfo", "file1"),
        ("GetCompanyInfo", "searchType"),
    ] {
        assert_eq!(parameter(operation, name), "analogy", "{operation} {name}");
    }
    assert_eq!(parameter("entcopy.Submit", "reg_no"), "observed");
    assert_eq!(parameter("entmark.Submit", "reg_no"), "document");
    assert_eq!(
        parameter("GetAreaInfoByParentID", "addressidparent"),
        "document"
    );
    let code = |operation: &str, list: &str, code: i64| {
        evidence(operation, list, "code", Value::from(code))
    };
    assert_eq!(code("entcopy.Submit", "observed_codes", 408), "analogy");
    assert_eq!(code("entcopy.Submit", "result_codes", 2), "document");
    assert_eq!(code("entcopy.GetNum", "result_codes", 2), "analogy");
    assert_eq!(code("GetCompanyInfo", "observed_codes", 0), "observed");
    assert_eq!(code("GetCompanyInfo", "observed_codes", 10001), "observed");
}
