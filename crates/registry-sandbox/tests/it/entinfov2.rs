//! entinfov2: a company by any of four identifiers.

use ihuyi_api::Subject;
use ihuyi_api::products::{Entinfov2Submit, EntityType};
use registry_sandbox::sample;

use crate::client::{Client, ihuyi_outcome, post_form};

#[tokio::test]
async fn every_company_is_found_by_each_of_its_identifiers() {
    let client = Client::new();
    for company in sample::COMPANIES {
        for subject in [
            Subject::Name(company.name.to_owned()),
            company.credit_code().into(),
            company.organization_code().into(),
            company.registration_number().into(),
        ] {
            let record = client.call(&Entinfov2Submit::new(subject)).await.unwrap();
            let basic = record.result.info.basic.unwrap();
            assert_eq!(basic.name.as_deref(), Some(company.name));
        }
    }
}

#[tokio::test]
async fn the_vendors_own_sample_is_there_as_printed() {
    let client = Client::new();
    let request = Entinfov2Submit::new(Subject::Name(sample::vendor::NAME.to_owned()));
    let answer = client.json(client.signed(&request)).await;
    insta::assert_json_snapshot!(answer);
}

#[tokio::test]
async fn records_of_closed_companies_state_day_and_reason() {
    let client = Client::new();
    let basic = async |company: &sample::SampleCompany| {
        let request = Entinfov2Submit::new(company.credit_code());
        client
            .call(&request)
            .await
            .unwrap()
            .result
            .info
            .basic
            .unwrap()
    };
    let deregistered = basic(&sample::COMPANIES[3]).await;
    assert_eq!(deregistered.status, Some("注销".into()));
    assert_eq!(deregistered.deregistered, Some("2024-06-30".into()));
    assert_eq!(deregistered.revoked, None);
    let revoked = basic(&sample::COMPANIES[5]).await;
    assert_eq!(revoked.status, Some("吊销".into()));
    assert_eq!(revoked.revoked, Some("2023-03-15".into()));
    let trader = basic(&sample::COMPANIES[4]).await;
    assert_eq!(trader.entity_type, Some(EntityType::IndividualBusiness));
    assert_eq!(trader.registered_capital, None);
}

/// Static password, so that a request can be written by hand.
async fn ask(pairs: &str) -> (i64, String) {
    let body = format!("account=sandbox-account&password=sandbox-key-0000&{pairs}");
    let request = post_form("/idcard/entinfov2/Submit.json", body);
    ihuyi_outcome(&Client::new().json(request).await)
}

#[tokio::test]
async fn identifiers_of_one_company_may_come_together() {
    let company = sample::DEMO;
    let (name, code) = (company.name, company.credit_code());
    let organization = company.organization_code();
    let other = sample::COMPANIES[1].credit_code();
    assert_eq!(ask(&format!("ent_name={name}&ent_code={code}")).await.0, 2);
    let all = format!(
        "ent_name={name}&ent_code={code}&organization_code={organization}&reg_no={}",
        company.registration_number()
    );
    assert_eq!(ask(&all).await.0, 2);
    assert_eq!(ask(&format!("ent_name=&ent_code={code}")).await.0, 2);
    // The identifiers of two companies.
    let mixed = ask(&format!("ent_name={name}&ent_code={other}")).await;
    assert_eq!(mixed, (408, "查询无结果".to_owned()));
}

#[tokio::test]
async fn none_of_the_four_is_a_failed_submission_and_a_malformed_one_is_found_nowhere() {
    for (pairs, what) in [
        (
            "",
            "one of ent_name, ent_code, reg_no, organization_code is required",
        ),
        (
            "ent_name=+&ent_code=",
            "one of ent_name, ent_code, reg_no, organization_code is required",
        ),
        (
            "ent_name=12345",
            "parameter `ent_name`: is not the name of a company",
        ),
    ] {
        assert_eq!(
            ask(pairs).await,
            (1, format!("提交失败：{what}")),
            "{pairs}"
        );
    }
    for pairs in [
        "ent_code=91110108MAXXXX0150",
        "reg_no=1",
        "organization_code=MAXXXX016",
    ] {
        assert_eq!(ask(pairs).await.0, 408, "{pairs}");
    }
}
