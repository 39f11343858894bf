//! The bytes of the answers, for readers that are strict.

use endpoint_core::Endpoint;
use idcode_api::operations::{
    GetAllAreaInfo, GetAreaInfoByParentID, GetCompanyBaseInfo, GetCompanyInfo, GetOrganUnitStatus,
    GetUnitType, Matching, SendVerifyInfo,
};
use ihuyi_api::products::{Ent3fGetNum, Ent3fSubmit, Entinfov2Submit};
use registry_model::DecimalId;
use registry_sandbox::sample;
use serde_json::Value;

use crate::client::{Client, Keyed};
use crate::samples::{code, completion, registration, verification};

async fn body<E: Endpoint<Vendor: Keyed>>(client: &Client, request: E) -> String {
    let response = client.sandbox.respond(client.signed(&request)).await;
    String::from_utf8(response.body.to_vec()).unwrap()
}

#[tokio::test]
async fn answers_of_idcode_have_the_keys_of_its_tables() {
    let client = Client::new();
    let unit = || code("i.86.110108.1");
    let mut bodies = vec![
        body(&client, registration("甲公司", "one").with_contact("张三")).await,
        body(&client, registration("甲公司", "two")).await,
        body(&client, GetCompanyBaseInfo::new(unit())).await,
        body(&client, completion("i.86.110108.1")).await,
        body(&client, verification("i.86.110108.1")).await,
        body(&client, GetCompanyBaseInfo::new(unit())).await,
        body(&client, GetCompanyInfo::new("甲公司", Matching::Exact)).await,
        body(&client, GetCompanyInfo::new("无", Matching::Exact)).await,
        body(&client, GetOrganUnitStatus::new(unit())).await,
        body(&client, GetOrganUnitStatus::new(code("i.86.110108.9"))).await,
        body(&client, SendVerifyInfo::new(sample::PHONE)).await,
        body(&client, GetUnitType::new()).await,
        body(&client, GetAreaInfoByParentID::new(DecimalId::new(440_300))).await,
    ];
    bodies.push(String::new());
    insta::assert_snapshot!(bodies.join("\n"));
}

#[tokio::test]
async fn answers_of_ihuyi_have_the_keys_of_its_tables() {
    let client = Client::new();
    let company = sample::DEMO;
    let question = |person: &str| Ent3fSubmit::new(company.name, company.credit_code(), person);
    let bodies = [
        body(&client, question("张三")).await,
        body(&client, question("李四")).await,
        body(&client, question(" ")).await,
        body(&client, Ent3fGetNum::new()).await,
        body(&client, Entinfov2Submit::new(company.credit_code())).await,
        String::new(),
    ];
    insta::assert_snapshot!(bodies.join("\n"));
}

fn nulls(value: &Value) -> usize {
    match value {
        Value::Null => 1,
        Value::Array(items) => items.iter().map(nulls).sum(),
        Value::Object(members) => members.values().map(nulls).sum(),
        _ => 0,
    }
}

#[tokio::test]
async fn nothing_is_null_but_the_unit_that_does_not_exist_yet() {
    let client = Client::new();
    let unit = || code("i.86.110108.1");
    let registered = body(&client, registration("甲公司", "one")).await;
    assert!(registered.contains(r#""OrganUnitResultInfo":null"#));
    for answer in [
        body(&client, GetAllAreaInfo::new()).await,
        body(&client, GetUnitType::new()).await,
        body(&client, GetCompanyBaseInfo::new(unit())).await,
        body(&client, GetCompanyInfo::new("公司", Matching::Fuzzy)).await,
        body(&client, GetOrganUnitStatus::new(unit())).await,
        body(&client, Entinfov2Submit::new(sample::DEMO.credit_code())).await,
    ] {
        assert_eq!(
            nulls(&serde_json::from_str(&answer).unwrap()),
            0,
            "{answer}"
        );
    }
}

#[tokio::test]
async fn ids_of_twenty_digits_are_exact_numbers() {
    let client = Client::new();
    let answer = body(&client, GetCompanyBaseInfo::new(code("i.86.110108.52"))).await;
    assert!(
        answer.contains(r#""OrganUnit_ID":10030000000000000001,"#),
        "{answer}"
    );
}
