//! Measures a signature beside the MD5 of the same bytes.
//!
//! `design` is a request of the size the budget is stated for (three blocks of MD5), `document`
//! the worked example of the document (two blocks, the hardest case for the ratio), `chinese`
//! a value that has to be escaped. The last line of each gives the ratios to `md5`; criterion's own
//! figures follow each other in time, and divide badly on a busy machine.

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

use criterion::Criterion;
use md5::{Digest, Md5};
use sign_core::idcode::{SignatureDialect, sign, verify};

const ACCESS_TOKEN: (&str, &str) = ("access_token", "J7X4LuOOfURXeAAEAAAAAABSK");
const AUTHORISATION_CODE: &str = "RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7";
const TIME_MS: u64 = 1_497_587_696_789;

struct Request {
    name: &'static str,
    path: &'static str,
    params: [(&'static str, &'static str); 3],
    string_to_hash: &'static str,
}

const REQUESTS: [Request; 3] = [
    Request {
        name: "design",
        path: "/AllInterFace/GetCompanyInfo",
        params: [ACCESS_TOKEN, ("companyName", "X"), ("searchType", "1")],
        string_to_hash: "/AllInterFace/GetCompanyInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyName=X&searchType=1&time=1497587696789RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
    },
    Request {
        name: "document",
        path: "/abc/def",
        params: [ACCESS_TOKEN, ("name", "zhangsan"), ("id", "123")],
        string_to_hash: "/abc/def?access_token=J7X4LuOOfURXeAAEAAAAAABSK&id=123&name=zhangsan&time=1497587696789RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
    },
    Request {
        name: "chinese",
        path: "/AllInterFace/GetCompanyInfo",
        params: [
            ACCESS_TOKEN,
            ("companyName", "单位名称"),
            ("searchType", "1"),
        ],
        string_to_hash: "/AllInterFace/GetCompanyInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyName=单位名称&searchType=1&time=1497587696789RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
    },
];

/// The obvious way: a map, `format!`, `join`, and each string by itself.
fn naive(path: &str, params: &[(&str, &str)], code: &str, time_ms: u64) -> String {
    let mut sorted: Vec<(String, String)> = params
        .iter()
        .map(|(name, value)| ((*name).to_string(), (*value).to_string()))
        .collect();
    sorted.push(("time".to_string(), time_ms.to_string()));
    sorted.sort();
    let joined = |encode: &dyn Fn(&str) -> String| {
        let pairs: Vec<String> = sorted
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        format!("{path}?{}", pairs.join("&"))
    };
    let plain = joined(&|value| value.to_string());
    let digest = Md5::digest(format!("{plain}{code}"));
    let mut hash = String::new();
    for byte in digest {
        write!(hash, "{byte:02X}").expect("a string takes what is written");
    }
    let sent = joined(&|value| {
        percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC).to_string()
    });
    format!("{sent}&hash={hash}")
}

/// One request, ready to be signed, verified and hashed.
struct Case<'r> {
    request: &'r Request,
    received: Vec<(&'r str, &'r str)>,
}

impl Case<'_> {
    const WAYS: [&'static str; 4] = ["md5", "sign", "verify", "naive"];

    fn run(&self, way: &str) {
        let dialect = SignatureDialect::default();
        let path = black_box(self.request.path);
        let params = black_box(self.request.params.as_slice());
        let time = black_box(TIME_MS);
        match way {
            "md5" => {
                let bytes = black_box(self.request.string_to_hash.as_bytes());
                black_box(Md5::digest(bytes));
            }
            "sign" => {
                black_box(sign(path, params, AUTHORISATION_CODE, time, dialect));
            }
            "verify" => {
                let params = black_box(self.received.as_slice());
                black_box(verify(path, params, AUTHORISATION_CODE, dialect)).ok();
            }
            _ => {
                black_box(naive(path, params, AUTHORISATION_CODE, time));
            }
        }
    }

    /// The ratios to `md5`, taken from the best of many short turns in which all ways alternate:
    /// what else the machine does hits them alike.
    fn print_ratios(&self) {
        const TURNS: usize = 300;
        const CALLS: u32 = 2_000;
        let mut best = [f64::INFINITY; Self::WAYS.len()];
        for _ in 0..TURNS {
            for (way, best) in Self::WAYS.iter().zip(&mut best) {
                let start = Instant::now();
                for _ in 0..CALLS {
                    self.run(way);
                }
                let call = start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS);
                *best = best.min(call);
            }
        }
        let [md5, ..] = best;
        print!("{}:", self.request.name);
        for (way, best) in Self::WAYS.iter().zip(best) {
            print!(" {way} {best:.0} ns ({:.2})", best / md5);
        }
        println!();
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    for request in &REQUESTS {
        let path = request.path;
        let signed = sign(
            path,
            &request.params,
            AUTHORISATION_CODE,
            TIME_MS,
            SignatureDialect::default(),
        );
        assert_eq!(
            naive(path, &request.params, AUTHORISATION_CODE, TIME_MS),
            signed.target(),
            "the naive way signs the same"
        );
        let time = TIME_MS.to_string();
        let mut received = request.params.to_vec();
        received.extend([("time", time.as_str()), ("hash", signed.hash())]);

        let case = Case { request, received };
        let mut group = criterion.benchmark_group(request.name);
        for way in Case::WAYS {
            group.bench_function(way, |bencher| bencher.iter(|| case.run(way)));
        }
        group.finish();
        // Not when the benches are only tried, as `cargo test --benches` does.
        if std::env::args().any(|argument| argument == "--bench") {
            case.print_ratios();
        }
    }
    criterion.final_summary();
}
