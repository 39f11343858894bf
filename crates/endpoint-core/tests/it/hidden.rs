//! Neither errors nor `Debug` show values of requests and responses.

use bytes::Bytes;
use endpoint_core::wire::{Body, Multipart, Part, Received, Response};
use endpoint_core::{
    Endpoint, File, Invalid, Method, OpenError, Params, Refusal, RefusalKind, Secret, Value,
    Vendor, lenient,
};
use serde::Deserialize;

use crate::depot::{
    Depot, Existing, FindUnits, RegisterUnit, Registered, Token, UnitStatus, UploadLicence,
};

const CANARY: &str = "canary-7f3a";

#[track_caller]
fn assert_hidden(shown: &str) {
    assert!(!shown.contains("canary"), "{shown}");
    assert!(!shown.is_empty());
}

/// A value of each kind in JSON, each with the canary in it if it can hold one.
const VALUES: &[&str] = &[
    r#""canary-7f3a""#,
    r#""\u0063anary-7f3a\n""#,
    r#"["canary-7f3a",["canary-7f3a"]]"#,
    r#"{"x":"canary-7f3a"}"#,
    "31415926535",
    "-31415926535",
    "31415926535897932384626433832795028841971",
    "3.1415926535",
    r#""31415926535 canary""#,
];

#[test]
fn errors_of_reading_hold_no_values() {
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct All {
        #[serde(default)]
        _small: Option<u8>,
        #[serde(default)]
        _word: Option<Word>,
        #[serde(default)]
        _flag: Option<bool>,
        #[serde(default)]
        _float: Option<f32>,
        #[serde(default)]
        _letter: Option<char>,
        #[serde(default)]
        _pair: Option<(u8, u8)>,
        #[serde(default)]
        _unit: Option<()>,
        #[serde(default)]
        _list: Option<Vec<u8>>,
        #[serde(default)]
        _nested: Option<Box<All>>,
    }
    #[derive(Debug, Deserialize)]
    enum Word {
        One,
        Two,
    }
    let members = [
        "_small", "_word", "_flag", "_letter", "_pair", "_unit", "_list", "_nested",
    ];
    let mut failures = 0;
    for member in members {
        for value in VALUES {
            for body in [
                format!(r#"{{"{member}":{value}}}"#),
                format!(r#"{{"_nested":{{"{member}":{value}}}}}"#),
                format!(r#"{{"{member}":{value}"#),
                format!(r#"{{"{member}" {value}}}"#),
            ] {
                if let Err(error) = lenient::decode::<All>(body.as_bytes()) {
                    for shown in [error.to_string(), format!("{error:?}"), error.path()] {
                        assert!(!shown.contains("canary"), "{body} shows {shown}");
                        assert!(!shown.contains("31415"), "{body} shows {shown}");
                    }
                    failures += 1;
                }
            }
        }
    }
    assert!(failures > 200, "only {failures} bodies failed");
    let _both = [Word::One, Word::Two];
}

/// A server may quote sent values, as a name too.
#[test]
fn errors_contain_no_unexpected_names() {
    for body in [
        r#"{"OrganUnitList":[{"canary":[}]}"#,
        r#"{"OrganUnitList":[{"canary":{"canary":]}}]}"#,
        r#"{"canary":nonsense}"#,
        r#"{"canary":"#,
    ] {
        let body = Bytes::from(body);
        let Err(OpenError::Malformed(error)) = Depot::open::<FindUnits>(&body) else {
            panic!("{body:?} was read");
        };
        for shown in [error.to_string(), format!("{error:?}"), error.path()] {
            assert!(!shown.contains("canary"), "{body:?} shows {shown}");
        }
    }
}

#[test]
fn errors_of_opening_hold_no_values() {
    for value in VALUES {
        for body in [
            format!(r#"{{"OrganUnitList":[{{"OrganUnit_ID":{value}}}],"ResultCode":1}}"#),
            format!(r#"{{"OrganUnitList":{value},"ResultCode":1,"ResultMsg":{value}}}"#),
            format!(r#"{{"OrganUnitList":[],"ResultCode":{value}"#),
            format!(r#"{{"OrganUnitList":[],"ResultMsg":{value}}}"#),
        ] {
            let body = Bytes::from(body);
            if let Err(OpenError::Malformed(error)) = Depot::open::<FindUnits>(&body) {
                assert_hidden(&format!("{error} {error:?}"));
            }
        }
    }
}

#[test]
fn refusals_show_the_message_and_hide_the_body() {
    let body = Bytes::from(format!(
        r#"{{"OrganUnitResultInfo":{{"OrganUnitName":"{CANARY}"}},"ResultCode":2,
            "ResultMsg":"已存在"}}"#
    ));
    let Err(OpenError::Refused(refusal)) = Depot::open::<RegisterUnit>(&body) else {
        panic!("code 2 is a refusal");
    };
    assert_hidden(&refusal.to_string());
    assert_hidden(&format!("{refusal:?}"));
    assert_eq!(refusal.details::<Existing>().unwrap().unit.name, CANARY);
    assert!(format!("{refusal:?}").contains("已存在"));
}

#[test]
fn details_that_do_not_fit_are_refused_without_their_values() {
    let refusal = Refusal::new(
        "depot",
        &RegisterUnit::SPEC,
        2,
        "",
        RefusalKind::Exists,
        Bytes::from(format!(r#"{{"OrganUnitIDcode":["{CANARY}"]}}"#)),
    );
    assert_hidden(&refusal.details::<Registered>().unwrap_err().to_string());
}

#[test]
fn errors_of_parameters_hold_no_values() {
    #[derive(Debug, Deserialize)]
    struct Strict {
        #[serde(rename = "n")]
        _n: Option<u8>,
        #[serde(rename = "w")]
        _w: Option<Word>,
        #[serde(rename = "b")]
        _b: Option<bool>,
    }
    #[derive(Debug, Deserialize)]
    enum Word {}
    for name in ["n", "w", "b"] {
        let mut params = Params::default();
        params.push(name, CANARY.into());
        let error = params.into_fields::<Strict>().unwrap_err();
        assert_eq!(error.names(), [name]);
        assert_hidden(&format!("{error} {error:?}"));
    }
    let given = vec![("companyName".to_owned(), Value::from(file()))];
    let error = endpoint_core::admit(&spec::<FindUnits>(), given).unwrap_err();
    assert_hidden(&format!("{error} {error:?}"));
}

fn spec<E: Endpoint>() -> endpoint_core::Spec {
    E::SPEC
}

fn file() -> File {
    File::new(format!("{CANARY}.png"), CANARY.as_bytes())
}

fn register() -> RegisterUnit {
    RegisterUnit {
        name: "open".to_owned(),
        phone: CANARY.to_owned(),
        password: Secret::from(CANARY),
    }
}

#[test]
fn debug_of_what_holds_values_shows_none() {
    let licence = UploadLicence {
        code: "i.86".to_owned(),
        picture: file(),
        remark: None,
    };
    let params = Params::from_request(&register()).unwrap();
    assert_hidden(&format!("{params:?}"));
    assert_hidden(&format!("{params:#?}"));
    assert_hidden(&format!("{:?}", Secret::from(CANARY)));
    assert_hidden(&format!("{:?}", Value::from(CANARY)));
    assert_hidden(&format!("{:?}", Value::from(file())));
    assert_hidden(&format!("{licence:?}"));
    assert_hidden(&format!("{:?}", Params::from_request(&licence).unwrap()));
    for spec in [
        spec::<FindUnits>(),
        spec::<RegisterUnit>(),
        spec::<UploadLicence>(),
    ] {
        let mut params = Params::default();
        params.push("companyName", CANARY.into());
        params.push("file1", file().into());
        let request = Depot::sign(&Token(CANARY), &spec, &params, 1).unwrap();
        assert!(
            request.target.contains(CANARY) || request.body != Body::Empty,
            "the canary is in the request"
        );
        assert_hidden(&format!("{request:?}"));
        assert_hidden(&format!("{request:#?}"));
        assert_hidden(&format!("{:?}", request.body));
    }
    let part = Part {
        name: "file1".to_owned(),
        file_name: Some(CANARY.to_owned()),
        content: Bytes::from_static(CANARY.as_bytes()),
    };
    assert_hidden(&format!("{part:?}"));
    assert_hidden(&format!("{:?}", Multipart::new("1", vec![part])));
    assert_hidden(&format!(
        "{:?}",
        Received {
            method: Method::Post,
            path: "/units".to_owned(),
            query: vec![("a".to_owned(), CANARY.into())],
            body: vec![("b".to_owned(), file().into())],
        }
    ));
    assert_hidden(&format!(
        "{:?}",
        Response {
            status: 200,
            content_type: None,
            date: None,
            retry_after: None,
            body: Bytes::from_static(CANARY.as_bytes()),
        }
    ));
}

#[test]
fn masked_requests_show_open_values_only() {
    let params = Params::from_request(&register()).unwrap();
    let request = Depot::sign(&Token(CANARY), &spec::<RegisterUnit>(), &params, 5).unwrap();
    let masked = request.masked::<Depot>(&spec::<RegisterUnit>());
    assert_hidden(&masked);
    assert_eq!(
        masked,
        "POST /units/register\ncompanyName=open&linkPhone=[redacted]&loginPassword=[redacted]\
         &token=[redacted]&time=5&hash=[redacted]"
    );
}

#[test]
fn debug_of_requests_shows_open_values_only() {
    struct Shown<E>(E);
    impl<E: Endpoint> core::fmt::Debug for Shown<E> {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            endpoint_core::fmt_masked(&self.0, f)
        }
    }
    assert_eq!(
        format!("{:?}", Shown(register())),
        r#"RegisterUnit { companyName: "open", linkPhone: [redacted], loginPassword: [redacted] }"#
    );
    let licence = UploadLicence {
        code: "i.86".to_owned(),
        picture: file(),
        remark: Some(CANARY.to_owned()),
    };
    assert_eq!(
        format!("{:?}", Shown(licence)),
        r#"UploadLicence { companyIDcode: "i.86", file1: File(11 bytes), remark: [redacted] }"#
    );
}

#[test]
fn a_value_that_cannot_be_right_is_named_without_being_shown() {
    let error = Invalid::if_longer("linkPhone", CANARY, 5).unwrap_err();
    assert_hidden(&error.to_string());
}

#[test]
fn a_response_is_hidden_also_if_it_belongs_to_another_operation() {
    let body = Bytes::from(format!(r#"{{"IsAuthen":"{CANARY}","ResultCode":1}}"#));
    let error = Depot::open::<UnitStatus>(&body).unwrap_err();
    assert_hidden(&format!("{error} {error:?}"));
}
