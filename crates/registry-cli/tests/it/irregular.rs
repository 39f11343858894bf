//! Replies in the irregular forms of the vendors' documents.

use serde_json::json;

use crate::process::{Entreg, Run};
use crate::stand_in::{Reply, StandIn};

fn call(words: &[&str], body: &str) -> Run {
    let vendor = StandIn::always(Reply::body(body));
    let run = Entreg::new(words.iter().copied().chain(["--output", "json"]))
        .at(&vendor.base_url())
        .run();
    vendor.request();
    run
}

const UNIT: [&str; 4] = ["call", "idcode", "306", "companyIDcode=i.86.110108.52"];

#[test]
fn keys_in_another_case_with_blanks_and_numbers_as_text_are_read() {
    let run = call(
        &UNIT,
        "\u{feff}{\" OrganUnit_ID\":\"99999999999999999999\",\"organunitname\":\"样例\",\
         \"Linkman\":\"\",\"esultCode\":\"1\",}",
    )
    .expect_code(0);
    assert!(
        run.stdout
            .contains("\"OrganUnit_ID\": 99999999999999999999,"),
        "{}",
        run.stdout
    );
    let unit = run.json();
    assert_eq!(unit["OrganUnitName"], "样例");
    assert_eq!(unit["LinkMan"], json!(null));
}

#[test]
fn a_list_of_one_may_be_an_object_and_an_empty_list_null() {
    let words = ["call", "idcode", "105"];
    let one = r#"{"UnitTypeList":{"UnitTypeName":"企业","Code":"1003"},"ResultCode":1}"#;
    assert_eq!(
        call(&words, one).expect_code(0).json(),
        json!([{"UnitTypeName": "企业", "Code": 1003}])
    );
    let none = r#"{"UnitTypeList":null,"ResultCode":1}"#;
    assert_eq!(call(&words, none).expect_code(0).json(), json!([]));
}

#[test]
fn states_that_the_document_does_not_list_are_kept() {
    let words = ["call", "idcode", "308", "companyIDcode=i.86.110108.52"];
    let body = r#"{" IsAuthen":100," IsAudit":"7"," SurplusTime":365,"ResultCode":1}"#;
    assert_eq!(
        call(&words, body).expect_code(0).json(),
        json!({"IsAuthen": 100, "IsAudit": 7, "SurplusTime": "365"})
    );
}

#[test]
fn a_refusal_with_a_string_as_its_code_is_read() {
    let run = call(&UNIT, r#"{"ResultCode":"-2","ResultMsg":"未授权！"}"#).expect_code(1);
    assert_eq!(run.stdout, "");
    let error = run.error();
    assert_eq!(error["kind"], "refused");
    assert_eq!(error["code"], -2);
    assert_eq!(error["refusal_kind"], "auth");
    assert!(
        error["message"].as_str().unwrap().contains("未授权！"),
        "{error}"
    );
}
