//! An object under a key is opened and sealed like any other response, and so is a list of one.

use bytes::Bytes;
use endpoint_core::{Endpoint, OpenError, Shape, Spec, Vendor, json_text, open_reporting};
use serde::{Deserialize, Serialize};

use crate::depot::{Depot, UnitStatus};

#[derive(Debug, Serialize, Deserialize)]
struct GetBatch {
    #[serde(with = "json_text")]
    ids: Vec<u64>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Batch {
    #[serde(rename = "Batch_ID")]
    id: u64,
    #[serde(rename = "FileName")]
    file_name: Option<String>,
}

impl Endpoint for GetBatch {
    type Vendor = Depot;
    type Output = Batch;
    const SPEC: Spec = Spec {
        reply: Shape::Entity("BatchTab"),
        ..UnitStatus::SPEC
    };
}

fn open(body: &'static str) -> Result<Batch, OpenError> {
    Depot::open::<GetBatch>(&Bytes::from_static(body.as_bytes()))
}

fn batch() -> Batch {
    Batch {
        id: 7,
        file_name: Some("codes.txt".to_owned()),
    }
}

#[test]
fn an_object_and_a_list_of_one_are_the_entity() {
    for body in [
        r#"{"BatchTab":{"Batch_ID":7,"FileName":"codes.txt"},"ResultCode":1,"ResultMsg":""}"#,
        r#"{"ResultCode":"1"," BATCHTAB":[{" batch_id":"7","FileName":"codes.txt"}]}"#,
    ] {
        assert_eq!(open(body).unwrap(), batch(), "{body}");
    }
}

#[test]
fn members_that_are_not_taken_are_reported_under_the_key() {
    let body = br#"{"BatchTab":{"Batch_ID":7,"Other":1},"Extra":1,"ResultCode":1}"#;
    let (_, untaken) = open_reporting::<GetBatch>(&Bytes::from_static(body)).unwrap();
    assert_eq!(untaken, ["BatchTab.Other", "Extra"]);
}

#[test]
fn a_success_without_the_entity_is_malformed() {
    for (body, words) in [
        (r#"{"ResultCode":1}"#, "member `BatchTab` is missing"),
        (
            r#"{"BatchTab":{},"ResultCode":1}"#,
            "member `Batch_ID` is missing at BatchTab",
        ),
        (
            r#"{"BatchTab":[],"ResultCode":1}"#,
            "member `Batch_ID` is missing at BatchTab",
        ),
    ] {
        let Err(OpenError::Malformed(error)) = open(body) else {
            panic!("{body} was read");
        };
        assert_eq!(error.to_string(), words);
    }
}

#[test]
fn a_refusal_needs_no_entity() {
    for body in [
        r#"{"ResultCode":0,"ResultMsg":"no"}"#,
        r#"{"BatchTab":null,"ResultCode":0,"ResultMsg":"no"}"#,
    ] {
        let Err(OpenError::Refused(refusal)) = open(body) else {
            panic!("{body} is a refusal");
        };
        assert_eq!((refusal.code, refusal.message.as_str()), (0, "no"));
    }
}

#[test]
fn sealed_output_has_the_key_and_opens_to_the_same_value() {
    let sealed = Depot::seal::<GetBatch>(Ok(&batch()));
    assert_eq!(
        String::from_utf8(sealed.clone()).unwrap(),
        r#"{"BatchTab":{"Batch_ID":7,"FileName":"codes.txt"},"ResultCode":1,"ResultMsg":"成功"}"#
    );
    assert_eq!(Depot::open::<GetBatch>(&sealed.into()).unwrap(), batch());
}

#[test]
fn a_list_that_is_a_parameter_says_where_it_is_wrong_and_not_what_it_holds() {
    let mut params = endpoint_core::Params::default();
    params.push("ids", r#"[1,"canary"]"#.into());
    let error = params.into_typed::<GetBatch>().unwrap_err();
    assert_eq!(error.names(), ["ids"]);
    assert!(error.to_string().ends_with("at [1]"), "{error}");
    assert!(!error.to_string().contains("canary"), "{error}");
}

#[test]
fn an_unknown_member_of_a_parameter_is_refused_with_its_path() {
    #[derive(Debug, Serialize, Deserialize)]
    struct Rows {
        #[serde(with = "json_text")]
        rows: Vec<Row>,
    }
    #[derive(Debug, Serialize, Deserialize)]
    struct Row {
        id: u64,
    }
    let mut params = endpoint_core::Params::default();
    params.push("rows", r#"[{"id":1},{"id":2,"Idd":3}]"#.into());
    let error = params.into_fields::<Rows>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "parameter `rows`: there is no member `[].Idd`"
    );
}
