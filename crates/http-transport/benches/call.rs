//! What does a call through the SDK cost beside bare reqwest that sends the same bytes?
//!
//! Both call the same server on loopback, in turns of short rounds: on a busy machine figures
//! that follow each other in time divide badly. The budget is 0.95 of bare reqwest's calls per
//! second, and 1.1 of its 99th percentile, at 1, 8 and 64 calls at once.
//!
//! `cargo bench -p http-transport` measures; `-- --test` runs one round of each. `-- --only sdk`
//! and `-- --only bare` make 2,000 calls and nothing else, for whoever counts instructions:
//! `valgrind --tool=callgrind --separate-threads=yes` gives the same figure every time.

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]
#![allow(clippy::unwrap_used, reason = "a bench that cannot run may stop")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http_transport::{Client, ReqwestService};
use idcode_api::Idcode;
use idcode_api::operations::GetCompanyBaseInfo;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const ANSWER: &str = r#"{"OrganUnit_ID":1047,"Province_ID":110000,"City_ID":110000,"Area_ID":110108,"Trade_ID":1029,"Status_ID":100,"OrganUnitName":"北京汉信测试有限公司","OrganUnitNameen":"","OrganUnitAddress":"中关村大街 1 号","OrganUnitAddressen":"","OrganUnit_Oid":"i.86.110108.52","UnitType_ID":1,"LinkMan":"","LinkPhone":"","Fax":"","Email":"","FinallyExamDate":"","ResultCode":1,"ResultMsg":"成功"}"#;

/// What the SDK sends, with any signature.
const TARGET: &str = "/AllInterFace/GetCompanyBaseInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.110108.52&time=1497587696789&hash=B7B21D7546C1E2BC9883A1747D4F7545";

const ROUNDS: usize = 41;

/// Answers every request on a connection, as fast as that goes.
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

/// One of the two that are compared.
#[derive(Clone)]
enum Caller {
    Sdk(Client<Idcode>),
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
            Self::Bare(client, url) => {
                let response = client.get(url).send().await.unwrap();
                assert_eq!(response.bytes().await.unwrap().len(), ANSWER.len());
            }
        }
        began.elapsed()
    }

    /// The time of each call, of all of them, and of the processor, made by `at_once` tasks. On
    /// the only thread of the runtime's workers.
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

async fn compare(at_once: usize, sdk: &Caller, bare: &Caller, rounds: usize) {
    let calls = if rounds == 1 { 64 } else { 1024 };
    for caller in [sdk, bare] {
        caller.round(at_once, calls).await;
    }
    let mut rates = Vec::new();
    let mut speeds = Vec::new();
    let mut tails = Vec::new();
    let mut processors = Vec::new();
    for round in 0..rounds {
        // Who goes second finds the machine warmer.
        let first_is_sdk = round % 2 == 0;
        let order = if first_is_sdk {
            [sdk, bare]
        } else {
            [bare, sdk]
        };
        let mut measured = Vec::new();
        for caller in order {
            let (mut took, all, processor) = caller.round(at_once, calls).await;
            measured.push((percentile_99(&mut took), all.as_secs_f64(), processor));
        }
        if !first_is_sdk {
            measured.reverse();
        }
        let [
            (sdk_tail, sdk_all, sdk_processor),
            (bare_tail, bare_all, bare_processor),
        ] = measured[..]
        else {
            return;
        };
        speeds.push(calls as f64 / bare_all);
        rates.push(bare_all / sdk_all);
        tails.push(sdk_tail / bare_tail);
        processors.push(bare_processor / sdk_processor);
    }
    println!(
        "{at_once:>2} at once: bare {:>8.0} calls/s, sdk/bare {:.3} (budget 0.95), by processor \
         time {:.3}, p99 sdk/bare {:.3} (budget 1.1)",
        median(speeds),
        median(rates),
        median(processors),
        median(tails)
    );
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
        let keys = idcode_api::Keys::new(
            "J7X4LuOOfURXeAAEAAAAAABSK",
            "RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7",
        );
        let sdk = Client::builder(keys, Arc::new(ReqwestService::new().unwrap()))
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
        let sdk = Caller::Sdk(sdk);
        let bare = Caller::Bare(bare, format!("{url}{TARGET}"));
        if let Some(only) = only {
            let caller = if only == "sdk" { sdk } else { bare };
            caller.round(1, 2000).await;
            return;
        }
        for at_once in [1, 8, 64] {
            compare(at_once, &sdk, &bare, rounds).await;
        }
    });
}
