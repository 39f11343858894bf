//! ent3f: name, code and person compared with the register.

use ihuyi_api::products::{Ent3fSubmit, MatchStatus};
use registry_sandbox::sample;

use crate::client::Client;

async fn status(company: &str, code: &str, person: &str) -> Result<MatchStatus, i64> {
    let request = Ent3fSubmit::new(company, code.parse().unwrap(), person);
    match Client::new().call(&request).await {
        Ok(matched) => Ok(matched.result.status),
        Err(refusal) => Err(refusal.code),
    }
}

#[tokio::test]
async fn three_elements_that_belong_together_match() {
    for company in sample::COMPANIES {
        let code = company.credit_code();
        let found = status(company.name, code.as_str(), company.representative).await;
        assert_eq!(found, Ok(MatchStatus::Match), "{}", company.name);
    }
    use sample::vendor::{CREDIT_CODE, NAME, REPRESENTATIVE};
    assert_eq!(
        status(NAME, CREDIT_CODE, REPRESENTATIVE).await,
        Ok(MatchStatus::Match)
    );
}

#[tokio::test]
async fn another_name_or_person_is_a_mismatch() {
    let company = sample::DEMO;
    let code = company.credit_code().to_string();
    let mismatch = Ok(MatchStatus::Mismatch);
    assert_eq!(status(company.name, &code, "李四").await, mismatch);
    assert_eq!(
        status("样例有限公司", &code, company.representative).await,
        mismatch
    );
    // Two existing companies, mixed.
    let other = sample::COMPANIES[1];
    assert_eq!(
        status(other.name, &code, other.representative).await,
        mismatch
    );
}

#[tokio::test]
async fn an_unknown_code_finds_nothing() {
    assert_eq!(
        status("无名公司", "91110108MA0000015T", "张三").await,
        Err(408)
    );
}

#[tokio::test]
async fn every_response_has_a_serial_number_of_its_own() {
    let client = Client::new();
    let request = Ent3fSubmit::new(
        sample::DEMO.name,
        sample::DEMO.credit_code(),
        sample::PERSON,
    );
    let first = client.call(&request).await.unwrap().serial.unwrap();
    let second = client.call(&request).await.unwrap().serial.unwrap();
    assert_eq!(first.as_str(), "17000000000000001");
    assert_eq!(second.as_str(), "17000000000000002");
}
