//! The irregularities of IDcode's responses, as the document and its clients show them.

use bytes::Bytes;
use endpoint_core::Vendor;
use endpoint_core::lenient::decode;
use serde::Deserialize;

use crate::depot::{Depot, Existing, ExistingUnit, RegisterUnit, Status, UnitStatus};

fn status(verified: i64, days: Option<&str>) -> Status {
    Status {
        verified,
        days: days.map(str::to_owned),
    }
}

fn open_status(body: &'static str) -> Status {
    Depot::open::<UnitStatus>(&Bytes::from_static(body.as_bytes())).unwrap()
}

/// 308, 402, 502, 503, 1101 (OQ29).
#[test]
fn keys_that_begin_with_a_blank() {
    let body = r#"{" IsAuthen":1," IsAudit":100," SurplusTime":"365"," ResultCode":1,
        " ResultMsg":"成功"}"#;
    assert_eq!(open_status(body), status(1, Some("365")));
}

/// 402 (OQ29).
#[test]
fn a_result_code_that_lost_its_first_letter() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Row {
        #[serde(rename = "IndustryCategory_ID")]
        category: u128,
        #[serde(rename = "CategoryReg_ID")]
        id: u128,
    }
    #[derive(Debug, Deserialize)]
    struct Reply {
        #[serde(rename = "BatchRegist")]
        rows: Vec<Row>,
    }
    let body = r#"{"BatchRegist":[{" IndustryCategory_ID":10000000,"CategoryReg_ID":7}],
        "esultCode":1,"ResultMsg":"成功"}"#;
    assert_eq!(
        decode::<Reply>(body.as_bytes()).unwrap().rows,
        [Row {
            category: 10_000_000,
            id: 7
        }]
    );
    for key in ["esultCode", "ESULTCODE", " esultCode"] {
        let body = Bytes::from(format!(r#"{{"IsAuthen":1,"{key}":1}}"#));
        assert_eq!(Depot::open::<UnitStatus>(&body).unwrap(), status(1, None));
        let body = Bytes::from(format!(r#"{{"{key}":0,"ResultMsg":"失败"}}"#));
        let error = Depot::open::<UnitStatus>(&body).unwrap_err();
        assert_eq!(
            error.to_string(),
            "depot refused UnitStatus with code 0 (parameter): 失败"
        );
    }
}

/// 502: the sample writes upper case, the table mixed case (OQ29). 503: one object or a list of
/// it (OQ30).
#[derive(Debug, PartialEq, Deserialize)]
struct Batch {
    #[serde(rename = "UPloadCode_ID")]
    id: u128,
    #[serde(rename = "CodeNum")]
    count: u64,
    #[serde(rename = "TransFileName")]
    file: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Batches {
    #[serde(rename = "Coderecordlist")]
    rows: Vec<Batch>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct OneBatch {
    #[serde(rename = "Coderecordtab")]
    batch: Batch,
}

fn batch() -> Batch {
    Batch {
        id: 99_999_999_999_999_999_999,
        count: 3,
        file: None,
    }
}

#[test]
fn keys_in_upper_case_and_ids_of_20_digits_in_quotes() {
    let body = r#"{"Coderecordlist":[{"UPLOADCODE_ID":"99999999999999999999"," CODENUM":"3",
        "TRANSFILENAME":""}],"ResultCode":1}"#;
    let read: Batches = decode(body.as_bytes()).unwrap();
    assert_eq!(read.rows, [batch()]);
}

#[test]
fn a_list_that_is_one_object() {
    let body = r#"{"Coderecordlist":{"UPloadCode_ID":99999999999999999999,"CodeNum":3}}"#;
    let read: Batches = decode(body.as_bytes()).unwrap();
    assert_eq!(read.rows, [batch()]);
}

#[test]
fn one_object_that_is_a_list() {
    let row = r#"{" UPloadCode_ID":99999999999999999999," CodeNum":3,"TransFileName":null}"#;
    for body in [
        format!(r#"{{"Coderecordtab":{row}}}"#),
        format!(r#"{{"Coderecordtab":[{row}]}}"#),
    ] {
        let read: OneBatch = decode(body.as_bytes()).unwrap();
        assert_eq!(read.batch, batch(), "{body}");
    }
}

/// 604: `CodePicBase64Str` in the sample, `UnitQRCode` in the table (OQ28).
#[test]
fn one_member_under_two_names() {
    #[derive(Deserialize)]
    struct Picture {
        #[serde(rename = "CodePicBase64Str", alias = "UnitQRCode")]
        base64: String,
    }
    for key in ["CodePicBase64Str", "UnitQRCode", "unitqrcode"] {
        let body = format!(r#"{{"{key}":"iVBORw0KGgo="}}"#);
        let picture: Picture = decode(body.as_bytes()).unwrap();
        assert_eq!(picture.base64, "iVBORw0KGgo=", "{key}");
    }
}

/// 308: 0 or 1 in the document, also -1 and 100 in a client; the days are text, may be null.
#[test]
fn numbers_and_texts_in_each_others_place() {
    let body = r#"{"IsAuthen":"-1","SurplusTime":365,"ResultCode":"1","ResultMsg":0}"#;
    assert_eq!(open_status(body), status(-1, Some("365")));
    let body = r#"{"IsAuthen":100,"SurplusTime":null,"ResultCode":1,"ResultMsg":null}"#;
    assert_eq!(open_status(body), status(100, None));
    let body = r#"{"IsAuthen":0,"SurplusTime":"","ResultCode":" 1 "}"#;
    assert_eq!(open_status(body), status(0, None));
}

/// 301: null by the sample, empty text by the table, where there is nothing.
#[test]
fn null_or_empty_text_where_there_is_no_unit() {
    #[derive(Debug, Deserialize)]
    struct Reply {
        #[serde(rename = "OrganUnitIDcode")]
        code: Option<String>,
        #[serde(rename = "OrganUnitResultInfo")]
        existing: Option<ExistingUnit>,
    }
    for nothing in ["null", r#""""#] {
        let body =
            format!(r#"{{"OrganUnitIDcode":"i.86.110108.52/","OrganUnitResultInfo":{nothing}}}"#);
        let reply: Reply = decode(body.as_bytes()).unwrap();
        assert_eq!(reply.code.as_deref(), Some("i.86.110108.52/"));
        assert_eq!(reply.existing, None);
    }
}

/// 301: code 2 brings the unit that exists, and no code.
#[test]
fn a_refusal_that_brings_the_existing_unit() {
    let body = Bytes::from_static(
        r#"{"OrganUnitIDcode":null,"OrganUnitResultInfo":{"OrganUnitName":"某某公司",
            "Linkman":"某人","Fax":"","LinkPhone":15000000000},"ResultCode":2,
            "ResultMsg":"已存在该组织单位，不可再添加！"}"#
            .as_bytes(),
    );
    let error = Depot::open::<RegisterUnit>(&body).unwrap_err();
    let endpoint_core::OpenError::Refused(refusal) = error else {
        panic!("code 2 is a refusal");
    };
    assert_eq!(refusal.kind, endpoint_core::RefusalKind::Exists);
    assert_eq!(
        refusal.details::<Existing>().unwrap(),
        Existing {
            unit: ExistingUnit {
                name: "某某公司".to_owned(),
                contact: Some("某人".to_owned()),
            }
        }
    );
}

/// 307, exact: a code of 0 with no list at all; 202: `Codeuse_ID` or `CodeUse_ID`.
#[test]
fn members_whose_case_differs_between_table_and_client() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Use {
        #[serde(rename = "Codeuse_ID")]
        id: u64,
    }
    for key in ["Codeuse_ID", "CodeUse_ID", "CODEUSE_ID"] {
        let body = format!(r#"{{"{key}":7}}"#);
        assert_eq!(decode::<Use>(body.as_bytes()).unwrap(), Use { id: 7 });
    }
}
