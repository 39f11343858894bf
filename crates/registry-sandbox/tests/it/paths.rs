//! Paths without an operation.

use crate::client::{Client, get, post_form};

async fn at(path: &str) -> (u16, String) {
    let response = Client::new().sandbox.respond(get(path)).await;
    let body = String::from_utf8(response.body.to_vec()).unwrap();
    (response.status, body)
}

#[tokio::test]
async fn a_path_without_operation_is_answered_in_the_manner_of_its_vendor() {
    let idcode = r#"{"ResultCode":0,"ResultMsg":"接口不存在！"}"#;
    for path in [
        "/AllInterFace/NoSuchOperation",
        "/AllInterFace/getunittype",
        "/AllInterFace/GetUnitType/",
        "/AllInterFace/",
    ] {
        assert_eq!(at(path).await, (404, idcode.to_owned()), "{path}");
    }
    let ihuyi = r#"{"idcardid":"0","code":403,"msg":"应用不存在"}"#;
    for path in ["/idcard/ent3f/", "/idcard/ent3f/Submit", "/idcard/x"] {
        assert_eq!(at(path).await, (404, ihuyi.to_owned()), "{path}");
    }
    for path in ["/", "", "/favicon.ico", "//AllInterFace/GetUnitType", "*"] {
        let (status, body) = at(path).await;
        assert_eq!(status, 404, "{path}");
        assert_eq!(body, r#"{"error":"neither vendor has this path"}"#);
    }
}

#[tokio::test]
async fn a_product_that_does_not_exist_is_a_documented_refusal() {
    let client = Client::new();
    for path in ["/idcard/nosuch/Submit.json", "/idcard/nosuch/GetNum.json"] {
        let response = client.sandbox.respond(post_form(path, "account=x")).await;
        assert_eq!(response.status, 200);
        let answer: serde_json::Value = serde_json::from_slice(&response.body).unwrap();
        assert_eq!(answer["code"], 403);
    }
}

#[tokio::test]
async fn a_body_of_more_than_16_mib_is_refused_unread() {
    let client = Client::new();
    let large = vec![b'a'; 16 * 1024 * 1024 + 1];
    let response = client
        .sandbox
        .respond(post_form("/idcard/ent3f/Submit.json", large))
        .await;
    assert_eq!(response.status, 413);
    let just_fits = vec![b'a'; 16 * 1024 * 1024];
    let answer = client
        .json(post_form("/idcard/ent3f/Submit.json", just_fits))
        .await;
    assert_eq!(answer["code"], 401);
}

#[tokio::test]
async fn the_date_is_that_of_the_sandbox() {
    let client = Client::new();
    client.pass(1);
    let response = client.sandbox.respond(get("/")).await;
    assert_eq!(
        response.date.as_deref(),
        Some("Tue, 14 Nov 2023 22:13:21 GMT")
    );
}
