//! The cost of leniency: a long list read by serde's strict derive and by this crate.
//!
//! The rows are those of IDcode's operation 101. The budget is the time of
//! `serde_json::from_slice` on the same bytes ("strict"); the other three go through an
//! [`Endpoint`], envelope included. Figures count as ratios of one run.

use std::hint::black_box;

use bytes::Bytes;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use endpoint_core::wire::{Received, Request};
use endpoint_core::{
    AuthError, Covered, Endpoint, Envelope, Evidence, Invalid, Method, Param, Params, Placement,
    PlainHttp, Shape, Spec, Value, Vendor,
};
use serde::{Deserialize, Serialize};

const ROWS: u64 = 50_000;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Area {
    #[serde(rename = "Address_ID")]
    id: u64,
    #[serde(rename = "AddressName")]
    name: String,
    #[serde(rename = "AddressLevel")]
    level: u8,
    #[serde(rename = "Address_ID_Parent")]
    parent: u64,
    #[serde(rename = "AddressCode")]
    code: String,
}

#[derive(Deserialize)]
struct Strict {
    #[serde(rename = "AddressList")]
    rows: Vec<Area>,
    #[serde(rename = "ResultCode")]
    code: i64,
}

#[derive(Serialize, Deserialize)]
struct Areas {}

impl Endpoint for Areas {
    type Vendor = Bench;
    type Output = Vec<Area>;
    const SPEC: Spec = Spec {
        name: "Areas",
        number: Some("101"),
        method: Method::Get,
        path: "/areas",
        placement: Placement::Query,
        summary: "All areas.",
        idempotent: true,
        billed: false,
        pause: core::time::Duration::ZERO,
        params: &[],
        covered: Covered::AllTexts,
        reply: Shape::List("AddressList"),
        codes: &[],
        observed_codes: &[],
        evidence: Evidence::Document,
    };
}

struct Bench;

impl Vendor for Bench {
    const NAME: &'static str = "bench";
    const DEFAULT_BASE: &'static str = "https://127.0.0.1";
    const PLAIN_HTTP: PlainHttp = PlainHttp::LoopbackOnly;
    const ENVELOPE: Envelope = Envelope {
        code: "ResultCode",
        also_code: &["esultCode"],
        message: "ResultMsg",
        success: 1,
    };
    const COMMON: &'static [Param] = &[];
    type Keys = ();

    fn sign((): &(), _: &Spec, _: &Params, _: u64) -> Result<Request, Invalid> {
        Err(Invalid::value("", "nothing is signed here"))
    }

    fn verify((): &(), _: &Spec, _: Received, _: u64) -> Result<Vec<(String, Value)>, AuthError> {
        Err(AuthError::Mismatch)
    }
}

/// The list as the document describes it.
fn regular() -> String {
    let names = ["东城区", "西城区", "朝阳区", "石家庄市", "呼和浩特市"];
    let rows: Vec<String> = (0..ROWS)
        .zip(names.iter().cycle())
        .map(|(row, name)| {
            let id = 110_000 + row;
            let parent = id - id % 100;
            format!(
                r#"{{"Address_ID":{id},"AddressName":"{name}","AddressLevel":3,"Address_ID_Parent":{parent},"AddressCode":"{id}"}}"#
            )
        })
        .collect();
    format!(
        r#"{{"AddressList":[{}],"ResultCode":1,"ResultMsg":"成功"}}"#,
        rows.join(",")
    )
}

/// The same with every key in another case and behind a blank.
fn odd_keys(regular: &str) -> String {
    regular
        .replace("\"Address_ID", "\" ADDRESS_ID")
        .replace("\"AddressName", "\" ADDRESSNAME")
        .replace("\"AddressLevel", "\" ADDRESSLEVEL")
        .replace("\"AddressCode", "\" ADDRESSCODE")
}

/// The same with both ids of a row in quotes.
fn ids_as_text(regular: &str) -> String {
    regular
        .replace("\"Address_ID\":", "\"Address_ID\":\"")
        .replace(",\"AddressName\"", "\",\"AddressName\"")
        .replace("\"Address_ID_Parent\":", "\"Address_ID_Parent\":\"")
        .replace(",\"AddressCode\"", "\",\"AddressCode\"")
}

fn decode(c: &mut Criterion) {
    let regular = regular();
    let strict: Strict = serde_json::from_str(&regular).expect("the list is strict JSON");
    assert_eq!(strict.code, 1);
    let bodies = [
        ("regular", regular.clone()),
        ("odd_keys", odd_keys(&regular)),
        ("ids_as_text", ids_as_text(&regular)),
    ]
    .map(|(form, body)| (form, Bytes::from(body)));

    let mut group = c.benchmark_group("decode_50000_rows");
    group.throughput(Throughput::Bytes(regular.len() as u64));
    group.bench_function("strict", |b| {
        b.iter(|| serde_json::from_slice::<Strict>(black_box(regular.as_bytes())));
    });
    for (form, body) in &bodies {
        let rows = Bench::open::<Areas>(body).expect("all three forms are read");
        assert_eq!(rows, strict.rows, "{form} has the same rows");
        group.bench_function(format!("lenient/{form}"), |b| {
            b.iter(|| Bench::open::<Areas>(black_box(body)));
        });
    }
    group.finish();
}

criterion_group!(benches, decode);
criterion_main!(benches);
