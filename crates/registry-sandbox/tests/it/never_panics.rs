//! Every request gets a response.

use bytes::Bytes;
use proptest::prelude::*;
use registry_sandbox::{Config, Incoming, Sandbox};

const PATHS: [&str; 17] = [
    "/AllInterFace/BatchRegistIDcode",
    "/AllInterFace/UnitRegist",
    "/AllInterFace/UploadCodeFile",
    "/AllInterFace/UpdateGoToUrl",
    "/_sandbox/scan",
    "/_sandbox/accounts",
    "/idcard/entmark/Submit.json",
    "/idcard/entcopy/Submit.json",
    "/idcard/entcopy/GetNum.json",
    "/AllInterFace/VerifyCompanyInfo",
    "/AllInterFace/RegCompanyInfo",
    "/AllInterFace/GetAreaInfoByParentID",
    "/idcard/ent3f/Submit.json",
    "/idcard/entinfov2/Submit.json",
    "/idcard/ent3f/GetNum.json",
    "/_sandbox/sms",
    "/",
];

fn respond(incoming: Incoming) -> registry_sandbox::SandboxResponse {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(Sandbox::new(Config::default()).respond(incoming))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_request_gets_a_response_in_json(
        path in prop::sample::select(&PATHS[..]),
        query in ".{0,60}",
        method in "GET|POST|PUT|.{0,4}",
        content_type in prop::option::of("multipart/form-data; ?boundary=x|[a-z/]{0,20}|.{0,30}"),
        body in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let response = respond(Incoming {
            method,
            target: format!("{path}?{query}"),
            content_type,
            body: Bytes::from(body),
        });
        let answer: Result<serde_json::Value, _> = serde_json::from_slice(&response.body);
        prop_assert!(answer.is_ok());
    }

    #[test]
    fn any_static_request_to_ihuyi_gets_a_response(
        pairs in prop::collection::vec((
                "ent_name|ent_code|name|reg_no|organization_code|begin_date|int_category|year\
                |copyright_type|owner|page_index|page_size|x",
                ".{0,20}|[0-9]{0,12}",
            ), 0..5),
    ) {
        let mut form =
            "account=sandbox-account&password=sandbox-key-0000".to_owned();
        for (name, value) in pairs {
            endpoint_core::wire::push_pair(&mut form, &name, &value);
        }
        for path in [
            "/idcard/ent3f/Submit.json",
            "/idcard/entinfov2/Submit.json",
            "/idcard/entmark/Submit.json",
            "/idcard/entcopy/Submit.json",
        ] {
            let response = respond(crate::client::post_form(path, form.clone()));
            prop_assert_eq!(response.status, 200);
            let answer: serde_json::Value = serde_json::from_slice(&response.body).unwrap();
            prop_assert!(answer["code"].is_i64());
        }
    }
}
