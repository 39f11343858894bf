//! 602, 606 and the admin interface's scan: the addresses behind codes.

use idcode_api::operations::{
    ApplyGoToUrlWhiteList, BatchRegistIDcode, UnitRegist, UpdateGoToUrl, UploadCodeList,
};
use idcode_api::{Application, ItemCodes, Locality};
use registry_model::DecimalId;
use registry_sandbox::sample;

use crate::client::{Client, get};
use crate::samples::{code, register, registration, website};

const UNIT: &str = sample::unit::MAIN_CODE;
const CATEGORY: &str = "i.86.110108.52/10.46100000.1";
const ITEM: &str = "i.86.110108.52/10.46100000.1/A-001";
const OTHER: &str = "http://other.example/m?c=";

/// The target of a scan, by the admin interface.
async fn scan(client: &Client, code: &str) -> Option<String> {
    let answer = client
        .json(get(&format!("/_sandbox/scan?code={code}")))
        .await;
    answer["leads_to"].as_str().map(str::to_owned)
}

async fn upload(client: &Client, id: DecimalId, item: &str) {
    let codes = ItemCodes::new([item]).unwrap();
    client
        .call(&UploadCodeList::new(code(UNIT), id, codes))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_scan_leads_to_the_address_of_the_registration_once_the_item_is_uploaded() {
    let client = Client::new();
    let id = register(&client, UNIT, "1").await;
    assert_eq!(scan(&client, ITEM).await, None);
    upload(&client, id, "A-001").await;
    assert_eq!(
        scan(&client, ITEM).await.as_deref(),
        Some("http://www.xxxx.com/xxxx.aspx?id=i.86.110108.52/10.46100000.1/A-001")
    );
    assert_eq!(scan(&client, &format!("{CATEGORY}/A-002")).await, None);
    assert_eq!(
        scan(&client, CATEGORY).await.as_deref(),
        Some("http://www.xxxx.com/xxxx.aspx?id=i.86.110108.52/10.46100000.1")
    );
}

#[tokio::test]
async fn a_scan_of_a_filed_code_hands_on_item_and_base_code() {
    let client = Client::new();
    let mut filed = website("1");
    filed.application = Application::Filed;
    let request = BatchRegistIDcode::new(code(UNIT), vec![filed]);
    let id = client.call(&request).await.unwrap()[0]
        .registration_id
        .unwrap();
    upload(&client, id, "A-001").await;
    assert_eq!(
        scan(&client, ITEM).await.as_deref(),
        Some("http://www.xxxx.com/xxxx.aspx?id=A-001&BaseCode=i.86.110108.52/10.46100000.1/")
    );
    assert_eq!(scan(&client, CATEGORY).await, None);
}

#[tokio::test]
async fn a_scan_of_a_main_code_leads_to_the_address_of_309() {
    let client = Client::new();
    assert_eq!(scan(&client, UNIT).await, None);
    let place = Locality::from_division(sample::DEMO.division());
    let unit =
        UnitRegist::new("1", "甲公司", 1003_u64, place).with_goto_url("http://www.xxxx.com/");
    client.call(&unit).await.unwrap();
    assert_eq!(
        scan(&client, "i.86.110108.1").await.as_deref(),
        Some("http://www.xxxx.com/?code=i.86.110108.1")
    );
}

#[tokio::test]
async fn a_scan_needs_a_code() {
    let client = Client::new();
    for target in ["/_sandbox/scan", "/_sandbox/scan?code=52"] {
        assert_eq!(client.sandbox.respond(get(target)).await.status, 400);
    }
    let unknown = get("/_sandbox/scan?code=i.86.110108.999");
    assert_eq!(client.sandbox.respond(unknown).await.status, 404);
}

#[tokio::test]
async fn another_address_waits_until_it_is_on_the_white_list() {
    let client = Client::new();
    let id = register(&client, UNIT, "1").await;
    let before = scan(&client, CATEGORY).await;
    client
        .call(&UpdateGoToUrl::new(code(UNIT), id, OTHER))
        .await
        .unwrap();
    assert_eq!(scan(&client, CATEGORY).await, before);

    let elsewhere =
        ApplyGoToUrlWhiteList::new("http://elsewhere.example", "http://elsewhere.example");
    client.call(&elsewhere).await.unwrap();
    assert_eq!(scan(&client, CATEGORY).await, before);

    let apply = ApplyGoToUrlWhiteList::new("http://other.example/", "http://other.example/m?c=1");
    client.call(&apply).await.unwrap();
    assert_eq!(
        scan(&client, CATEGORY).await,
        Some(format!("{OTHER}{CATEGORY}"))
    );
}

#[tokio::test]
async fn an_address_on_the_white_list_is_in_force_at_once() {
    let client = Client::new();
    let id = register(&client, UNIT, "1").await;
    let apply = ApplyGoToUrlWhiteList::new(OTHER, OTHER);
    client.call(&apply).await.unwrap();
    client
        .call(&UpdateGoToUrl::new(code(UNIT), id, OTHER))
        .await
        .unwrap();
    assert_eq!(
        scan(&client, CATEGORY).await,
        Some(format!("{OTHER}{CATEGORY}"))
    );
}

#[tokio::test]
async fn a_change_without_address_or_registration_succeeds_and_changes_nothing() {
    let client = Client::new();
    let id = register(&client, UNIT, "1").await.to_string();
    client
        .call(&ApplyGoToUrlWhiteList::new(OTHER, OTHER))
        .await
        .unwrap();
    let before = scan(&client, CATEGORY).await;
    let unit = ("companyIDcode", UNIT);
    for pairs in [
        &[unit][..],
        &[unit, ("goToUrl", OTHER)],
        &[unit, ("RegID", id.as_str())],
        &[unit, ("RegID", ""), ("goToUrl", OTHER)],
    ] {
        let outcome = client.idcode("/AllInterFace/UpdateGoToUrl", pairs).await;
        assert_eq!(outcome, (1, "成功".to_owned()));
    }
    assert_eq!(scan(&client, CATEGORY).await, before);
}

#[tokio::test]
async fn malformed_addresses_and_registrations_of_others_are_refused() {
    let client = Client::new();
    client.call(&registration("甲公司", "one")).await.unwrap();
    let id = register(&client, UNIT, "1").await;
    let of_another = UpdateGoToUrl::new(code("i.86.110108.1"), id, OTHER);
    let refusal = client.call(&of_another).await.unwrap_err();
    assert_eq!(
        (refusal.code, refusal.message.as_str()),
        (0, "品类注册不存在！")
    );
    let wrong = UpdateGoToUrl::new(code(UNIT), id, "other.example");
    let refusal = client.call(&wrong).await.unwrap_err();
    assert_eq!(
        refusal.message,
        "参数错误！parameter `goToUrl`: must begin with http:// or https://"
    );
    let wrong = ApplyGoToUrlWhiteList::new(OTHER, "ftp://other.example");
    let refusal = client.call(&wrong).await.unwrap_err();
    assert_eq!(
        refusal.message,
        "参数错误！parameter `SampleUrl`: must begin with http:// or https://"
    );
}

#[tokio::test]
async fn forgetting_everything_forgets_registrations_and_the_white_list() {
    let client = Client::new();
    register(&client, UNIT, "1").await;
    client
        .call(&ApplyGoToUrlWhiteList::new(OTHER, OTHER))
        .await
        .unwrap();
    client.sandbox.reset();
    assert_eq!(scan(&client, CATEGORY).await, None);
    let id = register(&client, UNIT, "1").await;
    let before = scan(&client, CATEGORY).await;
    client
        .call(&UpdateGoToUrl::new(code(UNIT), id, OTHER))
        .await
        .unwrap();
    assert_eq!(scan(&client, CATEGORY).await, before);
}
