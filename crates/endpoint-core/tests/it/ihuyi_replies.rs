//! The irregularities of ihuyi's responses, as the documents show them.

use endpoint_core::lenient::decode;
use serde::Deserialize;
use serde::de::DeserializeOwned;

fn read<T: DeserializeOwned>(json: &str) -> T {
    decode(json.as_bytes()).unwrap()
}

#[derive(Debug, PartialEq, Deserialize)]
struct Serial {
    idcardid: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Checked {
    idcardid: Option<String>,
    result: Outcome,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Outcome {
    status: i64,
    #[serde(default)]
    info: Option<Empty>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Empty {}

/// `num-type`.
#[test]
fn a_balance_as_number_or_as_text() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Balance {
        num: u64,
    }
    assert_eq!(
        read::<Balance>(r#"{"code":2,"msg":"查询成功","num":123}"#).num,
        123
    );
    assert_eq!(read::<Balance>(r#"{"code":2,"num":"123"}"#).num, 123);
    assert_eq!(read::<Balance>(r#"{"code":"2","num":"0"}"#).num, 0);
}

/// `trailing-comma`, `info-absent`, `status-values`.
#[test]
fn a_comma_behind_the_last_member_and_no_info() {
    let body =
        r#"{"code":2,"msg":"提交成功","idcardid":"17030815300812345","result":{"status":2,}}"#;
    let checked = read::<Checked>(body);
    assert_eq!(
        checked.result,
        Outcome {
            status: 2,
            info: None
        }
    );
    let text = body.replace("\"status\":2,", "\"status\":\"1\",\"info\":[]");
    assert_eq!(read::<Checked>(&text).result.status, 1);
    let info = body.replace("\"status\":2,", "\"status\":2,\"info\":\"\"");
    assert_eq!(read::<Checked>(&info).result.info, None);
}

/// `idcardid-size`, `idcardid-zero`.
#[test]
fn a_serial_number_of_17_digits_is_kept_as_text() {
    for (body, serial) in [
        (
            r#"{"idcardid":"17030815300812345"}"#,
            Some("17030815300812345"),
        ),
        (
            r#"{"idcardid":17030815300812345}"#,
            Some("17030815300812345"),
        ),
        (r#"{"idcardid":17030815300812}"#, Some("17030815300812")),
        (r#"{"idcardid":0}"#, Some("0")),
        (r#"{"idcardid":""}"#, None),
        (r#"{"idcardid":null}"#, None),
        ("{}", None),
    ] {
        assert_eq!(read::<Serial>(body).idcardid.as_deref(), serial, "{body}");
    }
}

/// `array-vs-object`.
#[test]
fn persons_in_a_list_alone_or_not_at_all() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Info {
        #[serde(default)]
        person: Vec<Person>,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Person {
        name: String,
    }
    let names = |body: &str| -> Vec<String> {
        let info: Info = read(body);
        info.person.into_iter().map(|person| person.name).collect()
    };
    assert_eq!(
        names(r#"{"person":[{"name":"甲"},{"name":"乙"}]}"#),
        ["甲", "乙"]
    );
    assert_eq!(names(r#"{"person":{"name":"甲"}}"#), ["甲"]);
    for nothing in [
        r#"{"person":null}"#,
        r#"{"person":""}"#,
        r#"{"person":[]}"#,
        "{}",
    ] {
        assert!(names(nothing).is_empty(), "{nothing}");
    }
}

/// `total-type`, `total-vs-rows`, `list-vs-lists`.
#[test]
fn rows_under_either_key_whatever_the_total_says() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Marks {
        total: u64,
        #[serde(alias = "lists")]
        list: Vec<Mark>,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Mark {
        id: u64,
    }
    let expected = Marks {
        total: 25,
        list: vec![Mark { id: 1 }],
    };
    for body in [
        r#"{"total":25,"list":[{"id":"1"}]}"#,
        r#"{"total":"25","lists":[{"id":1}]}"#,
        r#"{"lists":{"id":1},"total":"25"}"#,
    ] {
        assert_eq!(read::<Marks>(body), expected, "{body}");
    }
}

/// `json-in-string`: a text that holds JSON is a text, and is read in a second step.
#[test]
fn json_inside_a_text_is_read_in_a_second_step() {
    #[derive(Debug, Deserialize)]
    struct Mark {
        flow: Option<String>,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Step {
        #[serde(rename = "flowDate")]
        date: String,
    }
    let mark: Mark =
        read(r#"{"flow":"[{\"flowDate\":\"2017-03-08\",\"internationalCategory\":9}]"}"#);
    let steps: Vec<Step> = read(&mark.flow.unwrap());
    assert_eq!(
        steps,
        [Step {
            date: "2017-03-08".to_owned()
        }]
    );
    assert!(read::<Mark>(r#"{"flow":""}"#).flow.is_none());
}

/// `stringly-values`: amounts and counts are texts.
#[test]
fn amounts_and_flags_that_are_texts() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Basic {
        regcap: Option<f64>,
        count: u32,
        flag: bool,
    }
    assert_eq!(
        read::<Basic>(r#"{"regcap":"1000.0","count":"2","flag":"0"}"#),
        Basic {
            regcap: Some(1000.0),
            count: 2,
            flag: false
        }
    );
    assert_eq!(
        read::<Basic>(r#"{"regcap":"","count":2.0,"flag":1}"#).regcap,
        None
    );
}

/// `name-case`: names that differ in case alone are one name, names that differ in an underscore
/// are two.
#[test]
fn camel_case_and_underscores_are_told_apart() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Names {
        entname: Option<String>,
        #[serde(rename = "entityName")]
        entity: Option<String>,
        entname_old: Option<String>,
    }
    let names: Names = read(r#"{"EntName":"甲","entityname":"乙","entname_old":"丙"}"#);
    assert_eq!(
        (
            names.entname.as_deref(),
            names.entity.as_deref(),
            names.entname_old.as_deref()
        ),
        (Some("甲"), Some("乙"), Some("丙"))
    );
}
