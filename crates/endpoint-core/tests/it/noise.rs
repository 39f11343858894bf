//! Reading any bytes ends with a value or an error, never with a panic.

use bytes::Bytes;
use endpoint_core::lenient::{decode, decode_reporting};
use endpoint_core::{Endpoint, OpenError, Refusal, RefusalKind, Vendor, open_reporting};
use proptest::prelude::*;
use serde::de::IgnoredAny;

use crate::depot::{Depot, Existing, FindUnits, RegisterUnit, UnitStatus, UploadLicence};

const LIST: &str = r#"{"OrganUnitList":[{"OrganUnit_ID":99999999999999999999,"OrganUnitName":"某某\u516c司\n",
 " LinkMan":"","searchType":"1","Balance":-12,"Score":1.5e-3,"Open":true,"Tags":["a","\ud83d\ude00"],"New":{"x":[null]}},
 {"organunit_id":"2","OrganUnitName":3,"Score":"2","Open":0}],"ResultCode":1,"ResultMsg":"成功"}"#;
const OBJECT: &str = r#"{" IsAuthen":1,"SurplusTime":null,"esultCode":"1","ResultMsg":"成功"}"#;
const REFUSAL: &str = r#"{"OrganUnitIDcode":null,"OrganUnitResultInfo":{"OrganUnitName":"某某公司","LinkMan":null},"ResultCode":2,"ResultMsg":"已存在"}"#;

/// Reads a body in every way; returns whether any operation took it for a success.
fn read_all(body: &[u8]) -> bool {
    let bytes = Bytes::copy_from_slice(body);
    let _ = decode::<IgnoredAny>(body);
    let _ = decode::<serde_json::Value>(body);
    let _ = decode::<String>(body);
    let _ = decode::<u128>(body);
    let _ = decode::<Vec<Option<f64>>>(body);
    let _ = decode_reporting::<Existing>(body);
    let _ = open_reporting::<FindUnits>(&bytes);
    let refusal = Refusal::new(
        "",
        &UnitStatus::SPEC,
        0,
        "",
        RefusalKind::Unknown,
        bytes.clone(),
    );
    let _ = refusal.details::<Existing>();
    let _ = Depot::seal::<FindUnits>(Err(&refusal));
    Depot::open::<FindUnits>(&bytes).is_ok()
        | Depot::open::<RegisterUnit>(&bytes).is_ok()
        | Depot::open::<UnitStatus>(&bytes).is_ok()
        | Depot::open::<UploadLicence>(&bytes).is_ok()
}

#[test]
fn the_samples_are_read() {
    assert!(read_all(LIST.as_bytes()));
    assert!(read_all(OBJECT.as_bytes()));
    let body = Bytes::from_static(REFUSAL.as_bytes());
    assert!(matches!(
        Depot::open::<RegisterUnit>(&body),
        Err(OpenError::Refused(_))
    ));
}

#[test]
fn a_response_cut_off_at_any_byte_is_malformed_and_never_a_refusal() {
    for sample in [LIST, OBJECT, REFUSAL] {
        for end in 0..sample.len() {
            let cut = &sample.as_bytes()[..end];
            assert!(!read_all(cut), "cut at {end}");
            assert!(decode::<serde_json::Value>(cut).is_err(), "cut at {end}");
            assert!(decode::<IgnoredAny>(cut).is_err(), "cut at {end}");
            let cut = Bytes::copy_from_slice(cut);
            for rejected in [
                Depot::open::<FindUnits>(&cut).map(drop),
                Depot::open::<RegisterUnit>(&cut).map(drop),
                Depot::open::<UploadLicence>(&cut),
            ] {
                assert!(
                    matches!(rejected, Err(OpenError::Malformed(_))),
                    "cut at {end}"
                );
            }
        }
    }
}

#[test]
fn a_response_with_any_one_byte_changed_to_any_other_is_read_to_an_end() {
    for at in 0..OBJECT.len() {
        for byte in 0..=u8::MAX {
            let mut body = OBJECT.as_bytes().to_vec();
            body[at] = byte;
            read_all(&body);
        }
    }
}

#[derive(Debug, Clone)]
enum Change {
    Flip(prop::sample::Index, u8),
    Delete(prop::sample::Index),
    Insert(prop::sample::Index, Vec<u8>),
    Swap(prop::sample::Index, prop::sample::Index),
}

fn change() -> impl Strategy<Value = Change> {
    let index = any::<prop::sample::Index>;
    let words: Vec<&[u8]> = vec![
        b"\"",
        b"\\",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"-",
        b".",
        b"e",
        b"\\u",
        b"\\ud800",
        b"null",
        b"true",
        b" ",
        b"9",
        b"\xef\xbb\xbf",
        b"\xff",
        b"\x00",
        "企".as_bytes(),
    ];
    let word = prop::sample::select(words).prop_map(<[u8]>::to_vec);
    prop_oneof![
        (index(), any::<u8>()).prop_map(|(at, byte)| Change::Flip(at, byte)),
        index().prop_map(Change::Delete),
        (index(), word).prop_map(|(at, word)| Change::Insert(at, word)),
        (index(), index()).prop_map(|(one, other)| Change::Swap(one, other)),
    ]
}

fn changed(sample: &str, changes: &[Change]) -> Vec<u8> {
    let mut body = sample.as_bytes().to_vec();
    for change in changes {
        if body.is_empty() {
            break;
        }
        match change {
            Change::Flip(at, byte) => {
                let at = at.index(body.len());
                body[at] ^= byte;
            }
            Change::Delete(at) => {
                body.remove(at.index(body.len()));
            }
            Change::Insert(at, word) => {
                let at = at.index(body.len());
                body.splice(at..at, word.iter().copied());
            }
            Change::Swap(one, other) => {
                let (one, other) = (one.index(body.len()), other.index(body.len()));
                body.swap(one, other);
            }
        }
    }
    body
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn arbitrary_bytes_are_read_to_an_end(body: Vec<u8>) {
        read_all(&body);
    }

    #[test]
    fn arbitrary_words_of_json_are_read_to_an_end(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "{", "}", "[", "]", ",", ":", "\"a\"", "\"OrganUnitList\"", "\"ResultCode\"", "1",
                "-", "\"", "\\", "null", "true", "fal", " ", "\u{feff}", "1e5", "\"\"",
            ]),
            0..24,
        )
    ) {
        read_all(words.concat().as_bytes());
    }

    #[test]
    fn responses_changed_at_random_are_read_to_an_end(
        sample in prop::sample::select(vec![LIST, OBJECT, REFUSAL]),
        changes in prop::collection::vec(change(), 1..6),
    ) {
        read_all(&changed(sample, &changes));
    }

    #[test]
    fn changed_responses_that_serde_json_accepts_are_accepted(
        sample in prop::sample::select(vec![LIST, OBJECT, REFUSAL]),
        changes in prop::collection::vec(change(), 1..4),
    ) {
        let body = changed(sample, &changes);
        if serde_json::from_slice::<serde_json::Value>(&body).is_ok() {
            prop_assert!(decode::<serde_json::Value>(&body).is_ok());
        }
    }
}
