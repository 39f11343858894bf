//! Errors have a place: the path in the response, under the declared names.

use core::fmt::Debug;
use std::collections::BTreeMap;

use bytes::Bytes;
use endpoint_core::Vendor;
use endpoint_core::lenient::{decode, decode_reporting};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::depot::{Depot, FindUnits, UnitStatus};

#[derive(Debug, Deserialize)]
struct QueryOutcome {
    #[serde(rename = "OrganUnitList", default)]
    units: Vec<Unit>,
    #[serde(rename = "Info")]
    info: Option<Info>,
}

#[derive(Debug, Deserialize)]
struct Unit {
    #[serde(rename = "OrganUnit_ID")]
    id: u64,
}

#[derive(Debug, Deserialize)]
struct Info {
    #[serde(default)]
    ids: BTreeMap<String, Vec<u8>>,
}

fn path<T: DeserializeOwned + Debug>(body: &str) -> String {
    decode::<T>(body.as_bytes()).unwrap_err().path()
}

#[test]
fn the_path_leads_through_members_and_elements() {
    let body = r#"{"OrganUnitList":[{"OrganUnit_ID":1},{"OrganUnit_ID":2},{"OrganUnit_ID":3},
        {"OrganUnit_ID":"x"}]}"#;
    let error = decode::<QueryOutcome>(body.as_bytes()).unwrap_err();
    assert_eq!(error.path(), "OrganUnitList[3].OrganUnit_ID");
    assert_eq!(
        error.reason(),
        "expected a whole number, found another text"
    );
    assert_eq!(
        error.to_string(),
        "expected a whole number, found another text at OrganUnitList[3].OrganUnit_ID"
    );
}

#[test]
fn odd_keys_stand_in_the_path_under_their_declared_names() {
    assert_eq!(
        path::<QueryOutcome>(r#"{" ORGANUNITLIST":[{" organunit_id":{}}]}"#),
        "OrganUnitList[0].OrganUnit_ID"
    );
}

#[test]
fn one_object_for_a_list_has_no_index_in_its_path() {
    assert_eq!(
        path::<QueryOutcome>(r#"{"OrganUnitList":{"OrganUnit_ID":[]}}"#),
        "OrganUnitList.OrganUnit_ID"
    );
}

#[test]
fn a_missing_member_is_missed_where_it_should_be() {
    assert_eq!(
        path::<QueryOutcome>(r#"{"OrganUnitList":[{}]}"#),
        "OrganUnitList[0]"
    );
}

#[test]
fn keys_of_maps_and_nested_lists_stand_in_the_path() {
    assert_eq!(
        path::<QueryOutcome>(r#"{"Info":{"ids":{"a":[1],"b":[1,2,300]}}}"#),
        "Info.ids.b[2]"
    );
}

#[test]
fn an_error_of_the_whole_response_has_no_path() {
    assert_eq!(path::<QueryOutcome>("5"), "");
}

#[test]
fn the_list_beside_the_code_is_part_of_the_path() {
    let row = r#"{"OrganUnit_ID":"x","OrganUnitName":"","Score":0,"Open":0}"#;
    for key in ["OrganUnitList", " organunitlist"] {
        let body = Bytes::from(format!(r#"{{"{key}":[{row}],"ResultCode":1}}"#));
        let error = Depot::open::<FindUnits>(&body).unwrap_err();
        assert_eq!(
            error.to_string(),
            "expected a whole number, found another text at OrganUnitList[0].OrganUnit_ID"
        );
    }
}

#[test]
fn an_invalid_code_is_named() {
    let body = Bytes::from_static(br#"{"IsAuthen":1,"resultcode":"one"}"#);
    let error = Depot::open::<UnitStatus>(&body).unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected a whole number, found another text at ResultCode"
    );
}

#[test]
fn members_that_the_type_did_not_take_are_reported_once_each() {
    let body = r#"{"New":{"a":1},"OrganUnitList":[{"OrganUnit_ID":1,"Extra":[1]},
        {"Extra":2,"OrganUnit_ID":2,"More":3}],"Info":{"Deep":null},"New":0}"#;
    let (answer, untaken) = decode_reporting::<QueryOutcome>(body.as_bytes()).unwrap();
    assert_eq!(answer.units.iter().map(|unit| unit.id).sum::<u64>(), 3);
    assert_eq!(answer.info.map(|info| info.ids.len()), Some(0));
    assert_eq!(
        untaken,
        [
            "New",
            "OrganUnitList[].Extra",
            "OrganUnitList[].More",
            "Info.Deep"
        ]
    );
}

#[test]
fn members_beside_the_envelope_that_were_not_taken_are_reported() {
    let body = Bytes::from_static(
        br#"{"OrganUnitList":[{"OrganUnit_ID":1,"OrganUnitName":"x","Score":0,"Open":0,
            "Trade_ID":7}],"Total":1,"ResultCode":1,"ResultMsg":""}"#,
    );
    let (units, untaken) = endpoint_core::open_reporting::<FindUnits>(&body).unwrap();
    assert_eq!(units.len(), 1);
    assert_eq!(untaken, ["OrganUnitList[].Trade_ID", "Total"]);
    let body = Bytes::from_static(br#"{"IsAuthen":1,"IsAudit":100,"ResultCode":1}"#);
    let (_, untaken) = endpoint_core::open_reporting::<UnitStatus>(&body).unwrap();
    assert_eq!(untaken, ["IsAudit"]);
}
