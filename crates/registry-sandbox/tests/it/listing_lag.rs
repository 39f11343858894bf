//! Delayed reads of a sandbox with a listing lag.

use core::time::Duration;

use endpoint_core::RefusalKind;
use idcode_api::operations::{
    GetBaseIDcodeInfo, GetCompanyBaseInfo, GetCompanyInfo, GetIDcodeTypeInfo, GetOrganUnitStatus,
    GetUploadCodeRecord, Matching, Selection, UploadCodeList,
};
use idcode_api::{Authentication, ItemCodes, UnitStatus};
use registry_sandbox::{Config, sample};

use crate::client::Client;
use crate::samples::{code, completion, register, registration, verification};

const CODE: &str = "i.86.110108.1";
const UNIT: &str = sample::unit::MAIN_CODE;

fn lagging() -> Client {
    Client::with_config(Config::default().with_listing_lag(Duration::from_secs(12)))
}

#[tokio::test]
async fn a_unit_is_listed_after_the_lag_and_counts_at_once() {
    let client = lagging();
    let name = sample::DEMO.name;
    let exact = GetCompanyInfo::new(name, Matching::Exact);
    let like = GetCompanyInfo::new(name, Matching::Fuzzy);
    client.call(&registration(name, "demo")).await.unwrap();
    for _ in 0..2 {
        assert_eq!(client.call(&exact).await.unwrap_err().code, 0);
        assert_eq!(client.call(&like).await.unwrap_err().code, 0);
        client.pass(5);
    }
    // It exists all the same.
    let again = client.call(&registration(name, "another")).await;
    assert_eq!(again.unwrap_err().kind, RefusalKind::Exists);
    client.pass(2);
    assert_eq!(client.call(&exact).await.unwrap().len(), 1);
    assert_eq!(client.call(&like).await.unwrap().len(), 1);
}

#[tokio::test]
async fn data_and_status_of_a_unit_are_shown_as_they_were_before_the_lag() {
    let client = lagging();
    client.call(&registration("甲公司", "one")).await.unwrap();
    client.pass(60);
    client.call(&verification(CODE)).await.unwrap();
    client.pass(6);
    client.call(&completion(CODE)).await.unwrap();
    let read = async || {
        let status = GetOrganUnitStatus::new(code(CODE));
        let unit = GetCompanyBaseInfo::new(code(CODE));
        let status = client.call(&status).await.unwrap();
        (
            status.authentication == Authentication::Verified,
            client.call(&unit).await.unwrap().status == Some(UnitStatus::Incomplete),
        )
    };
    assert_eq!(read().await, (false, true));
    client.pass(6);
    assert_eq!(read().await, (true, true));
    client.pass(6);
    assert_eq!(read().await, (true, false));
}

#[tokio::test]
async fn categories_and_uploads_are_listed_after_the_lag() {
    let client = lagging();
    let id = register(&client, UNIT, "1").await;
    let all = GetIDcodeTypeInfo::new(code(UNIT), Selection::All);
    let one = GetBaseIDcodeInfo::new(code(UNIT));
    assert!(client.call(&all).await.unwrap().is_empty());
    assert!(client.call(&one).await.unwrap().is_empty());
    let codes = ItemCodes::new(["a"]).unwrap();
    client.pass(6);
    client
        .call(&UploadCodeList::new(code(UNIT), id, codes))
        .await
        .unwrap();
    client.pass(6);
    assert_eq!(client.call(&all).await.unwrap().len(), 1);
    assert_eq!(client.call(&one).await.unwrap().len(), 1);
    let uploads = GetUploadCodeRecord::new(code(UNIT), "46100000", "1");
    assert!(client.call(&uploads).await.unwrap().is_empty());
    client.pass(6);
    assert_eq!(client.call(&uploads).await.unwrap().len(), 1);
}
