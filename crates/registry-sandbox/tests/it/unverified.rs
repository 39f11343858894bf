//! The undocumented products, behind the feature `unverified`.

use ihuyi_api::MatchStatus;
use ihuyi_api::Subject;
use ihuyi_api::products::{
    Ent3fv2GetNum, Ent3fv2Submit, EntfuzGetNum, EntfuzSubmit, EntpatGetNum, EntpatSubmit, FoundBy,
    NameResult, StatusResult,
};
use registry_sandbox::sample;

use crate::client::Client;

#[tokio::test]
async fn ent3fv2_says_which_comparison_failed() {
    let client = Client::new();
    let ask = async |company: &str, code: sample::SampleCompany, person: &str| {
        let request = Ent3fv2Submit::new(company, code.credit_code(), person);
        let result = client.call(&request).await.unwrap().result;
        (result.status, result.info.unwrap().company.unwrap())
    };
    let (status, company) = ask(sample::DEMO.name, sample::DEMO, "李四").await;
    assert_eq!(status, MatchStatus::Match);
    assert_eq!(company.name, Some(NameResult::Same));
    assert_eq!(company.status, Some(StatusResult::Operating));
    let ceased = sample::COMPANIES[3];
    let (status, company) = ask("样例有限公司", ceased, ceased.representative).await;
    assert_eq!(status, MatchStatus::Mismatch);
    assert_eq!(company.name, Some(NameResult::Different));
    assert_eq!(company.status, Some(StatusResult::NotOperating));
    assert_eq!(client.call(&Ent3fv2GetNum::new()).await.unwrap().num, 98);
}

#[tokio::test]
async fn entfuz_finds_names_and_short_names() {
    let client = Client::new();
    let found = async |part: &str| {
        let answer = client.call(&EntfuzSubmit::new(part)).await.unwrap();
        answer.result.rows
    };
    assert_eq!(found("样例").await.len(), sample::COMPANIES.len());
    let rows = found("样例科技").await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].found_by, Some(FoundBy::ShortName));
    assert_eq!(rows[0].name.as_deref(), Some(sample::DEMO.name));
    assert_eq!(rows[0].matched.as_deref(), Some("样例科技"));
    assert_eq!(found("无此公司").await, []);
    let page = EntfuzSubmit::new("样例").with_page(2).with_page_size(4);
    let rows = client.call(&page).await.unwrap().result.rows;
    assert_eq!(rows.len(), sample::COMPANIES.len() - 4);
    assert_eq!(client.call(&EntfuzGetNum::new()).await.unwrap().num, 96);
}

#[tokio::test]
async fn entpat_has_rows_of_a_made_up_member() {
    let client = Client::new();
    let request = EntpatSubmit::new(Subject::CreditCode(sample::DEMO.credit_code()));
    let answer = client.json(client.signed(&request)).await;
    assert_eq!(answer["result"]["total"], 3);
    assert_eq!(answer["result"]["lists"][2]["sandboxSample"], "样例专利003");
    let unknown = EntpatSubmit::new(Subject::Name("无此公司".to_owned()));
    assert_eq!(client.call(&unknown).await.unwrap_err().code, 408);
    assert_eq!(client.call(&EntpatGetNum::new()).await.unwrap().num, 99);
}
