//! Compares the cost of a call through the SDK with bare reqwest sending the same bytes.
//!
//! Both call the same server on loopback, in alternating short rounds, because successive figures
//! on a busy machine cannot be compared. The budget is 0.95 of bare reqwest's calls per second, and
//! 1.1 of its 99th percentile, with 1, 8 and 64 concurrent calls.
//!
//! Bare reqwest sends a URL that was signed before, under a timeout, and reads the whole response
//! without decoding it. No real program can do with so little, so there is a third caller, written
//! by hand: it signs every request with `sign-core`, checks the status, and decodes the response
//! with a strict serde derive.
//!
//! The cost of a call in instructions (November 2026, reqwest 0.13.5): bare 81 thousand, by hand
//! 97, the SDK 56. 32 of bare reqwest's are the URL, which it parses three times; others are for
//! redirects, retries and cookies, all disabled: therefore the SDK sends with hyper directly if
//! there is no proxy. The SDK's own signature costs 4 thousand and decoding 14; deadlines, retries,
//! limits and redaction cost 6.
//!
//! `cargo bench -p http-transport` measures; `-- --test` runs one round of each. `-- --only sdk`,
//! `-- --only hand` and `-- --only bare` make 2,000 calls and nothing else, to count instructions:
//! `valgrind --tool=callgrind --separate-threads=yes` gives the same figure every time.

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench that cannot run may stop"
)]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use http_transport::{Client, HyperService};
use idcode_api::Idcode;
use idcode_api::operations::GetCompanyBaseInfo;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const ANSWER: &str = r#"{"OrganUnit_ID":1047,"Province_ID":110000,"City_ID":110000,"Area_ID":110108,"Trade_ID":1029,"Status_ID":100,"OrganUnitName":"北京汉信测试有限公司","OrganUnitNameen":"","OrganUnitAddress":"中关村大街 1 号","OrganUnitAddressen":"","OrganUnit_Oid":"i.86.110108.52","UnitType_ID":1,"LinkMan":"","LinkPhone":"","Fax":"","Email":"","FinallyExamDate":"","ResultCode":1,"ResultMsg":"成功"}"#;

const TOKEN: &str = "J7X4LuOOfURXeAAEAAAAAABSK";
const CODE: &str = "RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7";

/// The target that the SDK sends, with any signature.
const TARGET: &str = "/AllInterFace/GetCompanyBaseInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.110108.52&time=1497587696789&hash=B7B21D7546C1E2BC9883A1747D4F7545";

const ROUNDS: usize = 41;

/// Responds to every request on a connection as fast as possible.
async fn serve(mut stream: TcpStream) {
    stream.set_nodelay(true).unwrap();
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{ANSWER}",
        ANSWER.len()
    );
    let mut received = Vec::new();
    while stream
        .read_buf(&mut received)
        .await
        .is_ok_and(|read| read > 0)
    {
        if received.ends_with(b"\r\n\r\n") {
            received.clear();
            if stream.write_all(answer.as_bytes()).await.is_err() {
                return;
            }
        }
    }
}

fn start_server() -> SocketAddr {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(listener.local_addr().unwrap()).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream));
            }
        });
    });
    told.recv().unwrap()
}

/// The processor time of this thread so far.
fn processor_time() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = text.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// The response as decoded by hand: strict names of its members.
#[derive(Debug, serde::Deserialize)]
#[allow(dead_code, reason = "they are decoded, as those of the SDK are")]
struct Unit {
    #[serde(rename = "OrganUnit_ID")]
    id: u64,
    #[serde(rename = "Province_ID")]
    province: u64,
    #[serde(rename = "City_ID")]
    city: u64,
    #[serde(rename = "Area_ID")]
    area: u64,
    #[serde(rename = "Trade_ID")]
    trade: u64,
    #[serde(rename = "Status_ID")]
    status: i64,
    #[serde(rename = "OrganUnitName")]
    name: String,
    #[serde(rename = "OrganUnitAddress")]
    address: String,
    #[serde(rename = "OrganUnit_Oid")]
    code: String,
    #[serde(rename = "UnitType_ID")]
    kind: u64,
    #[serde(rename = "LinkMan")]
    contact: String,
    #[serde(rename = "LinkPhone")]
    phone: String,
    #[serde(rename = "Fax")]
    fax: String,
    #[serde(rename = "Email")]
    email: String,
    #[serde(rename = "ResultCode")]
    result_code: i64,
    #[serde(rename = "ResultMsg")]
    message: String,
}

/// A compared caller.
#[derive(Clone)]
enum Caller {
    Sdk(Client<Idcode>),
    Hand(reqwest::Client, String),
    Bare(reqwest::Client, String),
}

impl Caller {
    async fn call(&self) -> Duration {
        let began = Instant::now();
        match self {
            Self::Sdk(client) => {
                let request = GetCompanyBaseInfo::new("i.86.110108.52".parse().unwrap());
                client.call(request).await.unwrap();
            }
            Self::Hand(client, base) => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
                let signed = sign_core::idcode::sign(
                    "/AllInterFace/GetCompanyBaseInfo",
                    &[("companyIDcode", "i.86.110108.52"), ("access_token", TOKEN)],
                    CODE,
                    u64::try_from(since.as_millis()).unwrap(),
                    sign_core::idcode::SignatureDialect::default(),
                );
                let url = format!("{base}{}", signed.into_target());
                let response = client.get(url).send().await.unwrap();
                let body = response.error_for_status().unwrap().bytes().await.unwrap();
                let unit: Unit = serde_json::from_slice(&body).unwrap();
                assert_eq!(unit.result_code, 1);
            }
            Self::Bare(client, url) => {
                let response = client.get(url).send().await.unwrap();
                assert_eq!(response.bytes().await.unwrap().len(), ANSWER.len());
            }
        }
        began.elapsed()
    }

    /// The time of each call, of all calls, and of the processor, for `at_once` tasks on the only
    /// worker thread of the runtime.
    async fn round(&self, at_once: usize, calls: usize) -> (Vec<Duration>, Duration, f64) {
        let caller = self.clone();
        tokio::spawn(async move { caller.round_on_worker(at_once, calls).await })
            .await
            .unwrap()
    }

    async fn round_on_worker(
        &self,
        at_once: usize,
        calls: usize,
    ) -> (Vec<Duration>, Duration, f64) {
        let processor = processor_time();
        let began = Instant::now();
        let tasks: Vec<_> = (0..at_once)
            .map(|_| {
                let caller = self.clone();
                tokio::spawn(async move {
                    let mut took = Vec::with_capacity(calls / at_once);
                    for _ in 0..calls / at_once {
                        took.push(caller.call().await);
                    }
                    took
                })
            })
            .collect();
        let mut took = Vec::with_capacity(calls);
        for task in tasks {
            took.extend(task.await.unwrap());
        }
        let elapsed = began.elapsed();
        let processor = processor_time()
            .zip(processor)
            .map_or(f64::NAN, |(now, then)| now - then);
        (took, elapsed, processor)
    }
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of.get(of.len() / 2).copied().unwrap_or(f64::NAN)
}

fn percentile_99(took: &mut [Duration]) -> f64 {
    took.sort_unstable();
    let at = took.len() * 99 / 100;
    took.get(at).map_or(f64::NAN, Duration::as_secs_f64)
}

/// The result of a caller in one round: its 99th percentile, the time of all calls, and of the
/// processor.
#[derive(Clone, Copy)]
struct Reached {
    tail: f64,
    all: f64,
    processor: f64,
}

impl Reached {
    /// Calls per second, calls per processor time, and the 99th percentile, relative to another
    /// caller.
    fn beside(self, other: Self) -> [f64; 3] {
        [
            other.all / self.all,
            other.processor / self.processor,
            self.tail / other.tail,
        ]
    }
}

async fn compare(at_once: usize, callers: &[Caller; 3], rounds: usize) {
    let calls = if rounds == 1 { 64 } else { 1024 };
    for caller in callers {
        caller.round(at_once, calls).await;
    }
    let mut speeds = Vec::new();
    let mut beside_bare = Vec::new();
    let mut beside_hand = Vec::new();
    for round in 0..rounds {
        // The later caller finds a warmer machine.
        let mut reached = [None; 3];
        for turn in 0..callers.len() {
            let place = (round + turn) % callers.len();
            let (mut took, all, processor) = callers[place].round(at_once, calls).await;
            reached[place] = Some(Reached {
                tail: percentile_99(&mut took),
                all: all.as_secs_f64(),
                processor,
            });
        }
        let [Some(sdk), Some(hand), Some(bare)] = reached else {
            return;
        };
        speeds.push(calls as f64 / bare.all);
        beside_bare.push(sdk.beside(bare));
        beside_hand.push(sdk.beside(hand));
    }
    println!(
        "{at_once:>2} at once: bare {:>8.0} calls/s\n   sdk/bare {}, budget 0.95 and 1.1\n   \
         sdk/hand {}",
        median(speeds),
        said(&beside_bare),
        said(&beside_hand)
    );
}

fn said(beside: &[[f64; 3]]) -> String {
    let [calls, processor, tail] =
        [0, 1, 2].map(|place| median(beside.iter().map(|row| row[place]).collect()));
    format!("calls/s {calls:.3}, by processor time {processor:.3}, p99 {tail:.3}")
}

fn main() {
    let arguments: Vec<_> = std::env::args().collect();
    let rounds = if arguments.iter().any(|argument| argument == "--test") {
        1
    } else {
        ROUNDS
    };
    let only = arguments
        .iter()
        .skip_while(|argument| *argument != "--only")
        .nth(1);
    let url = format!("http://{}", start_server());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let keys = idcode_api::IdcodeKeys::new(TOKEN, CODE);
        let sdk = Client::builder(keys, Arc::new(HyperService::new().unwrap()))
            .base_url(&url)
            .build()
            .unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth();
        let bare = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .no_proxy()
            .timeout(Duration::from_secs(20))
            .build()
            .unwrap();
        let callers = [
            Caller::Sdk(sdk),
            Caller::Hand(bare.clone(), url.clone()),
            Caller::Bare(bare, format!("{url}{TARGET}")),
        ];
        if let Some(only) = only {
            let place = match only.as_str() {
                "sdk" => 0,
                "hand" => 1,
                _ => 2,
            };
            callers[place].round(1, 2000).await;
            return;
        }
        for at_once in [1, 8, 64] {
            compare(at_once, &callers, rounds).await;
        }
    });
}
