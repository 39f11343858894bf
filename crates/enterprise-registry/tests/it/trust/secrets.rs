//! No secret of any operation is in an error, a log or a `Debug` text, whatever a server returns.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::error::Error as _;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use endpoint_core::{Sensitivity, Value};
use enterprise_registry::ihuyi::{Auth, SendBy};
use enterprise_registry::sandbox::{Config, Sandbox};
use enterprise_registry::{Error, HyperService, Params, idcode, ihuyi};
use test_support::{
    Canaries, RefusingPort, Request, Script, Server, Step, promise, reflections, respond_once,
    response, signature_in,
};

use super::samples::{Clients, Sample, Setup, samples};

/// With characters that URLs, forms and JSON encode differently.
const TOKEN: &str = "CanaryToken+/=%&\"中文 1";
const CODE: &str = "CanaryCode+/=%&\"中文 2";
const ACCOUNT: &str = "CanaryAccount+/=%&\"中文 3";
const KEY: &str = "CanaryKey+/=%&\"中文 4";
const PASSWORD: &str = "CanaryPassword+/=%&\"中文 5";
/// A password in the form of 310.
const DIGEST: &str = "CA7A41E50FA5ECDE7FEEDBEADFACADE5";

/// Collects all that the test's thread logs by `tracing` or `log`, until dropped.
struct Logged {
    log: Arc<Mutex<Vec<u8>>>,
    _scope: tracing::subscriber::DefaultGuard,
}

thread_local! {
    /// The destination of this thread's records of `log`, which has one logger for all threads.
    static RECORDS: RefCell<Option<Arc<Mutex<Vec<u8>>>>> = const { RefCell::new(None) };
}

impl Logged {
    fn from_now_on() -> Self {
        // Otherwise threads without a subscriber could disable the events for this thread too.
        let _ = tracing::subscriber::set_global_default(tracing_subscriber::registry());
        let log = Arc::new(Mutex::new(Vec::new()));
        let writer = Arc::clone(&log);
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(move || Writer(Arc::clone(&writer)))
            .finish();
        RECORDS.set(Some(Arc::clone(&log)));
        let _ = log::set_boxed_logger(Box::new(Logger));
        log::set_max_level(log::LevelFilter::Trace);
        Self {
            log,
            _scope: tracing::subscriber::set_default(subscriber),
        }
    }
}

struct Writer(Arc<Mutex<Vec<u8>>>);

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

struct Logger;

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let line = format!("log {} {}\n", record.target(), record.args());
        RECORDS.with_borrow(|log| {
            if let Some(log) = log {
                log.lock().unwrap().extend_from_slice(line.as_bytes());
            }
        });
    }

    fn flush(&self) {}
}

/// All texts of an error and its causes.
fn texts(error: &Error) -> String {
    let mut texts = format!("{error}\n{error:?}\n{error:#?}");
    let mut cause = error.source();
    while let Some(error) = cause {
        texts.push_str(&format!("\n{error}\n{error:?}\n{error:#?}"));
        cause = error.source();
    }
    texts
}

/// The samples with canaries as secret parameters.
fn samples_with_canaries() -> Vec<Sample> {
    let mut samples = samples();
    for sample in &mut samples {
        let mut params = Params::default();
        for (name, value) in sample.params.iter() {
            let declared = sample.spec.param(name).unwrap();
            let value = match (declared.sensitivity, name) {
                (Sensitivity::Secret, "loginPwd") => DIGEST.into(),
                (Sensitivity::Secret, _) => PASSWORD.into(),
                _ => value.clone(),
            };
            params.push(name.to_owned(), value);
        }
        sample.params = params;
    }
    samples
}

/// The personal values of a call.
fn people(sample: &Sample) -> Vec<String> {
    let is_personal = |name: &str| {
        let declared = sample.spec.param(name).unwrap();
        declared.sensitivity == Sensitivity::Personal
    };
    let personal = sample.params.iter().filter(|(name, _)| is_personal(name));
    personal
        .filter_map(|(_, value)| match value {
            Value::Text(text) => Some(text.clone()),
            Value::File(_) => None,
        })
        .collect()
}

/// A service without a proxy, or with this one.
fn service(proxy: Option<&str>) -> HyperService {
    let builder = HyperService::builder();
    let builder = match proxy {
        Some(address) => builder.proxy(address),
        None => builder,
    };
    builder.build().unwrap()
}

/// Clients with every form of authentication.
fn clients(service: &HyperService, base: &str, deadline: Duration) -> Vec<Clients> {
    let ways = [
        (Auth::Dynamic, SendBy::Post),
        (Auth::Dynamic, SendBy::Get),
        (Auth::Static, SendBy::Post),
        (Auth::Static, SendBy::Get),
    ];
    ways.into_iter()
        .map(|(auth, send_by)| {
            let mut setup = Setup::through(service.clone(), base).deadlines(deadline, deadline);
            setup.retry.attempts = 2;
            setup.idcode = idcode::IdcodeKeys::new(TOKEN, CODE);
            setup.ihuyi = ihuyi::IhuyiKeys::new(ACCOUNT, KEY)
                .with_auth(auth)
                .with_send_by(send_by);
            setup.clients()
        })
        .collect()
}

/// The faults of servers: they return what they were sent in a dozen encodings, or fail.
fn faults() -> Vec<Script> {
    let mut faults: Vec<Script> = reflections()
        .into_iter()
        .map(|reflection| vec![Step::Read, Step::Reply(reflection)])
        .collect();
    faults.extend([
        vec![Step::Read],
        vec![Step::Read, Step::Reset],
        vec![Step::Read, Step::Hang],
        respond_once("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"),
        respond_once(response("503 Service Unavailable", b"")),
    ]);
    faults
}

/// Searches texts and logs for canaries and for what was sent.
struct Watch {
    log: Arc<Mutex<Vec<u8>>>,
    canaries: Canaries,
    hits: Vec<String>,
    looked_at: usize,
    /// The crates that logged.
    lines: BTreeSet<&'static str>,
    /// All texts and logs since the last look back.
    recent: String,
}

impl Watch {
    fn look(&mut self, what: &str, said: &str, people: &[String]) {
        let log = std::mem::take(&mut *self.log.lock().unwrap());
        let log = String::from_utf8_lossy(&log).into_owned();
        let people = Canaries::new(people.iter().map(String::as_str));
        let hits = [
            self.canaries
                .find_in(said)
                .map(|hit| format!("said: {hit}")),
            self.canaries
                .find_in(&log)
                .map(|hit| format!("logged: {hit}")),
            signature_in(&log).map(|hit| format!("a signature logged: {hit}")),
            people
                .find_in(&log)
                .map(|hit| format!("a person logged: {hit}")),
        ];
        let hits = hits.into_iter().flatten();
        self.hits.extend(hits.map(|hit| format!("{what}: {hit}")));
        self.looked_at += said.len() + log.len();
        let crates = ["http_transport", "hyper_util", "registry_sandbox"];
        self.lines
            .extend(crates.iter().filter(|name| log.contains(**name)));
        self.recent.push_str(said);
        self.recent.push_str(&log);
    }

    /// Searches for the signatures and dynamic passwords that were sent meanwhile.
    fn look_back(&mut self, fault: usize, requests: &[Request]) {
        let proofs = requests
            .iter()
            .filter_map(|one| one.param("hash").or(one.param("password")));
        let proofs = Canaries::new(proofs);
        let hit = proofs.find_in(&std::mem::take(&mut self.recent));
        self.hits
            .extend(hit.map(|hit| format!("fault {fault}: {hit}")));
    }
}

#[tokio::test]
async fn no_secret_of_any_operation_is_in_any_error_or_log() {
    let samples = samples_with_canaries();
    let logged = Logged::from_now_on();
    let mut watch = Watch {
        log: Arc::clone(&logged.log),
        lines: BTreeSet::new(),
        canaries: Canaries::new([TOKEN, CODE, ACCOUNT, KEY, PASSWORD, DIGEST]),
        hits: Vec::new(),
        looked_at: 0,
        recent: String::new(),
    };
    let faults = faults();
    let mut calls = 0;
    let mut sent = 0;
    for (number, script) in faults.iter().enumerate() {
        let server = Server::start_in_thread([script.clone()]);
        // Every other fault is that of a proxy.
        let proxy = (number % 2 == 1).then(|| server.url());
        let service = service(proxy.as_deref());
        let ways = clients(&service, &server.url(), Duration::from_millis(150));
        for sample in &samples {
            // Each fault meets each operation with each authentication.
            let many = if sample.vendor == "ihuyi" {
                ways.len()
            } else {
                1
            };
            for clients in ways.iter().take(many) {
                calls += 1;
                let ended = sample.call(clients).await;
                let mut said = format!("{clients:?} {clients:#?}");
                said.extend(ended.err().iter().map(texts));
                let what = format!("fault {number}, {}", sample.spec.name);
                watch.look(&what, &said, &people(sample));
            }
        }
        let requests = server.requests().await;
        watch.look_back(number, &requests);
        // The secrets were sent, so a leak was possible.
        let carries = |request: &Request| {
            let proofs = ["hash", "password", "access_token"];
            let inside = request.param("jsonStr").is_some();
            inside || proofs.iter().any(|name| request.param(name).is_some())
        };
        sent += requests.iter().filter(|one| carries(one)).count();
    }
    // Calls that are not sent.
    let refusing = RefusingPort::start();
    for scheme in ["http", "https"] {
        let base = format!("{scheme}://{}", refusing.address());
        let clients = &clients(&service(None), &base, Duration::from_millis(150))[0];
        for sample in &samples {
            calls += 1;
            let error = sample.call(clients).await.unwrap_err();
            watch.look(sample.spec.name, &texts(&error), &people(sample));
        }
    }
    sandbox(&samples, &mut watch).await;

    for hit in watch.hits.iter().take(20) {
        eprintln!("{hit}");
    }
    promise(
        "secrets",
        watch.hits.is_empty() && sent >= calls / 2 && watch.lines.len() == 3,
        &format!(
            "{} hits in {calls} calls, {} operations x {} faults, and the sandbox; {} KiB looked at",
            watch.hits.len(),
            samples.len(),
            faults.len() + 2,
            watch.looked_at / 1024
        ),
    );
}

/// Calls a sandbox whose credentials are the canaries, with right and wrong credentials.
async fn sandbox(samples: &[Sample], watch: &mut Watch) {
    let config = Config::default()
        .with_idcode_credentials(TOKEN, CODE)
        .with_ihuyi_account(ACCOUNT, KEY)
        .with_clock(|| super::samples::TIME);
    let sandbox = Sandbox::new(config);
    let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let server = registry_sandbox::Server::bind(anywhere, sandbox.clone()).await;
    let server = server.unwrap();
    let base = server.base_url();
    let running = server.spawn();
    let mut answered = 0;
    for clients in clients(&service(None), &base, Duration::from_secs(20)) {
        let wrong = {
            let mut setup = Setup::to(&base);
            setup.idcode = idcode::IdcodeKeys::new(TOKEN, PASSWORD);
            setup.ihuyi = ihuyi::IhuyiKeys::new(ACCOUNT, PASSWORD);
            setup.clients()
        };
        for sample in samples {
            let ended = [sample.call(&clients).await, sample.call(&wrong).await];
            answered += usize::from(ended[0].is_ok());
            let mut said = format!("{sandbox:?} {running:?} {:?}", sandbox.calls().last());
            said.extend(
                ended
                    .iter()
                    .filter_map(|ended| ended.as_ref().err())
                    .map(texts),
            );
            watch.look(sample.spec.name, &said, &people(sample));
        }
    }
    assert!(answered > samples.len(), "{answered}");
}
