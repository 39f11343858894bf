//! The admin interface.

use idcode_api::operations::{GetCompanyInfo, GetUnitType, Matching, SendVerifyInfo};
use registry_sandbox::sample;

use crate::client::{Client, get, post_form};
use crate::samples::registration;

async fn ask(client: &Client, method: &str, target: &str) -> (u16, serde_json::Value) {
    let mut request = get(target);
    request.method = method.to_owned();
    let response = client.sandbox.respond(request).await;
    (
        response.status,
        serde_json::from_slice(&response.body).unwrap(),
    )
}

#[tokio::test]
async fn the_code_of_an_sms_can_be_read() {
    let client = Client::new();
    let path = format!("/_sandbox/sms?phone={}", sample::PHONE);
    assert_eq!(ask(&client, "GET", &path).await.0, 404);
    assert_eq!(ask(&client, "GET", "/_sandbox/sms").await.0, 400);
    client
        .call(&SendVerifyInfo::new(sample::PHONE))
        .await
        .unwrap();
    let (status, answer) = ask(&client, "GET", &path).await;
    assert_eq!(status, 200);
    assert_eq!(answer["phone"], sample::PHONE);
    assert_eq!(
        answer["code"].as_str(),
        client.sandbox.sms_code(sample::PHONE).as_deref()
    );
}

#[tokio::test]
async fn the_calls_can_be_read_and_hold_no_parameter() {
    let client = Client::new();
    client.call(&registration("甲公司", "one")).await.unwrap();
    client
        .call(&registration("甲公司", "one"))
        .await
        .unwrap_err();
    client
        .json(post_form("/idcard/ent3f/GetNum.json", "account=somebody"))
        .await;
    let (status, answer) = ask(&client, "GET", "/_sandbox/calls").await;
    assert_eq!(status, 200);
    insta::assert_json_snapshot!(answer, @r#"
    [
      {
        "charged": false,
        "code": 1,
        "operation": "RegCompanyInfo",
        "reason": null,
        "vendor": "idcode"
      },
      {
        "charged": false,
        "code": 2,
        "operation": "RegCompanyInfo",
        "reason": "the unit exists",
        "vendor": "idcode"
      },
      {
        "charged": false,
        "code": 402,
        "operation": "ent3f.GetNum",
        "reason": "parameter `password` is missing or empty",
        "vendor": "ihuyi"
      }
    ]
    "#);
}

#[tokio::test]
async fn a_reset_forgets_everything_and_has_to_be_posted() {
    let client = Client::new();
    client.call(&registration("甲公司", "one")).await.unwrap();
    assert_eq!(ask(&client, "GET", "/_sandbox/reset").await.0, 405);
    assert_eq!(client.sandbox.calls().len(), 1);

    let (status, answer) = ask(&client, "POST", "/_sandbox/reset").await;
    assert_eq!((status, answer["reset"].as_bool()), (200, Some(true)));
    assert_eq!(client.sandbox.calls(), []);
    let search = GetCompanyInfo::new("甲公司", Matching::Exact);
    assert_eq!(client.call(&search).await.unwrap_err().code, 0);
    client.call(&registration("甲公司", "one")).await.unwrap();
}

#[tokio::test]
async fn other_paths_below_it_are_not_found() {
    let client = Client::new();
    client.call(&GetUnitType::new()).await.unwrap();
    assert_eq!(ask(&client, "GET", "/_sandbox/units").await.0, 404);
    assert_eq!(ask(&client, "POST", "/_sandbox/calls").await.0, 405);
}
